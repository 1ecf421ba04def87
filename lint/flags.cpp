#include "lint/flags.hpp"

#include "lint/config/select.hpp"
#include "lint/fix/add_ignores.hpp"
#include "lint/report/report.hpp"
#include "model/capability.hpp"
#include "model/engine.hpp"
#include "model/rule.hpp"
#include "model/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace dropcap {
namespace {

using help::Choice;
using help::FlagGroup;
using Choices = std::vector<Choice>;

constexpr unsigned bit(Command command) { return 1U << static_cast<unsigned>(command); }

constexpr unsigned on_check = bit(Command::check);
constexpr unsigned on_inputs = on_check | bit(Command::caps) | bit(Command::verify);
constexpr unsigned on_reports = on_inputs | bit(Command::explain) | bit(Command::rules);
constexpr unsigned on_all = on_reports | bit(Command::completions);

constexpr std::size_t most_jobs = 256;

constexpr std::array<std::string_view, 6> names_of_commands = {"check",   "caps",  "verify",
                                                               "explain", "rules", "completions"};

Choices words(std::initializer_list<std::string_view> words) {
    Choices choices;
    for (const std::string_view word : words) choices.push_back({word});
    return choices;
}

Choices choices_of(std::span<const report::ReportFormat> formats) {
    Choices choices;
    for (const report::ReportFormat& format : formats)
        choices.push_back({format.name, format.about});
    return choices;
}

Choices formats(Command command) {
    switch (command) {
    case Command::check: return choices_of(report::check_formats());
    case Command::caps: return choices_of(report::caps_formats());
    case Command::verify: return {{"text", "one block per container"}, {"json", "for scripts"}};
    case Command::explain:
    case Command::completions: break;
    case Command::rules:
        return {{"text", "one line per rule"},
                {"json", "everything, for scripts"},
                {"markdown", "a table"},
                {"pages", "a table and a section for each rule"}};
    }
    return words({"text"});
}

Choices engine_words(Command) {
    Choices choices = words({"auto"});
    for (const Engine engine : all_engines()) choices.push_back({engine_name(engine)});
    return choices;
}

Choices severities(Command) {
    Choices choices;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note})
        choices.push_back({severity_name(severity)});
    choices.push_back({"never"});
    return choices;
}

Choices colors(Command) { return words({"auto", "always", "never"}); }
Choices scans(Command) { return words({"scripts", "ci", "docs", "all"}); }
Choices shells(Command) { return words({"bash", "zsh", "fish"}); }

Choices rules(Command) {
    Choices choices;
    for (const std::string_view word : config::rule_words()) choices.push_back({word});
    return choices;
}

Choices topics(Command command) {
    Choices choices = rules(command);
    for (const CapabilityInfo& row : capabilities()) choices.push_back({row.name});
    return choices;
}

std::string wrong(std::string_view word, std::string_view flag, const Choices& choices) {
    return invalid_value(word, flag, words_of(choices));
}

/// Sets a member of the options to true.
template <auto Member>
std::string turn_on(Options& options, std::string_view) {
    options.*Member = true;
    return {};
}

/// Stores the word in a member of the options.
template <auto Member>
std::string store(Options& options, std::string_view word) {
    options.*Member = word;
    return {};
}

/// Adds the rules and groups of a list to a member of the options.
template <auto Member>
std::string add_rules(Options& options, std::string_view word) {
    (options.*Member).emplace_back(word);
    const auto named = config::rules_named(word);
    return named ? std::string() : named.error().message;
}

std::string take_engine(Options& options, std::string_view word) {
    if (word == "auto") return options.engine.reset(), std::string();
    options.engine = find_engine(word);
    return options.engine ? std::string() : wrong(word, "--engine", engine_words(options.command));
}

std::string take_scan(Options& options, std::string_view word) {
    return options.scans.add(word) ? std::string() : wrong(word, "--scan", scans(options.command));
}

