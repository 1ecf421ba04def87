#pragma once
// What a file is, reported before any parser runs.

#include "model/container.hpp"
#include "parsers/format/options.hpp"

#include <optional>
#include <string_view>

namespace dropcap {

/// Whether a file may be one of ours as far as its name shows, so that it is worth opening.
[[nodiscard]] bool may_be_ours(std::string_view path, const format::Scans& scans);

/// What a file is, from its name and the first lines of its text; empty: none of ours. Cheap: no
/// parser runs.
[[nodiscard]] std::optional<Format>
detect_format(std::string_view path, std::string_view text,
              const format::Scans& scans = format::Scans::all());

/// Whether detect_format() takes the file for Compose's.
[[nodiscard]] bool is_compose_file(std::string_view path, std::string_view text);

} // namespace dropcap
