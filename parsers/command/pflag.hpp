#pragma once
// Flags and operands as Go programs read them (github.com/spf13/pflag: flag.go).

#include "parsers/command/flags.hpp"
#include "parsers/shell/words.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dropcap::command {

/// One use of a flag.
struct FlagUse {
    FlagSpec spec;
    shell::ShellWord value; ///< empty where none is given
    bool has_value = false;
    Span entry; ///< the flag and its value: what a deletion removes
    Span name;  ///< the flag alone: `--cap-add`, `-p`

    /// What `--flag`, `--flag=B` says; empty for a word that Go does not take, or one that is not
    /// known.
    [[nodiscard]] std::optional<bool> boolean() const;
};

/// Words behind a verb, read by pflag's rules.
struct ParsedFlags {
    std::vector<FlagUse> flags;
    std::vector<shell::ShellWord> operands; ///< from the first word that is no flag
    std::vector<shell::ShellWord>
        open_options; ///< `$OPTS`, `"$@"`: words that may be any number of flags
    std::vector<shell::ShellProblem> problems; ///< what the program refuses
    bool asks_help = false;

    /// The last use of a flag that is complete: pflag lets it win. nullptr: it is not used.
    [[nodiscard]] const FlagUse* last(std::string_view name) const;
};

/// How a command reads its flags.
struct FlagRules {
    const FlagTable& table;
    std::string_view speaker;  ///< who speaks in problems: "docker run"
    bool interspersed = false; ///< flags may be behind operands
};

/// Takes the words behind a verb apart.
[[nodiscard]] ParsedFlags parse_flags(std::span<const shell::ShellWord> words,
                                      const FlagRules& rules);

} // namespace dropcap::command
