#include "lint/options.hpp"

#include "lint/fix/add_ignores.hpp"
#include "lint/help/completions.hpp"
#include "lint/input/compose_inputs.hpp"
#include "lint/report/report.hpp"
#include "lint/terminal/text.hpp"
#include "model/rule.hpp"
#include "model/suggest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <string_view>
#include <sys/stat.h>
#include <thread>

namespace dropcap {
namespace {

constexpr std::array<std::string_view, 5> command_names = {"check", "caps", "explain", "rules",
                                                           "completions"};
constexpr std::array<std::string_view, 3> shells = {"bash", "zsh", "fish"};

constexpr std::string_view short_help =
    R"(dropcap finds the Linux capabilities that containers hold and should not.

usage: dropcap [check] [PATH…]         lint files and folders (default: .); '-' is standard input
       dropcap caps [PATH…]            what each container ends up with
       dropcap explain RULE|CAPABILITY
       dropcap rules                   the catalogue
       dropcap completions bash|zsh|fish

often used: --format full|concise|json|sarif|github|…  --output FILE  --fail-on error|warning|note|never
            --select/--ignore RULE,…  --pedantic  --engine docker|swarm|podman|nerdctl|containerd|cri-o

`dropcap --help` shows everything, `dropcap explain missing-drop-all` is a good start.
)";

/// A word that is neither a flag nor a file may be a mistyped command.
std::string_view mistyped_command(std::string_view word) {
    struct stat status{};
    if (word.empty() || word.starts_with('-') || word.find_first_of("./") != std::string_view::npos)
        return {};
    if (::stat(std::string(word).c_str(), &status) == 0) return {};
    return nearest(word, command_names);
}

void add_scan_flag(CLI::App& app, Options& options) {
    app.add_option(
           "--scan",
           "Where else a folder is searched for docker, podman and nerdctl commands: scripts, ci, docs or all")
        ->type_name("WHERE,…")
        ->expected(1)
        ->check([&options](const std::string& words) {
            static constexpr std::array<std::string_view, 4> known = {"scripts", "ci", "docs",
                                                                      "all"};
            for (const std::string& word : CLI::detail::split(words, ','))
                if (!options.scans.add(word))
                    return fmt::format("there is no '{}'; it is scripts, ci, docs or all{}", word,
                                       did_you_mean(nearest(word, known)));
            return std::string();
        });
}

/// NAME=VALUE, or NAME for what the environment has; a NAME that it lacks stays unset.
void set_variables(const std::vector<std::string>& words,
                   std::map<std::string, std::string>& variables) {
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        if (equals != std::string::npos)
            variables[word.substr(0, equals)] = word.substr(equals + 1);
        else if (const char* value = std::getenv(word.c_str()))
            variables[word] = value;
    }
}

void add_input_flags(CLI::App& app, Options& options) {
    app.add_option("PATH", options.paths, "Files and folders; '-' is standard input (default: .)");
    const std::string engines = fmt::format("Whose rules combine add, drop and ALL: auto, {}",
                                            fmt::join(engine_names(), ", "));
    app.add_option("--engine", engines)
        ->type_name("ENGINE")
        ->each([&options](const std::string& word) {
            if (word == "auto") return;
            options.engine = find_engine(word);
            if (!options.engine)
                throw CLI::ValidationError(fmt::format("there is no engine '{}'; it is auto, {}",
                                                       word, alternatives(engine_names())));
        });
    add_scan_flag(app, options);
    app.add_option("--stdin-filename", options.stdin_filename,
                   "What standard input is called, and so what it is")
        ->type_name("NAME");
    app.add_option(
           "--compose-file", options.compose.files,
           "A Compose file of one project, as with `docker compose -f`: each is merged over those before it; repeatable")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app.add_option("--env-file", options.compose.env_files,
                   "Where Compose finds variables (default: .env beside the file); repeatable")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app.add_option_function<std::vector<std::string>>(
           "--env",
           [&options](const std::vector<std::string>& words) {
               set_variables(words, options.compose.environment);
           },
           "A variable for Compose, NAME=VALUE; NAME alone takes it from the environment; repeatable")
        ->type_name("NAME[=VALUE]")
        ->allow_extra_args(false);
    app.add_option(
           "--stage", options.stage,
           "Which stage of a Dockerfile is built, as with `docker build --target` (default: the last)")
        ->type_name("NAME")
        ->expected(1);
    app.add_option("--jobs", options.jobs,
                   "How many files to work on at once (default: one a processor)")
        ->type_name("N")
        ->check(CLI::Range(1, 256));
    app.add_flag("-q,--quiet", options.quiet, "Findings only, no summary");
    app.add_flag("-v,--verbose", options.verbose, "Name every file that was skipped or not judged");
    app.add_flag("--skip-others", options.skip_others,
                 "Count PATHs that are nothing of dropcap's as skipped, instead of reporting them");
    app.add_flag("--show-files", options.show_files,
                 "List the files that would be looked at and stop");
}

