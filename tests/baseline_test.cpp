// What makes two findings the same, the baseline file, and what --baseline and --write-baseline do
// with it.

#include "lint/compare/baseline.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include "lint/check/lint_document.hpp"
#include "lint/config/select.hpp"
#include "parsers/parse.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace dropcap;
using fixture::Ended;
using fixture::run_shell;
using fixture::Scratch;
using Json = nlohmann::json;

namespace {

const input::ProjectPaths paths{input::project_root()};

/// Every rule's findings in a Compose file of this text.
std::vector<check::Record> records_of(const std::string& text,
                                      const std::string& path = "compose.yaml") {
    const config::RuleSet rules(all_rules().begin(), all_rules().end());
    const Document document =
        parse(std::make_shared<Source>(path, text), {.engine = {}, .read_file = {}});
    check::Digest digest;
    check::add_to_digest(digest, document, check::lint_document(document, rules),
                         check::Wanted::records);
    return digest.records;
}

std::vector<compare::KnownFinding> known_of(const std::vector<check::Record>& records) {
    std::vector<compare::KnownFinding> known;
    for (const check::Record& record : records)
        if (!record.suppressed) known.push_back(compare::known_finding(record, paths));
    return known;
}

/// The rules of what is new in `now`, sorted, with what they underline.
std::vector<std::string> fresh(const std::string& before, const std::string& now,
                               const std::string& path = "compose.yaml") {
    auto records = records_of(now, path);
    (void)compare::compare(records, known_of(records_of(before)), paths);
    std::vector<std::string> rules;
    for (const check::Record& record : records)
        if (record.comparison == check::Comparison::fresh)
            rules.push_back(std::string(record.rule->id) + " " + record.at.text);
    std::ranges::sort(rules);
    return rules;
}

using List = std::vector<std::string>;

const std::string web =
    "services:\n  web:\n    image: web\n    read_only: true\n    user: \"1000\"\n    security_opt: [no-new-privileges:true]\n";

} // namespace

TEST_CASE("what moves stays known", "[baseline_test]") {
    const std::string before = web + "    cap_add: [NET_ADMIN]\n    pid: host\n";
    CHECK(fresh(before, before).empty());
    CHECK(fresh(before, "# a comment\n\n\n" + before).empty());
    CHECK(fresh(before, web + "    pid: host\n    cap_add:\n      - NET_ADMIN\n").empty());
    CHECK(
        fresh(
            before,
            before +
                "  # one more service\n  db:\n    image: db\n    cap_drop: [ALL]\n    read_only: true\n    user: \"1\"\n"
                "    security_opt: [no-new-privileges:true]\n")
            .empty());
}

TEST_CASE("a new container, a new capability and another file are new", "[baseline_test]") {
    const std::string before = web + "    cap_drop: [ALL]\n    cap_add: [NET_ADMIN]\n";
    CHECK(fresh(before, web + "    cap_drop: [ALL]\n    cap_add: [NET_ADMIN, SYS_ADMIN]\n") ==
          List{"sys-admin SYS_ADMIN", "unjustified-capability SYS_ADMIN"});
    CHECK(fresh(before, web + "    cap_drop: [ALL]\n    cap_add: [SYS_PTRACE]\n") ==
          List{"dangerous-capability SYS_PTRACE", "unjustified-capability SYS_PTRACE"});
    std::string other = before;
    other.replace(other.find("web:"), 4, "api:");
    CHECK(fresh(before, other) ==
          List{"dangerous-capability NET_ADMIN", "unjustified-capability NET_ADMIN"});
    CHECK(fresh(before, before, "other/compose.yaml") ==
          List{"dangerous-capability NET_ADMIN", "unjustified-capability NET_ADMIN"});
}

TEST_CASE("the same word can say another thing: the facet reports", "[baseline_test]") {
    auto before = records_of(web + "    cap_drop: [ALL]\n    pid: host\n");
    std::erase_if(before, [](const check::Record& record) { return record.at.text != "host"; });
    REQUIRE(before.size() == 1);
    before[0].facet = "pid";
    auto now = before;
    now[0].facet = "ipc";
    CHECK(compare::compare(now, known_of(before), paths).size() == 1);
    CHECK(now[0].comparison == check::Comparison::fresh);
    now.push_back(before[0]);
    CHECK(compare::compare(now, known_of(before), paths).empty());
    CHECK(now[0].comparison == check::Comparison::fresh);
    CHECK(now[1].comparison == check::Comparison::known);
}

