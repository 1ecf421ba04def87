#include "lint/terminal/excerpt.hpp"

#include <algorithm>
#include <string_view>

namespace dropcap::terminal {
namespace {

bool is_within_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The first bytes of `text`, at most about `most`, whole characters.
std::string first_of(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    while (most > 0 && is_within_character(text[most])) --most;
    return std::string(text.substr(0, most)) + "…";
}

std::string last_of(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    std::size_t begin = text.size() - most;
    while (begin < text.size() && is_within_character(text[begin])) ++begin;
    return "…" + std::string(text.substr(begin));
}

/// A long line is shown around the word, never whole.
void show_line(Excerpt& excerpt, const Source& source, Span place) {
    constexpr std::size_t longest_line = 160;
    const Span line = source.line_span(excerpt.where.start.line);
    const std::uint32_t begin = std::clamp(place.begin, line.begin, line.end);
    const std::uint32_t end = std::clamp(place.end, begin, line.end);
    const std::size_t beside = line.size() > longest_line ? longest_line / 2 : longest_line;
    excerpt.before = last_of(source.slice({line.begin, begin}), beside);
    excerpt.word = first_of(source.slice({begin, end}), longest_line);
    excerpt.after = first_of(source.slice({end, line.end}), beside);
}

/// The lines of the place with one more on each side; none where that is no more than the place
/// itself.
void show_context(Excerpt& excerpt, const Source& source, Span place) {
    excerpt.context_from = std::max(excerpt.where.start.line - 1, 1U);
    excerpt.context_to = std::min(excerpt.where.end.line + 1, source.line_count());
    const Span context{source.line_span(excerpt.context_from).begin,
                       source.line_span(excerpt.context_to).end};
    if (context.size() > place.size() && context.size() <= Excerpt::most_shown)
        excerpt.context = source.slice(context);
}

/// The place with the whole of the characters that it begins and ends in: a parser may point at a
/// single byte.
Span whole_characters(const Source& source, Span place) {
    const std::string_view text = source.text();
    const auto within = [&](std::uint32_t at) {
        return at < text.size() && is_within_character(text[at]);
    };
    while (place.begin > 0 && within(place.begin)) --place.begin;
    while (within(place.end)) ++place.end;
    return place;
}

} // namespace

Location locate(const Source& source, Span span) {
    Location where{source.path(), source.position(span.begin), source.position(span.end)};
    const auto size = static_cast<std::uint32_t>(source.text().size());
    where.start_byte = std::min(span.begin, size) - source.line_span(where.start.line).begin + 1;
    where.end_byte = std::min(span.end, size) - source.line_span(where.end.line).begin + 1;
    return where;
}

Excerpt excerpt_of(const Source& source, Span at) {
    Excerpt excerpt;
    const Span place = whole_characters(source, at);
    excerpt.where = locate(source, place);
    show_line(excerpt, source, place);
    if (place.size() <= Excerpt::most_shown) excerpt.text = source.slice(place);
    show_context(excerpt, source, place);
    return excerpt;
}

} // namespace dropcap::terminal
