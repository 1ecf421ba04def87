// The formats for pipelines: what their readers ask of them, and that no text from a file acts in
// any of them.

#include "lint/report/json_list.hpp"
#include "lint/report/report.hpp"
#include "lint/report/xml.hpp"
#include "lint/terminal/snippet.hpp"
#include "lint/terminal/text.hpp"
#include "tests/program.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace dropcap;
using Json = nlohmann::json;

namespace {

check::Record record(const char* rule, Severity severity, const std::string& path,
                     const std::string& message) {
    check::Record one;
    one.rule = find_rule(rule);
    REQUIRE(one.rule != nullptr);
    one.severity = severity;
    one.title = message;
    one.facet = "NET_ADMIN";
    one.container = one.subject = "web";
    one.at.where = {
        .path = path, .start = {3, 9}, .end = {3, 18}, .start_byte = 12, .end_byte = 21};
    one.fingerprint = 0x0123456789ABCDEF;
    return one;
}

report::Report report_of(std::vector<check::Record> records) {
    report::Report report;
    report.records = std::move(records);
    report.rules = {all_rules().begin(), all_rules().end()};
    report.paths = input::ProjectPaths(input::project_root());
    report.files = 1;
    report.checked = {"compose.yaml"};
    return report;
}

report::Report single(const std::string& message, const std::string& path = "compose.yaml") {
    return report_of({record("sys-admin", Severity::error, path, message)});
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// Everything that might act: commands, escapes, line breaks, what XML and the commands give a
/// meaning, bytes that are no UTF-8.
const std::string hostile =
    "a\n::error::b\r##[warning]c ##vso[task]d \x1b[31m \x9b \xC2\x9b \xE2\x80\xAE %0A 50% a:b,c & <x y='1'> \"q\" "
    "]]> \xEF\xBF\xBE \xEF\xBF\xBF "
    "\xFF\xC0\x80 \x01\x7F";

/// What a format that is handed over in pieces results in.
std::string written(void (*write)(const report::Report&, const input::Sink&),
                    const report::Report& report) {
    std::string text;
    write(report, [&](std::string_view piece) { text += piece; });
    return text;
}

std::string rendered(std::string_view format, const report::Report& report) {
    std::string text;
    report::find_format(report::check_formats(), format)
        .write(report, {}, [&](std::string_view piece) { text += piece; });
    return text;
}

constexpr std::array for_pipelines = {"github", "gitlab", "junit", "checkstyle", "rdjson"};

/// Whether an XML parser takes `text`.
bool is_xml(const std::string& text) {
    const std::string script =
        "import sys, xml.dom.minidom as d; d.parseString(sys.stdin.buffer.read())";
    return fixture::run({.program = "python3", .arguments = {"-c", script}, .input = text}).code ==
           0;
}

/// Every byte, and many characters of two and three bytes.
std::string every_kind_of_character() {
    std::string every;
    for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
    for (std::uint32_t point = 0x80; point < 0x10000;
         point += 0x11) { // a walk through the planes that need two and three bytes
        if (point >= 0x800) every += static_cast<char>(0xE0 | point >> 12);
        if (point >= 0x800) every += static_cast<char>(0x80 | (point >> 6 & 0x3F));
        if (point < 0x800) every += static_cast<char>(0xC0 | point >> 6);
        every += static_cast<char>(0x80 | (point & 0x3F));
    }
    return every;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t times = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++times;
    return times;
}

} // namespace

TEST_CASE("nothing from a file acts in any format", "[formats_test]") {
    report::Report report = single(hostile, "dir/" + hostile);
    check::Record& first = report.records[0];
    first.container = first.subject = first.facet = first.label = first.help = first.holds =
        first.at.before = first.at.word = first.at.after = hostile;
    first.notes = {hostile};
    report.records[0].related.push_back({report.records[0].at, hostile});
    report.records[0].fix = check::FixRecord{
        .message = hostile, .edits = {{report.records[0].at.where, hostile}}, .safe = true};
    report.records.push_back(report.records[0]);
    report.records[1].suppressed = Suppression{hostile};
    report.skipped.push_back({"dir/" + hostile, hostile});
    report.checked.push_back("clean" + hostile);
    for (const report::ReportFormat& format : report::check_formats()) {
        const std::string_view name = format.name;
        const std::string text = rendered(name, report);
        INFO(name << "\n" << text);
        CHECK(text ==
              [&] { // line breaks are the format's own, and nothing else is a control character
                  std::string inert;
                  for (const std::string& line : lines_of(text))
                      inert += terminal::visible(line) + "\n";
                  return inert;
              }());
        for (const std::string& line : lines_of(text)) {
            const std::string begun =
                line.substr(std::min(line.find_first_not_of(' '), line.size()));
            if (begun.starts_with("::") && !begun.starts_with("::: ")) CHECK(name == "github");
        }
    }
}

TEST_CASE("a container's name is no command where it begins a row of caps", "[formats_test]") {
    for (const std::string name : {"::error file=a::b", " ::error::b", ":::x", "a::b"}) {
        report::Report report;
        check::CapsRow& row = report.rows.emplace_back();
        row.path = "compose.yaml";
        row.name = name;
        std::string text;
        report::find_format(report::caps_formats(), "table")
            .write(report, {}, [&](std::string_view piece) { text += piece; });
        INFO(text);
        CHECK(text.find("::") == std::string::npos);
        CHECK(text.find("\\x3a:") != std::string::npos);
    }
}

TEST_CASE("a line that is shown in parts is no command as a whole", "[formats_test]") {
    const std::string text = "x ##[error]a ##vso[b]\n";
    for (std::uint32_t begin = 0; begin < text.size(); ++begin)
        for (std::uint32_t end = begin; end < text.size(); ++end) {
            const std::string shown = terminal::render_snippet(
                terminal::excerpt_of(Source("a", text), {begin, end}), {}, Severity::error);
            INFO(shown);
            CHECK(shown.find("##[") == std::string::npos);
            CHECK(shown.find("##vso[") == std::string::npos);
        }
}

TEST_CASE("a list of any length reads as if it had been written at once", "[formats_test]") {
    for (const std::size_t count :
         {0U, 1U, 2U, 3000U}) { // the last is handed over in several pieces
        for (const bool ascii : {false, true}) {
            Json items = Json::array();
            for (std::size_t number = 0; number < count; ++number)
                items.push_back(
                    {{"number", number}, {"text", "\"list\": null\nü"}, {"empty", Json::array()}});
            const Json head = "\"list\": null";
            const auto item = [&](std::size_t number) {
                return items[number].dump(report::json_indent, ' ', ascii);
            };
            std::string text;
            const auto add = [&](std::string_view piece) { text += piece; };
            const Json around = {{"a", head}, {"b", {{"list", nullptr}}}};
            report::write_json_list(
                {.whole = around.dump(report::json_indent, ' ', ascii), .key = "list", .depth = 3},
                count, item, add);
            INFO(count << " " << ascii);
            const Json whole = {{"a", head}, {"b", {{"list", items}}}};
            CHECK(whole.dump(report::json_indent, ' ', ascii) + "\n" == text);
            text.clear();
            report::write_json_list({.whole = "null", .key = {}, .depth = 1}, count, item, add);
            CHECK(items.dump(report::json_indent, ' ', ascii) + "\n" == text);
        }
    }
}

TEST_CASE("XML text holds no byte that XML 1.0 cannot", "[formats_test]") {
    CHECK(report::xml_text("a & b < c > d \" e ' f") ==
          "a &amp; b &lt; c &gt; d &quot; e &apos; f");
    CHECK(report::xml_text("\x01\n\r\x1b") == "\\x01\\n\\r\\x1b");
    CHECK(report::xml_text("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD") == "\\ufffe\\uffff\xEF\xBF\xBD");
    CHECK(report::xml_text("\xED\xA0\x80") == "\\xed\\xa0\\x80"); // a surrogate
    CHECK(report::xml_text("\xC3\xA4\xF0\x9F\x90\xB3") == "\xC3\xA4\xF0\x9F\x90\xB3");
}

TEST_CASE("an XML parser accepts any text that is escaped", "[.formats_xml]") {
    if (!fixture::is_installed("python3")) return;
    const std::string every = every_kind_of_character();
    CHECK(is_xml("<a b=\"" + report::xml_text(every) + "\">" + report::xml_text(every) + "</a>"));
    CHECK_FALSE(is_xml("<a>" + every + "</a>"));
    report::Report report = single(every, every);
    report.records[0].suppressed = Suppression{every};
    report.records.push_back(record("mknod", Severity::note, every + "2", every));
    report.checked = {"clean.yaml"};
    report.skipped = {{every + "3", every}};
    CHECK(is_xml(report::render_junit(report)));
    CHECK(is_xml(report::render_checkstyle(report)));
}

TEST_CASE("github: a command with its place, escaped", "[formats_test]") {
    report::Report report = single("100% of `web`: a, b");
    report.records[0].related.push_back({report.records[0].at, "here"});
    CHECK(
        report::render_github(report) ==
        "::error file=compose.yaml,line=3,col=9,endLine=3,endColumn=18,title=dropcap sys-admin::100%25 of `web`: a, b"
        "%0Acompose.yaml:3: here%0Amore: " +
            std::string(report::home_page) + "/docs/rules.md#sys-admin\n");
    report = single("m", "odd,name:50%.yaml");
    CHECK(
        report::render_github(report).starts_with("::error file=odd%2Cname%3A50%25.yaml,line=3,"));
    report.records[0].at.where.end = {5, 2};
    CHECK(report::render_github(report).find("line=3,endLine=5,title=") !=
          std::string::npos); // columns count only on one line
}

TEST_CASE("github: ten of a kind, the most severe first, the others by name in a group",
          "[formats_test]") {
    std::vector<check::Record> records;
    for (int nth = 1; nth <= 13; ++nth)
        records.push_back(
            record("mknod", Severity::warning, "a.yaml", "warning " + std::to_string(nth)));
    for (int nth = 1; nth <= 11; ++nth)
        records.push_back(
            record("sys-admin", Severity::error, "b.yaml", "error " + std::to_string(nth)));
    records.push_back(record("redundant-add", Severity::note, "c.yaml", "note 1"));
    const auto lines = lines_of(report::render_github(report_of(records)));
    REQUIRE(lines.size() == 10 + 10 + 1 + 1 + 4 + 1);
    for (std::size_t at = 0; at < 10; ++at) CHECK(lines[at].starts_with("::error "));
    for (std::size_t at = 10; at < 20; ++at) CHECK(lines[at].starts_with("::warning "));
    CHECK(lines[20].starts_with("::notice "));
    CHECK(
        lines[21] ==
        "::group::dropcap: 4 findings beyond the 10 of a kind that GitHub shows next to the code");
    CHECK(lines[22] == "b.yaml:3:9: error[sys-admin] error 11");
    CHECK(lines[23] == "a.yaml:3:9: warning[mknod] warning 11");
    CHECK(lines[25] == "a.yaml:3:9: warning[mknod] warning 13");
    CHECK(lines[26] == "::endgroup::");
}

TEST_CASE("gitlab: every issue has what GitLab asks for", "[formats_test]") {
    const report::Report report =
        report_of({record("sys-admin", Severity::error, "sub/compose.yaml", "one"),
                   record("mknod", Severity::warning, "compose.yaml", "two"),
                   record("redundant-add", Severity::note, "compose.yaml", "three")});
    const Json issues = Json::parse(written(report::write_gitlab, report));
    REQUIRE(issues.size() == 3);
    CHECK(
        issues[0] ==
        Json{{"description", "one"},
             {"check_name", "sys-admin"},
             {"fingerprint", "0123456789abcdef"},
             {"severity", "critical"},
             {"location", {{"path", "sub/compose.yaml"}, {"lines", {{"begin", 3}, {"end", 3}}}}}});
    CHECK(issues[1]["severity"] == "major");
    CHECK(issues[2]["severity"] == "info");
    CHECK(written(report::write_gitlab, report_of({})) == "[]\n");
}

TEST_CASE("junit: a suite per file, counts that add up, what is accepted is skipped",
          "[formats_test]") {
    report::Report report = report_of({record("sys-admin", Severity::error, "compose.yaml", "one"),
                                       record("mknod", Severity::warning, "compose.yaml", "two"),
                                       record("mknod", Severity::warning, "compose.yaml", "three"),
                                       record("mknod", Severity::warning, "pod.yaml", "four")});
    report.records[1].suppressed = Suppression{"it has to"};
    report.checked = {"clean.yaml", "compose.yaml"};
    report.skipped = {{"chart.yaml", "a template"}};
    const std::string text = report::render_junit(report);
    INFO(text);
    CHECK(text.find("<testsuites name=\"dropcap\" tests=\"6\" failures=\"3\" errors=\"0\">") !=
          std::string::npos);
    CHECK(
        text.find(
            "<testsuite name=\"compose.yaml\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"1\">") !=
        std::string::npos);
    CHECK(
        text.find(
            "<testsuite name=\"clean.yaml\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">") !=
        std::string::npos);
    CHECK(text.find("<skipped message=\"it has to\"/>") != std::string::npos);
    CHECK(text.find("<skipped message=\"a template\"/>") != std::string::npos);
    CHECK(text.find("name=\"mknod: web: NET_ADMIN (2)\"") !=
          std::string::npos); // names tell equals apart
    CHECK(count(text, "<testcase ") == 6);
    CHECK(count(text, "<failure ") == 3);
    CHECK(text.find("compose.yaml:3:9: error[sys-admin]\n") != std::string::npos);
}

TEST_CASE("checkstyle: findings by file, in its words", "[formats_test]") {
    const report::Report report =
        report_of({record("sys-admin", Severity::error, "b.yaml", "a < b"),
                   record("mknod", Severity::note, "a.yaml", "two"),
                   record("mknod", Severity::warning, "b.yaml", "three")});
    CHECK(
        report::render_checkstyle(report) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<checkstyle version=\"10.0\">\n"
        "  <file name=\"a.yaml\">\n"
        "    <error line=\"3\" column=\"9\" severity=\"info\" message=\"two\" source=\"dropcap.mknod\"/>\n"
        "  </file>\n"
        "  <file name=\"b.yaml\">\n"
        "    <error line=\"3\" column=\"9\" severity=\"error\" message=\"a &lt; b\" source=\"dropcap.sys-admin\"/>\n"
        "    <error line=\"3\" column=\"9\" severity=\"warning\" message=\"three\" source=\"dropcap.mknod\"/>\n"
        "  </file>\n"
        "</checkstyle>\n");
}

TEST_CASE("rdjson: columns count bytes, a fix of one edit is a suggestion", "[formats_test]") {
    report::Report report = single("one");
    terminal::Location edit = report.records[0].at.where;
    report.records[0].fix =
        check::FixRecord{.message = "Write SYS_TIME", .edits = {{edit, "SYS_TIME"}}, .safe = true};
    report.records[0].related.push_back({report.records[0].at, "here"});
    Json diagnostic = Json::parse(written(report::write_rdjson, report))["diagnostics"][0];
    const Json range = {{"start", {{"line", 3}, {"column", 12}}},
                        {"end", {{"line", 3}, {"column", 21}}}};
    CHECK(diagnostic["location"] == Json{{"path", "compose.yaml"}, {"range", range}});
    CHECK(diagnostic["severity"] == "ERROR");
    CHECK(diagnostic["code"]["value"] == "sys-admin");
    CHECK(diagnostic["suggestions"] == Json::array({{{"range", range}, {"text", "SYS_TIME"}}}));
    CHECK(diagnostic["relatedLocations"][0]["message"] == "here");
    report.records[0].fix->edits.push_back({edit, "half of it"});
    diagnostic = Json::parse(written(report::write_rdjson, report))["diagnostics"][0];
    CHECK_FALSE(diagnostic.contains("suggestions")); // half a fix would be wrong
    report.records[0].fix->edits.pop_back();
    report.records[0].fix->edits[0].at.path = "other.yaml";
    CHECK_FALSE(Json::parse(written(report::write_rdjson, report))["diagnostics"][0].contains(
        "suggestions"));
    CHECK(Json::parse(written(report::write_rdjson, report_of({})))["diagnostics"] ==
          Json::array());
}

namespace {

/// A finding with everything that it may have.
report::Report whole() {
    report::Report report = single("service `web` adds SYS_ADMIN");
    check::Record& one = report.records[0];
    one.label = "added here";
    one.help = "write `cap_add: [NET_ADMIN]`";
    one.notes = {"it mounts", "few need it"};
    one.related.push_back({one.at, "dropped [here]"});
    one.related[0].at.where.path = "base.yaml";
    one.related.push_back({one.at, ""});
    return report;
}

} // namespace

TEST_CASE("one line: title and help", "[formats_test]") {
    const std::string message = "service `web` adds SYS_ADMIN (write `cap_add: [NET_ADMIN]`)";
    const report::Report report = whole();
    CHECK(rendered("concise", report) == "compose.yaml:3:9: error[sys-admin] " + message + "\n");
    CHECK(rendered("github", report).find("::" + message + "%0Abase.yaml:3: dropped [here]%0A") !=
          std::string::npos);
    CHECK(rendered("github", report).find("%0Anote: it mounts%0Anote: few need it%0A") !=
          std::string::npos);
    CHECK(Json::parse(rendered("gitlab", report))[0]["description"] == message);
    CHECK(Json::parse(rendered("rdjson", report))["diagnostics"][0]["message"] == message);
    CHECK(rendered("checkstyle", report).find("message=\"" + message + "\"") != std::string::npos);
}

TEST_CASE("junit: the title is the message, the rest is the body", "[formats_test]") {
    const std::string text = rendered("junit", whole());
    INFO(text);
    CHECK(text.find("<failure type=\"error\" message=\"service `web` adds SYS_ADMIN\">"
                    "compose.yaml:3:9: error[sys-admin] added here\n"
                    "base.yaml:3:9: dropped [here]\ncompose.yaml:3:9: \nnote: it mounts\n"
                    "note: few need it\nhelp: write `cap_add: [NET_ADMIN]`\nmore: ") !=
          std::string::npos);
    CHECK(text.find("name=\"sys-admin: web: NET_ADMIN\"") != std::string::npos);
}

TEST_CASE("json: the parts of a finding, each by itself", "[formats_test]") {
    const Json finding = Json::parse(rendered("json", whole()))["findings"][0];
    CHECK(finding["title"] == "service `web` adds SYS_ADMIN");
    CHECK(finding["label"] == "added here");
    CHECK(finding["help"] == "write `cap_add: [NET_ADMIN]`");
    CHECK(finding["message"] == "service `web` adds SYS_ADMIN (write `cap_add: [NET_ADMIN]`)");
    CHECK(finding["notes"] == Json::array({"it mounts", "few need it"}));
    CHECK(finding["facet"] == "NET_ADMIN");
    REQUIRE(finding["related"].size() == 2);
    CHECK(finding["related"][0] == Json{{"file", "base.yaml"},
                                        {"line", 3},
                                        {"column", 9},
                                        {"endLine", 3},
                                        {"endColumn", 18},
                                        {"label", "dropped [here]"}});
}

TEST_CASE("sarif: sentences, a link to each related place, brackets escaped where they have to be",
          "[formats_test]") {
    report::Report report = whole();
    const auto result = [&] {
        return Json::parse(rendered("sarif", report))["runs"][0]["results"][0];
    };
    CHECK(result()["message"]["text"] ==
          "service `web` adds SYS_ADMIN. Write `cap_add: [NET_ADMIN]`. "
          "See: [dropped \\[here\\]](1), [see here](2).");
    CHECK(result()["relatedLocations"][0]["id"] == 1);
    CHECK(result()["relatedLocations"][0]["message"]["text"] == "Dropped [here].");
    CHECK(result()["relatedLocations"][1]["id"] == 2);
    CHECK(result()["properties"]["notes"] == Json::array({"it mounts", "few need it"}));
    check::Record& one = report.records[0];
    one.related.clear();
    one.notes.clear();
    one.help.clear();
    one.title = "a [b](1) \\ c";
    CHECK(result()["message"]["text"] == "a \\[b\\](1) \\\\ c.");
    CHECK_FALSE(result().contains("relatedLocations"));
    CHECK_FALSE(result().contains("properties"));
}

TEST_CASE("a place knows its columns in bytes as well", "[formats_test]") {
    const Source source("a.yaml", "x\n\xC3\xA4\xF0\x9F\x90\xB3: word\n");
    const terminal::Location where = terminal::locate(source, {10, 14});
    CHECK(where.start == Position{2, 5});
    CHECK(where.start_byte == 9);
    CHECK(where.end_byte == 13);
}

TEST_CASE("what a comment accepts is in no format but those that say so", "[formats_test]") {
    report::Report report = single("secret");
    report.records[0].suppressed = Suppression{"known"};
    for (const std::string_view name : for_pipelines) {
        INFO(name);
        const std::string text = rendered(name, report);
        CHECK(text.find("secret") == std::string::npos);
        CHECK((text.find("known") != std::string::npos) == (name == "junit"));
    }
}