void add_ignores_flag(CLI::App& app, Options& options) {
    app.add_flag(
           "--add-ignores", options.add_ignores_reason,
           "Write a suppression comment for every finding into its file, with REASON, and stop: --add-ignores=REASON")
        ->type_name("[=REASON]")
        ->each([&options](const std::string&) { options.add_ignores = true; });
}

void add_config_flags(CLI::App& app, Options& options) {
    auto* const config =
        app.add_option("--config", options.config,
                       "The configuration, instead of each file's nearest .dropcap.yaml")
            ->type_name("FILE");
    app.add_flag("--isolated", options.isolated, "Use no configuration at all")->excludes(config);
    app.add_flag("--show-settings", options.show_settings,
                 "Show what applies to each PATH, and where it is said, and stop");
}

/// A format's name and, where it needs one, a line about it.
struct FormatWord {
    std::string name;
    std::string about;
};

std::vector<FormatWord> words_of(std::span<const report::ReportFormat> formats) {
    std::vector<FormatWord> words;
    for (const report::ReportFormat& format : formats)
        words.push_back({std::string(format.name), std::string(format.about)});
    return words;
}

std::vector<FormatWord> formats_of(Command command) {
    switch (command) {
    case Command::check: return words_of(report::check_formats());
    case Command::caps: return words_of(report::caps_formats());
    case Command::explain:
    case Command::completions: return {{"text", ""}};
    case Command::rules:
        return {{"text", "a line each"},
                {"json", ""},
                {"markdown", "a table"},
                {"pages", "docs/rules.md"}};
    }
    return {};
}

std::string format_help(const std::vector<FormatWord>& formats) {
    std::string text = fmt::format("How to print (default: {})", formats.front().name);
    for (const FormatWord& format : formats)
        text +=
            fmt::format("\n  {}{}{}", format.name, format.about.empty() ? "" : ": ", format.about);
    return text;
}

/// The only flags with which dropcap runs another program.
void add_render_flags(CLI::App& app, charts::RenderOptions& render) {
    app.add_flag("--helm", render.helm,
                 "Judge Helm charts by what the `helm` on PATH makes of them (`helm template`)");
    app.add_option("--helm-values", render.helm_values,
                   "A values file for the charts, as with `helm template --values`; repeatable")
        ->type_name("FILE")
        ->expected(1);
    app.add_flag(
        "--kustomize", render.kustomize,
        "Judge Kustomize folders by what the `kustomize` or `kubectl` on PATH makes of them");
}

void add_common_flags(CLI::App& app, Options& options, const std::vector<FormatWord>& formats) {
    options.format = formats.front().name;
    app.add_option("--format", options.format, format_help(formats))
        ->type_name("FORMAT")
        ->check([formats](const std::string& word) {
            if (std::ranges::find(formats, word, &FormatWord::name) != formats.end())
                return std::string();
            std::vector<std::string_view> known(formats.size());
            std::ranges::transform(formats, known.begin(), &FormatWord::name);
            const std::string meant = did_you_mean(nearest(word, known));
            return fmt::format("there is no format '{}'{}", word,
                               meant.empty() ? "; it is one of " + CLI::detail::join(known, ", ")
                                             : meant);
        });
    app.add_option("--output", options.output,
                   "Write the chosen format to FILE, and a summary to the terminal")
        ->type_name("FILE");
    app.add_option("--color", "auto, always or never; NO_COLOR and FORCE_COLOR count too")
        ->type_name("WHEN")
        ->each([&options](const std::string& word) {
            if (word == "always")
                options.color = ColorChoice::always;
            else if (word == "never")
                options.color = ColorChoice::never;
            else if (word != "auto")
                throw CLI::ValidationError("it is auto, always or never");
        });
}

void add_comparison_flags(CLI::App& app, Options& options) {
    app.add_option("--baseline", options.baseline,
                   "Accept the findings in FILE, fail on new ones only")
        ->type_name("FILE")
        ->expected(1);
    auto* const write = app.add_flag(
        "--write-baseline", options.write_baseline,
        "Write today's findings to the baseline (default: .dropcap-baseline.json in the project's root)");
    app.add_option("--since", options.since, "Tell only what is new against a git revision")
        ->type_name("REV")
        ->expected(1)
        ->excludes(write)
        ->each([](const std::string& word) {
            if (word.empty()) throw CLI::ValidationError("--since", "it names a git revision");
        });
    app.add_flag("--staged", options.staged,
                 "Lint what is staged in git; alone it tells what is new against HEAD")
        ->excludes(write);
}

