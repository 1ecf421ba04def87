#include "lint/ignore/suppress.hpp"

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>

using namespace dropcap;
using namespace std::chrono_literals;

namespace {

constexpr ignore::Date today = 2026y / 11 / 24;

/// A document whose comments are the parts of `text` from each `#` to the end of its line.
Document with_comments(std::string text) {
    Document document;
    for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at)) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::size_t line = text.rfind('\n', at) + 1; // npos + 1 is 0, the first line
        const bool own_line = text.find_first_not_of(' ', line) == at;
        document.comments.push_back(
            {.at = {0, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}},
             .own_line = own_line});
        at = end;
    }
    document.sources.push_back(std::make_shared<Source>("compose.yaml", std::move(text)));
    return document;
}

Place place_of(const Document& document, std::string_view word) {
    const auto at = static_cast<std::uint32_t>(document.sources[0]->text().find(word));
    return {0, {at, at + static_cast<std::uint32_t>(word.size())}};
}

Finding finding_at(const Document& document, std::string_view rule, std::string_view word) {
    Finding finding;
    finding.rule = find_rule(rule);
    finding.flag = Flag{.at = place_of(document, word), .title = "…"};
    return finding;
}

/// Whether the only finding of `rule` at `word` is hidden by what `text` says.
bool hidden(const std::string& text, std::string_view rule, std::string_view word) {
    Document document = with_comments(text);
    document.containers.resize(1);
    document.containers[0].name_at = place_of(document, "web");
    std::vector<Finding> findings{finding_at(document, rule, word)};
    findings[0].container_index = 0;
    auto ignores = ignore::read_ignores(document);
    ignore::mark_suppressed(document, ignores, today, findings);
    return findings[0].suppressed.has_value();
}

/// The complaint about the only suppression comment of `text`, as "rule: underlined".
std::string complaint(const std::string& text) {
    const Document document = with_comments(text);
    std::vector<Finding> findings;
    ignore::report_ignores(document, ignore::read_ignores(document), today, all_rules(), findings);
    if (findings.size() != 1) return std::to_string(findings.size()) + " findings";
    REQUIRE(findings[0].flag.at.span.end <= text.size());
    return std::string(findings[0].rule->id) + ": " +
           std::string(document.text(findings[0].flag.at));
}

} // namespace

TEST_CASE("a date is a day of the calendar, written YYYY-MM-DD", "[suppress_test]") {
    CHECK(ignore::parse_date("2026-11-24") == today);
    CHECK(ignore::parse_date("2024-02-29").has_value());
    for (const char* text : {"", "2026-11", "2026-11-31", "2025-02-29", "24-11-2026", "2026/11/24",
                             "2026-1-4", "2026-11-2x", " 2026-11-24"}) {
        INFO(text);
        CHECK_FALSE(ignore::parse_date(text).has_value());
    }
}

