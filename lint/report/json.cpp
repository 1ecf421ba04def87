// `check --format json`: every finding with its place, notes, fix and name.

#include "lint/report/report.hpp"

#include "lint/report/json_list.hpp"
#include "model/needs.hpp"

#include <nlohmann/json.hpp>

namespace dropcap::report {
namespace {

using Json = nlohmann::ordered_json;

/// Bytes that are not UTF-8 become U+FFFD: JSON has no other way to say them.
std::string dumped(const Json& value) {
    return value.dump(json_indent, ' ', false, Json::error_handler_t::replace);
}

Json place_json(const terminal::Location& where) {
    return {{"file", where.path},
            {"line", where.start.line},
            {"column", where.start.column},
            {"endLine", where.end.line},
            {"endColumn", where.end.column}};
}

Json related_json(const std::vector<check::RelatedRecord>& related) {
    Json list = Json::array();
    for (const check::RelatedRecord& other : related) {
        Json row = place_json(other.at.where);
        row["label"] = other.text;
        list.push_back(std::move(row));
    }
    return list;
}

Json fix_json(const Rare<check::FixRecord>& fix) {
    if (!fix) return nullptr;
    Json edits = Json::array();
    for (const check::EditRecord& edit : fix->edits) {
        Json row = place_json(edit.at);
        row["text"] = edit.text;
        edits.push_back(std::move(row));
    }
    return {{"message", fix->message},
            {"safe", fix->safe},
            {"applicability",
             applicability_name(fix->safe ? Applicability::safe : Applicability::unsafe)},
            {"edits", std::move(edits)}};
}

Json suppressed_json(const check::Record& record) {
    if (!record.suppressed) return nullptr;
    return {{"kind", suppression_kind(record.suppressed->by)},
            {"justification", record.suppressed->justification}};
}

Json compared_json(const Report& report) {
    Json list = Json::array();
    for (const ComparedWith& one : report.compared)
        list.push_back({{"with", one.with}, {"unchanged", one.known}, {"stale", one.stale.size()}});
    return list;
}

Json finding_json(const check::Record& record) {
    Json row = {{"rule", record.rule->id},     {"severity", severity_name(record.severity)},
                {"message", record.message()}, {"title", record.title},
                {"label", record.label},       {"help", record.help}};
    row.update(place_json(record.at.where));
    row["container"] = record.container.empty() ? Json(nullptr) : Json(record.container);
    row["facet"] = record.facet;
    row["related"] = related_json(record.related);
    row["notes"] = record.notes;
    row["fix"] = fix_json(record.fix);
    row["suppressed"] = suppressed_json(record);
    row["baselineState"] =
        record.comparison ? Json(baseline_state(*record.comparison)) : Json(nullptr);
    row["fingerprint"] = check::hexadecimal(record.fingerprint);
    return row;
}

} // namespace

void write_json(const Report& report, const input::Sink& sink) {
    Json skipped = Json::array();
    for (const input::Skipped& file : report.skipped)
        skipped.push_back({{"file", file.path},
                           {"line", file.at.line},
                           {"column", file.at.column},
                           {"reason", file.reason},
                           {"detail", file.detail}});
    const Json whole = {{"version", 1},
                        {"findings", nullptr},
                        {"summary",
                         {{"files", report.files},
                          {"containers", report.containers},
                          {"skipped", std::move(skipped)},
                          {"compared", compared_json(report)}}}};
    write_json_list(
        {.whole = dumped(whole), .key = "findings", .depth = 2}, report.records.size(),
        [&](std::size_t number) { return dumped(finding_json(report.records[number])); }, sink);
}

} // namespace dropcap::report
