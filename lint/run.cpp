#include "lint/run.hpp"

#include "lint/compose_inputs.hpp"
#include "lint/digest.hpp"
#include "lint/explain.hpp"
#include "lint/files.hpp"
#include "lint/lint_document.hpp"
#include "lint/render.hpp"
#include "lint/report.hpp"
#include "lint/select.hpp"
#include "lint/text.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <thread>
#include <unordered_set>

namespace dropcap {
namespace {

void print(std::FILE* stream, std::string_view text) { std::fwrite(text.data(), 1, text.size(), stream); }

void complain(std::string_view text) { print(stderr, fmt::format("dropcap: {}\n", visible(text))); }

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
Style style_for(const Options& options, int descriptor) {
    Style style{.color = wants_color(options.color, descriptor)};
    winsize size{};
    if (::isatty(descriptor) == 1 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0) style.columns = size.ws_col;
    return style;
}

/// What became of one input.
struct Outcome {
    std::optional<Digest> digest;
    std::optional<Error> unreadable;
    bool not_ours = false;
};

Wanted wanted(const Options& options) { return options.command == Command::caps ? Wanted::rows : Wanted::records; }

/// Everything a worker needs; shared and never changed while workers run.
struct Job {
    const Options& options;
    std::span<const Rule* const> rules;
    std::string root;
};

Outcome judge(const Job& job, const InputFile& file, const Result<std::shared_ptr<const Source>>& source) {
    if (!source) return {.digest = {}, .unreadable = source.error()};
    if (!file.named && !detect_format((*source)->path(), (*source)->text(), job.options.scans))
        return {.digest = {}, .unreadable = {}, .not_ours = true};
    ParseOptions parsing{.engine = job.options.engine, .compose = job.options.compose, .read_file = {}, .explicit_file = file.named};
    parsing.stage = job.options.stage;
    if (file.path != "-") parsing.read_file = [&job](const std::string& path) { return read_inside(path, job.root); };
    Digest digest;
    const auto take = [&](const Document& document) {
        add_to_digest(digest, document, lint_document(document, job.rules, {.honoured = !job.options.no_ignores}), wanted(job.options));
    };
    parsing.take_part = take;
    take(parse(*source, parsing));
    return {.digest = std::move(digest), .unreadable = {}};
}

/// Judges what a program printed, at the files that it was made from.
Digest judge(const Job& job, const Rendering& rendering) {
    ParseOptions parsing{.engine = job.options.engine, .compose = {}, .read_file = {}, .rendered = true};
    const Origins origins(rendering.text, rendering.home, rendering.files, rendering.program);
    Digest digest;
    const auto take = [&](const Document& document) {
        add_to_digest(digest, document, lint_document(document, job.rules, {.honoured = !job.options.no_ignores}), wanted(job.options),
                      &origins);
    };
    parsing.take_part = take;
    take(parse(rendering.text, parsing));
    return digest;
}

Outcome judge(const Job& job, const InputFile& file) {
    if (file.path != "-") return judge(job, file, read_source(file));
    const std::string& given = job.options.stdin_filename;
    return judge(job, file, read_standard_input(given.empty() ? "<stdin>" : given));
}

/// Judges every file, several at a time; outcomes are in the order of the files whatever the number of workers.
std::vector<Outcome> judge_all(const Job& job, const std::vector<InputFile>& files) {
    std::vector<Outcome> outcomes(files.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t at = next++; at < files.size(); at = next++) outcomes[at] = judge(job, files[at]);
    };
    std::vector<std::jthread> helpers;
    constexpr std::size_t worth_a_thread = 8; // starting one costs more than a few small files
    const std::size_t wanted = std::min(job.options.jobs, files.size() / worth_a_thread);
    for (std::size_t helper = 1; helper < wanted; ++helper) helpers.emplace_back(work);
    work();
    return outcomes;
}

/// An override file is judged as part of the Compose file beside it, not by itself.
void drop_overrides(std::vector<InputFile>& files) {
    std::erase_if(files, [](const InputFile& file) {
        if (file.named) return false;
        const auto bases = compose_bases(file.path);
        return std::ranges::any_of(bases, [](const std::string& base) { return ::access(base.c_str(), R_OK) == 0; });
    });
}

/// The inputs of a run: `-` stands for standard input, everything else is looked for.
Inputs gather(const Options& options) {
    std::vector<std::string> files = options.paths;
    const bool standard_input = std::erase(files, "-") > 0;
    Inputs inputs = find_inputs(files, {.scans = options.scans});
    if (standard_input) inputs.files.push_back({"-", true});
    drop_overrides(inputs.files);
    take_compose_files(options.compose, inputs);
    return inputs;
}

template <class T>
void append(std::vector<T>& all, std::vector<T>& part) {
    all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
}

void add(Digest digest, std::string path, Report& report) {
    report.judged.push_back(std::move(path));
    append(report.labels, digest.labels);
    ++report.files;
    report.containers += digest.containers;
    append(report.records, digest.records);
    append(report.rows, digest.rows);
    append(report.problems, digest.problems);
    append(report.skipped, digest.unjudged);
}

/// Whether anything went wrong with what was named.
bool collect(std::vector<Outcome> outcomes, const std::vector<InputFile>& files, Report& report) {
    bool failed = false;
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        Outcome& outcome = outcomes[at];
        if (outcome.not_ours) ++report.not_ours;
        if (outcome.unreadable) {
            if (files[at].named)
                complain(outcome.unreadable->message), failed = true;
            else
                report.skipped.push_back({files[at].path, outcome.unreadable->message});
        }
        if (outcome.digest) add(*std::move(outcome.digest), files[at].path, report);
    }
    return failed;
}

