// reviewdog's diagnostic format, which turns fixes into suggestions of a review.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf; its columns count bytes, not
// characters.

#include "lint/report/report.hpp"

#include "lint/report/json_list.hpp"
#include "lint/terminal/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dropcap::report {
namespace {

using Json = nlohmann::ordered_json;

/// Bytes that are not UTF-8 become U+FFFD: JSON has no other way to say them.
std::string dumped(const Json& value) {
    return value.dump(json_indent, ' ', true, Json::error_handler_t::replace);
}

std::string_view rdf_severity(Severity severity) {
    return severity == Severity::error     ? "ERROR"
           : severity == Severity::warning ? "WARNING"
                                           : "INFO";
}

Json range(const terminal::Location& where) {
    return {{"start", {{"line", where.start.line}, {"column", where.start_byte}}},
            {"end", {{"line", where.end.line}, {"column", where.end_byte}}}};
}

/// A suggestion stands for itself: a fix that needs several edits cannot be reported so, half of it
/// would be wrong.
const check::EditRecord* suggestion(const check::Record& record) {
    if (!record.fix || record.fix->edits.size() != 1) return nullptr;
    const check::EditRecord& edit = record.fix->edits.front();
    return edit.at.path == record.at.where.path ? &edit : nullptr;
}

Json related(const check::RelatedRecord& note, const input::ProjectPaths& paths) {
    return {
        {"message", terminal::visible(note.text)},
        {"location", {{"path", paths.shown(note.at.where.path)}, {"range", range(note.at.where)}}}};
}

Json diagnostic(const check::Record& record, const input::ProjectPaths& paths) {
    Json row = {{"message", terminal::visible(record.message())},
                {"location",
                 {{"path", paths.shown(record.at.where.path)}, {"range", range(record.at.where)}}},
                {"severity", rdf_severity(record.severity)},
                {"code", {{"value", record.rule->id}, {"url", rule_page(*record.rule)}}}};
    if (const check::EditRecord* const edit = suggestion(record))
        row["suggestions"] = Json::array({{{"range", range(edit->at)}, {"text", edit->text}}});
    for (const check::RelatedRecord& note : record.related)
        row["relatedLocations"].push_back(related(note, paths));
    return row;
}

} // namespace

void write_rdjson(const Report& report, const input::Sink& sink) {
    const input::ProjectPaths& paths = report.paths;
    const auto findings = open_findings(report);
    const Json whole = {{"source", {{"name", "dropcap"}, {"url", home_page}}},
                        {"diagnostics", nullptr}};
    write_json_list(
        {.whole = dumped(whole), .key = "diagnostics", .depth = 2}, findings.size(),
        [&](std::size_t number) { return dumped(diagnostic(*findings[number], paths)); }, sink);
}

} // namespace dropcap::report
