#pragma once
// The line of a place with carets under the word.

#include "lint/terminal/excerpt.hpp"
#include "lint/terminal/paint.hpp"
#include "model/finding.hpp"

#include <string>
#include <string_view>

namespace dropcap::terminal {

/// The colour in which a severity is printed.
[[nodiscard]] std::string_view color_of(Severity severity);
/// Adds the line of a place with carets under it. A place over several lines is underlined to the
/// end of its first.
void append_snippet(std::string& out, const Excerpt& excerpt, Style style, Severity severity);
/// The line of a place with carets under it.
[[nodiscard]] std::string render_snippet(const Excerpt& excerpt, Style style, Severity severity);

} // namespace dropcap::terminal
