#include "lint/help/usage.hpp"

#include "lint/terminal/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

namespace dropcap::help {
namespace {

constexpr std::size_t columns = 100;
constexpr std::size_t text_column = 30; ///< where the descriptions begin

constexpr std::string_view headline =
    "dropcap finds the Linux capabilities that containers hold and do not need.\n";

constexpr std::string_view examples = R"(
Examples:
  dropcap                               Lint everything below this directory
  dropcap caps compose.yaml             Show what each service holds
  dropcap --since main --format github  Annotate the findings that a pull request adds
  dropcap explain NET_RAW               Show what it allows and who needs it
)";

constexpr std::string_view exit_codes = R"(
Exit codes:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, a broken configuration, a named file that cannot be read, or an internal error
)";

constexpr std::string_view environment = R"(
Environment:
  NO_COLOR, FORCE_COLOR       Never or always print colors, unless --color says otherwise
)";

/// A row of two columns; the second one is broken at blanks where a line ends.
std::string row(std::string_view left, std::string text) {
    const std::size_t used = terminal::width(left);
    std::string line(left);
    if (used + 2 > text_column)
        line += "\n" + std::string(text_column, ' ');
    else
        line += std::string(text_column - used, ' ');
    return line +
           terminal::wrapped(std::move(text),
                             {.columns = columns, .used = text_column, .indent = text_column}) +
           "\n";
}

/// "  -q, --quiet", "      --output FILE".
std::string spelling(const FlagInfo& flag) {
    std::string text = flag.letter == 0 ? std::string(6, ' ') : fmt::format("  -{}, ", flag.letter);
    text += fmt::format("--{}", flag.name);
    if (flag.optional_value)
        text += fmt::format("[={}]", flag.value);
    else if (!flag.value.empty())
        text += fmt::format(" {}", flag.value);
    return text;
}

/// What the flag does, its values if they are few, and its default.
std::string description(const FlagInfo& flag) {
    std::string text(flag.text);
    if (!flag.choices.empty() && flag.choices.size() <= most_named) {
        std::vector<std::string_view> words(flag.choices.size());
        std::ranges::transform(flag.choices, words.begin(), &Choice::word);
        text += fmt::format(": {}", fmt::join(words, ", "));
    }
    if (!flag.default_choice.empty()) text += fmt::format(" (default: {})", flag.default_choice);
    return text;
}

/// The flags that `chosen` picks, under the titles of their groups.
std::string grouped(std::span<const FlagInfo> flags,
                    const std::function<bool(const FlagInfo&)>& chosen,
                    const std::function<std::string(const FlagInfo&)>& text_of) {
    std::string text;
    for (const FlagGroup group : flag_groups) {
        std::string rows;
        for (const FlagInfo& flag : flags)
            if (flag.group == group && chosen(flag)) rows += row(spelling(flag), text_of(flag));
        if (!rows.empty()) text += fmt::format("\n{}:\n{}", group_title(group), rows);
    }
    return text;
}

std::string synopsis(const CommandInfo& command) {
    std::string text = fmt::format("dropcap {}{}{} [FLAG…]", command.implied ? "[" : "",
                                   command.name, command.implied ? "]" : "");
    if (!command.words.empty()) text += fmt::format(" {}", command.words);
    return text;
}

std::string usage(std::span<const CommandInfo> commands) {
    std::string text = "\nUsage: dropcap [COMMAND] [FLAG…] [PATH…]\n\nCommands:\n";
    for (const CommandInfo& command : commands)
        text += row(fmt::format("  {} {}", command.name, command.words),
                    std::string(command.summary) +
                        (command.implied ? "; the command if none is named" : ""));
    return text;
}

/// Each flag once, as the first command that takes it has it.
std::vector<FlagInfo> all_flags(std::span<const CommandInfo> commands) {
    std::vector<FlagInfo> flags;
    for (const CommandInfo& command : commands)
        for (const FlagInfo& flag : command.flags)
            if (std::ranges::find(flags, flag.name, &FlagInfo::name) == flags.end())
                flags.push_back(flag);
    return flags;
}

/// Which commands take a flag, unless it is both of those that read files.
std::string taken_by(const FlagInfo& flag, std::span<const CommandInfo> commands) {
    std::vector<std::string_view> names;
    for (const CommandInfo& command : commands)
        if (std::ranges::find(command.flags, flag.name, &FlagInfo::name) != command.flags.end())
            names.push_back(command.name);
    return names.size() > 1 ? std::string() : fmt::format(" [{} only]", names.front());
}

/// The values that have a line of their own, for each command that takes the flag.
std::string lists_of_values(std::span<const CommandInfo> commands) {
    std::string text;
    for (const CommandInfo& command : commands) {
        for (const FlagInfo& flag : command.flags) {
            const bool explained = std::ranges::any_of(
                flag.choices, [](const Choice& choice) { return !choice.about.empty(); });
            if (!explained) continue;
            text += fmt::format("\nValues of --{} for `dropcap {}`:\n", flag.name, command.name);
            for (const Choice& choice : flag.choices)
                text += row(fmt::format("  {}", choice.word), std::string(choice.about));
        }
    }
    return text;
}

} // namespace

std::string render_first_page(std::span<const CommandInfo> commands) {
    std::string text(headline);
    text += usage(commands);
    text += grouped(
        commands.front().flags, [](const FlagInfo& flag) { return flag.common; }, description);
    return text.append(examples);
}

std::string render_command_page(const CommandInfo& command) {
    std::string text = fmt::format("{}.\n\nUsage: {}\n", command.summary, synopsis(command));
    text += grouped(command.flags, [](const FlagInfo&) { return true; }, description);
    return command.implied ? text.append(exit_codes) : text;
}

std::string render_everything(std::span<const CommandInfo> commands) {
    std::string text(headline);
    text += usage(commands);
    text += grouped(
        all_flags(commands), [](const FlagInfo&) { return true; },
        [&](const FlagInfo& flag) { return description(flag) + taken_by(flag, commands); });
    return text + lists_of_values(commands) + std::string(exit_codes) + std::string(environment) +
           std::string(examples);
}

} // namespace dropcap::help
