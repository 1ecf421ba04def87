#include "parsers/template_text.hpp"

#include <algorithm>
#include <array>

namespace dropcap {

namespace {

/// `opening` … `closing` on one line, the first in `text` from `from`; npos when there is none.
std::size_t find_pair(std::string_view text, std::string_view opening, std::string_view closing, std::size_t from = 0) {
    for (std::size_t at = text.find(opening, from); at != std::string_view::npos; at = text.find(opening, at + 1))
        if (text.find(closing, at + opening.size()) != std::string_view::npos) return at;
    return std::string_view::npos;
}

bool is_comment(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    return first != std::string_view::npos && line[first] == '#';
}

/// Calls `see(offset of the line, line)` until it returns true.
template <class See>
void each_line(std::string_view text, Span slice, See see) {
    for (std::size_t at = slice.begin; at < slice.end;) {
        const std::size_t end = std::min<std::size_t>(text.find('\n', at), slice.end);
        if (see(at, text.substr(at, end - at))) return;
        at = end + 1;
    }
}

/// Words that only Go templates have.
bool has_go_words(std::string_view text) {
    static constexpr std::array<std::string_view, 10> words{"{{-",          "-}}",    "{{ .",      "{{.",       "{{ include ",
                                                            "{{ template ", "{{ if ", "{{ range ", "{{ end }}", "| nindent "};
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string reason_for(std::string_view text) {
    if (text.find("{%") != std::string_view::npos) return "Jinja template: render it first and check the result";
    if (has_go_words(text)) return "Helm template: render it first, `helm template . | dropcap -`";
    return "template with `{{ … }}`: render it first and check the result";
}

} // namespace

bool is_template_text(std::string_view text) {
    return find_pair(text, "{{", "}}") != std::string_view::npos || find_pair(text, "{%", "%}") != std::string_view::npos;
}

std::optional<TemplateUse> find_template(std::string_view text, Span slice) {
    std::optional<TemplateUse> found;
    each_line(text, slice, [&](std::size_t begin, std::string_view line) {
        if (is_comment(line)) return false;
        const std::size_t at = std::min({find_pair(line, "{{", "}}"), find_pair(line, "{%", "%}"), line.find("{{-"), line.find("{{/*")});
        if (at == std::string_view::npos) return false;
        const auto first = static_cast<std::uint32_t>(begin + at);
        const auto last = static_cast<std::uint32_t>(begin + line.find_last_not_of(" \t\r") + 1);
        found = TemplateUse{.at = {first, last}, .reason = reason_for(text.substr(slice.begin, slice.size()))};
        return true;
    });
    return found;
}

} // namespace dropcap