/// What tells a finding apart from all others: two overlays with one base say some of theirs twice.
std::string identity(const Record& record) {
    return fmt::format("{}\n{}:{}\n{}\n{}\n{}", record.at.where.path, record.at.where.start.line, record.at.where.start.column,
                       record.rule->id, record.subject, record.message);
}

/// Judges what charts and Kustomize folders become.
bool judge_rendered(const Job& job, Rendered rendered, Report& report) {
    for (const Error& error : rendered.errors) complain(error.message);
    std::unordered_set<std::string> known;
    for (const Rendering& rendering : rendered.texts) {
        Digest digest = judge(job, rendering);
        std::erase_if(digest.records, [&](const Record& record) { return !known.insert(identity(record)).second; });
        add(std::move(digest), rendering.home->path(), report);
    }
    return rendered.errors.empty();
}

const ReportFormat& format_of(const Options& options) {
    return find_format(options.command == Command::caps ? caps_formats() : check_formats(), options.format);
}

std::string render(const Options& options, const Report& report, Style style) {
    const ReportFormat& format = format_of(options);
    return options.statistics && format.summary == Summary::follows ? render_statistics(report) : format.render(report, style);
}

std::string closing(const Options& options, const Report& report, Style style) {
    if (report.files == 0 && report.not_ours == 0 && report.skipped.empty()) return {}; // nothing was met; what went wrong is told
    return options.command == Command::caps ? render_caps_summary(report, style, options.verbose)
                                            : render_summary(report, style, options.verbose);
}

/// Prints the report and, where it has no room for it, the summary.
void print_report(const Options& options, const Report& report) {
    const ReportFormat& format = format_of(options);
    print(stdout, render(options, report, style_for(options, STDOUT_FILENO)));
    if (options.quiet || format.summary == Summary::inside) return;
    const bool follows = format.summary == Summary::follows;
    const Style style = style_for(options, follows ? STDOUT_FILENO : STDERR_FILENO);
    print(follows ? stdout : stderr, closing(options, report, style));
}

/// Prints or writes the report.
bool tell(const Options& options, const Report& report) {
    if (options.output.empty()) return print_report(options, report), true;
    const auto written = write_file(options.output, render(options, report, {}));
    if (!written) complain("cannot write " + written.error().message);
    if (!options.quiet) print(stdout, closing(options, report, style_for(options, STDOUT_FILENO)));
    return written.ok();
}

bool reaches_threshold(const Options& options, const Report& report) {
    if (!options.fail_on) return false;
    for (const Record& record : report.records)
        if (!record.suppressed && record.severity >= *options.fail_on) return true;
    return options.strict && !report.skipped.empty();
}

/// With --strict what cannot be known is an error.
void be_strict(Report& report) {
    for (Record& record : report.records)
        if (record.rule->id == "unresolved-value") record.severity = Severity::error;
}

int show_files(const Inputs& inputs) {
    for (const InputFile& file : inputs.files) print(stdout, visible_path(file.path) + "\n");
    return inputs.errors.empty() ? exit_clean : exit_error;
}

int lint(const Options& options) {
    Selection selection{.select = options.select, .extend = options.extend_select, .ignore = options.ignore, .pedantic = options.pedantic};
    if (options.strict) selection.extend.emplace_back("unresolved-value");
    const auto rules = select_rules(selection);
    if (!rules) return complain(rules.error().message), exit_error;

    Inputs inputs = gather(options);
    bool failed = !inputs.errors.empty();
    for (const Error& error : inputs.errors) complain(error.message);
    if (options.show_files) return show_files(inputs);

    Report report;
    report.rules = *rules;
    report.root = project_root();
    report.skipped = std::move(inputs.skipped);
    Rendered rendered = render_packages(inputs, options.render, options.paths, report.root);
    append(report.skipped, rendered.skipped);
    const Job job{options, report.rules, report.root};
    failed = collect(judge_all(job, inputs.files), inputs.files, report) || failed;
    failed = !judge_rendered(job, std::move(rendered), report) || failed;
    note_labels(report.records, report.labels);
    number_fingerprints(report.records, report.root);
    if (report.files == 0 && !failed && format_of(options).summary == Summary::follows)
        complain("nothing to judge here: no Compose file, Dockerfile or Kubernetes manifest was found");
    if (options.strict) be_strict(report);
    failed = !tell(options, report) || failed;
    if (failed) return exit_error;
    return options.command == Command::check && reaches_threshold(options, report) ? exit_findings : exit_clean;
}

/// Prints `text`, or writes it where --output says.
int show(const Options& options, std::string_view text) {
    if (options.output.empty()) return print(stdout, text), exit_clean;
    const auto written = write_file(options.output, text);
    if (!written) return complain("cannot write " + written.error().message), exit_error;
    return exit_clean;
}

int explain_all(const Options& options) {
    std::string pages;
    for (const std::string& what : options.paths) {
        const auto page = explain(what);
        if (!page) return complain(page.error().message), exit_error;
        pages += *page;
    }
    return show(options, pages);
}

} // namespace

int run(const Options& options) {
    switch (options.command) {
    case Command::check:
    case Command::caps: return lint(options);
    case Command::explain: return explain_all(options);
    case Command::rules: return show(options, render_rules(options.format));
    }
    return exit_error;
}

} // namespace dropcap
