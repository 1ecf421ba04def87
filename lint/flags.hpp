#pragma once
// Every flag of the command line as data: what help says of it and what it does.

#include "lint/help/command_table.hpp"
#include "lint/options.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// One flag.
struct CommandFlag {
    std::string_view name;    ///< without dashes
    char letter = 0;          ///< of the short spelling; 0: there is none
    std::string_view value{}; ///< what help calls its value; empty: it takes none
    std::string_view text;    ///< what it does, on one line
    help::FlagGroup group = help::FlagGroup::help;
    unsigned commands = 0; ///< a bit for each command that takes it
    bool common = false;   ///< on the first screen of help
    bool optional_value = false;
    bool is_list = false;
    bool repeatable = false;
    std::string_view default_choice{}; ///< the value that applies without the flag
    std::vector<help::Choice> (*choices)(Command command) = nullptr; ///< a closed set of values
    /// Takes `word` (empty for a flag without a value) into `options`. Returns what is wrong with
    /// it as a whole sentence; empty: nothing. nullptr: the flag prints something and ends the run.
    std::string (*apply)(Options& options, std::string_view word) = nullptr;

    [[nodiscard]] bool belongs_to(Command command) const;
    /// "--fail-on".
    [[nodiscard]] std::string spelling() const;
};

/// Every flag, in the order in which help lists them.
[[nodiscard]] std::span<const CommandFlag> all_flags();

/// The names of the commands, in the order of `Command`.
[[nodiscard]] std::span<const std::string_view> command_names();

/// Every command, for help, completions and the manual.
[[nodiscard]] std::vector<help::CommandInfo> command_table();

/// The format in which `command` prints unless --format names another one.
[[nodiscard]] std::string_view default_format(Command command);

/// The values that a closed set has, as `CommandFlag::choices` gives them.
[[nodiscard]] std::vector<std::string_view> words_of(const std::vector<help::Choice>& choices);

/// Takes the words that are not flags into `options`. Returns what is wrong with them; empty:
/// nothing.
[[nodiscard]] std::string take_words(Options& options, std::vector<std::string> words);

} // namespace dropcap
