#include "parsers/command/option_string.hpp"

#include "parsers/command/flag_writer.hpp"
#include "parsers/format/containers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dropcap::command {

ParsedFlags read_flags(std::span<const shell::ShellWord> words, Program program, Verb verb) {
    const FlagTable table = flag_table(program, verb);
    const std::string speaker = fmt::format("{} {}", program_name(program), verb_words(verb));
    return parse_flags(words, {.table = table, .speaker = speaker});
}

CommandResult container_from_options(const std::vector<shell::ShellWord>& words, StartedBy by,
                                     const CommandContext& context) {
    CommandResult result;
    Container& container = result.container;
    container.name = std::move(by.name);
    container.kind = by.kind;
    container.object = std::move(by.object);
    container.format = context.format;
    container.engine = engine_of(by.program, context);
    container.name_at = by.name_at;
    container.extent = by.extent;
    container.image = std::move(by.image);
    apply_flags(result, read_flags(words, by.program, by.verb), by.program, context);
    return result;
}

void add_container(Document& document, CommandResult result) {
    format::add_container(document, std::move(result.container));
    std::ranges::move(result.misplaced, std::back_inserter(document.misplaced));
    std::ranges::move(result.unchecked, std::back_inserter(document.unchecked));
}

namespace {

/// A part's text such that the shell's reader takes it for one word: as written where that is so,
/// shortened where it is not.
std::string one_word(std::string_view part, std::string_view open, std::string_view close) {
    const std::string_view inside = part.substr(
        open.size(), part.size() - open.size() - std::min(close.size(), part.size() - open.size()));
    const bool braces = open.starts_with("${");
    const bool fits = inside.find_first_of(braces ? std::string_view("}\\\n$")
                                                  : std::string_view(" \t\n'\"`\\$(){}<>|;&#")) ==
                      std::string_view::npos;
    return fits ? std::string(part) : fmt::format("{}…{}", open, close);
}

} // namespace

text::MappedText with_open_parts(const text::MappedText& text, std::string_view open,
                                 std::string_view close) {
    const std::string_view bytes = text.text();
    text::MappedText result;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t begin = std::min(bytes.find(open, at), bytes.size());
        result.append(text, at, begin);
        if (begin == bytes.size()) break;
        const std::size_t found = bytes.find(close, begin + open.size());
        const std::size_t end =
            found == std::string_view::npos ? bytes.size() : found + close.size();
        result.append_replaced(one_word(bytes.substr(begin, end - begin), open, close),
                               text.span(begin, end), true);
        at = end;
    }
    return result;
}

} // namespace dropcap::command
