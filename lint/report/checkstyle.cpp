// Checkstyle's XML, which many review tools and Jenkins plugins read: the findings of each file.

#include "lint/report/report.hpp"

#include "lint/report/xml.hpp"

#include <fmt/format.h>

#include <iterator>
#include <map>

namespace dropcap::report {
namespace {

std::string_view checkstyle_severity(Severity severity) {
    return severity == Severity::note ? "info" : severity_name(severity);
}

void append_error(std::string& out, const check::Record& record) {
    fmt::format_to(
        std::back_inserter(out),
        "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"dropcap.{}\"/>\n",
        record.at.where.start.line, record.at.where.start.column,
        checkstyle_severity(record.severity), xml_text(record.message()), record.rule->id);
}

} // namespace

std::string render_checkstyle(const Report& report) {
    const input::ProjectPaths& paths = report.paths;
    std::map<std::string, std::vector<const check::Record*>> by_file;
    for (const check::Record* record : open_findings(report))
        by_file[paths.shown(record->at.where.path)].push_back(record);
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n";
    for (const auto& [file, records] : by_file) {
        fmt::format_to(std::back_inserter(out), "  <file name=\"{}\">\n", xml_text(file));
        for (const check::Record* record : records) append_error(out, *record);
        out += "  </file>\n";
    }
    return out + "</checkstyle>\n";
}

} // namespace dropcap::report
