// GitLab's code quality report: the findings of a merge request next to its diff.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

#include "lint/report/report.hpp"

#include "lint/report/json_list.hpp"
#include "lint/terminal/text.hpp"

#include <nlohmann/json.hpp>

namespace dropcap::report {
namespace {

using Json = nlohmann::ordered_json;

/// Bytes that are not UTF-8 become U+FFFD: JSON has no other way to say them.
std::string dumped(const Json& value) {
    return value.dump(json_indent, ' ', true, Json::error_handler_t::replace);
}

/// GitLab knows info, minor, major, critical and blocker.
std::string_view gitlab_severity(Severity severity) {
    return severity == Severity::error     ? "critical"
           : severity == Severity::warning ? "major"
                                           : "info";
}

Json issue(const check::Record& record, const input::ProjectPaths& paths) {
    return {
        {"description", terminal::visible(record.message())},
        {"check_name", record.rule->id},
        {"fingerprint", check::hexadecimal(record.fingerprint)},
        {"severity", gitlab_severity(record.severity)},
        {"location",
         {{"path", paths.shown(record.at.where.path)},
          {"lines", {{"begin", record.at.where.start.line}, {"end", record.at.where.end.line}}}}}};
}

} // namespace

void write_gitlab(const Report& report, const input::Sink& sink) {
    const input::ProjectPaths& paths = report.paths;
    const auto findings = open_findings(report);
    write_json_list(
        {.whole = "null", .key = {}, .depth = 1}, findings.size(),
        [&](std::size_t number) { return dumped(issue(*findings[number], paths)); }, sink);
}

} // namespace dropcap::report
