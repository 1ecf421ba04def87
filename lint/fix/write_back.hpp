#pragma once
// Replaces the text of a file that was read, as a whole or not at all.

#include "model/result.hpp"
#include "model/source.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace dropcap::fix {

/// The file's bytes before `text`, which was read from it (nothing or a byte order mark), or why it
/// cannot be written: its encoding is another, it changed since, or it is a link that leads out of
/// the project at `root`.
[[nodiscard]] Result<std::string> bytes_before(const std::string& path, std::string_view text,
                                               const std::string& root);

/// Writes `text` in place of what `source` held.
[[nodiscard]] Result<std::monostate> write_back(const Source& source, std::string_view text,
                                                const std::string& root);

} // namespace dropcap::fix
