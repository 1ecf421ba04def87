#pragma once
// One docker, podman or nerdctl command line: found, taken apart as the program's own flag parser does, and read as a container.

#include "model/container.hpp"
#include "parsers/command_flags.hpp"
#include "parsers/shell_words.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dropcap {

/// One use of a flag.
struct FlagUse {
    FlagSpec spec;
    ShellWord value; ///< empty where none is given
    bool has_value = false;
    Span entry; ///< the flag and its value: what a deletion removes
    Span name;  ///< the flag alone: `--cap-add`, `-p`

    /// What `--flag`, `--flag=B` says; empty for a word that Go does not take, or one that is not known.
    [[nodiscard]] std::optional<bool> boolean() const;
};

/// Words behind a verb, read by pflag's rules (github.com/spf13/pflag, interspersed off).
struct ParsedFlags {
    std::vector<FlagUse> flags;
    std::vector<ShellWord> operands;     ///< from the first word that is no flag
    std::vector<ShellWord> open_options; ///< `$OPTS`, `"$@"`: words that may be any number of flags
    std::vector<ShellProblem> problems;  ///< what the program refuses
    bool asks_help = false;
};

/// Reads `words` with `table`; `program` and `verb` name the speaker in problems ("docker run").
[[nodiscard]] ParsedFlags parse_flags(std::span<const ShellWord> words, const FlagTable& table, std::string_view speaker);

/// A command line that starts, changes or enters a container.
struct CommandLine {
    Program program = Program::docker;
    Verb verb = Verb::run;
    Span engine; ///< the program's word
    Span head;   ///< from the program's word to its verb
    Span extent; ///< from the first word to the last
    ParsedFlags parsed;
    bool guessed = false; ///< the program's word is a variable that is called like one
};

/// Finds the program behind assignments, env, sudo and the like, and takes its words apart. Empty: no such command.
[[nodiscard]] std::optional<CommandLine> read_command(std::span<const ShellWord> words);

/// What surrounds a command line and is not in it.
struct CommandContext {
    std::uint32_t source = 0;     ///< index into Document::sources
    std::optional<Engine> engine; ///< --engine
    Format format = Format::command;
    std::string_view kind = "command";
    std::string why_open = "set outside this file"; ///< why a `$X` is not known
};

/// A container and what its command line says to nobody.
struct CommandResult {
    Container container;
    std::vector<Misplaced> misplaced;
    std::vector<Unjudged> unjudged;
};

/// The container that a command line makes; empty: it makes none that matters (plain exec, plain build, --help).
[[nodiscard]] std::optional<CommandResult> container_of(const CommandLine& line, const CommandContext& context);

/// Writes what flags say into `result.container` (for formats that hold flags without a command: workflow options, PodmanArgs, runArgs).
void apply_flags(CommandResult& result, const ParsedFlags& parsed, Program program, const CommandContext& context);

/// docker, podman and nerdctl decide alone how they combine capabilities, unless --engine says otherwise.
[[nodiscard]] Engine engine_of(Program program, const CommandContext& context);

} // namespace dropcap
