// What code scanning services and editors rely on in the SARIF log, point by point.
// tests/sarif_multitool asks the tool of the format's own authors as well.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace dropcap;
using fixture::Scratch;
namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

const fs::path reports = DROPCAP_ROOT "/testdata/reports";
const Words ordinary = {"compose.yaml", "wide.yaml",     "pod.yaml",
                        "windows.yaml", "template.yaml", "Dockerfile"};

Json log_of(const fs::path& where, Words words) {
    words.insert(words.begin(), {"check", "--format", "sarif"});
    const fixture::Ended ended = fixture::run({.arguments = words, .folder = where});
    CHECK(ended.err.empty());
    return Json::parse(ended.out);
}

Json run_of(const fs::path& where, const Words& words) { return log_of(where, words)["runs"][0]; }

const Json& ordinary_run() {
    static const Json run = run_of(reports, ordinary);
    return run;
}

const Json& physical(const Json& location) { return location["physicalLocation"]; }
std::string uri_of(const Json& result) {
    return physical(result["locations"][0])["artifactLocation"]["uri"];
}

/// Lines of a file without their breaks.
std::vector<std::string> lines_of(const fs::path& path) {
    std::vector<std::string> lines(1);
    for (const char letter : fixture::read_text(path)) {
        if (letter == '\n')
            lines.emplace_back();
        else if (letter != '\r')
            lines.back() += letter;
    }
    return lines;
}

/// The characters [first, last) of a line, counted from 1 in code points.
std::string columns(const std::string& line, std::size_t first, std::size_t last) {
    std::string text;
    std::size_t column = 0;
    for (const char byte : line) {
        if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++column;
        if (column >= first && column < last) text += byte;
    }
    return text;
}

/// A region is one to four numbers from 1; the end is not before the start; its snippet is what the
/// file holds there.
void check_region(const Json& region, const std::vector<std::string>& lines) {
    const std::size_t line = region["startLine"], column = region["startColumn"],
                      end_line = region["endLine"], end_column = region["endColumn"];
    CHECK(line >= 1);
    CHECK(column >= 1);
    REQUIRE(end_line <= lines.size());
    CHECK(std::pair(line, column) <= std::pair(end_line, end_column));
    if (line == end_line && region.contains("snippet"))
        CHECK(region["snippet"]["text"] == columns(lines[line - 1], column, end_column));
}

void check_context(const Json& place, const std::vector<std::string>& lines) {
    const Json& region = place["region"];
    const Json& context = place["contextRegion"];
    const std::size_t first = context["startLine"], last = context["endLine"];
    CHECK(first <= region["startLine"]);
    CHECK(last >= region["endLine"]);
    std::string text = context["snippet"]["text"];
    std::erase(text, '\r');
    std::string wanted;
    for (std::size_t line = first; line <= last; ++line)
        wanted += (line > first ? "\n" : "") + lines[line - 1];
    CHECK(text == wanted);
}

void check_location(const Json& location, const fs::path& root) {
    const Json& place = physical(location);
    const std::string uri = place["artifactLocation"]["uri"];
    INFO(uri << " " << place["region"].dump());
    CHECK_FALSE(uri.starts_with("./"));
    CHECK_FALSE(uri.starts_with("/"));
    CHECK(uri.find('\\') == std::string::npos);
    CHECK(place["artifactLocation"]["uriBaseId"] == "%SRCROOT%");
    const auto lines = lines_of(root / uri);
    check_region(place["region"], lines);
    REQUIRE(place.contains("contextRegion"));
    check_context(place, lines);
}

std::set<std::string> fingerprints(const Json& run, const std::string& kind) {
    std::set<std::string> all;
    for (const Json& result : run["results"])
        all.insert(result["partialFingerprints"][kind].get<std::string>());
    return all;
}

constexpr auto ours = "dropcapFinding/v2";

std::vector<std::string> ids(const Json& list, const char* key) {
    std::vector<std::string> all;
    for (const Json& one : list) all.push_back(one[key]);
    return all;
}

} // namespace

