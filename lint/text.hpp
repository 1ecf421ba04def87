#pragma once
// Text from scanned files on its way to a terminal or a log: nothing in it may act there.

#include <string>
#include <string_view>

namespace dropcap {

/// `text` with everything made visible that could act on a terminal or a CI log: control characters, bidirectional marks, bytes that
/// are not UTF-8, and the `##[` and `##vso[` that log readers take for commands anywhere in a line. A tab becomes a blank.
[[nodiscard]] std::string visible(std::string_view text);

/// `path` made visible, and never with the look of a flag or of a `::command::` at the start of a line.
[[nodiscard]] std::string visible_path(std::string_view path);

/// A JSON text in which no string shows a log reader's command: `##[` and `##vso[` are escaped, which changes no value.
[[nodiscard]] std::string inert_json(std::string json);

/// How many columns of a terminal `text` takes, a code point a column.
[[nodiscard]] std::size_t width(std::string_view text);

/// "1 file", "2 files".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

} // namespace dropcap
