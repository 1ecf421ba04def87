// `check --format json`: every finding with its place, notes, fix and name.

#include "lint/report.hpp"

#include <nlohmann/json.hpp>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

Json place_json(const Document& document, const Place& place) {
    const Location where = locate(document, place);
    return {{"file", where.path},
            {"line", where.start.line},
            {"column", where.start.column},
            {"endLine", where.end.line},
            {"endColumn", where.end.column}};
}

Json notes_json(const Document& document, const std::vector<Note>& notes) {
    Json list = Json::array();
    for (const Note& note : notes) {
        Json row = place_json(document, note.at);
        row["message"] = note.message;
        list.push_back(std::move(row));
    }
    return list;
}

Json fix_json(const Document& document, const std::optional<Fix>& fix) {
    if (!fix) return nullptr;
    Json edits = Json::array();
    for (const Edit& edit : fix->edits) {
        Json row = place_json(document, edit.at);
        row["text"] = edit.text;
        edits.push_back(std::move(row));
    }
    return {{"message", fix->message}, {"safe", fix->safe}, {"edits", std::move(edits)}};
}

Json finding_json(const Document& document, const Finding& finding, const std::string& fingerprint) {
    Json row = {{"rule", finding.rule->id}, {"severity", severity_name(finding.severity)}, {"message", finding.flag.message}};
    row.update(place_json(document, finding.flag.at));
    row["container"] = finding.container.empty() ? Json(nullptr) : Json(finding.container);
    row["notes"] = notes_json(document, finding.flag.notes);
    row["fix"] = fix_json(document, finding.flag.fix);
    row["suppressed"] =
        finding.suppressed ? Json{{"kind", "inSource"}, {"justification", finding.suppressed->justification}} : Json(nullptr);
    row["fingerprint"] = fingerprint;
    return row;
}

} // namespace

std::string render_json(const Report& report) {
    Json findings = Json::array();
    const auto names = fingerprints(report);
    for (std::size_t file = 0; file < report.results.size(); ++file) {
        const FileResult& result = report.results[file];
        for (std::size_t index = 0; index < result.linted.findings.size(); ++index)
            findings.push_back(finding_json(*result.document, result.linted.findings[index], names[file][index]));
    }
    Json skipped = Json::array();
    for (const Skipped& file : report.skipped) skipped.push_back({{"file", file.path}, {"reason", file.reason}});
    const Json whole = {{"version", 1},
                        {"findings", std::move(findings)},
                        {"summary", {{"files", report.files}, {"containers", report.containers}, {"skipped", std::move(skipped)}}}};
    // Bytes that are not UTF-8 become U+FFFD: JSON has no other way to say them.
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace dropcap
