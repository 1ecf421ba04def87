#include "lint/check/check.hpp"

#include "lint/check/lint_document.hpp"
#include "parsers/parse.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace dropcap::check {

bool is_ours(const Job& job, const input::InputFile& file, const Source& source) {
    if (file.named && !job.options.skip_others) return true;
    return detect_format(source.path(), source.text(), job.options.scans) ||
           ((file.named || file.included) && detect_format({}, source.text()));
}

namespace {

bool asks_for_pod_security(const config::RuleSet& rules) {
    return std::ranges::any_of(rules, [](const Rule* rule) {
        return rule->group == Group::pss_baseline || rule->group == Group::pss_restricted;
    });
}

} // namespace

format::ParseOptions parse_options(const Job& job, const Task& task,
                                   const config::FileSettings& settings) {
    format::ParseOptions parsing{.engine = settings.engine(),
                                 .compose = task.compose.value_or(job.options.compose),
                                 .read_file = {},
                                 .explicit_file = task.file.named || task.file.included};
    parsing.stage = job.options.stage;
    parsing.pod_security = asks_for_pod_security(settings.rules());
    parsing.compose_project = task.compose.has_value();
    parsing.nameless = task.file.path == "-";
    if (!parsing.nameless)
        parsing.read_file = [&job, root = task.file.root.empty() ? job.root : task.file.root](
                                const std::string& path) {
            return job.files.read_inside ? job.files.read_inside(path)
                                         : input::read_inside(path, root);
        };
    return parsing;
}

namespace {

Digest check_text(const Job& job, const std::shared_ptr<const Source>& source,
                  config::FileSettings& settings, format::ParseOptions parsing,
                  const Origins* origins) {
    IgnoreOptions ignoring{
        .honoured = !job.options.no_ignores, .today = job.today, .covering = settings.covering()};
    ignoring.adjust = [&](const Document& document, std::vector<Finding>& findings,
                          std::size_t from) { settings.adjust(document, findings, from); };
    Digest digest;
    const auto take = [&](const Document& document) {
        add_to_digest(digest, document, lint_document(document, settings.rules(), ignoring),
                      job.options.wanted, origins);
    };
    parsing.take_part = take;
    take(parse(source, parsing));
    return digest;
}

/// The rules that ran where they are not simply those of the configuration: of ten thousand files
/// hardly one has others.
config::RuleSet more_rules(const config::FileSettings& settings) {
    return settings.adds_rules() ? settings.rules() : config::RuleSet{};
}

} // namespace

Outcome check_file(const Job& job, const Task& task,
                   const Result<std::shared_ptr<const Source>>& source) {
    if (!source) return {.digest = {}, .unreadable = source.error()};
    if (!task.compose && !is_ours(job, task.file, **source))
        return {.digest = {}, .unreadable = {}, .not_ours = true};
    config::FileSettings settings(*task.settings, (*source)->path(), job.options.engine);
    format::ParseOptions parsing = parse_options(job, task, settings);
    Digest digest = check_text(job, *source, settings, std::move(parsing), nullptr);
    return {.digest = std::move(digest),
            .unreadable = {},
            .not_ours = false,
            .more_rules = more_rules(settings),
            .uses = settings.uses()};
}

Outcome check_file(const Job& job, const charts::Rendering& rendering,
                   const config::Settings& applying) {
    config::FileSettings settings(applying, rendering.home->path(), job.options.engine);
    const Origins origins(rendering.text, rendering.home, rendering.files, rendering.program);
    format::ParseOptions parsing{.engine = settings.engine(),
                                 .compose = {},
                                 .read_file = {},
                                 .pod_security = asks_for_pod_security(settings.rules()),
                                 .rendered = true};
    Digest digest = check_text(job, rendering.text, settings, std::move(parsing), &origins);
    return {.digest = std::move(digest),
            .unreadable = {},
            .not_ours = false,
            .more_rules = more_rules(settings),
            .uses = settings.uses()};
}

Outcome check_file(const Job& job, const Task& task) {
    if (task.file.path != "-")
        return check_file(
            job, task, job.files.read ? job.files.read(task.file) : input::read_source(task.file));
    const std::string& given = job.options.stdin_filename;
    return check_file(job, task, input::read_standard_input(given.empty() ? "<stdin>" : given));
}

std::vector<Outcome> check_all(const Job& job, std::span<const Task> tasks) {
    std::vector<Outcome> outcomes(tasks.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t at = next++; at < tasks.size(); at = next++)
            outcomes[at] = check_file(job, tasks[at]);
    };
    std::vector<std::jthread> helpers;
    constexpr std::size_t worth_a_thread = 8; // starting one costs more than a few small files
    const std::size_t wanted = std::min(job.options.jobs, tasks.size() / worth_a_thread);
    for (std::size_t helper = 1; helper < wanted; ++helper) helpers.emplace_back(work);
    work();
    return outcomes;
}

} // namespace dropcap::check
