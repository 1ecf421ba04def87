// reviewdog's diagnostic format, which turns fixes into suggestions of a review.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf; its columns count bytes, not characters.

#include "lint/report.hpp"
#include "lint/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

std::string_view rdf_severity(Severity severity) {
    return severity == Severity::error ? "ERROR" : severity == Severity::warning ? "WARNING" : "INFO";
}

Json range(const Location& where) {
    return {{"start", {{"line", where.start.line}, {"column", where.start_byte}}},
            {"end", {{"line", where.end.line}, {"column", where.end_byte}}}};
}

/// A suggestion stands for itself: a fix that needs several edits cannot be told so, half of it would be wrong.
bool is_suggestion(const Record& record) {
    return record.fix && record.fix->edits.size() == 1 && record.fix->edits[0].at.path == record.at.where.path;
}

Json related(const NoteRecord& note, const ProjectPaths& paths) {
    return {{"message", visible(note.message)}, {"location", {{"path", paths.shown(note.at.where.path)}, {"range", range(note.at.where)}}}};
}

Json diagnostic(const Record& record, const ProjectPaths& paths) {
    Json row = {{"message", visible(record.message)},
                {"location", {{"path", paths.shown(record.at.where.path)}, {"range", range(record.at.where)}}},
                {"severity", rdf_severity(record.severity)},
                {"code", {{"value", record.rule->id}, {"url", rule_page(*record.rule)}}}};
    if (is_suggestion(record)) {
        const EditRecord& edit = record.fix->edits[0];
        row["suggestions"] = Json::array({{{"range", range(edit.at)}, {"text", edit.text}}});
    }
    for (const NoteRecord& note : record.notes) row["relatedLocations"].push_back(related(note, paths));
    return row;
}

} // namespace

std::string render_rdjson(const Report& report) {
    const ProjectPaths paths(report.root);
    Json diagnostics = Json::array();
    for (const Record* record : open_findings(report)) diagnostics.push_back(diagnostic(*record, paths));
    const Json whole = {{"source", {{"name", "dropcap"}, {"url", home_page}}}, {"diagnostics", std::move(diagnostics)}};
    return inert_json(whole.dump(2, ' ', true, Json::error_handler_t::replace)) + "\n";
}

} // namespace dropcap
