#pragma once
// The door of the parsers: a text in, a Document out, whatever the text is.

#include "model/config.hpp"
#include "model/container.hpp"
#include "model/result.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// What a parser may ask for beyond the text it is given.
struct ParseOptions {
    std::optional<Engine> engine; ///< --engine; empty: each format's own
    /// Reads another file that a Compose file names, by a path relative to the working directory (never outside the project).
    /// Empty function: no other file may be read (standard input).
    std::function<Result<std::shared_ptr<const Source>>(const std::string& path)> read_file;
    bool explicit_file = false; ///< the file was named on the command line: content that fits no format is then a problem
};

/// What a file is, from its name and the first lines of its text; empty: none of ours. Cheap: no parser runs.
[[nodiscard]] std::optional<Format> detect_format(std::string_view path, std::string_view text);

/// Reads a text as whatever it is. Never throws for any input; what could not be read is in Document::problems.
[[nodiscard]] Document parse(std::shared_ptr<const Source> source, const ParseOptions& options);

/// Reads a `.dropcap.yaml`. Whatever is wrong with it (YAML, unknown keys, wrong types) is in Config::problems. Rule ids are not checked
/// here.
[[nodiscard]] Config parse_config(std::shared_ptr<const Source> source);

} // namespace dropcap
