// `check --format json`: every finding with its place, notes, fix and name.

#include "lint/report.hpp"
#include "lint/text.hpp"

#include <nlohmann/json.hpp>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

Json place_json(const Location& where) {
    return {{"file", where.path},
            {"line", where.start.line},
            {"column", where.start.column},
            {"endLine", where.end.line},
            {"endColumn", where.end.column}};
}

Json notes_json(const std::vector<NoteRecord>& notes) {
    Json list = Json::array();
    for (const NoteRecord& note : notes) {
        Json row = place_json(note.at.where);
        row["message"] = note.message;
        list.push_back(std::move(row));
    }
    return list;
}

Json fix_json(const std::optional<FixRecord>& fix) {
    if (!fix) return nullptr;
    Json edits = Json::array();
    for (const EditRecord& edit : fix->edits) {
        Json row = place_json(edit.at);
        row["text"] = edit.text;
        edits.push_back(std::move(row));
    }
    return {{"message", fix->message}, {"safe", fix->safe}, {"edits", std::move(edits)}};
}

Json suppressed_json(const Record& record) {
    if (!record.suppressed) return nullptr;
    return {{"kind", suppression_kind(record.suppressed->by)}, {"justification", record.suppressed->justification}};
}

Json compared_json(const Report& report) {
    Json list = Json::array();
    for (const ComparedWith& one : report.compared)
        list.push_back({{"with", one.with}, {"unchanged", one.known}, {"stale", one.stale.size()}});
    return list;
}

Json finding_json(const Record& record) {
    Json row = {{"rule", record.rule->id}, {"severity", severity_name(record.severity)}, {"message", record.message}};
    row.update(place_json(record.at.where));
    row["container"] = record.container.empty() ? Json(nullptr) : Json(record.container);
    row["notes"] = notes_json(record.notes);
    row["fix"] = fix_json(record.fix);
    row["suppressed"] = suppressed_json(record);
    row["baselineState"] = record.comparison ? Json(baseline_state(*record.comparison)) : Json(nullptr);
    row["fingerprint"] = record.fingerprint;
    return row;
}

} // namespace

std::string render_json(const Report& report) {
    Json findings = Json::array();
    for (const Record& record : report.records) findings.push_back(finding_json(record));
    Json skipped = Json::array();
    for (const Skipped& file : report.skipped)
        skipped.push_back(
            {{"file", file.path}, {"line", file.at.line}, {"column", file.at.column}, {"reason", file.reason}, {"detail", file.detail}});
    const Json whole = {{"version", 1},
                        {"findings", std::move(findings)},
                        {"summary",
                         {{"files", report.files},
                          {"containers", report.containers},
                          {"skipped", std::move(skipped)},
                          {"compared", compared_json(report)}}}};
    // Bytes that are not UTF-8 become U+FFFD: JSON has no other way to say them.
    return inert_json(whole.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

} // namespace dropcap
