#include "lint/run.hpp"

#include "lint/charts/charts.hpp"
#include "lint/check/check.hpp"
#include "lint/check/digest.hpp"
#include "lint/compare/since.hpp"
#include "lint/comparison.hpp"
#include "lint/config/config.hpp"
#include "lint/fix/add_ignores.hpp"
#include "lint/fix/fixed.hpp"
#include "lint/fix/fixer.hpp"
#include "lint/flags.hpp"
#include "lint/gather.hpp"
#include "lint/help/completions.hpp"
#include "lint/help/explain.hpp"
#include "lint/help/explain_error.hpp"
#include "lint/input/files.hpp"
#include "lint/input/replaced_texts.hpp"
#include "lint/override_review.hpp"
#include "lint/projects/projects.hpp"
#include "lint/report/report.hpp"
#include "lint/show_settings.hpp"
#include "lint/terminal/text.hpp"
#include "lint/verify_run.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace dropcap {
namespace {

void print(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

void complain(std::string_view text) {
    print(stderr, fmt::format("dropcap: {}\n", terminal::visible(text)));
}

bool wants_color(ColorChoice choice, int descriptor) {
    const auto set = [](const char* variable) {
        const char* const value = std::getenv(variable);
        return value != nullptr && *value != '\0';
    };
    if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
    if (set("NO_COLOR")) return false;
    return set("FORCE_COLOR") || ::isatty(descriptor) == 1;
}

/// How the stream is written to: colours where they are wanted, lines broken where a terminal ends.
terminal::Style style_for(const Options& options, int descriptor) {
    terminal::Style style{.color = wants_color(options.color, descriptor)};
    winsize size{};
    if (::isatty(descriptor) == 1 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0)
        style.columns = size.ws_col;
    return style;
}

template <class T>
void append(std::vector<T>& all, std::vector<T>&& part) {
    if (all.capacity() == 0)
        return static_cast<void>(all = std::move(part)); // often the only one there is
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
}

/// Every rule of `more` that is not yet in `rules`, which stay sorted.
void unite(std::vector<const Rule*>& rules, const config::RuleSet& more) {
    if (rules == more) return;
    std::vector<const Rule*> both;
    std::ranges::set_union(rules, more, std::back_inserter(both), {}, &Rule::id, &Rule::id);
    rules = std::move(both);
}

/// The files whose findings the report has: the input and what its project takes in.
void note_checked(const check::Task& task, check::Digest& digest, report::Report& report) {
    if (task.purpose != check::Purpose::asked) return; // what was not asked for is left out
    // A project whose files are chosen begins with a file that may be an input as well.
    const bool is_counted =
        task.compose && std::ranges::find(report.checked, task.file.path) != report.checked.end();
    if (!is_counted) {
        ++report.files;
        report.checked.push_back(task.file.path);
    }
    for (ProjectFile& file : digest.project_files)
        if (file.role == ProjectFile::Role::merged || file.role == ProjectFile::Role::included)
            report.checked.push_back(std::move(file.path));
}

void add(check::Digest digest, report::Report& report) {
    append(report.labels, std::move(digest.labels));
    report.containers += digest.containers;
    append(report.records, std::move(digest.records));
    append(report.rows, std::move(digest.rows));
    append(report.problems, std::move(digest.problems));
    append(report.skipped, std::move(digest.unchecked));
}

/// Growing would hold them twice; those of a single file stay where they are.
void reserve_records(const std::vector<check::Outcome>& outcomes, report::Report& report) {
    std::size_t records = 0, files = 0;
    for (const check::Outcome& outcome : outcomes) {
        if (!outcome.digest || outcome.digest->records.empty()) continue;
        records += outcome.digest->records.size();
        ++files;
    }
    if (files > 1) report.records.reserve(records);
}

/// Whether anything went wrong with what was named.
bool collect(std::vector<check::Outcome>& outcomes, std::span<const check::Task> tasks,
             report::Report& report) {
    bool failed = false;
    reserve_records(outcomes, report);
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        check::Outcome& outcome = outcomes[at];
        const input::InputFile& file = tasks[at].file;
        if (outcome.not_ours) ++report.not_ours;
        if (outcome.unreadable) {
            if (file.named)
                complain(outcome.unreadable->message), failed = true;
            else
                report.skipped.push_back({file.path, outcome.unreadable->message});
        }
        if (outcome.digest)
            unite(report.rules,
                  outcome.more_rules.empty() ? tasks[at].settings->rules : outcome.more_rules);
        if (!outcome.digest) continue;
        if (!file.named && !outcome.digest->records.empty()) report.paths.note_file(file.path);
        note_checked(tasks[at], *outcome.digest, report);
        add(*std::move(outcome.digest), report);
    }
    return failed;
}

/// Puts findings of one file next to each other, in order of place: a project has some in several
/// files, and a file has some of several projects.
void group_by_file(std::vector<check::Record>& records) {
    std::unordered_map<std::string, std::size_t> ranks; // in order of appearance
    for (const check::Record& record : records)
        ranks.try_emplace(record.at.where.path, ranks.size());
    const auto key = [&](const check::Record& record) {
        const terminal::Location& at = record.at.where;
        return std::tuple(ranks.at(at.path), at.start.line, at.start.column);
    };
    std::ranges::stable_sort(records, {}, key);
}

/// Checks what charts and Kustomize folders become.
bool check_rendered(const check::Job& job, const charts::Rendered& rendered,
                    config::Configurations& configurations, report::Report& report) {
    for (const Error& error : rendered.errors) complain(error.message);
    std::unordered_set<std::string> known;
    for (const charts::Rendering& rendering : rendered.texts) {
        const config::Settings& applying = configurations.of_file(rendering.home->path());
        check::Outcome outcome = check::check_file(job, rendering, applying);
        if (!outcome.digest) continue;
        check::Digest& digest = *outcome.digest;
        unite(report.rules, outcome.more_rules.empty() ? applying.rules : outcome.more_rules);
        std::erase_if(digest.records, [&](const check::Record& record) {
            return !known.insert(check::identity(record)).second;
        });
        report.checked.push_back(rendering.home->path());
        ++report.files;
        add(std::move(digest), report);
    }
    return rendered.errors.empty();
}

const report::ReportFormat& format_of(const Options& options) {
    return report::find_format(options.command == Command::caps ? report::caps_formats()
                                                                : report::check_formats(),
                               options.format);
}

void write(const Options& options, const report::Report& report, terminal::Style style,
           const input::Sink& sink) {
    const report::ReportFormat& format = format_of(options);
    if (options.statistics && format.summary == report::Summary::follows)
        return sink(report::render_statistics(report));
    format.write(report, style, sink);
}

std::string closing(const Options& options, const report::Report& report, terminal::Style style) {
    if (report.files == 0 && report.not_ours == 0 && report.skipped.empty() &&
        report.excluded.empty())
        return {}; // nothing was met; what went wrong is reported
    return options.command == Command::caps
               ? report::render_caps_summary(report, style, options.verbose)
               : report::render_summary(report, style, options.verbose);
}

/// Prints the report and, where it cannot hold it, the summary.
void print_report(const Options& options, const report::Report& report) {
    const report::ReportFormat& format = format_of(options);
    write(options, report, style_for(options, STDOUT_FILENO),
          [](std::string_view piece) { print(stdout, piece); });
    if (options.quiet || format.summary == report::Summary::inside) return;
    const bool follows = format.summary == report::Summary::follows;
    const terminal::Style style = style_for(options, follows ? STDOUT_FILENO : STDERR_FILENO);
    print(follows ? stdout : stderr, closing(options, report, style));
}

/// Prints or writes the report.
bool tell(const Options& options, const report::Report& report) {
    if (options.output.empty()) return print_report(options, report), true;
    const auto written = input::write_file(
        options.output, [&](const input::Sink& sink) { write(options, report, {}, sink); });
    if (!written) complain("cannot write " + written.error().message);
    if (!options.quiet) print(stdout, closing(options, report, style_for(options, STDOUT_FILENO)));
    return written.ok();
}

bool reaches_threshold(std::optional<Severity> threshold, const Options& options,
                       const report::Report& report) {
    if (!threshold) return false;
    for (const check::Record& record : report.records)
        if (record.counts() && record.severity >= *threshold) return true;
    return options.strict && !report.skipped.empty();
}

/// With --strict what cannot be known is an error.
void be_strict(report::Report& report) {
    for (check::Record& record : report.records)
        if (record.rule->strict) record.severity = Severity::error;
}

int show_files(const input::Inputs& inputs) {
    for (const input::InputFile& file : inputs.files)
        print(stdout, terminal::visible_path(file.path) + "\n");
    return inputs.errors.empty() ? exit_clean : exit_error;
}

/// The threshold: the command line's, else the configuration's.
std::optional<Severity> fail_on(const Options& options, const config::Settings& settings) {
    if (options.fail_on_given || !settings.config.fail_on) return options.fail_on;
    return find_severity(*settings.config.fail_on->known());
}

void complain_of_nothing(const report::Report& report) {
    complain(report.excluded.empty()
                 ? "nothing to check: no Compose file, Dockerfile or Kubernetes manifest was found"
                 : "nothing to check: the configuration excludes everything that was found");
}

/// Prints what is wrong with the configurations; whether nothing is.
bool are_sound(const config::Configurations& configurations) {
    for (const std::string& mistake : configurations.mistakes()) print(stderr, mistake);
    return configurations.mistakes().empty();
}

int show_settings(const Options& options, config::Configurations& configurations) {
    std::string text;
    for (const std::string& path : options.paths) {
        std::error_code error;
        const bool is_folder = std::filesystem::is_directory(path, error);
        const std::string& file = path == "-" ? options.stdin_filename : path;
        text +=
            render_settings(file, configurations.of_file(is_folder ? path + "/." : file), options);
    }
    if (!are_sound(configurations)) return exit_error;
    return print(stdout, text), exit_clean;
}

/// Writes suppression comments and reports where.
int write_ignores(const Options& options, const check::Job& job, projects::Request request) {
    if (std::ranges::find(options.paths, "-") != options.paths.end())
        return complain("'--add-ignores' cannot be used with standard input: it writes into files"),
               exit_error;
    const projects::Checked checked = projects::check(job, std::move(request));
    const fix::AddedIgnores added = fix::add_ignores(job, checked, options.add_ignores_reason);
    print(stdout, fix::render_added(added, options.quiet));
    if (added.failed) return exit_error;
    return added.left.empty() ? exit_clean : exit_findings;
}

/// Works out the fixes and writes them, or prints them as a diff. Empty: nothing failed, and the
/// run goes on with what is left.
std::optional<int> apply_fixes(const Options& options, const check::Job& job,
                               projects::Request request, std::string& closing_line) {
    if (std::ranges::find(options.paths, "-") != options.paths.end())
        return complain(
                   "'--fix' and '--diff' cannot be used with standard input: they change files"),
               exit_error;
    const projects::Checked checked = projects::check(job, std::move(request));
    fix::FixedRun run = fix::find_fixes(job, checked, options.unsafe_fixes);
    if (options.diff) {
        print(stdout, fix::render_diffs(run));
        if (!options.quiet) print(stderr, fix::render_fixed(run, fix::Done::shown));
        return run.files.empty() ? exit_clean : exit_findings;
    }
    fix::write_files(run, job.root);
    closing_line = fix::render_fixed(run, fix::Done::written);
    if (!run.failed) return std::nullopt;
    print(stderr, closing_line);
    return exit_error;
}

/// Checks all there is and puts what came of it into `report`; whether nothing went wrong.
bool check_everything(const Options& options, const check::Job& job, input::Inputs inputs,
                      std::vector<check::Task> tasks, config::Configurations& configurations,
                      const std::shared_ptr<input::GitTree>& tree, report::Report& report) {
    charts::Rendered rendered =
        charts::render_packages(inputs, options.render, options.paths, job.root);
    report.skipped = std::move(inputs.skipped);
    report.excluded = std::move(inputs.excluded);
    append(report.skipped, std::move(rendered.skipped));
    if (tasks.size() != inputs.files.size())
        tasks = tasks_for(inputs.files, options, configurations); // packages took some
    auto [checked, outcomes, skipped] = projects::check(
        job, request_for(std::move(tasks), inputs, options, configurations, job.root, tree));
    append(report.skipped, std::move(skipped));
    const bool has_projects = std::ranges::any_of(outcomes, [](const check::Outcome& outcome) {
        return outcome.digest && !outcome.digest->project_files.empty();
    });
    bool sound = !collect(outcomes, checked, report) && are_sound(configurations);
    if (has_projects) group_by_file(report.records);
    sound = check_rendered(job, rendered, configurations, report) && sound;
    review_overrides(outcomes, checked, report);
    check::note_labels(report.records, report.labels);
    check::number_fingerprints(report.records, report.paths);
    return sound;
}

/// What --since and --staged ask for; empty: nothing.
Result<std::optional<compare::Since>> compared_revision(const Options& options,
                                                        const std::string& root) {
    if (options.since.empty()) return std::optional<compare::Since>();
    auto since = compare::open_since(root, options.since, options.staged);
    if (!since) return since.error();
    return std::optional<compare::Since>(*std::move(since));
}

/// The files as they were, with what the configurations of today say of them.
projects::Request former_request(const compare::Since& since, std::span<const check::Task> tasks,
                                 const input::Inputs& inputs, const Options& options,
                                 config::Configurations& configurations) {
    std::vector<input::InputFile> files;
    for (const check::Task& task : tasks)
        files.push_back(task.file.path == "-"
                            ? input::InputFile{.path = options.stdin_filename, .named = true}
                            : task.file);
    projects::Request request =
        request_for(tasks_for(compare::former_inputs(since, files), options, configurations),
                    inputs, options, configurations, since.root, since.before);
    request.prepare = [&since](std::span<const check::Task> some) { compare::fetch(since, some); };
    return request;
}

/// The baseline file: the command line's, else the configuration's; empty: none.
std::string baseline_of(const Options& options, const config::Settings& settings,
                        const std::string& root) {
    if (!options.baseline.empty()) return options.baseline;
    if (settings.config.baseline)
        return input::seen_from_here(
            (std::filesystem::path(settings.folder) / *settings.config.baseline->known()).string());
    return options.write_baseline
               ? input::seen_from_here(root + "/" + std::string(compare::default_baseline))
               : std::string();
}

/// Applies or writes the baseline; whether that worked.
bool compare_with_baseline(const Options& options, const config::Settings& settings,
                           report::Report& report) {
    const std::string path = baseline_of(options, settings, report.paths.root());
    if (path.empty() || options.command != Command::check) return true;
    if (!options.write_baseline) {
        const auto applied = apply_baseline(path, report);
        if (!applied) complain(applied.error().message);
        return applied.ok();
    }
    const auto written = write_baseline(path, report);
    if (!written) return complain(written.error().message), false;
    if (!options.quiet)
        print(format_of(options).summary == report::Summary::follows ? stdout : stderr,
              *written + "\n");
    return true;
}

config::ConfigOptions config_options(const Options& options) {
    config::Selection selection{.select = options.select,
                                .extend = options.extend_select,
                                .ignore = options.ignore,
                                .pedantic = options.pedantic,
                                .strict = options.strict};
    return {
        .file = options.config, .isolated = options.isolated, .selection = std::move(selection)};
}

check::CheckOptions check_options(const Options& options) {
    return {.engine = options.engine,
            .compose = options.compose,
            .stage = options.stage,
            .stdin_filename = options.stdin_filename,
            .scans = options.scans,
            .wanted =
                options.command == Command::caps ? check::Wanted::rows : check::Wanted::records,
            .no_ignores = options.no_ignores,
            .skip_others = options.skip_others,
            .jobs = options.jobs};
}

/// What the configuration of the working directory says for the run, where the command line does
/// not.
void take_run_settings(Options& options, const Config& config) {
    if (config.strict && config.strict->is(true)) options.strict = true;
    if (options.stage.empty() && config.stage) options.stage = *config.stage->known();
    for (const Fact<std::string>& word : config.scan)
        static_cast<void>(options.scans.add(*word.known()));
}

int lint(Options options) {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    report::Report report;
    report.paths = input::ProjectPaths(input::project_root());
    auto configurations =
        config::Configurations::make(config_options(options), report.paths.root(), today);
    if (!configurations) return complain(configurations.error().message), exit_error;
    if (options.show_settings) return show_settings(options, *configurations);
    take_run_settings(options, configurations->of_run().config);

    const auto compared = compared_revision(options, report.paths.root());
    if (!compared) return complain(compared.error().message), exit_error;
    const std::optional<compare::Since>& since = *compared;
    const auto standard_input = named_standard_input(options, report.paths.root());
    if (!standard_input) return complain(standard_input.error().message), exit_error;
    check::Job job{check_options(options), report.paths.root(), today};
    const auto tree = since ? since->staged : nullptr;
    if (tree) job.files = compare::in_tree(tree, job.root);
    if (*standard_input) job.files = input::with_text(job.files, job.root, *standard_input);
    input::Inputs inputs = gather(options, *configurations, since, *standard_input);
    std::vector<check::Task> tasks = tasks_for(inputs.files, options, *configurations);
    std::optional<Former> former;
    if (since)
        former.emplace(Former{*since, options.since,
                              former_request(*since, tasks, inputs, options, *configurations)});
    const config::Settings& of_run = configurations->of_run();
    if (!are_sound(*configurations)) return exit_error;
    bool failed = !inputs.errors.empty();
    for (const Error& error : inputs.errors) complain(error.message);
    if (options.show_files) return show_files(inputs);
    if (options.add_ignores)
        return failed ? exit_error
                      : write_ignores(options, job,
                                      request_for(std::move(tasks), inputs, options,
                                                  *configurations, job.root, tree));

    std::string fixed;
    if ((options.fix || options.diff) && !failed)
        if (const auto code = apply_fixes(
                options, job, request_for(tasks, inputs, options, *configurations, job.root, tree),
                fixed))
            return *code;

    report.rules = of_run.rules;
    report.show_all = options.show_all;
    report.threshold = fail_on(options, of_run);
    failed = !check_everything(options, job, std::move(inputs), std::move(tasks), *configurations,
                               tree, report) ||
             failed;
    if (report.files == 0 && !failed && format_of(options).summary == report::Summary::follows)
        complain_of_nothing(report);
    if (options.strict) be_strict(report);
    if (failed && options.write_baseline)
        complain("the baseline is not written, because a named input could not be read");
    failed = failed || !compare_with_baseline(options, of_run, report);
    if (former) leave_what_is_new(*std::move(former), job, report);
    failed = !tell(options, report) || failed;
    if (!options.quiet)
        print(format_of(options).summary == report::Summary::follows && options.output.empty()
                  ? stdout
                  : stderr,
              fixed);
    if (failed) return exit_error;
    return options.command == Command::check &&
                   reaches_threshold(fail_on(options, of_run), options, report)
               ? exit_findings
               : exit_clean;
}

/// Prints `text`, or writes it where --output says.
int show(const Options& options, std::string_view text) {
    if (options.output.empty()) return print(stdout, text), exit_clean;
    const auto written = input::write_file(options.output, text);
    if (!written) return complain("cannot write " + written.error().message), exit_error;
    return exit_clean;
}

Result<std::string> explained_log() {
    const auto log = input::read_standard_input("standard input");
    if (!log) return log.error();
    return help::explain_log((*log)->text());
}

int explain_all(const Options& options) {
    std::string pages;
    for (const std::string& what : options.paths) {
        const auto page = what == "-" ? explained_log() : help::explain(what);
        if (!page) return complain(page.error().message), exit_error;
        pages += *page;
    }
    return show(options, pages);
}

int verify_running(const Options& options) {
    const auto verified = verify_paths(options);
    if (!verified) return complain(verified.error().message), exit_error;
    if (const int code = show(options, verified->text); code != exit_clean) return code;
    return verified->more || (options.strict && verified->open) ? exit_findings : exit_clean;
}

std::string write_completions(std::string_view shell) {
    const auto commands = command_table();
    if (shell == "zsh") return help::render_zsh_completion(commands);
    return shell == "fish" ? help::render_fish_completion(commands)
                           : help::render_bash_completion(commands);
}

} // namespace

int run(const Options& options) {
    switch (options.command) {
    case Command::check:
    case Command::caps: return lint(options);
    case Command::verify: return verify_running(options);
    case Command::explain: return explain_all(options);
    case Command::rules: return show(options, help::render_rules(options.format));
    case Command::completions: return show(options, write_completions(options.paths.front()));
    }
    return exit_error;
}

} // namespace dropcap
