#pragma once
// A kind of file: what it is called, how it is recognised, who reads it.

#include "parsers/format/options.hpp"
#include "parsers/format/root_keys.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dropcap::format {

/// Bytes of a file that is read in one piece, as all are but streams of manifests: it is in memory
/// many times over. As many as a YAML document may have, and far more than people write.
inline constexpr std::size_t largest_parsed_file = 4U << 20U;

/// What is known of a file before any parser sees it.
class FileInfo {
  public:
    FileInfo(std::string_view path, std::string_view text);

    /// As given; empty for text without a name (standard input).
    [[nodiscard]] std::string_view path() const { return path_; }
    /// The path's last part in lower case; empty for text without a name.
    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] bool has_name() const { return !name_.empty(); }
    [[nodiscard]] std::string_view text() const { return text_; }
    /// The keys at the root of YAML or JSON text; looked for once, whoever asks.
    [[nodiscard]] const RootKeys& keys() const;

  private:
    std::string_view path_;
    std::string_view text_;
    std::string name_;
    mutable std::optional<RootKeys> keys_;
};

/// Whether the file's name ends as YAML and JSON files' names do.
[[nodiscard]] bool has_yaml_name(const FileInfo& file);
/// The first word of the first line that is neither blank nor a comment.
[[nodiscard]] std::string_view first_word(std::string_view text);

/// In which order a file is held against the kinds: names and shebangs that leave no doubt come
/// first.
enum class Precedence : std::uint8_t {
    name,      ///< its name or its first line says what it is
    structure, ///< what the JSON in it looks like
    root_keys, ///< the keys at the root of its YAML or JSON
};

/// One kind of file.
struct FileKind {
    std::string_view title; ///< for people, with its article: "a Compose file"
    Precedence precedence = Precedence::name;
    Format format;
    Scan scan;
    bool (*may_be)(const FileInfo& file); ///< by its path alone
    bool (*is)(const FileInfo& file); ///< by its text too; for text without a name by nothing else.
                                      ///< Cheap: no parser runs
    Document (*parse)(const std::shared_ptr<const Source>& source, const ParseOptions& options);
};

} // namespace dropcap::format
