#include "rules/kit/justification.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace dropcap::rules {
namespace {

/// Part of a letter of any script.
bool spells(char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

/// The reason in a `dropcap: ignore[…] until=… reason` directive; one that accepts the missing
/// justification gives none.
std::string_view reason_of_directive(std::string_view directive) {
    const auto bracket = directive.find(']');
    if (bracket == std::string_view::npos ||
        directive.substr(0, bracket).find("unjustified-capability") != std::string_view::npos)
        return {};
    auto reason = trim(directive.substr(bracket + 1));
    if (reason.starts_with("until="))
        reason = trim(reason.substr(std::min(reason.find(' '), reason.size())));
    return reason;
}

/// Switches for programs, not words for readers.
bool speaks_to_a_tool(std::string_view comment) {
    static constexpr std::array<std::string_view, 8> tools = {
        "yamllint", "hadolint",   "checkov:", "kics-scan",
        "trivy:",   "shellcheck", "nosec",    "syntax="};
    return std::ranges::any_of(tools,
                               [&](std::string_view tool) { return comment.starts_with(tool); });
}

/// An entry that somebody switched off: `- NET_ADMIN`, `cap_add:`, `--cap-add=X`.
bool is_commented_out(std::string_view comment) {
    if (comment.starts_with("--") || comment.ends_with(':')) return true;
    return comment.starts_with("- ") &&
           trim(comment.substr(2)).find_first_of(blank_or_cr) == std::string_view::npos;
}

/// The comment that is on `line`.
const Comment* comment_on(const Document& document, std::uint32_t source, std::uint32_t line) {
    const Span span = document.sources[source]->line_span(line);
    const auto found = std::ranges::lower_bound(
        document.comments, Place{source, {span.begin, span.begin}}, {}, &Comment::at);
    return found != document.comments.end() && found->at.source == source &&
                   found->at.span.begin < span.end
               ? &*found
               : nullptr;
}

/// Whether a comment next to the line, or in the block of comment lines above it, says why.
bool line_is_commented(const Document& document, std::uint32_t source, std::uint32_t line) {
    if (const auto* beside = comment_on(document, source, line);
        beside != nullptr && says_why(document.text(beside->at)))
        return true;
    while (--line > 0) {
        const auto* above = comment_on(document, source, line);
        if (above == nullptr || !above->own_line) return false;
        if (says_why(document.text(above->at))) return true;
    }
    return false;
}

bool is_commented(const Document& document, const Place& place) {
    return line_is_commented(document, place.source,
                             document.source(place).position(place.span.begin).line);
}

std::size_t indent_of(std::string_view line) { return skip_blanks(line, 0, " "); }

/// The line of the key that the list is nested in: people explain the whole block there.
std::optional<std::uint32_t> parent_line(const Document& document, const Place& add,
                                         std::string_view key) {
    const Source& source = document.source(add);
    auto line = source.position(add.span.begin).line;
    const auto inner = indent_of(source.line(line));
    while (--line > 0) {
        const auto text = source.line(line);
        if (trim(text).empty() || trim(text).starts_with('#') || indent_of(text) >= inner) continue;
        const bool is_parent =
            trim(text).starts_with(key) && trim(text).substr(key.size()).starts_with(':');
        return is_parent ? std::optional(line) : std::nullopt;
    }
    return std::nullopt;
}

bool list_is_justified(const Document& document, const Container& container) {
    if (!container.add.at) return false;
    if (is_commented(document, *container.add.at)) return true;
    if (container.format->list_parent.empty()) return false;
    const auto line = parent_line(document, *container.add.at, container.format->list_parent);
    return line && line_is_commented(document, container.add.at->source, *line);
}

} // namespace

bool says_why(std::string_view comment) {
    auto words = trim(trim_left(comment, "#"));
    if (words.starts_with("dropcap:")) words = reason_of_directive(words);
    return std::ranges::any_of(words, spells) && !speaks_to_a_tool(words) &&
           !is_commented_out(words);
}

bool can_hold_comments(const Document& document, const Place& place) {
    const auto text = document.source(place).text();
    const auto first = text[skip_blanks(text, 0, blank_or_break)]; // `place` is in it
    return first != '{' && first != '[';
}

bool is_justified(const Document& document, const Container& container, std::size_t index) {
    const Fact<std::string>& word = container.add.words[index];
    if (is_commented(document, word.at) || (word.via && is_commented(document, *word.via)))
        return true;
    // A command's options share the comment above the command: inside a continued line none can
    // stand.
    return container.format->is_command ? is_commented(document, container.extent)
                                        : list_is_justified(document, container);
}

} // namespace dropcap::rules