TEST_CASE("no word of a message is part of what a finding is", "[baseline_test]") {
    auto before = records_of(web + "    cap_add: [NET_ADMIN, SYS_ADMIN]\n    pid: host\n"
                                   "    cap_drop: [SYS_TIME, CHOWN]\n    privileged: ${X}\n");
    REQUIRE(before.size() > 5);
    check::number_fingerprints(before, paths);
    auto now = before;
    for (check::Record& record : now) {
        record.title = "other words: of `all`; kinds (entirely)";
        record.label = "other";
        record.help = "do something else";
        record.holds = "other";
        record.notes = {"one", "more"};
        for (check::RelatedRecord& related : record.related) related.text = "elsewhere";
        if (record.fix) record.fix->message = "Do it";
        record.at.where.start.line += 7;
        record.fingerprint = 0;
    }
    check::number_fingerprints(now, paths);
    for (std::size_t at = 0; at < now.size(); ++at)
        CHECK(now[at].fingerprint == before[at].fingerprint);
    CHECK(compare::baseline_text(known_of(now)) == compare::baseline_text(known_of(before)));
    CHECK(compare::compare(now, known_of(before), paths).empty());
    CHECK(std::ranges::count(now, check::Comparison::known, &check::Record::comparison) ==
          std::ranges::count(before, true, &check::Record::counts));
    // What is part of it.
    const auto differs = [&](auto change) {
        std::vector<check::Record> other = {before[0]};
        change(other[0]);
        check::number_fingerprints(other, paths);
        CHECK(other[0].fingerprint != before[0].fingerprint);
        CHECK(compare::compare(other, known_of({before[0]}), paths).size() == 1);
    };
    before[0].keeps = {};
    differs([](check::Record& one) { one.facet += "x"; });
    differs([](check::Record& one) { one.subject += "x"; });
    differs([](check::Record& one) { one.at.where.path += "x"; });
    differs([](check::Record& one) { one.rule = find_rule("syntax"); });
}

TEST_CASE("quotes, flow and block lists, and the order of a file say nothing new",
          "[baseline_test]") {
    const std::string before =
        web + "    cap_drop: [ALL]\n    cap_add: ['NET_ADMIN', SYS_ADMIN]\n    pid: 'host'\n";
    for (const std::string& now :
         {web + "    cap_drop:\n      - \"ALL\"\n    cap_add:\n      - \"NET_ADMIN\"\n"
                "      - 'SYS_ADMIN'\n    pid: \"host\"\n",
          web + "    pid: host\n    cap_add: [SYS_ADMIN, NET_ADMIN]\n    cap_drop: [ALL]\n",
          "# moved\n\n" + web +
              "    cap_add: [ 'SYS_ADMIN',\n      NET_ADMIN ]\n"
              "    cap_drop: [ALL]\n    pid: host\n"}) {
        INFO(now);
        CHECK(fresh(before, now).empty());
        CHECK(fresh(now, before).empty());
    }
}

TEST_CASE("who keeps fewer default capabilities says nothing new, who keeps more does",
          "[baseline_test]") {
    const std::string some = web + "    cap_drop: [NET_RAW, MKNOD]\n";
    CHECK(fresh(some, web + "    cap_drop: [NET_RAW, MKNOD, CHOWN]\n").empty());
    CHECK(fresh(some, web + "    cap_drop: [NET_RAW]\n") == List{"missing-drop-all cap_drop"});
    CHECK(fresh(some, web) == List{"missing-drop-all web"});
}

TEST_CASE("equals are counted", "[baseline_test]") {
    const auto one = records_of(web + "    pid: host\n");
    auto two = one;
    two.insert(two.end(), one.begin(), one.end());
    const auto left = compare::compare(two, known_of(one), paths);
    CHECK(left.empty());
    CHECK(std::ranges::count(two, check::Comparison::fresh, &check::Record::comparison) ==
          static_cast<long>(one.size()));
    auto none = std::vector<check::Record>{};
    CHECK(compare::compare(none, known_of(one), paths).size() == one.size());
}

