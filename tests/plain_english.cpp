#include "tests/plain_english.hpp"

#include <algorithm>
#include <iterator>
#include <regex>

namespace dropcap::plain_english {
namespace {

/// Replaces [from, to) by blanks and keeps line breaks.
void blank_out(std::string& text, std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to; ++at)
        if (text[at] != '\n') text[at] = ' ';
}

/// Blanks out everything from `begin` to the next `end`, both included. An `end` that is missing
/// ends with the text.
void blank_out_all(std::string& text, std::string_view begin, std::string_view end) {
    for (auto from = text.find(begin); from != std::string::npos; from = text.find(begin, from)) {
        const auto last = text.find(end, from + begin.size());
        const auto to = last == std::string::npos ? text.size() : last + end.size();
        blank_out(text, from, to);
        from = to;
    }
}

} // namespace

std::vector<std::string> complaints(std::string_view text) {
    // A pattern with a blank also matches across a line break.
    std::string on_one_line(text);
    std::ranges::replace(on_one_line, '\n', ' ');
    std::vector<std::string> found;
    for (const Entry& entry : glossary) {
        const std::regex pattern(entry.pattern, std::regex::icase);
        for (std::cregex_iterator
                 match(on_one_line.data(), on_one_line.data() + on_one_line.size(), pattern),
             none;
             match != none; ++match) {
            const auto line =
                1 + std::ranges::count(text.substr(0, static_cast<std::size_t>(match->position())),
                                       '\n');
            found.push_back("line " + std::to_string(line) + ": '" + match->str() +
                            "', write: " + std::string(entry.instead));
        }
    }
    return found;
}

std::string prose_of(std::string_view markdown) {
    std::string text(markdown);
    blank_out_all(text, "```", "```");
    blank_out_all(text, "<!--", "-->");
    blank_out_all(text, "`", "`");
    blank_out_all(text, "](", ")");
    return text;
}

} // namespace dropcap::plain_english