/// NAME=VALUE, or NAME for the value in the environment; a NAME that is not there stays unset.
std::string take_variable(Options& options, std::string_view word) {
    auto& variables = options.compose.environment;
    const auto equals = word.find('=');
    if (equals == 0 || word.empty()) return invalid_value(word, "--env", "NAME or NAME=VALUE");
    const std::string name(word.substr(0, equals));
    if (equals != std::string_view::npos)
        variables[name] = word.substr(equals + 1);
    else if (const char* value = std::getenv(name.c_str()))
        variables[name] = value;
    return {};
}

std::string take_jobs(Options& options, std::string_view word) {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), options.jobs);
    const bool is_number = error == std::errc() && end == word.data() + word.size();
    if (is_number && options.jobs >= 1 && options.jobs <= most_jobs) return {};
    return invalid_value(word, "--jobs", fmt::format("a number from 1 to {}", most_jobs));
}

std::string take_format(Options& options, std::string_view word) {
    const Choices known = formats(options.command);
    if (std::ranges::find(known, word, &Choice::word) == known.end())
        return wrong(word, "--format", known);
    options.format = word;
    return {};
}

std::string take_fail_on(Options& options, std::string_view word) {
    options.fail_on_given = true;
    options.fail_on = find_severity(word);
    return options.fail_on || word == "never"
               ? std::string()
               : wrong(word, "--fail-on", severities(options.command));
}

std::string take_exit_zero(Options& options, std::string_view) {
    options.fail_on_given = true;
    options.fail_on.reset();
    return {};
}

std::string take_color(Options& options, std::string_view word) {
    if (word != "auto" && word != "always" && word != "never")
        return wrong(word, "--color", colors(options.command));
    options.color = word == "always"  ? ColorChoice::always
                    : word == "never" ? ColorChoice::never
                                      : ColorChoice::automatic;
    return {};
}

std::string take_reason(Options& options, std::string_view word) {
    options.add_ignores = true;
    options.add_ignores_reason = word.empty() ? fix::usual_reason : word;
    const std::string complaint = fix::wrong_with_reason(options.add_ignores_reason);
    if (complaint.empty()) return {};
    return fmt::format("invalid value '{}' for '--add-ignores': {}", word, complaint);
}

std::string take_unsafe_fixes(Options& options, std::string_view) {
    options.fix = options.unsafe_fixes = true;
    return {};
}

std::string take_revision(Options& options, std::string_view word) {
    options.since = word;
    return word.empty() ? invalid_value(word, "--since", "a git revision") : std::string();
}

