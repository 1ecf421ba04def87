#pragma once
// Text from scanned files on its way to a terminal or a log: nothing in it may act there.

#include <string>
#include <string_view>

namespace dropcap::terminal {

/// `text` with everything made visible that could act on a terminal or a CI log: control
/// characters, bidirectional marks, bytes that are not UTF-8, and the `##[` and `##vso[` that log
/// readers take for commands anywhere in a line. A tab becomes a blank. `behind`: what is printed
/// right behind it, where such a command could end.
[[nodiscard]] std::string visible(std::string_view text, std::string_view behind = {});

/// `path` made visible, and never with the look of a flag or of a `::command::` at the start of a
/// line.
[[nodiscard]] std::string visible_path(std::string_view path);

/// How many columns of a terminal `text` takes: East Asian wide characters and emoji two, combining
/// marks none, others one.
[[nodiscard]] std::size_t width(std::string_view text);

/// The first `columns` columns of `text`, the last of them "…" where it is wider.
[[nodiscard]] std::string beginning_of(std::string_view text, std::size_t columns);
/// The last ones, likewise.
[[nodiscard]] std::string end_of(std::string_view text, std::size_t columns);

/// Where text is broken into lines.
struct Wrap {
    std::size_t columns = 0; ///< of the terminal; 0: nowhere
    std::size_t used = 0;    ///< taken on the first line already
    std::size_t indent = 0;  ///< blanks before every other line
};
/// `text` broken at blanks; a word that is wider than a line stays whole.
[[nodiscard]] std::string wrapped(std::string text, const Wrap& wrap);

/// `json` with the same inside for its readers, and nothing in its strings that acts on a terminal
/// or a CI log on the way there.
[[nodiscard]] std::string inert_json(std::string_view json);

/// "1 file", "2 files".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

} // namespace dropcap::terminal
