// Any bytes as a script, as a label's value and as a command line: every word is in the text and
// knows its bytes.

#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "parsers/command/container.hpp"
#include "parsers/command/line.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/dockerfile/wording.hpp"
#include "parsers/shell/script.hpp"
#include "parsers/shell/words.hpp"

#include <string>

namespace dropcap::fuzz {
namespace {

void check_word(const shell::ShellWord& word, std::string_view text) {
    require(within(word.at, text), "a word is in the text");
    const std::size_t size = word.text.size();
    for (std::size_t at = 0; at < size; at += 1 + size / 8) {
        const Span span = word.text.span(at, at + 1);
        require(within(span, text), "a byte of a word comes from the text");
        if (word.text.is_verbatim(at, at + 1))
            require(text[span.begin] == word.text.text()[at], "a byte taken over is itself");
        require(within(word.span(at, size), text), "a part of a word is in the text");
    }
}

void check_command(const shell::ShellCommand& command, std::string_view text) {
    for (const shell::ShellWord& word : command.words) check_word(word, text);
    const auto line = command::read_command(command.words);
    if (!line) return;
    require(within(line->extent, text) && within(line->head, line->extent),
            "a command line is in the text");
    for (const command::FlagUse& use : line->parsed.flags) {
        require(within(use.entry, line->extent) && within(use.name, use.entry),
                "a flag is in its command line");
        if (use.has_value) check_word(use.value, text);
    }
    const auto made = command::container_of(*line, {.source = 0,
                                                    .engine = {},
                                                    .format = command::command_format,
                                                    .kind = ContainerKind::command,
                                                    .why_open = "x"});
    if (made)
        require(within(made->container.name_at.span, text), "a container's name is in the text");
}

void run(std::string_view bytes) {
    const text::MappedText mapped(bytes, 0);
    const shell::ShellText script = shell::split_script(mapped);
    for (const shell::ShellCommand& command : script.commands) {
        require(!command.words.empty(), "a command has a word");
        check_command(command, bytes);
    }
    for (const Span comment : script.comments) {
        require(within(comment, bytes) && bytes[comment.begin] == '#', "a comment begins with #");
    }
    for (const shell::ShellProblem& problem : script.problems)
        require(within(problem.at, bytes), "a problem is in the bytes");
    std::vector<shell::ShellProblem> problems;
    check_command(shell::split_label(mapped, problems), bytes);
}

std::optional<std::string> seed(const TestFile& file) {
    const bool holds_commands =
        file.format == command::command_format || file.format == dockerfile::dockerfile_format;
    return holds_commands ? std::optional(file.text) : std::nullopt;
}

} // namespace

extern constinit const Target shell;
constinit const Target shell{.name = "shell",
                             .about = "a shell script's, a label's and a command line's words",
                             .run = run,
                             .seed = seed};

} // namespace dropcap::fuzz