TEST_CASE("where a suppression counts", "[suppress_test]") {
    const char* rule = "net-raw";
    struct {
        const char* what;
        const char* text;
        bool hides;
    } const rows[] = {
        {"the same line", "web:\n  cap_add: [NET_RAW] # dropcap: ignore[net-raw] ping\n", true},
        {"a comment line above", "web:\n  # dropcap: ignore[net-raw] ping\n  cap_add: [NET_RAW]\n",
         true},
        {"comment lines between",
         "web:\n  # dropcap: ignore[net-raw] ping\n  # more words\n  cap_add: [NET_RAW]\n", true},
        {"behind other words of the comment",
         "web:\n  cap_add: [NET_RAW] # for ping # dropcap: ignore[net-raw] ping\n", true},
        {"at the container's name",
         "web: # dropcap: ignore[net-raw] ping\n  image: a\n  cap_add: [NET_RAW]\n", true},
        {"above the container's name",
         "# dropcap: ignore[net-raw] ping\nweb:\n  image: a\n  cap_add: [NET_RAW]\n", true},
        {"the whole file",
         "# a title\n\n# dropcap: ignore-file[net-raw] ping\nx: y\nweb:\n  cap_add: [NET_RAW]\n",
         true},
        {"several rules", "web:\n  cap_add: [NET_RAW] # dropcap: ignore[ mknod , net-raw ] ping\n",
         true},
        {"not yet expired",
         "web:\n  cap_add: [NET_RAW] # dropcap: ignore[net-raw] until=2026-11-24 ping\n", true},
        {"expired", "web:\n  cap_add: [NET_RAW] # dropcap: ignore[net-raw] until=2026-11-23 ping\n",
         false},
        {"another rule", "web:\n  cap_add: [NET_RAW] # dropcap: ignore[mknod] ping\n", false},
        {"no reason", "web:\n  cap_add: [NET_RAW] # dropcap: ignore[net-raw]\n", false},
        {"a trailing comment one line above",
         "web:\n  x: y # dropcap: ignore[net-raw] ping\n  cap_add: [NET_RAW]\n", false},
        {"the line below", "web:\n  cap_add: [NET_RAW]\n  # dropcap: ignore[net-raw] ping\n",
         false},
        {"something between",
         "web:\n  # dropcap: ignore[net-raw] ping\n  image: a\n  cap_add: [NET_RAW]\n", false},
        {"the whole file, too late",
         "web:\n  # dropcap: ignore-file[net-raw] ping\n  image: a\n  cap_add: [NET_RAW]\n", false},
        {"not dropcap's", "web:\n  cap_add: [NET_RAW] # noqa: ignore[net-raw] ping\n", false},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        CHECK(hidden(row.text, rule, "NET_RAW") == row.hides);
    }
}

TEST_CASE("what is wrong with a suppression is reported at its word", "[suppress_test]") {
    struct {
        const char* text;
        const char* expected;
    } const rows[] = {
        {"x: y # dropcap: ignore[net-rwa] ping", "invalid-ignore: net-rwa"},
        {"x: y # dropcap: ignore[net-raw]", "invalid-ignore: # dropcap: ignore[net-raw]"},
        {"x: y # dropcap: ignore[net-raw] until=2027-01-31",
         "invalid-ignore: # dropcap: ignore[net-raw] until=2027-01-31"},
        {"x: y # dropcap: ignore[net-raw] until=soon ping", "invalid-ignore: until=soon"},
        {"x: y # dropcap: ignore net-raw", "invalid-ignore: # dropcap: ignore net-raw"},
        {"x: y # dropcap: ignore[net-raw ping", "invalid-ignore: net-raw ping"},
        {"x: y # dropcap: off", "invalid-ignore: off"},
        {"x: y # dropcap: ignore[", "invalid-ignore: # dropcap: ignore["},
        {"x: y # dropcap: ignore[net-raw,", "invalid-ignore: # dropcap: ignore[net-raw,"},
        {"x: y # dropcap: ignore[net-raw,] ping", "invalid-ignore: ]"},
        {"x: y # dropcap: ignore[net-raw] until=2020-01-01 ping",
         "expired-ignore: # dropcap: ignore[net-raw] until=2020-01-01 ping"},
        {"x: y # dropcap: ignore[net-raw] ping", "unused-ignore: net-raw"},
        {"x: y # about dropcap: it is a linter", "0 findings"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        CHECK(complaint(row.text) == row.expected);
    }
}

TEST_CASE("what is wrong with a suppression, in parts", "[suppress_test]") {
    struct {
        const char* text;
        const char* title;
        const char* help;
        const char* facet;
    } const rows[] = {
        {"x: y # dropcap: ignore[net-rwa] ping", "the suppression names the unknown rule `net-rwa`",
         "write `net-raw`", "net-rwa"},
        {"x: y # dropcap: ignore[zzzzzzzzzzzz] ping",
         "the suppression names the unknown rule `zzzzzzzzzzzz`",
         "write the id of a rule that `dropcap rules` lists", "zzzzzzzzzzzz"},
        {"x: y # dropcap: ignore[net-raw]", "the suppression gives no reason",
         "write the reason, as in `# dropcap: ignore[rule-id] reason`", "no-reason"},
        {"x: y # dropcap: ignore[net-raw] until=soon ping",
         "the suppression's `until=` is not a date", "write a day as `until=YYYY-MM-DD`", "until"},
        {"x: y # dropcap: ignore net-raw", "the suppression names no rule",
         "write `# dropcap: ignore[rule-id] reason`", "no-rules"},
        {"x: y # dropcap: ignore[net-raw ping",
         "the suppression names the unknown rule `net-raw ping`",
         "write the id of a rule that `dropcap rules` lists", "net-raw ping"},
        {"x: y # dropcap: off", "the comment is not a suppression that dropcap knows",
         "write `ignore[rule-id] reason` or `ignore-file[rule-id] reason`", "unknown-word"},
        {"x: y # dropcap: ignore[net-raw,] ping", "the suppression has an empty rule id",
         "write a rule id here, or remove the comma", "empty-id"},
        {"x: y\nz: y\n# dropcap: ignore-file[net-raw] ping",
         "`ignore-file` is not in the first comment block of the file",
         "move it above the first line that is not a comment", "too-late"},
        {"x: y # dropcap: ignore[net-raw, mknod] until=2020-01-01 ping",
         "the suppression ended on 2020-01-01",
         "remove it and resolve what it hid, or write a new date", "net-raw,mknod"},
        {"x: y # dropcap: ignore[net-raw] ping", "the suppression of `net-raw` hides nothing",
         "remove it", "net-raw"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        const Document document = with_comments(row.text);
        std::vector<Finding> findings;
        ignore::report_ignores(document, ignore::read_ignores(document), today, all_rules(),
                               findings);
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].flag.title == row.title);
        CHECK(findings[0].flag.help == row.help);
        CHECK(findings[0].flag.facet == row.facet);
        CHECK_FALSE(findings[0].flag.label.empty());
        CHECK_FALSE(findings[0].flag.notes.empty());
    }
}