constexpr CommandFlag flags[] = {
    // Input
    {.name = "engine",
     .value = "ENGINE",
     .text = "Apply the rules of this engine",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .common = true,
     .default_choice = "auto",
     .choices = engine_words,
     .apply = take_engine},
    {.name = "scan",
     .value = "WHERE,…",
     .text = "Also search directories for docker, podman and nerdctl commands",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .is_list = true,
     .choices = scans,
     .apply = take_scan},
    {.name = "compose-file",
     .value = "FILE",
     .text = "Merge the Compose files of one project, as `docker compose -f` does; repeatable",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .repeatable = true,
     .apply =
         [](Options& options, std::string_view word) {
             options.compose.files.emplace_back(word);
             return std::string();
         }},
    {.name = "env-file",
     .value = "FILE",
     .text =
         "Read variables for Compose from FILE, not from .env next to the Compose file; repeatable",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .repeatable = true,
     .apply =
         [](Options& options, std::string_view word) {
             options.compose.env_files.emplace_back(word);
             return std::string();
         }},
    {.name = "env",
     .value = "NAME[=VALUE]",
     .text =
         "Set a variable for Compose; NAME alone takes the value of the environment; repeatable",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .repeatable = true,
     .apply = take_variable},
    {.name = "stage",
     .value = "NAME",
     .text = "Check this stage of a Dockerfile, not the last one",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .apply = store<&Options::stage>},
    // The only flags with which dropcap runs other programs.
    {.name = "helm",
     .text = "Check Helm charts as rendered by the `helm` on PATH",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .apply =
         [](Options& options, std::string_view) {
             options.render.helm = true;
             return std::string();
         }},
    {.name = "helm-values",
     .value = "FILE",
     .text = "Pass a values file to `helm template`; repeatable",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .repeatable = true,
     .apply =
         [](Options& options, std::string_view word) {
             options.render.helm_values.emplace_back(word);
             return std::string();
         }},
    {.name = "kustomize",
     .text = "Check Kustomize directories as rendered by `kustomize` or `kubectl`",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .apply =
         [](Options& options, std::string_view) {
             options.render.kustomize = true;
             return std::string();
         }},
    {.name = "stdin-filename",
     .value = "NAME",
     .text = "Treat standard input as a file of this name",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .apply = store<&Options::stdin_filename>},
    {.name = "skip-others",
     .text = "Count named files of other kinds as skipped instead of reporting them",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .apply = turn_on<&Options::skip_others>},
    {.name = "show-files",
     .text = "List the files that would be checked, and exit",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .apply = turn_on<&Options::show_files>},
    {.name = "jobs",
     .value = "N",
     .text = "Number of files to check at the same time (default: one per processor)",
     .group = FlagGroup::input,
     .commands = on_inputs,
     .apply = take_jobs},
    // Rules
    {.name = "select",
     .value = "RULE,…",
     .text = "Run only these rules and groups; ALL is every rule",
     .group = FlagGroup::rules,
     .commands = on_check,
     .common = true,
     .is_list = true,
     .choices = rules,
     .apply = add_rules<&Options::select>},
    {.name = "extend-select",
     .value = "RULE,…",
     .text = "Run these rules and groups as well",
     .group = FlagGroup::rules,
     .commands = on_check,
     .is_list = true,
     .choices = rules,
     .apply = add_rules<&Options::extend_select>},
    {.name = "ignore",
     .value = "RULE,…",
     .text = "Do not run these rules and groups",
     .group = FlagGroup::rules,
     .commands = on_check,
     .common = true,
     .is_list = true,
     .choices = rules,
     .apply = add_rules<&Options::ignore>},
    {.name = "pedantic",
     .text = "Also run the rules that are correct but noisy (without --select)",
     .group = FlagGroup::rules,
     .commands = on_check,
     .common = true,
     .apply = turn_on<&Options::pedantic>},
    {.name = "strict",
     .text = "Report what cannot be checked (unresolved values, skipped files) as an error",
     .group = FlagGroup::rules,
     .commands = on_check | bit(Command::verify),
     .apply = turn_on<&Options::strict>},
    {.name = "no-ignores",
     .text = "Report findings even where comments suppress them",
     .group = FlagGroup::rules,
     .commands = on_check,
     .apply = turn_on<&Options::no_ignores>},
    {.name = "add-ignores",
     .value = "REASON",
     .text = "Write a suppression comment for each finding into its file, and exit",
     .group = FlagGroup::rules,
     .commands = on_check,
     .optional_value = true,
     .apply = take_reason},
    // Fixes
    {.name = "fix",
     .text = "Write the fixes that change nothing for a container",
     .group = FlagGroup::fixes,
     .commands = on_check,
     .common = true,
     .apply = turn_on<&Options::fix>},
    {.name = "unsafe-fixes",
     .text = "Write all fixes: a person must look at the others",
     .group = FlagGroup::fixes,
     .commands = on_check,
     .common = true,
     .apply = take_unsafe_fixes},
    {.name = "diff",
     .text = "Print the fixes as a unified diff and write nothing",
     .group = FlagGroup::fixes,
     .commands = on_check,
     .common = true,
     .apply = turn_on<&Options::diff>},
    // Output
    {.name = "format",
     .value = "FORMAT",
     .text = "Print the result in this format",
     .group = FlagGroup::output,
     .commands = on_reports,
     .common = true,
     .choices = formats,
     .apply = take_format},
    {.name = "output",
     .value = "FILE",
     .text = "Write the result to FILE instead of standard output",
     .group = FlagGroup::output,
     .commands = on_reports,
     .common = true,
     .apply = store<&Options::output>},
    {.name = "fail-on",
     .value = "SEVERITY",
     .text = "Lowest severity that makes the exit code 1",
     .group = FlagGroup::output,
     .commands = on_check,
     .common = true,
     .default_choice = "warning",
     .choices = severities,
     .apply = take_fail_on},
    {.name = "exit-zero",
     .text = "The same as --fail-on never",
     .group = FlagGroup::output,
     .commands = on_check,
     .apply = take_exit_zero},
    {.name = "color",
     .value = "WHEN",
     .text = "Print colors",
     .group = FlagGroup::output,
     .commands = on_reports,
     .default_choice = "auto",
     .choices = colors,
     .apply = take_color},
    {.name = "quiet",
     .letter = 'q',
     .text = "Print findings only, without the summary",
     .group = FlagGroup::output,
     .commands = on_inputs,
     .apply = turn_on<&Options::quiet>},
    {.name = "verbose",
     .letter = 'v',
     .text = "Name every file that was skipped, with the reason",
     .group = FlagGroup::output,
     .commands = on_inputs,
     .apply = turn_on<&Options::verbose>},
    {.name = "statistics",
     .text = "Print the number of findings of each rule instead of the findings",
     .group = FlagGroup::output,
     .commands = on_check,
     .apply = turn_on<&Options::statistics>},
    {.name = "show-all",
     .text = "List every finding of a long report, not only the first of each kind",
     .group = FlagGroup::output,
     .commands = on_check,
     .apply = turn_on<&Options::show_all>},
    // Comparison
    {.name = "baseline",
     .value = "FILE",
     .text = "Accept the findings that FILE lists; only new ones count",
     .group = FlagGroup::comparison,
     .commands = on_check,
     .common = true,
     .apply = store<&Options::baseline>},
    {.name = "write-baseline",
     .text = "Write all findings to the baseline (default: .dropcap-baseline.json)",
     .group = FlagGroup::comparison,
     .commands = on_check,
     .common = true,
     .apply = turn_on<&Options::write_baseline>},
    {.name = "since",
     .value = "REV",
     .text = "Report only findings that are new since a git revision",
     .group = FlagGroup::comparison,
     .commands = on_check,
     .common = true,
     .apply = take_revision},
    {.name = "staged",
     .text = "Check what is staged in git; report only what is new since HEAD, or --since",
     .group = FlagGroup::comparison,
     .commands = on_check,
     .apply = turn_on<&Options::staged>},
    // Configuration
    {.name = "config",
     .value = "FILE",
     .text = "Use this configuration, not the nearest .dropcap.yaml of each file",
     .group = FlagGroup::configuration,
     .commands = on_inputs,
     .common = true,
     .apply = store<&Options::config>},
    {.name = "isolated",
     .text = "Use no configuration",
     .group = FlagGroup::configuration,
     .commands = on_inputs,
     .apply = turn_on<&Options::isolated>},
    {.name = "show-settings",
     .text = "Print the settings of each PATH and where they are set, and exit",
     .group = FlagGroup::configuration,
     .commands = on_inputs,
     .apply = turn_on<&Options::show_settings>},
    // Help
    {.name = "help",
     .letter = 'h',
     .text = "Print the most used flags; after a command, all of its flags",
     .commands = on_all,
     .common = true},
    {.name = "help-all", .text = "Print every flag", .commands = on_all, .common = true},
    {.name = "man", .text = "Print the manual page, for `man -l`", .commands = on_all},
    {.name = "version", .letter = 'V', .text = "Print the version", .commands = on_all},
};

