#pragma once
// The lines of places, with underlines and labels below the words.

#include "lint/terminal/excerpt.hpp"
#include "lint/terminal/paint.hpp"
#include "model/finding.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dropcap::terminal {

/// The colour in which a severity is printed.
[[nodiscard]] std::string_view color_of(Severity severity);

/// A place in a snippet.
struct Mark {
    const Excerpt* at = nullptr;
    std::string_view label{}; ///< printed behind the underline; may be empty
    bool primary = false;     ///< underlined with ^^^ in the severity's colour, others with ---
};

/// How a snippet is drawn.
struct Drawing {
    Style style;
    Severity severity = Severity::error;
    std::size_t digits = 1; ///< columns of the line numbers
};

/// How many columns the numbers of these lines take.
[[nodiscard]] std::size_t digits_of(std::span<const Mark> marks);

/// Adds the lines of `marks`, places in one file in any order: each line once, `...` where lines
/// are left out, underlines and labels below. A place over several lines is underlined to the end
/// of its first. Text of the file and labels are made visible.
void append_snippet(std::string& out, std::span<const Mark> marks, const Drawing& drawing);

/// The line of one place with carets under it.
[[nodiscard]] std::string render_snippet(const Excerpt& excerpt, Style style, Severity severity);

} // namespace dropcap::terminal
