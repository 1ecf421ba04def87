// The format for people: lines with underlines and labels, what follows them, and what is said once
// only.

#include "lint/report/report.hpp"
#include "lint/terminal/snippet.hpp"

#include "tests/program.hpp"

#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace dropcap;

namespace {

/// A word in a text, by the first place where it is found.
struct Word {
    std::string word;
    std::string label;
    bool primary = false;
};

terminal::Excerpt excerpt(const Source& source, const std::string& word) {
    const std::size_t at = source.text().find(word);
    REQUIRE(at != std::string::npos);
    const auto begin = static_cast<std::uint32_t>(at);
    return terminal::excerpt_of(source, {begin, begin + static_cast<std::uint32_t>(word.size())});
}

std::string drawn(const std::string& text, const std::vector<Word>& words,
                  terminal::Style style = {}) {
    const Source source("compose.yaml", text);
    std::vector<terminal::Excerpt> excerpts;
    for (const Word& word : words) excerpts.push_back(excerpt(source, word.word));
    std::vector<terminal::Mark> marks;
    for (std::size_t at = 0; at < words.size(); ++at)
        marks.push_back(
            {.at = &excerpts[at], .label = words[at].label, .primary = words[at].primary});
    std::string out;
    terminal::append_snippet(
        out, marks,
        {.style = style, .severity = Severity::warning, .digits = terminal::digits_of(marks)});
    return out;
}

check::Record record(const Source& source, const std::string& word, const char* rule) {
    check::Record one;
    one.rule = find_rule(rule);
    REQUIRE(one.rule != nullptr);
    one.severity = one.rule->severity;
    one.container = one.subject = word;
    one.display_name = "service `" + word + "`";
    one.facet = "facet";
    one.title = "service `" + word + "` does it";
    one.at = excerpt(source, word);
    return one;
}

std::string full(std::vector<check::Record> records, terminal::Style style = {}) {
    report::Report report;
    report.records = std::move(records);
    std::string text;
    report::write_full(report, style, [&](std::string_view piece) { text += piece; });
    return text;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t times = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++times;
    return times;
}

const std::string same = "services:\n  same:\n    image: web\n    cap_drop: [ALL, SYS_TIME]\n"
                         "    # both\n    cap_add: [SYS_NICE]\n";

} // namespace

TEST_CASE("a long report is one block for each rule and severity", "[full_format_test]") {
    const fixture::Scratch folder;
    std::string services = "services:\n";
    for (int at = 0; at < 30; ++at)
        services += "  s" + std::to_string(at) + ":\n    image: example/app\n" +
                    (at == 7 ? "    privileged: true\n" : "");
    folder.write("compose.yaml", services);
    const auto shown = [&](std::vector<std::string> arguments) {
        return fixture::run_dropcap(std::move(arguments), folder.path()).out;
    };
    const std::string folded = shown({"compose.yaml"});
    CHECK(std::ranges::count(folded, '\n') < 40);
    CHECK(folded.find("  --> compose.yaml:4:3: service `s1`\n") != std::string::npos);
    CHECK(folded.find("--> and 26 more places\n") != std::string::npos);
    CHECK(folded.find("warning[missing-drop-all]") < folded.find("error[privileged]"));
    CHECK(folded.find("\n    29  missing-drop-all\n     1  privileged\n") != std::string::npos);
    CHECK(folded.find("with --fail-on error only 1 error would.\n") != std::string::npos);

    const std::string all = shown({"compose.yaml", "--show-all"});
    CHECK(all.find("service `s29` likewise") != std::string::npos);
    CHECK(all.find("more places") == std::string::npos);
    CHECK(shown({"compose.yaml", "--format", "concise", "-q"}).find("`s29`") != std::string::npos);
    CHECK(shown({"compose.yaml", "--select", "privileged"}).find("--write-baseline") ==
          std::string::npos);
}

TEST_CASE("one place: its line, carets, the label behind them", "[full_format_test]") {
    CHECK(drawn(same, {{"SYS_NICE", "added here", true}}) ==
          "   |\n"
          " 6 |     cap_add: [SYS_NICE]\n"
          "   |               ^^^^^^^^ added here\n");
    CHECK(drawn(same, {{"SYS_NICE", "", true}}) == "   |\n"
                                                   " 6 |     cap_add: [SYS_NICE]\n"
                                                   "   |               ^^^^^^^^\n");
}

TEST_CASE("places on several lines come in the file's order, gaps are shown",
          "[full_format_test]") {
    CHECK(drawn(same, {{"SYS_NICE", "added here", true}, {"SYS_TIME", "dropped here"}}) ==
          "   |\n"
          " 4 |     cap_drop: [ALL, SYS_TIME]\n"
          "   |                     -------- dropped here\n"
          "...\n"
          " 6 |     cap_add: [SYS_NICE]\n"
          "   |               ^^^^^^^^ added here\n");
    CHECK(drawn(same, {{"image", "a"}, {"same", "b", true}}) == "   |\n"
                                                                " 2 |   same:\n"
                                                                "   |   ^^^^ b\n"
                                                                " 3 |     image: web\n"
                                                                "   |     ----- a\n");
}