TEST_CASE("one run that says what made it", "[sarif_test]") {
    const Json log = log_of(reports, ordinary);
    CHECK(log["version"] == "2.1.0");
    REQUIRE(log["runs"].size() == 1);
    const Json& run = log["runs"][0];
    CHECK_FALSE(run["automationDetails"]["id"].get<std::string>().empty());
    CHECK(run["columnKind"] == "unicodeCodePoints");
    const Json& driver = run["tool"]["driver"];
    CHECK(driver["name"] == "dropcap");
    for (const char* key : {"fullName", "semanticVersion", "informationUri"})
        CHECK_FALSE(driver[key].get<std::string>().empty());
}

TEST_CASE("every rule reports what a reader wants to know of it", "[sarif_test]") {
    const Json run = run_of(reports, {"--select", "ALL", "compose.yaml"});
    CHECK(run["tool"]["driver"]["rules"].size() == all_rules().size());
    for (const Json& rule : run["tool"]["driver"]["rules"]) {
        INFO(rule["id"]);
        CHECK_FALSE(rule["name"].get<std::string>().empty());
        for (const char* key : {"shortDescription", "fullDescription", "help"})
            CHECK_FALSE(rule[key]["text"].get<std::string>().empty());
        const std::string brief = rule["shortDescription"]["text"],
                          full = rule["fullDescription"]["text"];
        CHECK(full.starts_with(brief));
        CHECK(full.size() > brief.size());
        CHECK(full.size() <= 1024);
        CHECK(full.find('\n') == std::string::npos);
        CHECK_FALSE(rule["help"]["markdown"].get<std::string>().empty());
        CHECK(rule["helpUri"].get<std::string>().starts_with("https://"));
        const Json& properties = rule["properties"];
        REQUIRE(properties["security-severity"].is_string());
        const double severity = std::stod(properties["security-severity"].get<std::string>());
        CHECK(severity > 0.0);
        CHECK(severity <= 10.0);
        CHECK((properties["precision"] == "very-high" || properties["precision"] == "high"));
        CHECK(properties["tags"].size() <= 10);
        CHECK(std::ranges::count(properties["tags"], Json("security")) == 1);
    }
}

