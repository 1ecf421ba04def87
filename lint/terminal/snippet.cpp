#include "lint/terminal/snippet.hpp"

#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <algorithm>
#include <utility>

namespace dropcap::terminal {

std::string_view color_of(Severity severity) {
    return severity == Severity::error ? red : severity == Severity::warning ? yellow : blue;
}

namespace {

constexpr std::size_t most_carets = 160;

/// A line in three parts.
struct Parts {
    std::string before, word, after;
};

/// What fits into `room` columns: the word first, then what stands before it, then what follows.
Parts fitted(Parts parts, std::size_t room) {
    const std::size_t most = std::min(width(parts.word), room / 2);
    parts.before =
        end_of(parts.before, room - most - 1); // a column is kept for the "…" behind the word
    parts.word = beginning_of(parts.word, room - width(parts.before) - 1);
    parts.after = beginning_of(parts.after, room - width(parts.before) - width(parts.word));
    return parts;
}

} // namespace

void append_snippet(std::string& out, const Excerpt& excerpt, Style style, Severity severity) {
    constexpr std::size_t narrow = 40;
    const std::string number = std::to_string(excerpt.where.start.line);
    const std::string gutter(number.size(), ' ');
    Parts parts{visible(excerpt.before, excerpt.word + excerpt.after),
                visible(excerpt.word, excerpt.after), visible(excerpt.after)};
    if (style.columns > narrow) parts = fitted(std::move(parts), style.columns - number.size() - 4);
    const std::string carets(std::max<std::size_t>(1, std::min(width(parts.word), most_carets)),
                             '^');
    const auto bar = [&](std::string_view left) {
        return painted(style, blue, concat({left, " |"}));
    };
    const std::string empty_bar = bar(gutter);
    append(out, {" ", empty_bar, "\n ", bar(number), " ", parts.before, parts.word, parts.after,
                 "\n ", empty_bar, " ", std::string(width(parts.before), ' '),
                 painted(style, color_of(severity), carets), "\n"});
}

std::string render_snippet(const Excerpt& excerpt, Style style, Severity severity) {
    std::string out;
    append_snippet(out, excerpt, style, severity);
    return out;
}

} // namespace dropcap::terminal