TEST_CASE("labels of one line hang below their words, the last one follows its own",
          "[full_format_test]") {
    CHECK(drawn(same, {{"SYS_TIME", "primary", true}, {"ALL", "all"}, {"cap_drop", "list"}}) ==
          "   |\n"
          " 4 |     cap_drop: [ALL, SYS_TIME]\n"
          "   |     --------   ---  ^^^^^^^^ primary\n"
          "   |     |          |\n"
          "   |     |          all\n"
          "   |     list\n");
    CHECK(drawn(same, {{"ALL", "", true}, {"cap_drop", "list"}}) ==
          "   |\n"
          " 4 |     cap_drop: [ALL, SYS_TIME]\n"
          "   |     --------   ^^^\n"
          "   |     |\n"
          "   |     list\n");
}

TEST_CASE("places that lie over one another get rows of their own", "[full_format_test]") {
    CHECK(drawn(same, {{"[ALL, SYS_TIME]", "the list"}, {"ALL", "the word", true}}) ==
          "   |\n"
          " 4 |     cap_drop: [ALL, SYS_TIME]\n"
          "   |                ^^^ the word\n"
          "   |               --------------- the list\n");
    CHECK(drawn(same, {{"ALL", "one", true}, {"ALL", "two"}}) ==
          "   |\n"
          " 4 |     cap_drop: [ALL, SYS_TIME]\n"
          "   |                ^^^ one\n"
          "   |                --- two\n");
}

TEST_CASE("odd places: zero bytes, several lines, tabs, wide letters, CRLF, no last line break",
          "[full_format_test]") {
    const auto at = [](const std::string& text, Span span) {
        return terminal::render_snippet(terminal::excerpt_of(Source("a", text), span), {},
                                        Severity::error);
    };
    CHECK(at("ab\n", {1, 1}) == "   |\n 1 | ab\n   |  ^\n");
    CHECK(at("ab", {2, 2}) == "   |\n 1 | ab\n   |   ^\n");
    CHECK(at("", {0, 0}) == "   |\n 1 | \n   | ^\n");
    CHECK(at("ab\ncd\nef\n", {1, 7}) == "   |\n 1 | ab\n   |  ^\n");
    CHECK(at("a\tb\tc\n", {4, 5}) == "   |\n 1 | a b c\n   |     ^\n");
    CHECK(at("ab\r\ncd\r\n", {4, 6}) == "   |\n 2 | cd\n   | ^^\n");
    CHECK(drawn("日本: 語\n", {{"日本", "name", true}, {"語", "值"}}) == "   |\n"
                                                                         " 1 | 日本: 語\n"
                                                                         "   | ^^^^  -- 值\n"
                                                                         "   | |\n"
                                                                         "   | name\n");
}

TEST_CASE("nothing in a line or a label acts", "[full_format_test]") {
    const std::string out =
        drawn("a: \x1b[31m ::error::x\n", {{"\x1b[31m", "\x1b]0;t\x07\n::warning::y", true}});
    CHECK(out == "   |\n"
                 " 1 | a: \\x1b[31m ::error::x\n"
                 "   |    ^^^^^^^^ \\x1b]0;t\\x07\\n::warning::y\n");
}

TEST_CASE("a line that is too long is shown around each of its words", "[full_format_test]") {
    const std::string filler(300, 'x');
    const std::string text = "first " + filler + " second " + filler + "\n";
    const std::string out = drawn(text, {{"second", "b", true}, {"first", "a"}});
    CHECK(out == "   |\n 1 | …" + filler.substr(0, 79) + " second " + filler.substr(0, 79) +
                     "…\n   | " + std::string(81, ' ') + "^^^^^^ b\n 1 | first " +
                     filler.substr(0, 79) + "…\n   | ----- a\n");
}

TEST_CASE("a narrow terminal", "[full_format_test]") {
    const std::string out =
        drawn("services: {web: {image: example/web:1, cap_add: [NET_ADMIN], "
              "privileged: true}}\n",
              {{"NET_ADMIN", "reroutes the traffic of this host", true}}, {.columns = 60});
    CHECK(out == "   |\n"
                 " 1 | …ces: {web: {image: example/web:1, cap_add: [NET_ADMIN…\n"
                 "   |                                              ^^^^^^^^^\n"
                 "   |                       reroutes the traffic of this host\n");
}

TEST_CASE("a finding: title, place, snippet, notes, help, fix, and where to read more",
          "[full_format_test]") {
    const Source source("compose.yaml", same);
    check::Record one = record(source, "SYS_NICE", "contradictory-capabilities");
    one.title = "service `same` both adds and drops SYS_TIME";
    one.label = "added here";
    one.related.push_back({excerpt(source, "SYS_TIME"), "dropped here"});
    one.notes = {"Docker and Podman grant it, containerd does not", "two"};
    one.help = "keep one of the two";
    one.holds = "SYS_TIME";
    one.fix = check::FixRecord{.message = "Write SYS_NICE", .edits = {}, .safe = true};
    CHECK(full({one}) ==
          "warning[contradictory-capabilities]: service `same` both adds and drops SYS_TIME\n"
          "  --> compose.yaml:6:15\n"
          "   |\n"
          " 4 |     cap_drop: [ALL, SYS_TIME]\n"
          "   |                     -------- dropped here\n"
          "...\n"
          " 6 |     cap_add: [SYS_NICE]\n"
          "   |               ^^^^^^^^ added here\n"
          "   = holds: SYS_TIME\n"
          "   = note: Docker and Podman grant it, containerd does not\n"
          "   = note: two\n"
          "   = help: keep one of the two\n"
          "   = fix: Write SYS_NICE (--fix)\n"
          "   = more: dropcap explain contradictory-capabilities\n\n");
}

