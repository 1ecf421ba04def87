#include "parsers/yaml_messages.hpp"

#include <fmt/format.h>

#include <array>

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

} // namespace

std::string clear_message(std::string_view message) {
    for (const Translation& one : translations)
        if (message.starts_with(one.theirs)) return std::string(one.ours);
    return fmt::format("this is not YAML: {}", message);
}

} // namespace dropcap::yaml