TEST_CASE("rules[] holds the rules that ran and ruleIndex points at the result's", "[sarif_test]") {
    std::vector<std::string> usual, all;
    for (const Rule* rule : all_rules()) {
        all.emplace_back(rule->id);
        if (rule->group == Group::standard) usual.emplace_back(rule->id);
    }
    CHECK(ids(ordinary_run()["tool"]["driver"]["rules"], "id") == usual);
    CHECK(ids(run_of(reports, {"--select", "ALL", "pod.yaml"})["tool"]["driver"]["rules"], "id") ==
          all);
    CHECK(ids(run_of(reports, {"--select", "mknod,net-raw", "pod.yaml"})["tool"]["driver"]["rules"],
              "id") == std::vector<std::string>{"mknod", "net-raw", "syntax"});
    for (const Json& result : ordinary_run()["results"])
        CHECK(ordinary_run()["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]
                            ["id"] == result["ruleId"]);
}

TEST_CASE("every result has one place, in characters, with its surroundings", "[sarif_test]") {
    CHECK(ordinary_run()["results"].size() >= 15);
    for (const Json& result : ordinary_run()["results"]) {
        REQUIRE(result["locations"].size() == 1);
        // The project's root is the repository where the tests are in one, else the working
        // directory.
        check_location(result["locations"][0],
                       fs::exists(DROPCAP_ROOT "/.git") ? fs::path(DROPCAP_ROOT) : reports);
        CHECK((result["level"] == "error" || result["level"] == "warning" ||
               result["level"] == "note"));
    }
}

TEST_CASE("a place over several lines, a place that is the whole file, a last line without a break",
          "[sarif_test]") {
    const Scratch scratch;
    scratch.write(
        "folded.yaml",
        "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add: [\"SYS_\n\n\n      TME\"]");
    scratch.write("one.Dockerfile", "FROM");
    const Json run = run_of(scratch.path(), {"folded.yaml", "one.Dockerfile"});
    CHECK(run["results"].size() == 2);
    for (const Json& result : run["results"]) {
        const Json& place = physical(result["locations"][0]);
        const auto lines = lines_of(scratch.path() / uri_of(result));
        check_region(place["region"], lines);
        if (place["region"]["endLine"] != place["region"]["startLine"]) {
            check_context(place, lines);
            CHECK(place["contextRegion"]["startLine"] == 4);
            CHECK(place["contextRegion"]["endLine"] == 8);
        }
        if (uri_of(result) == "one.Dockerfile")
            CHECK_FALSE(place.contains("contextRegion")); // it would be the same once more
    }
}

TEST_CASE("a result's message names the container", "[sarif_test]") {
    const Json json = Json::parse(
        fixture::run({.arguments = {"--format", "json", "compose.yaml"}, .folder = reports}).out);
    CHECK(json["findings"].size() >= 8);
    for (const Json& finding : json["findings"])
        if (finding["container"].is_string())
            CHECK(finding["message"].get<std::string>().find(
                      "`" + finding["container"].get<std::string>() + "`") != std::string::npos);
}

TEST_CASE("notes are related locations", "[sarif_test]") {
    std::size_t related = 0;
    for (const Json& result : ordinary_run()["results"]) {
        for (const Json& place : result.value("relatedLocations", Json::array())) {
            CHECK_FALSE(place["message"]["text"].get<std::string>().empty());
            CHECK(place["physicalLocation"]["region"]["startLine"] >= 1);
            ++related;
        }
    }
    CHECK(related >= 1);
}

TEST_CASE("fixes say what to replace", "[sarif_test]") {
    std::size_t fixes = 0;
    for (const Json& result : ordinary_run()["results"]) {
        for (const Json& fix : result.value("fixes", Json::array())) {
            CHECK_FALSE(fix["description"]["text"].get<std::string>().empty());
            const Json& change = fix["artifactChanges"][0];
            CHECK(change["artifactLocation"]["uri"] == uri_of(result));
            for (const char* key : {"startLine", "startColumn", "endLine", "endColumn"})
                CHECK(change["replacements"][0]["deletedRegion"][key] ==
                      physical(result["locations"][0])["region"][key]);
            CHECK(
                change["replacements"][0]["insertedContent"]["text"].get<std::string>().starts_with(
                    "SYS_"));
            ++fixes;
        }
    }
    CHECK(fixes == 2); // SYS_TME, sys_admn
}

TEST_CASE("an accepted finding stays, with its reason", "[sarif_test]") {
    std::size_t suppressed = 0;
    for (const Json& result : ordinary_run()["results"]) {
        if (!result.contains("suppressions")) continue;
        ++suppressed;
        CHECK(result["ruleId"] == "dangerous-capability");
        CHECK(result["suppressions"] ==
              Json::array({{{"kind", "inSource"},
                            {"justification", "creates the tunnel interface, see docs/vpn.md"}}}));
    }
    CHECK(suppressed == 1);
    const Json all = run_of(reports, {"--no-ignores", "compose.yaml"});
    CHECK(all["results"].size() > suppressed);
    for (const Json& result : all["results"]) CHECK_FALSE(result.contains("suppressions"));
}

TEST_CASE("fingerprints survive what moves and tell apart what differs", "[sarif_test]") {
    const Scratch scratch;
    const std::string text = fixture::read_text(reports / "compose.yaml");
    scratch.write("base.yaml", fixture::read_text(reports / "base.yaml"));
    scratch.write("compose.yaml", text);
    const Json before = run_of(scratch.path(), {"compose.yaml"});
    CHECK(fingerprints(before, ours).size() == before["results"].size()); // no two are the same
    scratch.write("compose.yaml", "# moved\n# by\n# three lines\n" + text);
    const Json after = run_of(scratch.path(), {"compose.yaml"});
    for (const char* kind : {ours, "primaryLocationLineHash"})
        CHECK(fingerprints(before, kind) == fingerprints(after, kind));

    const auto only = [&](const std::string& name, const std::string& file) {
        scratch.write(name, file);
        const Json run = run_of(scratch.path(), {name});
        REQUIRE(run["results"].size() == 1);
        return run["results"][0]["partialFingerprints"][ours].get<std::string>();
    };
    const std::string service =
        "services:\n  web: {image: a, cap_drop: [ALL], cap_add: [NET_ADMIN]}\n";
    const std::set<std::string> different = {
        only("a.yaml", service),
        only("b.yaml", service),
        only("a.yaml", "services:\n  api: {image: a, cap_drop: [ALL], cap_add: [NET_ADMIN]}\n"),
        only("a.yaml", "services:\n  web: {image: a, cap_drop: [ALL], cap_add: [SYS_PTRACE]}\n"),
        only("a.yaml", "services:\n  web: {image: a, privileged: true}\n"),
    };
    CHECK(different.size() == 5);
    CHECK(only("a.yaml",
               "services:\n  web: {image: b:2, cap_drop: [ALL],   cap_add: [NET_ADMIN]}\n") ==
          only("a.yaml", service));
}

TEST_CASE("a clean run has an empty list of results, not none", "[sarif_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", "services:\n  web: {image: a, cap_drop: [ALL]}\n");
    const Json run = run_of(scratch.path(), {"compose.yaml"});
    REQUIRE(run["results"].is_array());
    CHECK(run["results"].empty());
    CHECK(run["tool"]["driver"]["rules"].size() > 20);
}

