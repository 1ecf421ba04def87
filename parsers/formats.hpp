#pragma once
// The table of formats. A new format is one file below parsers/ that defines a FileKind.

#include "parsers/format/file_kind.hpp"

#include <span>
#include <string_view>

namespace dropcap {

/// Every kind that a file in parsers/ defines, sorted by name. The table is made from the folder.
[[nodiscard]] std::span<const format::FileKind* const> file_kinds_by_name();

/// Every kind, in the order in which a file is held against them.
[[nodiscard]] std::span<const format::FileKind* const> file_kinds();
/// The first kind of `scans` that the file is, or nullptr.
[[nodiscard]] const format::FileKind* find_kind(std::string_view path, std::string_view text,
                                                const format::Scans& scans = format::Scans::all());

} // namespace dropcap
