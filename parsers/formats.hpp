#pragma once
// The table of formats. A new format is one file in parsers/ that defines a FileKind, and its line in formats.cpp.

#include "parsers/file_kind.hpp"

#include <span>
#include <string_view>

namespace dropcap {

/// Every kind, in the order in which a file is held against them.
[[nodiscard]] std::span<const FileKind* const> file_kinds();
/// The first kind of `scans` that the file is, or nullptr.
[[nodiscard]] const FileKind* find_kind(std::string_view path, std::string_view text, const Scans& scans = Scans::all());

} // namespace dropcap
