// SARIF 2.1.0 as GitHub code scanning and Azure DevOps take it: cli contract in docs, checked with sarif-multitool's Sarif, Gh and Ado
// rules.

#include "lint/report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view home = "https://github.com/dropcap/dropcap";
/// GitHub takes 5,000 results of a run; the most severe ones come first.
constexpr std::size_t most_results = 5000;

std::string_view level(Severity severity) { return severity_name(severity); } // SARIF has the same three words

/// "missing-drop-all" → "MissingDropAll": SARIF wants a name in Pascal case that is not the id in other letters ("mknod" → "MknodRule").
std::string pascal_case(std::string_view id) {
    std::string name;
    bool upper = true;
    for (const char letter : id) {
        if (letter == '-')
            upper = true;
        else
            name += upper ? static_cast<char>(letter - 'a' + 'A') : letter, upper = false;
    }
    return id.find('-') == std::string_view::npos ? name + "Rule" : name;
}

/// Azure DevOps asks every run to name its pipeline. There the pipeline's own variables say it; elsewhere the run is dropcap's own, and
/// always the same, so that GitHub sees one category. -1 is Azure's word for "no saved definition"; the phase has to be some GUID.
Json automation_json() {
    const auto variable = [](const char* name, std::string_view otherwise) {
        const char* const value = std::getenv("TF_BUILD") != nullptr ? std::getenv(name) : nullptr;
        return std::string(value != nullptr && *value != '\0' ? value : otherwise);
    };
    constexpr std::string_view build = "azuredevops/pipeline/build";
    const std::string definition = variable("SYSTEM_DEFINITIONID", "-1");
    return {{"id", fmt::format("{}/{}/{}/", build, variable("SYSTEM_TEAMPROJECT", "dropcap"), definition)},
            {"properties",
             {{fmt::format("{}/buildDefinitionId", build), definition},
              {fmt::format("{}/buildDefinitionName", build), variable("BUILD_DEFINITIONNAME", "dropcap")},
              {fmt::format("{}/phaseId", build), variable("SYSTEM_PHASEID", "d0d0ca9e-0000-4000-8000-000000000001")},
              {fmt::format("{}/phaseName", build), variable("SYSTEM_PHASENAME", "dropcap")}}}};
}

std::string sentence(std::string_view text) { return text.ends_with('.') ? std::string(text) : std::string(text) + "."; }

Json rule_json(const Rule& rule) {
    const std::string page = fmt::format("{}/blob/main/docs/rules.md#{}", home, rule.id);
    std::string help(rule.help);
    std::string markdown = help;
    for (const std::string_view reference : rule.references)
        if (!reference.empty()) help += fmt::format("\n{}", reference), markdown += fmt::format("\n- <{}>", reference);
    return {{"id", rule.id},
            {"name", pascal_case(rule.id)},
            {"shortDescription", {{"text", sentence(rule.summary)}}},
            {"fullDescription", {{"text", sentence(rule.summary)}}},
            {"help", {{"text", help}, {"markdown", markdown}}},
            {"helpUri", page},
            {"defaultConfiguration", {{"level", level(rule.severity)}}},
            {"properties",
             {{"precision", rule.group == Group::standard ? "very-high" : "high"},
              {"security-severity", rule.security_severity},
              {"tags", Json::array({"security", "containers", "linux-capabilities", group_name(rule.group)})}}}};
}