help::FlagInfo info_of(const CommandFlag& flag, Command command) {
    help::FlagInfo info{.name = flag.name,
                        .letter = flag.letter,
                        .value = flag.value,
                        .text = flag.text,
                        .group = flag.group,
                        .common = flag.common,
                        .optional_value = flag.optional_value,
                        .is_list = flag.is_list,
                        .takes_file = flag.value == "FILE",
                        .repeatable = flag.repeatable};
    if (flag.choices != nullptr) info.choices = flag.choices(command);
    info.default_choice = flag.choices == formats ? default_format(command) : flag.default_choice;
    return info;
}

/// What is known of a command apart from its flags.
help::CommandInfo outline(Command command) {
    using Info = help::FlagInfo;
    const std::string_view name = names_of_commands[static_cast<std::size_t>(command)];
    const Info path{.value = "PATH",
                    .text = "Files and directories; '-' is standard input",
                    .takes_file = true};
    switch (command) {
    case Command::check:
        return {name, "[PATH…]", "Lint files and directories (default: .)", {}, path, true};
    case Command::caps:
        return {name, "[PATH…]", "Show the capabilities that each container holds", {}, path};
    case Command::verify:
        return {name, "PATH… RUNNING", "Compare running containers with the files", {}, path};
    case Command::explain:
        return {name,
                "WORD…",
                "Explain a rule, a capability, an image, an error line, or a log (-)",
                {},
                Info{.value = "WORD",
                     .text = "A rule, a group of rules, a capability, ALL, an image, or an error "
                             "line; '-' is a log on standard input",
                     .choices = topics(command)}};
    case Command::rules: return {name, "", "List the rules", {}, {}};
    case Command::completions:
        return {name,
                "SHELL",
                "Print a completion script for bash, zsh or fish",
                {},
                Info{.value = "SHELL", .text = "The shell", .choices = shells(command)}};
    }
    return {};
}

} // namespace

