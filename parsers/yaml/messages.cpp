#include "parsers/yaml/messages.hpp"

#include "parsers/yaml/extent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace dropcap::yaml {

namespace {

struct Translation {
    std::string_view theirs; ///< what yaml-cpp's message begins with
    std::string_view ours;
};

constexpr std::array translations{
    Translation{
        "illegal map value",
        "a `:` is where no mapping can begin: the line is indented wrongly, a value that contains `: ` needs quotes, "
        "or the line above is not finished"},
    Translation{
        "illegal map key",
        "a mapping key cannot begin here: the line is indented wrongly, or the line above is not finished"},
    Translation{
        "illegal block entry",
        "a list item (`- `) cannot begin here: put the list on its own lines, under its key"},
    Translation{"illegal tab when looking for indentation",
                "a tab indents this line: YAML allows only spaces for indentation"},
    Translation{
        "end of map not found",
        "this line does not fit the mapping around it: check its indentation, and the `:` behind the key"},
    Translation{
        "end of sequence not found",
        "this line does not fit the list around it: check its indentation, and the `- ` before the item"},
    Translation{"end of map flow not found",
                "this `{` is never closed, or a comma is missing in it"},
    Translation{"end of sequence flow not found",
                "this `[` is never closed, or a comma is missing in it"},
    Translation{"illegal flow end",
                "this closing bracket has no opening one, or one of another kind is still open"},
    Translation{"illegal EOF in scalar",
                "the text ends inside a quoted string: the closing quote is missing"},
    Translation{
        "illegal document indicator in scalar",
        "a new document (`---`) begins inside a quoted string: the closing quote is missing"},
    Translation{"illegal character in scalar",
                "this character cannot be in a string without quotes"},
    Translation{
        "unknown escape character",
        "this is no escape sequence of a double-quoted string: write `\\\\` for a backslash, or use single quotes"},
    Translation{"bad character found while scanning hex number",
                "this escape sequence needs hexadecimal digits: \\xHH, \\uHHHH or \\UHHHHHHHH"},
    Translation{"invalid unicode", "this escape sequence names no Unicode character"},
    Translation{"unknown token", "no value can begin with this character: put the value in quotes"},
    Translation{
        "alias not found after *",
        "a value that begins with `*` is an alias and needs a name; put it in quotes if it is text"},
    Translation{
        "anchor not found after &",
        "a value that begins with `&` is an anchor and needs a name; put it in quotes if it is text"},
    Translation{
        "illegal character found while scanning alias",
        "this character cannot be in an alias's name; put the value in quotes if it is text"},
    Translation{
        "illegal character found while scanning anchor",
        "this character cannot be in an anchor's name; put the value in quotes if it is text"},
    Translation{"cannot assign the same alias to multiple nodes",
                "a value can have one anchor only"},
    Translation{"cannot assign multiple", "a value can have one tag and one anchor only"},
    Translation{"aliases can't have any content",
                "nothing may follow an alias, and it takes no tag"},
    Translation{"cannot set zero indentation for a block scalar",
                "a block's indentation indicator is 1 to 9"},
    Translation{
        "unexpected character in block scalar",
        "after `|` or `>` only an indicator (`-`, `+`, a digit) and a comment may follow; the text begins on the next line"},
    Translation{"illegal character found while scanning tag handle",
                "this tag is not well formed; put the value in quotes if it is text"},
    Translation{"tag handle with no suffix",
                "this tag has no name; put the value in quotes if it is text"},
    Translation{"end of verbatim tag not found", "this `!<` tag is never closed by `>`"},
    Translation{"repeated", "this directive is repeated"},
    Translation{"TAG directives", "a %TAG directive takes two words: a handle and a prefix"},
    Translation{"YAML directives", "a %YAML directive takes one word: a version"},
};

std::string translate(std::string_view theirs) {
    for (const Translation& one : translations)
        if (theirs.starts_with(one.theirs)) return std::string(one.ours);
    return fmt::format("this is not YAML: {}", theirs);
}

/// The tab in the indentation of the line around `at`, if there is one.
std::optional<Span> tab_before(std::string_view text, Span at) {
    std::size_t line = at.begin;
    while (line > 0 && !is_break(text[line - 1])) --line;
    const std::size_t tab = text.find_first_not_of(' ', line);
    if (tab == std::string_view::npos || tab > at.begin || text[tab] != '\t') return std::nullopt;
    return Span{static_cast<std::uint32_t>(tab), static_cast<std::uint32_t>(tab + 1)};
}

// yaml-cpp takes a colon that touches the alias into its name; go-yaml does not.
Explained unknown_anchor(std::string_view text, Span at) {
    const std::size_t end = std::max<std::size_t>(name_end(text, at.begin), at.begin + 1);
    const std::string_view alias = text.substr(at.begin, end - at.begin);
    const Span whole{at.begin, static_cast<std::uint32_t>(end)};
    if (alias.ends_with(':'))
        return {
            whole,
            fmt::format(
                "`{}` is read as an alias whose name ends in a colon: write a blank before the colon",
                alias)};
    return {whole, fmt::format("the alias `{}` has no anchor `&{}` before it in this document",
                               alias, alias.substr(1))};
}

/// Behind `from`, the quote that opens a string which is never closed.
std::optional<Span> unclosed_quote(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find_first_of("\"'#", from); at != std::string_view::npos;
         at = text.find_first_of("\"'#", at)) {
        const bool begins_token =
            at == from || is_blank_or_break(text[at - 1]) ||
            std::string_view("[{,:").find(text[at - 1]) != std::string_view::npos;
        if (text[at] == '#' && begins_token) {
            at = skip_to_token(text, at);
        } else if (begins_token && text[at] != '#') {
            const auto extent = quoted_extent(text, at);
            if (!extent)
                return Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)};
            at = extent->end;
        } else {
            ++at;
        }
    }
    return std::nullopt;
}

/// The escape sequence that ends at or shortly before `at`.
Span escape_before(std::string_view text, Span at) {
    const std::size_t backslash = text.substr(0, at.begin).rfind('\\');
    if (backslash == std::string_view::npos || at.begin - backslash > 10) return at;
    return {static_cast<std::uint32_t>(backslash),
            std::max(at.begin, static_cast<std::uint32_t>(backslash + 2))};
}

bool is_about_escape(std::string_view theirs) {
    return theirs.starts_with("unknown escape") ||
           theirs.starts_with("bad character found while scanning hex") ||
           theirs.starts_with("invalid unicode");
}

bool is_about_quotes(std::string_view theirs) {
    return theirs.starts_with("illegal EOF in scalar") ||
           theirs.starts_with("illegal document indicator in scalar");
}

} // namespace

Explained explain(std::string_view theirs, Span at, std::string_view document,
                  std::size_t last_end) {
    if (theirs.starts_with("the referenced anchor is not defined"))
        return unknown_anchor(document, at);
    if (const auto tab = tab_before(document, at))
        return {*tab, translate("illegal tab when looking for indentation")};
    if (is_about_escape(theirs)) return {escape_before(document, at), translate(theirs)};
    if (is_about_quotes(theirs))
        if (const auto quote = unclosed_quote(document, last_end))
            return {*quote, never_closed(document[quote->begin])};
    return {at, translate(theirs)};
}

std::string never_closed(char quote) {
    return fmt::format("this string never ends: there is no closing {} after it", quote);
}

} // namespace dropcap::yaml
