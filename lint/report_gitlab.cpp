// GitLab's code quality report: the findings of a merge request beside its diff.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

#include "lint/report.hpp"
#include "lint/text.hpp"

#include <nlohmann/json.hpp>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

/// GitLab knows info, minor, major, critical and blocker.
std::string_view gitlab_severity(Severity severity) {
    return severity == Severity::error ? "critical" : severity == Severity::warning ? "major" : "info";
}

Json issue(const Record& record, const ProjectPaths& paths) {
    return {{"description", visible(record.message)},
            {"check_name", record.rule->id},
            {"fingerprint", record.fingerprint},
            {"severity", gitlab_severity(record.severity)},
            {"location",
             {{"path", paths.shown(record.at.where.path)},
              {"lines", {{"begin", record.at.where.start.line}, {"end", record.at.where.end.line}}}}}};
}

} // namespace

std::string render_gitlab(const Report& report) {
    const ProjectPaths paths(report.root);
    Json issues = Json::array();
    for (const Record* record : open_findings(report)) issues.push_back(issue(*record, paths));
    return inert_json(issues.dump(2, ' ', true, Json::error_handler_t::replace)) + "\n";
}

} // namespace dropcap
