#include "parsers/yaml_messages.hpp"

#include "parsers/yaml_extent.hpp"

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
    Translation{"illegal map value",
                "a `:` stands where no mapping can begin: the line is indented wrongly, a value that contains `: ` needs quotes, "
                "or the line above is not finished"},
    Translation{"illegal map key", "a mapping key cannot begin here: the line is indented wrongly, or the line above is not finished"},
    Translation{"illegal block entry", "a list item (`- `) cannot begin here: put the list on its own lines, under its key"},
    Translation{"illegal tab when looking for indentation", "a tab indents this line: YAML allows only spaces for indentation"},
    Translation{"end of map not found", "this line does not fit the mapping around it: check its indentation, and the `:` behind the key"},
    Translation{"end of sequence not found",
                "this line does not fit the list around it: check its indentation, and the `- ` before the item"},
    Translation{"end of map flow not found", "this `{` is never closed, or a comma is missing in it"},
    Translation{"end of sequence flow not found", "this `[` is never closed, or a comma is missing in it"},
    Translation{"illegal flow end", "a closing bracket without the opening one"},
    Translation{"illegal EOF in scalar", "the text ends inside a quoted string: the closing quote is missing"},
    Translation{"illegal document indicator in scalar",
                "a new document (`---`) begins inside a quoted string: the closing quote is missing"},
    Translation{"illegal character in scalar", "this character cannot stand in a string without quotes"},
    Translation{"unknown escape character",
                "this is no escape sequence of a double-quoted string: write `\\\\` for a backslash, or use single quotes"},
    Translation{"bad character found while scanning hex number",
                "this escape sequence needs hexadecimal digits: \\xHH, \\uHHHH or \\UHHHHHHHH"},
    Translation{"invalid unicode", "this escape sequence names no Unicode character"},
    Translation{"unknown token", "no value can begin with this character: put the value in quotes"},
    Translation{"alias not found after *", "a value that begins with `*` is an alias and needs a name; put it in quotes if it is text"},
    Translation{"anchor not found after &", "a value that begins with `&` is an anchor and needs a name; put it in quotes if it is text"},
    Translation{"illegal character found while scanning alias",
                "this character cannot stand in an alias's name; put the value in quotes if it is text"},
    Translation{"illegal character found while scanning anchor",
                "this character cannot stand in an anchor's name; put the value in quotes if it is text"},
    Translation{"cannot assign the same alias to multiple nodes", "a value can have one anchor only"},
    Translation{"cannot assign multiple", "a value can have one tag and one anchor only"},
    Translation{"aliases can't have any content", "an alias stands alone: nothing may follow it, and it takes no tag"},
    Translation{"cannot set zero indentation for a block scalar", "a block's indentation indicator is 1 to 9"},
    Translation{"unexpected character in block scalar",
                "after `|` or `>` only an indicator (`-`, `+`, a digit) and a comment may stand; the text begins on the next line"},
    Translation{"illegal character found while scanning tag handle", "this tag is not well formed; put the value in quotes if it is text"},
    Translation{"tag handle with no suffix", "this tag has no name; put the value in quotes if it is text"},
    Translation{"end of verbatim tag not found", "this `!<` tag is never closed by `>`"},
    Translation{"repeated", "this directive stands twice"},
    Translation{"TAG directives", "a %TAG directive takes two words: a handle and a prefix"},
    Translation{"YAML directives", "a %YAML directive takes one word: a version"},
};

std::string translate(std::string_view theirs) {
    for (const Translation& one : translations)
        if (theirs.starts_with(one.theirs)) return std::string(one.ours);
    return fmt::format("this is not YAML: {}", theirs);
}

/// The tab in the indentation of the line around `at`, if there is one.
std::optional<Span> tab_before(std::string_view text, Span slice, Span at) {
    std::size_t line = at.begin;
    while (line > slice.begin && !is_break(text[line - 1])) --line;
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
        return {whole, fmt::format("`{}` is read as an alias whose name ends in a colon: write a blank before the colon", alias)};
    return {whole, fmt::format("the alias `{}` has no anchor `&{}` before it in this document", alias, alias.substr(1))};
}

} // namespace

Explained explain(std::string_view theirs, Span at, std::string_view text, Span slice) {
    if (theirs.starts_with("the referenced anchor is not defined")) return unknown_anchor(text.substr(0, slice.end), at);
    if (const auto tab = tab_before(text, slice, at)) return {*tab, translate("illegal tab when looking for indentation")};
    return {at, translate(theirs)};
}

} // namespace dropcap::yaml
