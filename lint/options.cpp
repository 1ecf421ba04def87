#include "lint/options.hpp"

#include "lint/flags.hpp"
#include "lint/help/completions.hpp"
#include "lint/help/manual.hpp"
#include "lint/help/usage.hpp"
#include "lint/input/compose_inputs.hpp"
#include "lint/terminal/text.hpp"
#include "model/ascii.hpp"
#include "model/suggest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <thread>

namespace dropcap {
namespace {

using Words = std::vector<std::string>;

/// Two flags that exclude each other.
struct Conflict {
    std::string_view one, other;
    std::string_view why{}; ///< a clause, where it is not plain
};

constexpr std::string_view no_revision = ": rendered manifests have no git revision";
constexpr std::array conflicts = {
    Conflict{"isolated", "config"},
    Conflict{"fix", "add-ignores"},
    Conflict{"unsafe-fixes", "add-ignores"},
    Conflict{"diff", "add-ignores"},
    Conflict{"fix", "staged", ": what is staged is not in a file"},
    Conflict{"unsafe-fixes", "staged", ": what is staged is not in a file"},
    Conflict{"diff", "staged", ": what is staged is not in a file"},
    Conflict{"since", "write-baseline"},
    Conflict{"staged", "write-baseline"},
    Conflict{"since", "helm", no_revision},
    Conflict{"since", "kustomize", no_revision},
    Conflict{"staged", "helm", no_revision},
    Conflict{"staged", "kustomize", no_revision},
};

/// What people type because another tool calls it so, and what dropcap calls it.
struct Habit {
    std::string_view word, instead;
};

constexpr std::array habits = {
    Habit{"help", "dropcap --help"},       Habit{"version", "dropcap --version"},
    Habit{"man", "dropcap --man"},         Habit{"lint", "dropcap check"},
    Habit{"scan", "dropcap check"},        Habit{"run", "dropcap check"},
    Habit{"audit", "dropcap check"},       Habit{"analyze", "dropcap check"},
    Habit{"capabilities", "dropcap caps"}, Habit{"list", "dropcap rules"},
    Habit{"rule", "dropcap explain"},      Habit{"completion", "dropcap completions"},
};

EarlyExit usage_error(std::string_view text) {
    return {exit_error,
            fmt::format("dropcap: {}\nTry `dropcap --help`.\n", terminal::visible(text))};
}

bool exists(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0;
}

bool is_command(std::string_view word) {
    return std::ranges::find(command_names(), word) != command_names().end();
}

/// What is wrong with the first word, if it is neither a flag nor a path and may be meant as a
/// command; else empty.
std::string wrong_command(const Words& words) {
    const std::string& word = words.front();
    if (word.empty() || word.starts_with('-') || word.find_first_of("./") != std::string::npos ||
        exists(word))
        return {};
    const std::string small = lowercase(word);
    if (is_command(small))
        return fmt::format("unknown command '{}'; did you mean 'dropcap {}'?", word, small);
    const auto* const habit = std::ranges::find(habits, small, &Habit::word);
    if (small == "help" && words.size() > 1 && is_command(words[1]))
        return fmt::format("unknown command 'help'; did you mean 'dropcap {} --help'?", words[1]);
    if (habit != habits.end())
        return fmt::format("unknown command '{}'; did you mean '{}'?", word, habit->instead);
    const std::string_view meant = nearest(word, command_names());
    return meant.empty()
               ? std::string()
               : fmt::format("unknown command '{}'; did you mean 'dropcap {}'?", word, meant);
}

/// What is wrong with the words after the flags if one of them was meant as the command; else
/// empty.
std::string misplaced_command(const Words& paths) {
    for (const std::string& path : paths)
        if (is_command(path) && !exists(path))
            return fmt::format("the command '{}' comes first, as in `dropcap {} …`", path, path);
    return {};
}

/// The flag that `word` spells, with or without a value; nullptr: none of the command's.
const CommandFlag* find_flag(std::string_view word, Command command) {
    const std::string_view name = word.substr(0, word.find('='));
    for (const CommandFlag& flag : all_flags())
        if (flag.belongs_to(command) && name == flag.spelling()) return &flag;
    return nullptr;
}

/// What `dropcap --help` and its like print; nullopt: the flag is none of these.
std::optional<std::string> page_of(std::string_view flag, Command command, bool named) {
    if (flag == "--version" || flag == "-V") return "dropcap " DROPCAP_VERSION "\n";
    const bool is_help = flag == "--help" || flag == "-h";
    if (!is_help && flag != "--help-all" && flag != "--man") return std::nullopt;
    const auto commands = command_table();
    if (flag == "--man") return help::render_manual(commands);
    if (flag == "--help-all") return help::render_everything(commands);
    return named ? help::render_command_page(commands[static_cast<std::size_t>(command)])
                 : help::render_first_page(commands);
}

/// What is wrong with a word that has no place on the command line.
std::string unknown_flag(const std::string& word, Command command) {
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string> spellings;
    for (const CommandFlag& flag : all_flags()) {
        if (flag.belongs_to(command)) spellings.push_back(flag.spelling());
        if (name == flag.spelling() && !flag.belongs_to(command))
            return fmt::format("'{}' is a flag of `dropcap check`, not of `dropcap {}`", name,
                               command_names()[static_cast<std::size_t>(command)]);
    }
    const std::vector<std::string_view> known(spellings.begin(), spellings.end());
    return unknown_word("flag", name, known);
}

std::string missing_value(const CommandFlag& flag, Command command) {
    std::string text = fmt::format("missing value for '{}'", flag.spelling());
    if (flag.choices == nullptr) return text;
    const auto words = words_of(flag.choices(command));
    return words.size() > help::most_named ? text : text + ": expected " + alternatives(words);
}

/// `--flag=` without a value, and a value for a flag that takes none: the argument parser lets some
/// of them pass.
std::string wrong_assignment(const Words& words, Command command) {
    for (const std::string& word : words) {
        if (word == "--") break;
        const auto equals = word.find('=');
        const CommandFlag* const flag =
            equals == std::string::npos ? nullptr : find_flag(word, command);
        if (flag == nullptr) continue;
        if (flag->value.empty()) return fmt::format("'{}' takes no value", flag->spelling());
        if (equals + 1 == word.size()) return missing_value(*flag, command);
    }
    return {};
}

/// The words, sorted by the flags that they belong to.
struct Sorted {
    std::vector<Words> values; ///< for each flag of the table, in its order
    Words rest;                ///< paths and the like
    std::string mistake;       ///< not empty: the rest means nothing
};

/// Hands the words to the argument parser, which knows spellings and nothing else.
Sorted sort_words(Words words, Command command) {
    Sorted sorted;
    CLI::App app;
    app.set_help_flag();
    const auto flags = all_flags();
    std::vector<CLI::Option*> options(flags.size(), nullptr);
    sorted.values.resize(flags.size());
    for (std::size_t at = 0; at < flags.size(); ++at) {
        const CommandFlag& flag = flags[at];
        if (!flag.belongs_to(command)) continue;
        const std::string names =
            (flag.letter == 0 ? std::string() : fmt::format("-{},", flag.letter)) + flag.spelling();
        options[at] = flag.value.empty() || flag.optional_value
                          ? app.add_flag(names)
                          : app.add_option(names)->allow_extra_args(false);
        options[at]->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    const CLI::Option* const rest = app.add_option("WORD")->expected(1, -1)->allow_extra_args();
    const std::string last = words.empty() ? std::string() : words.back();
    try {
        std::ranges::reverse(words); // the parser takes them from the back
        app.parse(words);
        for (std::size_t at = 0; at < flags.size(); ++at)
            if (options[at] != nullptr) sorted.values[at] = options[at]->results();
        sorted.rest = rest->results();
    } catch (const CLI::ExtrasError&) {
        sorted.mistake = unknown_flag(app.remaining().front(), command);
    } catch (const CLI::ParseError&) {
        const CommandFlag* const flag =
            find_flag(last, command); // its value is what can be missing
        sorted.mistake =
            flag == nullptr ? "these flags cannot be read" : missing_value(*flag, command);
    }
    return sorted;
}

/// The values of one flag, each item of a list by itself.
Words values_of(const CommandFlag& flag, const Words& results) {
    Words values;
    for (const std::string& result : results) {
        if (flag.value.empty())
            values.emplace_back();
        else if (flag.optional_value && result == "true")
            values.emplace_back(); // the parser's word for a flag without its value
        else if (flag.is_list)
            std::ranges::move(CLI::detail::split(result, ','), std::back_inserter(values));
        else
            values.push_back(result);
    }
    return values;
}

/// Takes the values of every flag into `options`; what is wrong with them.
std::string apply(const Sorted& sorted, Options& options) {
    const auto flags = all_flags();
    for (std::size_t at = 0; at < flags.size(); ++at) {
        const CommandFlag& flag = flags[at];
        const Words& results = sorted.values[at];
        if (flag.apply == nullptr || results.empty()) continue;
        if (results.size() > 1 && !flag.value.empty() && !flag.is_list && !flag.repeatable)
            return fmt::format("'{}' can be used only once", flag.spelling());
        for (const std::string& value : values_of(flag, results))
            if (std::string mistake = flag.apply(options, value); !mistake.empty()) return mistake;
    }
    return {};
}

std::string conflict_in(const Sorted& sorted) {
    const auto flags = all_flags();
    const auto given = [&](std::string_view name) {
        const auto at = std::ranges::find(flags, name, &CommandFlag::name) - flags.begin();
        return !sorted.values[static_cast<std::size_t>(at)].empty();
    };
    for (const Conflict& conflict : conflicts)
        if (given(conflict.one) && given(conflict.other))
            return fmt::format("'--{}' cannot be used with '--{}'{}", conflict.one, conflict.other,
                               conflict.why);
    return {};
}

} // namespace

std::variant<Options, EarlyExit> parse_options(int argc, const char* const* argv) {
    Words words(argv + std::min(argc, 1), argv + argc);
    Options options;
    const bool named = !words.empty() && is_command(words.front());
    if (named) {
        const auto at = std::ranges::find(command_names(), words.front()) - command_names().begin();
        options.command = static_cast<Command>(at);
        words.erase(words.begin());
    } else if (!words.empty()) {
        if (const std::string mistake = wrong_command(words); !mistake.empty())
            return usage_error(mistake);
    }
    for (const std::string& word : words) {
        if (word == "--") break;
        if (auto page = page_of(word, options.command, named))
            return EarlyExit{exit_clean, *std::move(page)};
    }

    std::string mistake = wrong_assignment(words, options.command);
    if (!mistake.empty()) return usage_error(mistake);
    Sorted sorted = sort_words(std::move(words), options.command);
    if (!sorted.mistake.empty()) return usage_error(sorted.mistake);
    for (std::size_t at = 0; at < all_flags().size(); ++at) // in a bundle such as -qh
        if (all_flags()[at].apply == nullptr && !sorted.values[at].empty())
            return EarlyExit{exit_clean,
                             *page_of(all_flags()[at].spelling(), options.command, named)};
    if (mistake = apply(sorted, options); !mistake.empty()) return usage_error(mistake);
    if (mistake = conflict_in(sorted); !mistake.empty()) return usage_error(mistake);
    if (mistake = named ? std::string() : misplaced_command(sorted.rest); !mistake.empty())
        return usage_error(mistake);
    if (mistake = take_words(options, std::move(sorted.rest)); !mistake.empty())
        return usage_error(mistake);

    if (options.format.empty()) options.format = default_format(options.command);
    if (options.staged && options.since.empty()) options.since = "HEAD";
    if (options.paths.empty()) options.paths = input::default_paths(options.compose);
    if (options.jobs == 0) options.jobs = std::max(1U, std::thread::hardware_concurrency());
    return options;
}

} // namespace dropcap