TEST_CASE("places in other files get a snippet of their own, one for each file",
          "[full_format_test]") {
    const Source source("compose.yaml", same);
    const Source base("base.yaml", std::string(120, '\n') + "x: &caps [NET_RAW]\ny: *caps\n");
    check::Record one = record(source, "same", "net-raw");
    one.related.push_back({excerpt(base, "*caps"), "through this alias"});
    one.related.push_back({excerpt(source, "web"), "this image"});
    one.related.push_back({excerpt(base, "NET_RAW"), "written here"});
    CHECK(full({one}) == "warning[net-raw]: service `same` does it\n"
                         "    --> compose.yaml:2:3\n"
                         "     |\n"
                         "   2 |   same:\n"
                         "     |   ^^^^\n"
                         "   3 |     image: web\n"
                         "     |            --- this image\n"
                         "    ::: base.yaml:122:4\n"
                         "     |\n"
                         " 121 | x: &caps [NET_RAW]\n"
                         "     |           ------- written here\n"
                         " 122 | y: *caps\n"
                         "     |    ----- through this alias\n"
                         "     = more: dropcap explain net-raw\n\n");
}

TEST_CASE("the same of several containers is reported once, the rule is explained once",
          "[full_format_test]") {
    const Source source("compose.yaml", "services:\n  aa: {image: x}\n  bb: {image: y}\n");
    check::Record a = record(source, "aa", "missing-drop-all");
    a.help = "add it";
    check::Record b = record(source, "bb", "missing-drop-all");
    b.help = "add it";
    CHECK(full({a, b}) == "warning[missing-drop-all]: service `aa` does it\n"
                          "  --> compose.yaml:2:3\n"
                          "   |\n"
                          " 2 |   aa: {image: x}\n"
                          "   |   ^^\n"
                          "  --> compose.yaml:3:3: service `bb` likewise\n"
                          "   |\n"
                          " 3 |   bb: {image: y}\n"
                          "   |   ^^\n"
                          "   = help: add it\n"
                          "   = more: dropcap explain missing-drop-all\n\n");
    // What is not shown twice must be the same; words of the title are no part of it.
    b.title = "entirely other words";
    CHECK(count(full({a, b}), "likewise") == 1);
    const auto apart = [&](auto change) {
        check::Record other = b;
        change(other);
        const std::string text = full({a, other});
        CHECK(count(text, "likewise") == 0);
        CHECK(count(text, "explain missing-drop-all") == 1);
        CHECK(count(text, "= help:") == 2);
    };
    apart([](check::Record& one) { one.facet = "other"; });
    apart([](check::Record& one) { one.help = "other"; });
    apart([](check::Record& one) { one.holds = "other"; });
    apart([](check::Record& one) { one.label = "other"; });
    apart([](check::Record& one) { one.notes = {"other"}; });
    apart([](check::Record& one) { one.severity = Severity::error; });
    apart([](check::Record& one) { one.subject = "aa"; });
    apart([](check::Record& one) { one.keeps.insert(*find_capability("CHOWN")); });
    apart([&](check::Record& one) { one.related.push_back({a.at, "there"}); });
    apart([](check::Record& one) { one.fix = check::FixRecord{}; });
}

TEST_CASE("colours: the severity's for the word, another for the rest", "[full_format_test]") {
    CHECK(drawn(same, {{"SYS_NICE", "added", true}, {"cap_add", "list"}}, {.color = true}) ==
          " \x1b[1;34m  |\x1b[0m\n"
          " \x1b[1;34m6 |\x1b[0m     cap_add: [SYS_NICE]\n"
          " \x1b[1;34m  |\x1b[0m     \x1b[1;34m-------\x1b[0m   \x1b[1;33m^^^^^^^^\x1b[0m "
          "\x1b[1;33madded\x1b[0m\n"
          " \x1b[1;34m  |\x1b[0m     \x1b[1;34m|\x1b[0m\n"
          " \x1b[1;34m  |\x1b[0m     \x1b[1;34mlist\x1b[0m\n");
}

TEST_CASE("more places than anybody compares are counted", "[full_format_test]") {
    const Source source("compose.yaml", same);
    check::Record one = record(source, "same", "net-raw");
    for (int nth = 0; nth < 20; ++nth) one.related.push_back({excerpt(source, "web"), "there"});
    const std::string text = full({one});
    CHECK(count(text, "--- there") == 12);
    CHECK(count(text, "= note: 8 more places not shown") == 1);
}
