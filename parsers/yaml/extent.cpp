#include "parsers/yaml/extent.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>

namespace dropcap::yaml {

namespace {

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank_or_break(text[at])) ++at;
    return at;
}

std::size_t line_end(std::string_view text, std::size_t at) {
    while (at < text.size() && !is_break(text[at])) ++at;
    return at;
}

/// Past the line break at `at`, CR LF counting as one.
std::size_t past_break(std::string_view text, std::size_t at) {
    if (at < text.size() && text[at] == '\r') ++at;
    if (at < text.size() && text[at] == '\n') ++at;
    return at;
}

bool ends_name(char c) {
    return is_blank_or_break(c) || c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

/// What libyaml and its descendants take into a tag, less the flow indicators.
bool is_tag_char(char c) {
    return is_alphanumeric(c) ||
           std::string_view("-_;/?:@&=+$.!~*'()%").find(c) != std::string_view::npos;
}

std::size_t tag_end(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) == "!<") {
        const std::size_t close = text.find('>', at);
        return close == std::string_view::npos ? text.size() : close + 1;
    }
    while (at < text.size() && is_tag_char(text[at])) ++at;
    return at;
}

} // namespace

std::size_t skip_to_token(std::string_view text, std::size_t at) {
    for (;;) {
        at = skip_space(text, at);
        if (at >= text.size() || text[at] != '#') return at;
        at = line_end(text, at);
    }
}

bool is_marker(std::string_view text, std::size_t line, char mark) {
    if (text.size() - line < 3 || text[line] != mark || text[line + 1] != mark ||
        text[line + 2] != mark)
        return false;
    return text.size() - line == 3 || is_blank_or_break(text[line + 3]);
}

std::size_t name_end(std::string_view text, std::size_t at) {
    while (at < text.size() && !ends_name(text[at])) ++at;
    return at;
}

bool is_null_word(std::string_view word) {
    return word.empty() || word == "~" || word == "null" || word == "Null" || word == "NULL";
}

std::string_view null_word_at(std::string_view text, std::size_t at, bool in_flow) {
    static constexpr std::array<std::string_view, 4> words{"~", "null", "Null", "NULL"};
    for (const std::string_view word : words) {
        if (text.substr(at, word.size()) != word) continue;
        const std::size_t end = at + word.size();
        const bool whole = end >= text.size() || is_blank_or_break(text[end]) || text[end] == ':' ||
                           (in_flow && ends_name(text[end]));
        if (whole) return text.substr(at, word.size());
    }
    return {};
}

Properties read_properties(std::string_view text, std::size_t at) {
    Properties found{.tag = {}, .anchor = {}, .end = at, .value = at};
    while (found.value < text.size()) {
        const std::size_t begin = found.value;
        if (text[begin] == '!' && found.tag.empty()) {
            found.end = tag_end(text, begin);
            found.tag = text.substr(begin, found.end - begin);
        } else if (text[begin] == '&' && found.anchor.empty()) {
            found.end = name_end(text, begin);
            found.anchor = text.substr(begin + 1, found.end - begin - 1);
        } else {
            break;
        }
        found.value = skip_to_token(text, found.end);
    }
    return found;
}

std::optional<Extent> quoted_extent(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (quote == '\'' && i + 1 < text.size() && text[i + 1] == quote) {
                ++i;
            } else {
                return Extent{.end = i + 1, .header_end = i + 1, .body = i + 1};
            }
        }
    }
    return std::nullopt;
}

namespace {

std::size_t count_breaks(std::string_view space) {
    std::size_t breaks = 0;
    for (std::size_t i = 0; i < space.size(); ++i)
        breaks +=
            space[i] == '\n' || (space[i] == '\r' && space.substr(i + 1, 1) != "\n") ? 1U : 0U;
    return breaks;
}

} // namespace

// The value and the text are walked side by side: a run of white space in the text that holds line
// breaks is folded in the value to one blank, or to one line break fewer than it has.
Extent plain_extent(std::string_view text, std::size_t at, std::string_view value) {
    std::size_t end = at + value.size();
    if (text.substr(at, value.size()) != value) {
        end = at;
        std::size_t in_value = 0;
        while (in_value < value.size() && end < text.size()) {
            if (!is_blank_or_break(text[end])) {
                ++end, ++in_value;
                continue;
            }
            const std::size_t run = end;
            end = skip_space(text, end);
            const std::size_t breaks = count_breaks(text.substr(run, end - run));
            in_value += breaks == 0 ? end - run : std::max<std::size_t>(1, breaks - 1);
        }
    }
    return {.end = end, .header_end = end, .body = end};
}

namespace {

std::size_t header_end(std::string_view text, std::size_t at) {
    const std::size_t end = text.find_first_not_of("|>+-0123456789", at);
    return end == std::string_view::npos ? text.size() : end;
}

/// The indentation that a block scalar's header asks for ("|2"), or 0.
std::ptrdiff_t indentation_indicator(std::string_view header) {
    for (const char c : header)
        if (c >= '1' && c <= '9') return c - '0';
    return 0;
}

} // namespace

Extent block_extent(std::string_view text, std::size_t at, std::ptrdiff_t parent) {
    Extent extent;
    extent.header_end = header_end(text, at);
    extent.body = past_break(text, line_end(text, extent.header_end));
    extent.end = extent.header_end;
    const std::ptrdiff_t asked = indentation_indicator(text.substr(at, extent.header_end - at));
    std::ptrdiff_t indent = asked == 0 ? -1 : std::max<std::ptrdiff_t>(parent, 0) + asked;
    for (std::size_t line = extent.body; line < text.size();) {
        std::size_t first = line;
        while (first < text.size() && text[first] == ' ') ++first;
        const std::size_t end = line_end(text, first);
        const bool empty = skip_blanks(text, first) == end;
        const auto depth = static_cast<std::ptrdiff_t>(first - line);
        if (!empty) {
            if (depth <= parent || (indent >= 0 && depth < indent)) break;
            if (indent < 0) indent = depth;
            extent.end = end;
        }
        line = past_break(text, end);
    }
    extent.body = std::min(extent.body, std::max(extent.end, extent.header_end));
    return extent;
}

} // namespace dropcap::yaml