TEST_CASE("a rule id of any length leaves the title short", "[suppress_test]") {
    const std::string text = "x: y # dropcap: ignore[" + std::string(300, 'a') + "] ping";
    const Document document = with_comments(text);
    std::vector<Finding> findings;
    ignore::report_ignores(document, ignore::read_ignores(document), today, all_rules(), findings);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].flag.title.size() <= 80);
    CHECK(findings[0].flag.facet == std::string(300, 'a'));
}

TEST_CASE("an ignore of a rule that did not run is not called unused", "[suppress_test]") {
    const Document document = with_comments("x: y # dropcap: ignore[net-raw] ping");
    std::vector<const Rule*> without(all_rules().begin(), all_rules().end());
    std::erase(without, find_rule("net-raw"));
    std::vector<Finding> findings;
    ignore::report_ignores(document, ignore::read_ignores(document), today, without, findings);
    CHECK(findings.empty());
}

namespace {

/// What is found in `text` as the file `name`: "rule" of each finding, in brackets where a comment
/// hides it.
std::vector<std::string> checked(const std::string& name, const std::string& text) {
    std::vector<std::string> rules;
    const auto result = fixture::lint(name, text);
    for (const Finding& finding : result.linted.findings)
        rules.push_back(finding.suppressed ? "[" + std::string(finding.rule->id) + "]"
                                           : std::string(finding.rule->id));
    return rules;
}

} // namespace

