#pragma once
// Colours of a terminal.

#include <cstddef>
#include <string>
#include <string_view>

namespace dropcap::terminal {

/// How a terminal is written to.
struct Style {
    bool color = false;
    std::size_t columns = 0; ///< how wide it is; 0: no terminal, a line is as long as it is
};

} // namespace dropcap::terminal

namespace dropcap::terminal {

inline constexpr std::string_view bold = "\x1b[1m";
inline constexpr std::string_view red = "\x1b[1;31m";
inline constexpr std::string_view yellow = "\x1b[1;33m";
inline constexpr std::string_view blue = "\x1b[1;34m";
inline constexpr std::string_view mild_yellow = "\x1b[33m";
inline constexpr std::string_view mild_green = "\x1b[32m";
inline constexpr std::string_view mild_magenta = "\x1b[35m";

/// `text` in a colour where the style has any; an empty colour leaves it as it is.
[[nodiscard]] inline std::string painted(Style style, std::string_view color, std::string text) {
    if (!style.color || color.empty()) return text;
    return std::string(color).append(text).append("\x1b[0m");
}

} // namespace dropcap::terminal
