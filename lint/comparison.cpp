#include "lint/comparison.hpp"

#include "lint/terminal/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <unordered_set>

namespace dropcap {
namespace fs = std::filesystem;
namespace {

std::size_t count_known(const report::Report& report) {
    return static_cast<std::size_t>(
        std::ranges::count(report.records, check::Comparison::known, &check::Record::comparison));
}

/// Reports known findings that a run could have seen from those it could not: it did not look at
/// the file, or not with the rule.
class Scope {
  public:
    explicit Scope(const report::Report& report) : report_(report) {
        const input::ProjectPaths& paths = report.paths;
        for (const std::string& path : report.checked)
            files_.insert(terminal::visible(paths.shown(path)));
        for (const Rule* rule : report.rules) rules_.insert(rule->id);
    }

    [[nodiscard]] bool covers(const compare::KnownFinding& finding) const {
        if (find_rule(finding.rule) == nullptr || is_gone(finding.file)) return true;
        return files_.contains(finding.file) && rules_.contains(finding.rule);
    }

  private:
    [[nodiscard]] bool is_gone(const std::string& file) const {
        if (file.find('\\') != std::string::npos)
            return false; // an escape: how it is called on disk is not known
        std::error_code error;
        return !fs::exists(fs::path(report_.paths.root()) / file, error) && !error;
    }

    const report::Report& report_;
    std::unordered_set<std::string> files_;
    std::unordered_set<std::string_view> rules_;
};

std::string changes(std::size_t added, std::size_t removed) {
    if (added == 0 && removed == 0) return {};
    return fmt::format(" ({} new, {} removed)", added, removed);
}

} // namespace

Result<std::monostate> apply_baseline(const std::string& path, report::Report& report) {
    const auto known = compare::read_baseline(path);
    if (!known) return known.error();
    auto stale = compare::compare(report.records, *known, report.paths);
    const Scope scope(report);
    std::erase_if(stale,
                  [&](const compare::KnownFinding& finding) { return !scope.covers(finding); });
    report.compared.push_back({.with = path,
                               .is_revision = false,
                               .known = count_known(report),
                               .stale = std::move(stale)});
    return std::monostate{};
}

Result<std::string> write_baseline(const std::string& path, report::Report& report) {
    std::error_code error;
    if (fs::exists(path, error) && !fs::is_regular_file(path, error))
        return Error{path + ": not a regular file"};
    const auto before = fs::exists(path, error) ? compare::read_baseline(path)
                                                : Result(std::vector<compare::KnownFinding>{});
    const std::vector<compare::KnownFinding> old =
        before ? *before : std::vector<compare::KnownFinding>{}; // a broken one is written again
    const input::ProjectPaths& paths = report.paths;
    const auto left = compare::compare(report.records, old, paths);
    const auto added = static_cast<std::size_t>(
        std::ranges::count(report.records, check::Comparison::fresh, &check::Record::comparison));
    std::vector<compare::KnownFinding> accepted;
    for (check::Record& record : report.records) {
        if (!record.comparison) continue;
        accepted.push_back(compare::known_finding(record, paths));
        record.comparison = check::Comparison::known;
    }
    const std::size_t seen = accepted.size();
    const Scope scope(report);
    std::ranges::copy_if(
        left, std::back_inserter(accepted),
        [&](const compare::KnownFinding& finding) { return !scope.covers(finding); });
    const std::size_t all = compare::count_of(accepted);
    const std::size_t removed = compare::count_of(left) - (all - seen);
    report.compared.push_back({.with = path, .is_revision = false, .known = seen, .stale = {}});
    if (all > compare::most_known)
        return Error{fmt::format("{}: a baseline has at most {} findings, and these are {}", path,
                                 compare::most_known, all)};
    const std::string text = compare::baseline_text(std::move(accepted));
    if (text.size() > compare::largest_baseline)
        return Error{fmt::format("{}: a baseline has at most {} MiB", path,
                                 compare::largest_baseline >> 20U)};
    if (auto written = input::write_file(path, text); !written) return written.error();
    return fmt::format("{} {} accepted by {}{}: `--baseline {}` lets them pass",
                       terminal::counted(all, "finding"), all == 1 ? "is" : "are",
                       terminal::visible_path(path), changes(added, removed),
                       terminal::visible_path(path));
}

void leave_what_is_new(Former former, const check::Job& job, report::Report& report) {
    const input::ProjectPaths& paths = report.paths;
    std::vector<compare::KnownFinding> known;
    check::Job then = job;
    then.files = compare::in_tree(former.since.before, report.paths.root());
    for (const check::Outcome& outcome :
         projects::check(then, std::move(former.request)).outcomes) {
        if (!outcome.digest) continue;
        for (const check::Record& record : outcome.digest->records)
            if (!record.suppressed)
                known.push_back(
                    compare::renamed(former.since, compare::known_finding(record, paths)));
    }
    const std::size_t accepted = count_known(report); // by a baseline, which was asked first
    (void)compare::compare(report.records, known, paths);
    report.compared.push_back({.with = former.revision,
                               .is_revision = true,
                               .known = count_known(report) - accepted,
                               .stale = {}});
    std::erase_if(report.records, [](const check::Record& record) {
        return record.comparison == check::Comparison::known;
    });
}

} // namespace dropcap