TEST_CASE("a suppression in the formats' own ways of writing comments", "[suppress_test]") {
    using Rules = std::vector<std::string>;
    struct {
        const char* what;
        const char* file;
        const char* text;
        Rules expected;
    } const rows[] = {
        {"in a string",
         "compose.yaml",
         "services:\n  web:\n    image: a\n    privileged: true\n    labels: {a: '# dropcap: ignore[privileged] x'}\n",
         {"privileged"}},
        {"in a string over two lines",
         "compose.yaml",
         "services:\n  web:\n    image: a\n    labels: {a: \"b\n      # dropcap: ignore[privileged] x\n      \"}\n    privileged: true\n",
         {"privileged"}},
        {"in a block scalar",
         "compose.yaml",
         "services:\n  web:\n    image: a\n    command: |\n      # dropcap: ignore[privileged] x\n    privileged: true\n",
         {"privileged"}},
        {"behind a block scalar's header",
         "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - securityContext: {privileged: true}\n    image: a\n    "
         "name: a\n"
         "    command:\n    - | # dropcap: ignore[privileged] x\n      y\n",
         {"privileged", "unused-ignore"}},
        {"above the list item that begins the container",
         "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  # dropcap: ignore[privileged] x\n  - image: a\n    name: "
         "a\n    "
         "securityContext: {privileged: true}\n",
         {"[privileged]"}},
        {"one init container, not the one beside it",
         "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  initContainers:\n  - name: a # dropcap: ignore[privileged] x\n    "
         "image: a\n    "
         "securityContext: {privileged: true}\n  containers:\n  - name: b\n    image: a\n    securityContext: {privileged: true}\n",
         {"[privileged]", "privileged"}},
        {"in a list in brackets",
         "compose.yaml",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add: [\n      NET_RAW, # dropcap: ignore[net-raw] ping\n      "
         "MKNOD\n    ]\n",
         {"[net-raw]", "mknod"}},
        {"for the whole file, above a document without containers",
         "all.yaml",
         "# dropcap: ignore-file[privileged] x\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: "
         "Pod\nmetadata: "
         "{name: a}\nspec:\n  containers:\n  - name: b\n    image: a\n    securityContext: {privileged: true}\n",
         {"[privileged]"}},
        {"for the whole file, in one that is broken",
         "compose.yaml",
         "# dropcap: ignore-file[syntax] generated\nservices:\n  web: [\n",
         {"[syntax]"}},
        {"at the list's key",
         "compose.yaml",
         "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n    cap_add: # dropcap: ignore[net-raw] ping\n    - NET_RAW\n",
         {"[net-raw]"}},
        {"above a key that it hangs under",
         "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a\n    # dropcap: "
         "ignore[privileged] x\n"
         "    securityContext:\n      runAsUser: 0\n      privileged: true\n",
         {"[privileged]"}},
        {"above a key that it does not hang under",
         "pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a\n    # dropcap: "
         "ignore[privileged] x\n"
         "    ports:\n    - containerPort: 1\n    securityContext:\n      privileged: true\n",
         {"unused-ignore", "privileged"}},
        {"above a command",
         "run.sh",
         "# dropcap: ignore[privileged] x\ndocker run \\\n  --privileged a\n",
         {"[privileged]"}},
        {"behind the last line of a command",
         "run.sh",
         "docker run \\\n  --privileged \\\n  a # dropcap: ignore[privileged] x\n",
         {"[privileged]"}},
        {"in a here-document",
         "run.sh",
         "cat <<E\n# dropcap: ignore[privileged] x\nE\ndocker run --privileged a\n",
         {"privileged"}},
        {"in an instruction that goes on",
         "Dockerfile",
         "FROM a\nLABEL a=b \\\n # dropcap: ignore[privileged] x\n RUN=\"docker run --privileged a\"\n",
         {"[privileged]"}},
        {"above an instruction",
         "Dockerfile",
         "FROM a\n# dropcap: ignore[privileged] x\nLABEL RUN=\"docker run --privileged a\"\n",
         {"[privileged]"}},
        {"behind an instruction stands no comment",
         "Dockerfile",
         "FROM a\nLABEL RUN=\"docker run --privileged a\" b=\"# dropcap: ignore[privileged] x\"\n",
         {"privileged"}},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        CHECK(checked(row.file, row.text) == row.expected);
    }
}