void add_check_flags(CLI::App& app, Options& options, bool& exit_zero) {
    app.add_option(
           "--fail-on",
           "Lowest severity that makes the exit code 1: error, warning, note, never (default: warning)")
        ->type_name("SEVERITY")
        ->each([&options](const std::string& word) {
            options.fail_on_given = true;
            options.fail_on = find_severity(word);
            if (!options.fail_on && word != "never")
                throw CLI::ValidationError("it is error, warning, note or never");
        });
    app.add_flag("--exit-zero", exit_zero, "The same as --fail-on never");
    const auto rules = [&](const char* flag, std::vector<std::string>& target, const char* text) {
        app.add_option(flag, target, text)
            ->type_name("RULE,…")
            ->delimiter(',')
            ->allow_extra_args(false);
    };
    rules("--select", options.select,
          "Run these rules and groups instead of the default ones; ALL is every rule");
    rules("--extend-select", options.extend_select, "Run these rules and groups as well");
    rules("--ignore", options.ignore, "Do not run these rules and groups");
    app.add_flag("--pedantic", options.pedantic, "Run the rules that are right but loud as well");
    app.add_flag(
        "--strict", options.strict,
        "What could not be judged (an open value, an unread file, a template) is an error");
    add_ignores_flag(app, options);
    app.add_flag("--no-ignores", options.no_ignores, "Show what inline comments hide");
    app.add_flag("--statistics", options.statistics,
                 "How often each rule was found instead of the findings");
}

/// What is wrong with the first word that has no place on the command line.
std::string complaint_about(const CLI::App& app, const std::string& extra) {
    if (!extra.starts_with('-')) return fmt::format("'{}' is one word too many", extra);
    std::vector<std::string> flags{"--help", "--version"};
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    const std::vector<std::string_view> known(flags.begin(), flags.end());
    const std::string flag = extra.substr(0, extra.find('='));
    return fmt::format("there is no flag '{}'{}", flag, did_you_mean(nearest(flag, known)));
}

/// CLI11's words for a mistake, and ours where they help more.
std::string complaint(const CLI::App& app, Command command, const CLI::ParseError& error) {
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !app.remaining().empty())
        return complaint_about(app, app.remaining().front());
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && command == Command::explain)
        return "explain what? A rule's id or a capability's name, such as `dropcap explain net-raw`";
    return error.what();
}

Farewell usage_error(std::string_view text) {
    return {exit_error,
            fmt::format("dropcap: {}\nTry `dropcap --help`.\n", terminal::visible(text))};
}

std::string_view summary_of(Command command) {
    switch (command) {
    case Command::check: return "Lint files and folders.";
    case Command::caps:
        return "Show what each container asks for and the capabilities it ends up with.";
    case Command::explain: return "Explain a rule or a capability.";
    case Command::rules: return "List the rules.";
    case Command::completions:
        return "Write the script that teaches a shell to complete dropcap's commands and flags.";
    }
    return {};
}

constexpr std::string_view exit_codes = R"(
Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it,
            2 wrong usage, an unreadable input that was named, an internal error
)";

/// The whole of --help: every command, and this one's flags.
std::string long_help(const CLI::App& app, Command command) {
    std::string text(short_help.substr(0, short_help.find("often used")));
    text += app.help(fmt::format("dropcap {}", command_names[static_cast<std::size_t>(command)]));
    return command == Command::check ? text.append(exit_codes) : text;
}

/// Everything that may stand behind `options.command`.
void add_flags(CLI::App& app, Options& options, bool& exit_zero) {
    app.set_help_flag("--help", "Show everything and stop");
    app.set_version_flag("--version", std::string("dropcap " DROPCAP_VERSION),
                         "Show the version and stop");
    if (options.command == Command::completions) {
        app.add_option("SHELL", options.paths, "bash, zsh or fish")
            ->required()
            ->expected(1)
            ->type_name("")
            ->check(CLI::IsMember(std::vector<std::string>(shells.begin(), shells.end())));
        return;
    }
    add_common_flags(app, options, formats_of(options.command));
    if (options.command == Command::check)
        add_check_flags(app, options, exit_zero), add_comparison_flags(app, options);
    if (options.command == Command::check || options.command == Command::caps) {
        add_input_flags(app, options);
        add_config_flags(app, options);
        add_render_flags(app, options.render);
    }
    if (options.command == Command::explain)
        app.add_option("WHAT", options.paths, "A rule's id or a capability's name")->required();
}

std::vector<std::string> rule_words() {
    std::vector<std::string> words{"ALL", "default", "pedantic", "pss-baseline", "pss-restricted"};
    for (const Rule* rule : all_rules()) words.emplace_back(rule->id);
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    return words;
}