/// RFC 3986: everything but unreserved characters and the slash as %XX.
std::string as_uri(std::string_view path) {
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
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
    explicit Writer(const Report& report) : report_(report) {}

    [[nodiscard]] Json artifact(const std::string& path) const {
        const std::string inside = path_in_project(path, report_.root);
        if (inside.empty() && path.starts_with('/')) return {{"uri", "file://" + as_uri(path)}};
        return {{"uri", as_uri(inside.empty() ? path : inside)}, {"uriBaseId", "%SRCROOT%"}};
    }

    [[nodiscard]] Json location(const Document& document, const Place& place) const {
        const Source& source = document.source(place);
        const Location where = locate(document, place);
        const std::uint32_t from = where.start.line > 1 ? where.start.line - 1 : 1;
        const std::uint32_t to = std::min(where.start.line + 1, source.line_count());
        const Span context{source.line_span(from).begin, source.line_span(to).end};
        const std::string_view snippet = source.slice(place.span);
        Json region = {{"startLine", where.start.line},
                       {"startColumn", where.start.column},
                       {"endLine", where.end.line},
                       {"endColumn", where.end.column}};
        if (!snippet.empty()) region["snippet"] = {{"text", snippet}};
        Json physical = {{"artifactLocation", artifact(source.path())}, {"region", std::move(region)}};
        if (context.size() > 0 && context.size() < 4096)
            physical["contextRegion"] = {{"startLine", from}, {"endLine", to}, {"snippet", {{"text", source.slice(context)}}}};
        return {{"physicalLocation", std::move(physical)}};
    }

    [[nodiscard]] Json fix(const Document& document, const Fix& fix) const {
        Json changes = Json::array();
        for (const Edit& edit : fix.edits) {
            const Location where = locate(document, edit.at);
            Json region = {{"startLine", where.start.line},
                           {"startColumn", where.start.column},
                           {"endLine", where.end.line},
                           {"endColumn", where.end.column}};
            changes.push_back(
                {{"artifactLocation", artifact(document.source(edit.at).path())},
                 {"replacements", Json::array({{{"deletedRegion", std::move(region)}, {"insertedContent", {{"text", edit.text}}}}})}});
        }
        return {{"description", {{"text", sentence(fix.message)}}}, {"artifactChanges", std::move(changes)}};
    }

    [[nodiscard]] Json result(const Document& document, const Finding& finding, const std::string& fingerprint) const {
        const auto index = std::ranges::lower_bound(report_.rules, finding.rule->id, {}, &Rule::id) - report_.rules.begin();
        Json row = {
            {"ruleId", finding.rule->id},
            {"ruleIndex", index},
            {"level", level(finding.severity)},
            {"message", {{"text", sentence(finding.flag.message)}}},
            {"locations", Json::array({location(document, finding.flag.at)})},
            {"partialFingerprints", {{"primaryLocationLineHash", line_hash(document, finding)}, {"dropcapFinding/v1", fingerprint}}}};
        for (const Note& note : finding.flag.notes) {
            Json related = location(document, note.at);
            related["id"] = row.contains("relatedLocations") ? row["relatedLocations"].size() + 1 : 1;
            related["message"] = {{"text", sentence(note.message)}};
            row["relatedLocations"].push_back(std::move(related));
        }
        if (finding.flag.fix) row["fixes"] = Json::array({fix(document, *finding.flag.fix)});
        if (finding.suppressed)
            row["suppressions"] = Json::array({{{"kind", "inSource"}, {"justification", finding.suppressed->justification}}});
        return row;
    }

  private:
    /// GitHub's own fingerprint: the text of the line. What stands elsewhere in the file does not change it.
    static std::string line_hash(const Document& document, const Finding& finding) {
        const Source& source = document.source(finding.flag.at);
        std::uint64_t value = 0xCBF29CE484222325U;
        for (const char byte : source.line(source.position(finding.flag.at.span.begin).line))
            if (byte != ' ' && byte != '\t') value = (value ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
        return fmt::format("{:016x}:1", value);
    }

    const Report& report_;
};

/// Where a finding stands in the report: (file, finding).
using Index = std::pair<std::size_t, std::size_t>;

/// Every finding in order, or the most severe ones in order where there are more than a run may hold.
std::vector<Index> chosen(const Report& report) {
    std::vector<Index> all;
    for (std::size_t file = 0; file < report.results.size(); ++file)
        for (std::size_t index = 0; index < report.results[file].linted.findings.size(); ++index) all.emplace_back(file, index);
    if (all.size() <= most_results) return all;
    const auto severity = [&](const Index& at) { return report.results[at.first].linted.findings[at.second].severity; };
    std::ranges::stable_sort(all, std::greater{}, severity);
    all.resize(most_results);
    std::ranges::sort(all);
    return all;
}

} // namespace

std::string render_sarif(const Report& report) {
    const Writer writer(report);
    Json rules = Json::array();
    for (const Rule* rule : report.rules) rules.push_back(rule_json(*rule));
    Json results = Json::array();
    const auto names = fingerprints(report);
    for (const auto& [file, index] : chosen(report)) {
        const FileResult& result = report.results[file];
        results.push_back(writer.result(*result.document, result.linted.findings[index], names[file][index]));
    }
    Json notices = Json::array();
    for (const Skipped& skipped : report.skipped)
        notices.push_back({{"level", "note"},
                           {"message", {{"text", sentence("Not judged: " + skipped.reason)}}},
                           {"locations", Json::array({{{"physicalLocation", {{"artifactLocation", writer.artifact(skipped.path)}}}}})}});
    Json run = {{"tool",
                 {{"driver",
                   {{"name", "dropcap"},
                    {"fullName", "dropcap " DROPCAP_VERSION},
                    {"version", DROPCAP_VERSION},
                    {"semanticVersion", DROPCAP_VERSION},
                    {"organization", "dropcap"},
                    {"informationUri", home},
                    {"rules", std::move(rules)}}}}},
                {"automationDetails", automation_json()},
                {"invocations", Json::array({{{"executionSuccessful", true}, {"toolExecutionNotifications", std::move(notices)}}})},
                {"originalUriBaseIds", {{"%SRCROOT%", {{"description", {{"text", "The root of the repository."}}}}}}},
                {"columnKind", "unicodeCodePoints"},
                {"results", std::move(results)}};
    const Json whole = {
        {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace dropcap
