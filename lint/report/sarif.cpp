// SARIF 2.1.0 as GitHub code scanning and Azure DevOps take it: cli contract in docs, checked with
// sarif-multitool's Sarif, Gh and Ado rules.

#include "lint/report/report.hpp"

#include "lint/report/json_list.hpp"
#include "model/ascii.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace dropcap::report {
namespace {

using Json = nlohmann::ordered_json;

/// Bytes that are not UTF-8 become U+FFFD: JSON has no other way to say them.
std::string dumped(const Json& value) {
    return value.dump(json_indent, ' ', false, Json::error_handler_t::replace);
}

/// GitHub takes 5,000 results of a run; the most severe ones come first.
constexpr std::size_t most_results = 5000;

std::string_view level(Severity severity) {
    return severity_name(severity);
} // SARIF has the same three words

/// "missing-drop-all" → "MissingDropAll": SARIF wants a name in Pascal case that is not the id in
/// other letters ("mknod" → "MknodRule").
std::string pascal_case(std::string_view id) {
    std::string name;
    bool upper = true;
    for (const char letter : id) {
        if (letter == '-')
            upper = true;
        else
            name += upper ? to_upper(letter) : letter, upper = false;
    }
    return id.find('-') == std::string_view::npos ? name + "Rule" : name;
}

/// Azure DevOps asks every run to name its pipeline. There the pipeline's own variables say it;
/// elsewhere the run is dropcap's own, and always the same, so that GitHub sees one category. -1 is
/// Azure's word for "no saved definition"; the phase has to be some GUID.
Json automation_json() {
    const auto variable = [](const char* name, std::string_view otherwise) {
        const char* const value = std::getenv("TF_BUILD") != nullptr ? std::getenv(name) : nullptr;
        return std::string(value != nullptr && *value != '\0' ? value : otherwise);
    };
    constexpr std::string_view build = "azuredevops/pipeline/build";
    const std::string definition = variable("SYSTEM_DEFINITIONID", "-1");
    return {{"id", fmt::format("{}/{}/{}/", build, variable("SYSTEM_TEAMPROJECT", "dropcap"),
                               definition)},
            {"properties",
             {{fmt::format("{}/buildDefinitionId", build), definition},
              {fmt::format("{}/buildDefinitionName", build),
               variable("BUILD_DEFINITIONNAME", "dropcap")},
              {fmt::format("{}/phaseId", build),
               variable("SYSTEM_PHASEID", "d0d0ca9e-0000-4000-8000-000000000001")},
              {fmt::format("{}/phaseName", build), variable("SYSTEM_PHASENAME", "dropcap")}}}};
}

std::string sentence(std::string_view text) {
    return text.ends_with('.') ? std::string(text) : std::string(text) + ".";
}

/// The text of a link, in which SARIF (3.11.6) wants brackets and backslashes escaped.
std::string link_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char byte : text) {
        if (byte == '[' || byte == ']' || byte == '\\') out += '\\';
        out += byte;
    }
    return out;
}

/// Text of a message that is no link. Elsewhere brackets may stand for themselves, and viewers that
/// go by the letter of SARIF 2.1.0 show the backslash of an escape (`cap_drop: [ALL]` is frequent);
/// only what would read as a link is escaped.
std::string plain_text(std::string_view text) {
    return text.find("](") == std::string_view::npos ? std::string(text) : link_text(text);
}

/// A sentence of what is a clause: "keep one of the two" → "Keep one of the two."
std::string as_sentence(std::string_view clause) {
    std::string text = sentence(clause);
    text[0] = to_upper(text[0]);
    return text;
}

/// What a related place is called in the message and at the place.
std::string_view label_of(const check::RelatedRecord& related) {
    return related.text.empty() ? std::string_view("see here") : std::string_view(related.text);
}

/// Title and help, and a link to each related place: viewers show only those that a message links.
std::string message_text(const check::Record& record) {
    std::string text = plain_text(sentence(record.title));
    if (!record.help.empty()) append(text, {" ", plain_text(as_sentence(record.help))});
    for (std::size_t at = 0; at < record.related.size(); ++at)
        append(text, {at == 0 ? " See: [" : ", [", link_text(label_of(record.related[at])), "](",
                      std::to_string(at + 1), ")"});
    if (!record.related.empty()) text += '.';
    return text;
}

/// The summary and why it matters: the first paragraph of the help. GitHub shows 1,024 characters.
std::string full_description(const Rule& rule) {
    std::string text =
        sentence(rule.summary) + " " + std::string(rule.help.substr(0, rule.help.find("\n\n")));
    std::ranges::replace(text, '\n', ' ');
    return sentence(text);
}

Json rule_json(const Rule& rule) {
    std::string help(rule.help);
    std::string markdown = help;
    for (const std::string_view reference : rule.references)
        if (!reference.empty())
            help += fmt::format("\n{}", reference), markdown += fmt::format("\n- <{}>", reference);
    return {{"id", rule.id},
            {"name", pascal_case(rule.id)},
            {"shortDescription", {{"text", sentence(rule.summary)}}},
            {"fullDescription", {{"text", full_description(rule)}}},
            {"help", {{"text", help}, {"markdown", markdown}}},
            {"helpUri", rule_page(rule)},
            {"defaultConfiguration", {{"level", level(rule.severity)}}},
            {"properties",
             {{"precision", rule.group == Group::standard ? "very-high" : "high"},
              {"security-severity", rule.security_severity},
              {"tags", Json::array({"security", "containers", "linux-capabilities",
                                    group_name(rule.group)})}}}};
}

/// RFC 3986: everything but unreserved characters and the slash as %XX.
std::string as_uri(std::string_view path) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri;
    for (const char byte : path) {
        if (unreserved.find(byte) != std::string_view::npos)
            uri += byte;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
    return uri;
}

