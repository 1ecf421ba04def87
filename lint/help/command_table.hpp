#pragma once
// What help, completions and the manual know of the command line.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::help {

/// The heading under which help lists a flag.
enum class FlagGroup : std::uint8_t {
    input,
    rules,
    fixes,
    output,
    comparison,
    configuration,
    help
};

inline constexpr std::array flag_groups = {
    FlagGroup::input,      FlagGroup::rules,         FlagGroup::fixes, FlagGroup::output,
    FlagGroup::comparison, FlagGroup::configuration, FlagGroup::help};

/// "Input", "Rules", …
[[nodiscard]] std::string_view group_title(FlagGroup group);

/// So many values, and no more, are listed in a sentence.
inline constexpr std::size_t most_named = 12;

/// A value that a flag takes, and a line about it where it needs one.
struct Choice {
    std::string_view word;
    std::string_view about{};
};

/// A flag, or the words after a command.
struct FlagInfo {
    std::string_view name{};  ///< without dashes; empty: a command's words
    char letter = 0;          ///< of the short spelling; 0: there is none
    std::string_view value{}; ///< what help calls its value; empty: it takes none
    std::string_view text{};  ///< what it does, on one line
    FlagGroup group = FlagGroup::help;
    std::vector<Choice> choices{};     ///< the values there are; empty: any
    std::string_view default_choice{}; ///< the one that applies without the flag, if help names it
    bool common = false;               ///< on the first screen of help
    bool optional_value = false;       ///< takes a value only as --flag=value
    bool is_list = false;              ///< takes several values, separated by commas
    bool takes_file = false;
    bool repeatable = false;
};

/// A command with everything that may follow it.
struct CommandInfo {
    std::string_view name;
    std::string_view words;   ///< "[PATH…]"; empty: it takes none
    std::string_view summary; ///< an imperative clause without a full stop
    std::vector<FlagInfo> flags;
    std::optional<FlagInfo> word;
    bool implied = false; ///< its name may be left out
};

} // namespace dropcap::help