/// The values there are, by what the parser calls the value.
std::vector<std::string> words_for(std::string_view value, Command command) {
    if (value == "FORMAT") {
        std::vector<std::string> words;
        for (const FormatWord& format : formats_of(command)) words.push_back(format.name);
        return words;
    }
    if (value == "ENGINE")
        return {"auto", "docker", "swarm", "podman", "nerdctl", "containerd", "cri-o"};
    if (value == "SEVERITY") return {"error", "warning", "note", "never"};
    if (value == "WHEN") return {"auto", "always", "never"};
    if (value == "SHELL") return {shells.begin(), shells.end()};
    if (value.starts_with("RULE")) return rule_words();
    std::vector<std::string> words;
    if (value == "WHAT") {
        for (const Rule* rule : all_rules()) words.emplace_back(rule->id);
        for (const CapabilityInfo& row : capabilities()) words.emplace_back(row.name);
    }
    return words;
}

help::FlagInfo info_of(const CLI::Option& option, Command command) {
    help::FlagInfo info;
    info.short_names = option.get_snames();
    info.long_names = option.get_lnames();
    const bool is_flag = option.get_items_expected_max() == 0;
    const bool is_positional = option.get_positional();
    info.value = is_positional ? option.get_name(true) : option.get_type_name();
    info.optional_value = info.value.starts_with("[=");
    if (info.optional_value)
        info.value = info.value.substr(2, info.value.size() - 3);
    else if (is_flag)
        info.value.clear();
    info.text = option.get_description();
    info.words = words_for(info.value, command);
    info.is_list = option.get_delimiter() == ',';
    info.takes_file = info.value == "FILE" || info.value == "PATH";
    info.repeatable = info.text.find("repeatable") != std::string::npos;
    return info;
}

} // namespace

std::vector<help::CommandInfo> command_table() {
    std::vector<help::CommandInfo> table;
    for (std::size_t at = 0; at < command_names.size(); ++at) {
        Options options;
        options.command = static_cast<Command>(at);
        bool exit_zero = false;
        CLI::App app;
        add_flags(app, options, exit_zero);
        help::CommandInfo& command = table.emplace_back(
            help::CommandInfo{command_names[at], summary_of(options.command), {}, {}});
        for (const CLI::Option* option : app.get_options()) {
            help::FlagInfo info = info_of(*option, options.command);
            if (option->get_positional())
                command.word = std::move(info);
            else
                command.flags.push_back(std::move(info));
        }
    }
    return table;
}

std::variant<Options, Farewell> parse_options(int argc, const char* const* argv) {
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    Options options;
    if (!words.empty()) {
        const auto found = std::ranges::find(command_names, std::string_view(words[0]));
        if (found != command_names.end()) {
            options.command = static_cast<Command>(found - command_names.begin());
            words.erase(words.begin());
        } else if (const std::string_view meant = mistyped_command(words[0]); !meant.empty()) {
            return usage_error(
                fmt::format("there is no command or file '{}'{}", words[0], did_you_mean(meant)));
        }
    }
    for (const std::string& word : words) {
        if (word == "--") break;
        if (word == "--version" || word == "-V")
            return Farewell{exit_clean, "dropcap " DROPCAP_VERSION "\n"};
        if (word == "--man") return Farewell{exit_clean, help::render_manual(command_table())};
        if (word == "-h") return Farewell{exit_clean, std::string(short_help)};
    }

    CLI::App app{std::string(summary_of(options.command))};
    bool exit_zero = false;
    add_flags(app, options, exit_zero);
    try {
        std::ranges::reverse(words); // CLI11 takes them from the back
        app.parse(words);
    } catch (const CLI::CallForHelp&) {
        return Farewell{exit_clean, long_help(app, options.command)};
    } catch (const CLI::ParseError& error) {
        return usage_error(complaint(app, options.command, error));
    }
    if (exit_zero) options.fail_on.reset(), options.fail_on_given = true;
    if (options.add_ignores_reason == "true")
        options.add_ignores_reason =
            fix::usual_reason; // the parser's word for a flag without a value
    if (const std::string wrong = fix::wrong_with_reason(options.add_ignores_reason);
        options.add_ignores && !wrong.empty())
        return usage_error("--add-ignores: " + wrong);
    if (options.staged && options.since.empty()) options.since = "HEAD";
    if (!options.since.empty() && (options.render.helm || options.render.kustomize))
        return usage_error(
            "--since compares files; what helm and kustomize make of them has no revision");
    if (options.paths.empty()) options.paths = input::default_paths(options.compose);
    if (options.jobs == 0) options.jobs = std::max(1U, std::thread::hardware_concurrency());
    return options;
}

} // namespace dropcap
