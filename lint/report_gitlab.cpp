// GitLab's code quality report: the findings of a merge request beside its diff.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

#include "lint/json_list.hpp"
#include "lint/report.hpp"
#include "lint/text.hpp"

#include <nlohmann/json.hpp>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

/// Bytes that are not UTF-8 become U+FFFD: JSON has no other way to say them.
std::string dumped(const Json& value) { return value.dump(json_indent, ' ', true, Json::error_handler_t::replace); }

/// GitLab knows info, minor, major, critical and blocker.
std::string_view gitlab_severity(Severity severity) {
    return severity == Severity::error ? "critical" : severity == Severity::warning ? "major" : "info";
}

Json issue(const Record& record, const ProjectPaths& paths) {
    return {{"description", visible(record.message)},
            {"check_name", record.rule->id},
            {"fingerprint", hexadecimal(record.fingerprint)},
            {"severity", gitlab_severity(record.severity)},
            {"location",
             {{"path", paths.shown(record.at.where.path)},
              {"lines", {{"begin", record.at.where.start.line}, {"end", record.at.where.end.line}}}}}};
}

} // namespace

void write_gitlab(const Report& report, const Sink& sink) {
    const ProjectPaths& paths = report.paths;
    const auto findings = open_findings(report);
    write_json_list(
        {.whole = "null", .key = {}, .depth = 1}, findings.size(),
        [&](std::size_t number) { return dumped(issue(*findings[number], paths)); }, sink);
}

} // namespace dropcap