class Writer {
  public:
    explicit Writer(const Report& report) : report_(report), paths_(report.paths) {}

    [[nodiscard]] Json artifact(const std::string& path) const {
        const std::string& inside = paths_.relative(path);
        if (!inside.empty()) return {{"uri", as_uri(inside)}, {"uriBaseId", "%SRCROOT%"}};
        std::error_code
            error; // a working directory that is gone, or no path at all, ends no report
        return {
            {"uri",
             "file://" +
                 as_uri(
                     std::filesystem::absolute(path, error).lexically_normal().generic_string())}};
    }

    [[nodiscard]] Json location(const terminal::Excerpt& excerpt) const {
        Json area = region(excerpt.where);
        if (!excerpt.text.empty()) area["snippet"] = {{"text", excerpt.text}};
        Json physical = {{"artifactLocation", artifact(excerpt.where.path)},
                         {"region", std::move(area)}};
        if (!excerpt.context.empty())
            physical["contextRegion"] = {{"startLine", excerpt.context_from},
                                         {"endLine", excerpt.context_to},
                                         {"snippet", {{"text", excerpt.context}}}};
        return {{"physicalLocation", std::move(physical)}};
    }

    [[nodiscard]] Json fix(const check::FixRecord& fix) const {
        Json changes = Json::array();
        for (const check::EditRecord& edit : fix.edits)
            changes.push_back(
                {{"artifactLocation", artifact(edit.at.path)},
                 {"replacements", Json::array({{{"deletedRegion", region(edit.at)},
                                                {"insertedContent", {{"text", edit.text}}}}})}});
        return {{"description", {{"text", sentence(fix.how())}}},
                {"artifactChanges", std::move(changes)}};
    }

    [[nodiscard]] Json result(const check::Record& record) const {
        const auto index = std::ranges::lower_bound(report_.rules, record.rule->id, {}, &Rule::id) -
                           report_.rules.begin();
        Json row = {{"ruleId", record.rule->id},
                    {"ruleIndex", index},
                    {"level", level(record.severity)},
                    {"message", {{"text", message_text(record)}}},
                    {"locations", Json::array({location(record.at)})},
                    {"partialFingerprints",
                     {{"primaryLocationLineHash", check::hexadecimal(record.line_hash) + ":1"},
                      {"dropcapFinding/v2", check::hexadecimal(record.fingerprint)}}}};
        for (std::size_t at = 0; at < record.related.size(); ++at) {
            Json related = location(record.related[at].at);
            related["id"] = at + 1;
            related["message"] = {{"text", plain_text(as_sentence(label_of(record.related[at])))}};
            row["relatedLocations"].push_back(std::move(related));
        }
        if (!record.notes.empty()) row["properties"] = {{"notes", record.notes}};
        if (record.comparison) row["baselineState"] = baseline_state(*record.comparison);
        if (record.fix) row["fixes"] = Json::array({fix(*record.fix)});
        if (record.suppressed)
            row["suppressions"] =
                Json::array({{{"kind", suppression_kind(record.suppressed->by)},
                              {"justification", record.suppressed->justification}}});
        return row;
    }

  private:
    static Json region(const terminal::Location& where) {
        return {{"startLine", where.start.line},
                {"startColumn", where.start.column},
                {"endLine", where.end.line},
                {"endColumn", where.end.column}};
    }

    const Report& report_;
    const input::ProjectPaths& paths_;
};

/// The findings, those that count and the most severe first, as many as a run may hold.
std::vector<const check::Record*> chosen(const Report& report) {
    std::vector<const check::Record*> all;
    all.reserve(report.records.size());
    for (const check::Record& record : report.records) all.push_back(&record);
    std::ranges::stable_sort(all, std::greater{}, [](const check::Record* record) {
        return std::pair(record->counts(), record->severity);
    });
    all.resize(std::min(all.size(), most_results));
    return all;
}

} // namespace

void write_sarif(const Report& report, const input::Sink& sink) {
    const Writer writer(report);
    Json rules = Json::array();
    for (const Rule* rule : report.rules) rules.push_back(rule_json(*rule));
    const auto results = chosen(report);
    Json notices = Json::array();
    for (const input::Skipped& skipped : report.skipped)
        notices.push_back(
            {{"level", "note"},
             {"message",
              {{"text",
                sentence("Not checked: " + (skipped.detail.empty() ? "" : skipped.detail + ": ") +
                         skipped.reason)}}},
             {"locations",
              Json::array({{{"physicalLocation",
                             {{"artifactLocation", writer.artifact(skipped.path)}}}}})}});
    Json run = {
        {"tool",
         {{"driver",
           {{"name", "dropcap"},
            {"fullName", "dropcap " DROPCAP_VERSION},
            {"version", DROPCAP_VERSION},
            {"semanticVersion", DROPCAP_VERSION},
            {"organization", "dropcap"},
            {"informationUri", home_page},
            {"rules", std::move(rules)}}}}},
        {"automationDetails", automation_json()},
        {"invocations", Json::array({{{"executionSuccessful", true},
                                      {"toolExecutionNotifications", std::move(notices)}}})},
        {"originalUriBaseIds",
         {{"%SRCROOT%", {{"description", {{"text", "The root of the repository."}}}}}}},
        {"columnKind", "unicodeCodePoints"},
        {"results", nullptr}};
    const Json whole = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                        {"version", "2.1.0"},
                        {"runs", Json::array({std::move(run)})}};
    write_json_list(
        {.whole = dumped(whole), .key = "results", .depth = 4}, results.size(),
        [&](std::size_t number) { return dumped(writer.result(*results[number])); }, sink);
}

} // namespace dropcap::report
