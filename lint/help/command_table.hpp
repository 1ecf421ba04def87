#pragma once
// What help, completions and the manual know of the command line.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::help {

/// A flag, or the words behind a command, as help, completions and the manual tell it.
struct FlagInfo {
    std::vector<std::string> short_names,
        long_names;                 ///< without dashes; both empty for a command's words
    std::string value;              ///< what its value is called; empty: it takes none
    std::string text;               ///< what it does; further lines are a list
    std::vector<std::string> words; ///< values there are; empty: any
    bool optional_value = false;    ///< a value only as --flag=value
    bool is_list = false;           ///< several values with commas between
    bool takes_file = false;
    bool repeatable = false;
};

/// A command with all that may stand behind it.
struct CommandInfo {
    std::string_view name;
    std::string_view summary; ///< a sentence
    std::vector<FlagInfo> flags;
    std::optional<FlagInfo> word;
};

} // namespace dropcap::help