TEST_CASE("a comment's finding takes no entry", "[baseline_test]") {
    auto records =
        records_of(web + "    pid: host # dropcap: ignore[host-namespace] it watches the host\n");
    const auto known = known_of(records_of(web + "    pid: host\n"));
    const auto left = compare::compare(records, known, paths);
    REQUIRE(left.size() == 1);
    CHECK(left[0].rule == "host-namespace");
}

TEST_CASE("a baseline file reads back as it was written, in one order", "[baseline_test]") {
    const Scratch scratch;
    auto records = records_of(
        "services:\n  \"we\\u202eb\":\n    image: \"\\x07\"\n    cap_add: [\"NET\\tADMIN\", SYS_ADMIN, SYS_ADMIN]\n    pid: host\n");
    const auto known = known_of(records);
    const std::string text = compare::baseline_text(known);
    auto shuffled = known;
    std::ranges::reverse(shuffled);
    CHECK(compare::baseline_text(shuffled) == text);
    const auto read = compare::read_baseline(scratch.write("b.json", text));
    REQUIRE(read.ok());
    CHECK(compare::baseline_text(*read) == text);
    CHECK(compare::compare(records, *read, paths).empty());
    CHECK(std::ranges::count(records, check::Comparison::fresh, &check::Record::comparison) == 0);
    CHECK(
        std::ranges::none_of(text, [](unsigned char byte) { return byte < 0x20 && byte != '\n'; }));
}