TEST_CASE("what was not checked is a notification", "[sarif_test]") {
    const Scratch scratch;
    scratch.write(
        "templates/deploy.yaml",
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  {{- range .Values.all }}\n    - name: x\n  {{- end }}\n");
    const Json run = run_of(scratch.path(), {"."});
    REQUIRE(run["invocations"][0]["toolExecutionNotifications"].size() == 1);
    const Json& notice = run["invocations"][0]["toolExecutionNotifications"][0];
    CHECK(notice["message"]["text"].get<std::string>().starts_with("Not checked: "));
    CHECK(notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
          "templates/deploy.yaml");
}

TEST_CASE("paths are seen from the repository's root, wherever dropcap runs", "[sarif_test]") {
    const Scratch scratch;
    scratch.write("repository/.git/HEAD", "ref: refs/heads/main\n");
    scratch.write("repository/deploy here/compose ü.yaml",
                  "services:\n  web: {image: a, privileged: true}\n");
    scratch.write("outside.yaml", "services:\n  web: {image: a, privileged: true}\n");
    const fs::path root = scratch.path() / "repository";
    constexpr auto wanted = "deploy%20here/compose%20%C3%BC.yaml";
    CHECK(uri_of(run_of(root, {"."})["results"][0]) == wanted);
    CHECK(uri_of(run_of(root, {"./deploy here/compose ü.yaml"})["results"][0]) == wanted);
    CHECK(uri_of(run_of(root, {(root / "deploy here").string()})["results"][0]) == wanted);
    CHECK(uri_of(run_of(root / "deploy here", {"compose ü.yaml"})["results"][0]) == wanted);
    CHECK(uri_of(run_of(root / "deploy here", {"."})["results"][0]) == wanted);
    const Json outside = run_of(root, {"../outside.yaml"})["results"][0];
    CHECK(uri_of(outside) == "file://" + (scratch.path() / "outside.yaml").string());
    CHECK_FALSE(physical(outside["locations"][0])["artifactLocation"].contains("uriBaseId"));
}

TEST_CASE("at most 5,000 results, the most severe first", "[sarif_test]") {
    const Scratch scratch;
    std::string text = "services:\n";
    for (int at = 0; at < 5'100; ++at)
        text += "  s" + std::to_string(at) +
                (at < 5'050 ? ": {image: a}\n" : ": {image: a, privileged: true}\n");
    scratch.write("compose.yaml", text);
    const Json results = run_of(scratch.path(), {"compose.yaml"})["results"];
    CHECK(results.size() == 5'000);
    CHECK(std::ranges::count(results, Json("error"),
                             [](const Json& result) { return result["level"]; }) == 50);
    CHECK(std::ranges::is_sorted(results, {},
                                 [](const Json& result) { return result["level"] != "error"; }));
}
