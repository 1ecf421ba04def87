#include "lint/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::report {
namespace {

/// A format that looks the same on every terminal.
template <void (*Write)(const Report&, const input::Sink&)>
void plain(const Report& report, terminal::Style, const input::Sink& sink) {
    Write(report, sink);
}

/// The same of one that is made in one piece.
template <std::string (*Render)(const Report&)>
void whole(const Report& report, terminal::Style, const input::Sink& sink) {
    sink(Render(report));
}

void write_caps_table(const Report& report, terminal::Style style, const input::Sink& sink) {
    sink(render_caps_table(report, style));
}

constexpr ReportFormat formats_of_check[] = {
    {"full", "for people: the words underlined, why it matters, what to do", Summary::follows,
     write_full},
    {"concise", "path:line:column: severity[rule] message, one line per finding", Summary::follows,
     write_concise},
    {"json", "everything, for scripts", Summary::inside, plain<write_json>},
    {"sarif", "SARIF 2.1.0 for code scanning and editors", Summary::inside, plain<write_sarif>},
    {"github", "workflow commands: annotations in GitHub Actions", Summary::follows,
     whole<render_github>},
    {"gitlab", "GitLab's code quality report", Summary::aside, plain<write_gitlab>},
    {"junit", "JUnit XML: one suite per file, one failed test per finding", Summary::inside,
     whole<render_junit>},
    {"checkstyle", "Checkstyle XML", Summary::aside, whole<render_checkstyle>},
    {"rdjson", "reviewdog's diagnostics, with fixes as suggestions", Summary::aside,
     plain<write_rdjson>},
};

constexpr ReportFormat formats_of_caps[] = {
    {"table", "for people", Summary::follows, write_caps_table},
    {"json", "for scripts", Summary::inside, whole<render_caps_json>},
};

} // namespace

std::span<const ReportFormat> check_formats() { return formats_of_check; }

std::span<const ReportFormat> caps_formats() { return formats_of_caps; }

const ReportFormat& find_format(std::span<const ReportFormat> formats, std::string_view name) {
    return *std::ranges::find(formats, name, &ReportFormat::name);
}

std::string_view suppression_kind(HiddenBy by) {
    return by == HiddenBy::comment ? "inSource" : "external";
}

Tally tally(const Report& report) {
    Tally counts;
    for (const check::Record& record : report.records) {
        if (record.comparison == check::Comparison::known) continue;
        if (record.suppressed)
            ++(record.suppressed->by == HiddenBy::comment ? counts.by_comments
                                                          : counts.by_configuration);
        else if (record.severity == Severity::error)
            ++counts.errors;
        else if (record.severity == Severity::warning)
            ++counts.warnings;
        else
            ++counts.notes;
    }
    return counts;
}

std::string_view baseline_state(check::Comparison comparison) {
    return comparison == check::Comparison::fresh ? "new" : "unchanged";
}

std::vector<const check::Record*> open_findings(const Report& report) {
    std::vector<const check::Record*> findings;
    for (const check::Record& record : report.records)
        if (record.counts()) findings.push_back(&record);
    return findings;
}

constinit const std::string_view home_page = DROPCAP_HOME;

std::string rule_page(const Rule& rule) {
    return fmt::format("{}/docs/rules.md#{}", home_page, rule.id);
}

} // namespace dropcap::report