TEST_CASE("an entry that stands for many findings costs one", "[baseline_test]") {
    // As findings they would fill a terabyte.
    const std::string entry = R"({"rule": "r", "file": "f", "facet": ")" +
                              std::string(4'000'000, 's') + R"(", "count": 250000})";
    const auto read = compare::read_baseline(
        Source("b.json", R"({"version": 2, "findings": [)" + entry + "," + entry + "]}"));
    REQUIRE(read.ok());
    CHECK(read->size() == 2);
    CHECK(compare::count_of(*read) == 500'000);
    std::vector<check::Record> none;
    const auto left = compare::compare(none, *read, paths);
    REQUIRE(left.size() == 1);
    CHECK(left[0].count == 500'000);
    const auto again = compare::read_baseline(Source("b.json", compare::baseline_text(*read)));
    REQUIRE(again.ok());
    CHECK(again->size() == 1);
    CHECK(compare::count_of(*again) == 500'000);
}

TEST_CASE("a broken baseline is reported with what to do", "[baseline_test]") {
    const Scratch scratch;
    const std::vector<std::pair<std::string, std::string>> broken = {
        {"", "it is no JSON"},
        {"{\"version\": 2, \"findings\": [", "it is no JSON"},
        {"[]", "it has no list `findings`"},
        {"{\"version\": 2}", "it has no list `findings`"},
        {R"({"version": 3, "findings": []})", "its `version` is not 2"},
        {R"({"version": "1", "findings": []})", "its `version` is not 2"},
        {R"({"version": 1, "findings": [7]})", "was written by an older version of dropcap"},
        {R"({"version": 2, "findings": [7]})", "`findings` holds something that is no entry"},
        {R"({"version": 2, "findings": [{"file": "a", "facet": "b"}]})",
         "an entry of `findings` has no text `rule`"},
        {R"({"version": 2, "findings": [{"rule": 1, "file": "a", "facet": "b"}]})",
         "an entry of `findings` has no text `rule`"},
        {R"({"version": 2, "findings": [{"rule": "r", "file": "a", "facet": "b", "keeps": "CHOWN, FLY"}]})",
         "`keeps` names something"},
        {R"({"version": 2, "findings": [{"rule": "r", "file": "a", "facet": "b", "count": -1}]})",
         "`count` is no number"},
        {std::string(100'000, '['), "it is no JSON"},
    };
    for (const auto& [text, why] : broken) {
        INFO(text.substr(0, 80));
        const auto read = compare::read_baseline(scratch.write("b.json", text));
        REQUIRE_FALSE(read.ok());
        CHECK(read.error().message.find(why) != std::string::npos);
        CHECK(read.error().message.find("--write-baseline") != std::string::npos);
    }
    CHECK(
        compare::read_baseline(scratch.path() / "none.json").error().message.find("No such file") !=
        std::string::npos);
}

namespace {

/// A project of two files with one finding each.
struct Project {
    Scratch scratch;
    Project() {
        scratch.write(".git/HEAD", "");
        scratch.write(
            "a/compose.yaml",
            "services:\n  web:\n    image: web\n    cap_drop: [ALL]\n    cap_add: [NET_ADMIN]\n");
        scratch.write(
            "b/compose.yaml",
            "services:\n  db:\n    image: db\n    cap_drop: [ALL]\n    cap_add: [SYS_ADMIN]\n");
    }
    [[nodiscard]] Ended dropcap(const std::string& arguments) const {
        return run_shell("dropcap " + arguments, scratch.path());
    }
    [[nodiscard]] Json baseline() const {
        return Json::parse(scratch.read(".dropcap-baseline.json"))["findings"];
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE(
    "--write-baseline accepts what is there, --baseline lets it pass and fails on what is new",
    "[baseline_test]") {
    const Project project;
    CHECK(project.dropcap("check .").code == 1);
    const auto written = project.dropcap("check . --write-baseline");
    CHECK(written.code == 0);
    CHECK(has(written.out, "2 findings are accepted by .dropcap-baseline.json"));
    CHECK(project.baseline().size() == 2);
    const auto clean = project.dropcap("check . --baseline .dropcap-baseline.json");
    CHECK(clean.code == 0);
    CHECK(has(clean.out,
              "No findings in 2 files, 2 containers. 2 accepted by .dropcap-baseline.json."));
    project.scratch.write(
        "a/compose.yaml",
        "\n\nservices:\n  web:\n    image: web\n    cap_drop: [ALL]\n    cap_add: [BPF, NET_ADMIN]\n");
    for (const char* format : {"full", "concise", "json", "sarif", "github", "gitlab", "junit",
                               "checkstyle", "rdjson"}) {
        INFO(format);
        const auto result = project.dropcap("check . --baseline .dropcap-baseline.json --format " +
                                            std::string(format));
        CHECK(result.code == 1);
        CHECK(has(result.out, "host-takeover-capability"));
        const bool keeps = std::string(format) == "json" || std::string(format) == "sarif" ||
                           std::string(format) == "junit";
        CHECK(has(result.out, "dangerous-capability") == keeps);
        CHECK(project
                  .dropcap("check . --fail-on never --baseline .dropcap-baseline.json --format " +
                           std::string(format))
                  .code == 0);
    }
}

TEST_CASE("JSON and SARIF say of each finding whether it is new", "[baseline_test]") {
    const Project project;
    CHECK(project.dropcap("check a --write-baseline").code == 0);
    const Json json =
        Json::parse(project.dropcap("check . --baseline .dropcap-baseline.json --format json").out);
    REQUIRE(json["findings"].size() == 2);
    CHECK(json["findings"][0]["baselineState"] == "unchanged");
    CHECK(json["findings"][1]["baselineState"] == "new");
    CHECK(json["summary"]["compared"] ==
          Json::array({Json{{"with", ".dropcap-baseline.json"}, {"unchanged", 1}, {"stale", 0}}}));
    const Json results =
        Json::parse(project.dropcap("check . --baseline .dropcap-baseline.json --format sarif")
                        .out)["runs"][0]["results"];
    REQUIRE(results.size() == 2);
    CHECK(results[0]["baselineState"] == "new"); // what counts comes first
    CHECK(results[1]["baselineState"] == "unchanged");
    const Json plain = Json::parse(project.dropcap("check . --format json").out);
    CHECK(plain["findings"][0]["baselineState"] == nullptr);
    CHECK(plain["summary"]["compared"] == Json::array());
    CHECK_FALSE(Json::parse(project.dropcap("check . --format sarif").out)["runs"][0]["results"][0]
                    .contains("baselineState"));
}

TEST_CASE("stale entries are counted, named with -v, and gone when it is written again",
          "[baseline_test]") {
    const Project project;
    CHECK(project.dropcap("check . --write-baseline").code == 0);
    project.scratch.write("a/compose.yaml",
                          "services:\n  web:\n    image: web\n    cap_drop: [ALL]\n");
    const auto result = project.dropcap("check . --baseline .dropcap-baseline.json");
    CHECK(result.code == 0);
    CHECK(has(
        result.out,
        "1 entry of .dropcap-baseline.json matches nothing any more: --write-baseline removes it."));
    CHECK_FALSE(has(result.out, "NET_ADMIN"));
    CHECK(has(project.dropcap("check . -v --baseline .dropcap-baseline.json").out,
              "a/compose.yaml: dangerous-capability of web: NET_ADMIN"));
    CHECK(project.dropcap("check . --write-baseline").code == 0);
    CHECK(project.baseline().size() == 1);
}

TEST_CASE("a run that sees less than everything says nothing of the rest", "[baseline_test]") {
    const Project project;
    CHECK(project.dropcap("check . --write-baseline").code == 0);
    for (const char* less : {"check b", "check . --select sys-admin", "check b/compose.yaml"}) {
        INFO(less);
        CHECK_FALSE(
            has(project.dropcap(std::string(less) + " --baseline .dropcap-baseline.json").out,
                "matches nothing"));
        CHECK(project.dropcap(std::string(less) + " --write-baseline").code == 0);
        CHECK(project.baseline().size() == 2);
    }
    std::filesystem::remove(project.scratch.path() /
                            "a/compose.yaml"); // but a file that is gone is gone
    CHECK(has(project.dropcap("check b --baseline .dropcap-baseline.json").out, "1 entry"));
}

TEST_CASE("paths of a baseline count from the project's root", "[baseline_test]") {
    const Project project;
    CHECK(project.dropcap("check . --write-baseline").code == 0);
    CHECK(project.baseline()[0]["file"] == "a/compose.yaml");
    CHECK(run_shell("dropcap check . --baseline ../.dropcap-baseline.json",
                    project.scratch.path() / "a")
              .code == 0);
    CHECK(run_shell("dropcap check . --write-baseline --baseline mine.json",
                    project.scratch.path() / "a")
              .code == 0);
    CHECK(std::filesystem::exists(project.scratch.path() / "a/mine.json"));
}

TEST_CASE("a baseline that cannot be read or written stops the run", "[baseline_test]") {
    const Project project;
    for (const char* arguments : {"check . --baseline none.json", "check . --baseline a",
                                  "check . --write-baseline --baseline none/b.json"}) {
        INFO(arguments);
        const auto result = project.dropcap(arguments);
        CHECK(result.code == 2);
        CHECK(has(result.err, "dropcap: "));
    }
    project.scratch.write("b.json", R"({"version": 1, "findings": []})");
    const auto older = project.dropcap("check . --baseline b.json");
    CHECK(older.code == 2);
    CHECK(older.err == "dropcap: b.json was written by an older version of dropcap: `dropcap check "
                       "--write-baseline --baseline b.json` writes it again\n");
    project.scratch.write("b.json", "{");
    CHECK(project.dropcap("check . --baseline b.json").code == 2);
    CHECK(project.dropcap("check . --write-baseline --baseline b.json").code == 0); // written again
    CHECK(project.dropcap("check . --baseline b.json").code == 0);
    CHECK(project.dropcap("check . --write-baseline --since HEAD").code == 2);
}

TEST_CASE("a file that a formatter rewrites keeps its baseline", "[baseline_test]") {
    const Project project;
    project.scratch.write(
        "a/compose.yaml",
        "services:\n  web:\n    image: 'web'\n    cap_add: ['NET_ADMIN', 'SYS_TIME']\n"
        "    pid: 'host'\n  db: {image: db, 'privileged': 'true'}\n");
    CHECK(project.dropcap("check . --pedantic --write-baseline").code == 0);
    const auto accepted = project.baseline();
    project.scratch.write(
        "a/compose.yaml",
        "# formatted\nservices:\n  db:\n    image: \"db\"\n    privileged: \"true\"\n"
        "  web:\n    image: \"web\"\n    pid: \"host\"\n    cap_add:\n"
        "      - \"SYS_TIME\"\n      - \"NET_ADMIN\"\n");
    const auto result = project.dropcap("check . --pedantic --baseline .dropcap-baseline.json");
    INFO(result.out);
    CHECK(result.code == 0);
    CHECK(has(result.out, "No findings"));
    CHECK_FALSE(has(result.out, "matches nothing"));
    CHECK(project.dropcap("check . --pedantic --write-baseline").code == 0);
    CHECK(project.baseline() == accepted);
}
