#pragma once
// One docker, podman, nerdctl or kubectl command line: found, taken apart as the program's own flag
// parser does, and read as a container.

#include "model/container.hpp"
#include "parsers/command/pflag.hpp"
#include "parsers/command/wording.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dropcap::command {

/// A command line that starts, changes or enters a container.
struct CommandLine {
    Program program = Program::docker;
    Verb verb = Verb::run;
    Span head;   ///< from the program's word to its verb
    Span extent; ///< from the first word to the last
    ParsedFlags parsed;
    bool guessed = false; ///< the program's word is a variable that is called like one
};

/// Finds the program behind assignments, env, sudo and the like, and takes its words apart. Empty:
/// no such command, or one that starts nothing.
[[nodiscard]] std::optional<CommandLine> read_command(std::span<const shell::ShellWord> words);

/// What surrounds a command line and is not in it.
struct CommandContext {
    std::uint32_t source = 0;     ///< index into Document::sources
    std::optional<Engine> engine; ///< --engine
    Format format = command_format;
    ContainerKind kind = ContainerKind::command;
    std::string why_open = "set outside this file"; ///< why a `$X` is not known
};

/// A container and what its command line says to no container.
struct CommandResult {
    Container container;
    std::vector<Misplaced> misplaced;
    std::vector<Unchecked> unchecked;
};

} // namespace dropcap::command
