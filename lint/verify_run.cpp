#include "lint/verify_run.hpp"

#include "lint/check/check.hpp"
#include "lint/config/config.hpp"
#include "lint/gather.hpp"
#include "lint/input/files.hpp"
#include "lint/projects/projects.hpp"
#include "lint/terminal/text.hpp"
#include "lint/verify/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

namespace dropcap {
namespace {

using Rows = std::vector<check::CapsRow>;

check::Job rows_job(const Options& options) {
    check::Job job;
    job.options.engine = options.engine;
    job.options.compose = options.compose;
    job.options.stage = options.stage;
    job.options.scans = options.scans;
    job.options.wanted = check::Wanted::rows;
    job.options.jobs = options.jobs;
    job.root = input::project_root();
    job.today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return job;
}

Result<config::Configurations> configurations_of(const Options& options, const check::Job& job) {
    return config::Configurations::make(
        {.file = options.config, .isolated = options.isolated, .selection = {}}, job.root,
        job.today);
}

/// The containers that the files declare.
Result<Rows> declared_rows(Options options, const check::Job& job,
                           config::Configurations& configurations) {
    options.command = Command::caps;
    const input::Inputs inputs = gather(options, configurations, std::nullopt, nullptr);
    if (!inputs.errors.empty()) return inputs.errors.front();
    projects::Checked checked =
        projects::check(job, request_for(tasks_for(inputs.files, options, configurations), inputs,
                                         options, configurations, job.root, nullptr));
    Rows rows;
    for (check::Outcome& outcome : checked.outcomes) {
        if (outcome.unreadable) return *outcome.unreadable;
        if (outcome.digest) std::ranges::move(outcome.digest->rows, std::back_inserter(rows));
    }
    if (rows.empty()) return Error{"the files declare no container"};
    return rows;
}

Result<std::shared_ptr<const Source>> running_text(const std::string& path) {
    if (path == "-") return input::read_standard_input("running.json");
    return input::read_source({.path = path, .named = true});
}

/// The container that `crictl inspect` prints: its configuration is what the runtime was given.
Result<std::vector<verify::Running>> cri_rows(const verify::CriContainer& cri,
                                              const check::Job& job,
                                              config::Configurations& configurations) {
    const check::Task task{.file = {.path = "config.json", .named = true},
                           .settings = &configurations.of_run()};
    check::Outcome outcome = check::check_file(
        job, task,
        std::shared_ptr<const Source>(std::make_shared<Source>("config.json", cri.config)));
    std::vector<verify::Running> running;
    if (outcome.digest)
        for (check::CapsRow& row : outcome.digest->rows) {
            row.name = cri.name;
            row.object = cri.pod;
            running.push_back({.row = std::move(row), .service = {}, .project = {}});
        }
    if (running.empty()) return Error{"crictl inspect: the runtime's configuration cannot be read"};
    return running;
}

/// The containers that run.
Result<std::vector<verify::Running>> running_rows(const std::string& path, const check::Job& job,
                                                  config::Configurations& configurations) {
    const auto source = running_text(path);
    if (!source) return source.error();
    if (auto processes = verify::read_status((*source)->text()); !processes.empty())
        return processes;
    if (const auto cri = verify::read_cri((*source)->text()))
        return cri_rows(*cri, job, configurations);
    const check::Task task{.file = {.path = (*source)->path(), .named = true},
                           .settings = &configurations.of_run()};
    check::Outcome outcome = check::check_file(job, task, source);
    if (outcome.unreadable) return *outcome.unreadable;
    if (!outcome.digest || outcome.digest->rows.empty())
        return Error{fmt::format(
            "{}: no container that runs: expected what `docker inspect`, `podman inspect`, "
            "`kubectl get pods -o json`, `crictl inspect` or /proc/PID/status prints",
            path == "-" ? "standard input" : terminal::visible_path(path))};
    return verify::with_labels(std::move(outcome.digest->rows), (*source)->text());
}

} // namespace

Result<Verified> verify_paths(const Options& options) {
    const check::Job job = rows_job(options);
    auto configurations = configurations_of(options, job);
    if (!configurations) return configurations.error();
    Options files = options;
    files.paths.pop_back();
    const auto running = running_rows(options.paths.back(), job, *configurations);
    if (!running) return running.error();
    const auto declared = declared_rows(std::move(files), job, *configurations);
    if (!declared) return declared.error();
    const auto pairs = verify::matched(*declared, *running);
    Verified verified;
    for (const verify::Pair& pair : pairs) {
        verified.more = verified.more || pair.verdict == verify::Verdict::more;
        verified.open = verified.open || pair.verdict == verify::Verdict::not_declared ||
                        pair.verdict == verify::Verdict::not_comparable;
    }
    verified.text =
        options.format == "json"
            ? verify::render_json(pairs)
            : verify::render_text(pairs, {.color = options.color == ColorChoice::always});
    return verified;
}

} // namespace dropcap
