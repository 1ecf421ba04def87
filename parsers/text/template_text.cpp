#include "parsers/text/template_text.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace dropcap::text {

namespace {

/// `opening` … `closing` on one line, the first in `text` from `from`; npos when there is none.
std::size_t find_pair(std::string_view text, std::string_view opening, std::string_view closing,
                      std::size_t from = 0) {
    for (std::size_t at = text.find(opening, from); at != std::string_view::npos;
         at = text.find(opening, at + 1))
        if (text.find(closing, at + opening.size()) != std::string_view::npos) return at;
    return std::string_view::npos;
}

/// Behind the list dashes and the key of a line, where its value begins; the line's first content
/// where it has neither.
std::size_t value_begin(std::string_view line) {
    std::size_t at = skip_blanks(line, 0);
    while (line.substr(at, 2) == "- ") at = skip_blanks(line, at + 2);
    if (at == line.size()) return at;
    const std::size_t colon = line.find(": ", at);
    const std::size_t quote = line.find_first_of("\"'{", at);
    if (colon == std::string_view::npos || quote < colon) return at;
    return skip_blanks(line, colon + 1);
}

/// A construct between the brackets of `[a, {{ b }}]`, outside quotes.
std::size_t find_in_flow(std::string_view line, std::size_t at) {
    const std::size_t use =
        std::min(find_pair(line, "{{", "}}", at + 1), find_pair(line, "{%", "%}", at + 1));
    if (use == std::string_view::npos) return use;
    const std::string_view before = line.substr(at, use - at);
    return std::ranges::count(before, '"') % 2 == 0 && std::ranges::count(before, '\'') % 2 == 0
               ? use
               : std::string_view::npos;
}

/// `@NAME@`, `%NAME%` and `%%NAME%%`, which scripts fill in: no plain value of YAML begins so.
bool is_placeholder(std::string_view value) {
    const std::size_t mark = value.starts_with("%%") ? 2 : 1;
    if (!value.starts_with('@') && !value.starts_with('%')) return false;
    std::size_t end = mark;
    while (end < value.size() && (is_alphanumeric(value[end]) || value[end] == '_')) ++end;
    return end > mark && value.substr(end, mark) == value.substr(0, mark);
}

/// Where a template construct is in place of a YAML value, key or line; npos where there is
/// none. Constructs in quotes and in the middle of plain text are YAML.
std::size_t find_use(std::string_view line) {
    const std::size_t at = value_begin(line);
    const std::string_view value = line.substr(at);
    if (value.starts_with("{{") || value.starts_with("{%") || value.starts_with("{#")) return at;
    if (is_placeholder(value)) return at;
    return value.starts_with("[") || value.starts_with("{") ? find_in_flow(line, at)
                                                            : std::string_view::npos;
}

std::size_t indentation(std::string_view line) { return skip_blanks(line, 0, " "); }

/// A line that begins a block scalar: `key: |`, `- >-`.
bool opens_block(std::string_view line) {
    const std::size_t last = line.find_last_not_of(" \t\r+-0123456789");
    if (last == std::string_view::npos || (line[last] != '|' && line[last] != '>')) return false;
    return last > 1 && line[last - 1] == ' ' && (line[last - 2] == ':' || line[last - 2] == '-');
}

/// Calls `see(offset of the line, line)` for the lines outside block scalars until it returns true.
template <class See>
void each_line(std::string_view text, Span slice, See see) {
    std::size_t block =
        std::string_view::npos; // indentation of the line that opened the block scalar
    for (std::size_t at = slice.begin; at < slice.end;) {
        const std::size_t end = std::min<std::size_t>(text.find('\n', at), slice.end);
        const std::string_view line = text.substr(at, end - at);
        if (block == std::string_view::npos || (!is_blank(line) && indentation(line) <= block)) {
            block = opens_block(line) ? indentation(line) : std::string_view::npos;
            if (see(at, line)) return;
        }
        at = end + 1;
    }
}

bool has_any(std::string_view text, std::span<const std::string_view> words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// Words that only Go templates have.
constexpr std::array<std::string_view, 8> go_words{
    "{{-", "-}}", "{{ .", "{{.", "{{ template ", "{{ if ", "{{ range ", "{{ end }}"};

/// The objects and functions that Helm adds to Go's
/// (helm.sh/docs/chart_template_guide/builtin_objects).
constexpr std::array<std::string_view, 9> helm_words{".Values",        ".Release",   ".Chart",
                                                     ".Capabilities.", ".Template.", "{{ include ",
                                                     "{{- include ",   "| nindent ", "toYaml "};

std::string reason_for(std::string_view text) {
    if (text.find("{%") != std::string_view::npos)
        return "Jinja template: render it first and check the result";
    if (has_any(text, helm_words))
        return "Helm template: render it first, `helm template . | dropcap -`, or let dropcap do it with `--helm`";
    if (has_any(text, go_words)) return "Go template: render it first and check the result";
    if (text.find("{{") == std::string_view::npos)
        return "template with placeholders: fill them in first and check the result";
    return "template with `{{ … }}`: render it first and check the result";
}

} // namespace

namespace {

/// `%%WORD%%` from `from`; npos where there is none.
std::size_t find_percents(std::string_view text) {
    for (std::size_t at = text.find("%%"); at != std::string_view::npos;
         at = text.find("%%", at + 1)) {
        std::size_t end = at + 2;
        while (end < text.size() && (is_alphanumeric(text[end]) || text[end] == '_')) ++end;
        if (end > at + 2 && text.substr(end, 2) == "%%") return at;
    }
    return std::string_view::npos;
}

} // namespace

std::optional<TemplateUse> find_construct(std::string_view text) {
    std::size_t at = std::min(find_pair(text, "{{", "}}"), find_pair(text, "{%", "%}"));
    std::string reason = at == std::string_view::npos ? "" : reason_for(text);
    const std::size_t option = text.find("${templateOption:");
    const std::size_t percents = find_percents(text);
    if (const std::size_t other = std::min(option, percents); other < at) {
        at = other;
        reason = option < percents
                     ? "dev container template: its options are filled in before it is built"
                     : "template with `%%…%%`: fill it in first and check the result";
    }
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    return TemplateUse{.at = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                       .reason = std::move(reason)};
}

bool is_template_text(std::string_view text) {
    return find_pair(text, "{{", "}}") != std::string_view::npos ||
           find_pair(text, "{%", "%}") != std::string_view::npos;
}

std::optional<TemplateUse> find_template(std::string_view text, Span slice) {
    std::optional<TemplateUse> found;
    each_line(text, slice, [&](std::size_t begin, std::string_view line) {
        const std::size_t at = find_use(line);
        if (at == std::string_view::npos) return false;
        const auto first = static_cast<std::uint32_t>(begin + at);
        const auto last = static_cast<std::uint32_t>(begin + trim_right(line).size());
        found = TemplateUse{.at = {first, last},
                            .reason = reason_for(text.substr(slice.begin, slice.size()))};
        return true;
    });
    return found;
}

} // namespace dropcap::text