bool CommandFlag::belongs_to(Command command) const { return (commands & bit(command)) != 0; }

std::string CommandFlag::spelling() const { return fmt::format("--{}", name); }

std::span<const CommandFlag> all_flags() { return flags; }

std::span<const std::string_view> command_names() { return names_of_commands; }

std::vector<std::string_view> words_of(const std::vector<help::Choice>& choices) {
    std::vector<std::string_view> words(choices.size());
    std::ranges::transform(choices, words.begin(), &Choice::word);
    return words;
}

std::string take_words(Options& options, std::vector<std::string> words) {
    const std::string_view command = names_of_commands[static_cast<std::size_t>(options.command)];
    const std::size_t most = options.command == Command::rules         ? 0
                             : options.command == Command::completions ? 1
                                                                       : words.size();
    if (words.size() > most)
        return fmt::format("unexpected word '{}': `dropcap {}` takes {}", words[most], command,
                           most == 0 ? "no words" : "one word");
    if (words.size() < 2 && options.command == Command::verify)
        return "missing word: expected files and what runs, as in `docker inspect NAME | dropcap verify compose.yaml -`";
    if (words.empty() && options.command == Command::explain)
        return "missing word: expected a rule, a group of rules, a capability, an image or an error line, as in `dropcap explain NET_RAW`";
    if (options.command == Command::completions) {
        const auto known = words_of(shells(options.command));
        if (words.empty()) return "missing SHELL: expected " + alternatives(known);
        if (std::ranges::find(known, words.front()) == known.end())
            return invalid_value(words.front(), "SHELL", known);
    }
    options.paths = std::move(words);
    return {};
}

std::string_view default_format(Command command) { return formats(command).front().word; }

std::vector<help::CommandInfo> command_table() {
    std::vector<help::CommandInfo> table;
    for (std::size_t at = 0; at < names_of_commands.size(); ++at) {
        const auto command = static_cast<Command>(at);
        help::CommandInfo& row = table.emplace_back(outline(command));
        for (const CommandFlag& flag : flags)
            if (flag.belongs_to(command)) row.flags.push_back(info_of(flag, command));
    }
    return table;
}

} // namespace dropcap
