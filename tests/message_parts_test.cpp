// Every finding has parts, and each part keeps to its size and form: in the rules' own examples and
// in every fixture, with all rules selected.

#include "tests/fixture.hpp"
#include "tests/plain_english.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;
namespace fs = std::filesystem;

namespace {

/// Words that a help may begin with.
constexpr std::array<std::string_view, 20> verbs = {
    "check", "name", "render", "replace", "add",  "drop", "give", "keep",  "leave", "list",
    "map",   "move", "put",    "quote",   "read", "run",  "set",  "write", "use",   "remove"};

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

bool is_in(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// What is wrong with the parts of a finding, one text per mistake.
std::vector<std::string> mistakes(const Flag& flag) {
    std::vector<std::string> found;
    const auto require = [&](bool right, std::string what) {
        if (!right) found.push_back(std::move(what));
    };
    const std::string& title = flag.title;
    require(!title.empty() && columns(title) <= 80, "title is empty or wider than 80 columns");
    for (const std::string_view mark : {"; ", ": "}) // a container's name may have them
        require(plain_english::prose_of(title).find(mark) == std::string::npos,
                "title has '" + std::string(mark) + "'");
    require(!title.ends_with('.'), "title ends with a full stop");
    require(!flag.label.empty() && columns(flag.label) <= 40,
            "label is empty or wider than 40 columns");
    for (const Label& other : flag.related)
        require(!other.text.empty() && columns(other.text) <= 40,
                "the label of a related place is empty or wider than 40 columns: " + other.text);
    require(!flag.facet.empty(), "no facet");
    require(is_in(verbs, std::string_view(flag.help).substr(0, flag.help.find(' '))),
            "help begins with no known verb: " + flag.help);
    require(!flag.help.ends_with('.'), "help ends with a full stop");
    for (const std::string& note : flag.notes) {
        require(!note.empty() && !note.ends_with('.'), "a note is empty or ends with a full stop");
        require(note.find('\n') == std::string::npos, "a note has several lines");
    }
    std::vector<std::string> texts = {title, flag.label, flag.help};
    texts.insert(texts.end(), flag.notes.begin(), flag.notes.end());
    for (const std::string& text : texts)
        for (std::string& complaint : plain_english::complaints(plain_english::prose_of(text)))
            found.push_back(std::move(complaint));
    return found;
}

/// A document with what all rules say of it.
struct Linted {
    Document document;
    check::Linted linted;
};

Linted lint(const std::string& name, std::string text) {
    format::ParseOptions options;
    options.explicit_file = true;
    options.read_file = [](const std::string& path) -> Result<std::shared_ptr<const Source>> {
        if (!fs::is_regular_file(path)) return format::no_such_file();
        return std::shared_ptr<const Source>(
            std::make_shared<Source>(path, fixture::read_text(path)));
    };
    Linted linted;
    linted.document = parse(std::make_shared<Source>(name, to_utf8(std::move(text))), options);
    // One rule at a time: findings that another rule's finding covers are checked as well.
    for (const Rule* rule : all_rules()) {
        check::Linted one = check::lint_document(linted.document, std::vector{rule});
        std::ranges::move(one.findings, std::back_inserter(linted.linted.findings));
        if (linted.linted.cases.empty()) linted.linted.cases = std::move(one.cases);
    }
    // Whether a comment is used shows only when the rules that it names run.
    const Rule* const unused = find_rule(IgnoreProblem::unused);
    for (Finding& finding : check::lint_document(linted.document, all_rules()).findings)
        if (finding.rule == unused) linted.linted.findings.push_back(std::move(finding));
    return linted;
}

struct Text {
    std::string name;
    std::string text;
};

/// The rules' examples and all files below testdata/.
std::vector<Text> all_texts() {
    std::vector<Text> texts;
    for (const Rule* rule : all_rules())
        for (const std::string_view text : {rule->example.bad, rule->example.good})
            texts.push_back({std::string(rule->example.file), std::string(text)});
    for (const auto& entry : fs::recursive_directory_iterator(DROPCAP_ROOT "/testdata"))
        if (entry.is_regular_file() && entry.path().extension() != ".expect" &&
            entry.path().string().find("goldens") == std::string::npos)
            texts.push_back({entry.path().string(), fixture::read_text(entry.path())});
    std::ranges::sort(texts, {}, &Text::name);
    return texts;
}

} // namespace

TEST_CASE("the parts of every finding keep to their size and form", "[message_parts_test]") {
    std::set<std::string_view> seen;
    for (const Text& text : all_texts()) {
        const Linted linted = lint(text.name, text.text);
        for (const Finding& finding : linted.linted.findings) {
            seen.insert(finding.rule->id);
            INFO(text.name << "\n" << finding.rule->id << ": " << finding.flag.title);
            for (const std::string& mistake : mistakes(finding.flag)) FAIL_CHECK(mistake);
        }
    }
    for (const Rule* rule : all_rules()) {
        INFO(rule->id);
        CHECK(seen.contains(rule->id));
    }
}

TEST_CASE("rule, container and facet identify a finding", "[message_parts_test]") {
    for (const Text& text : all_texts()) {
        const Linted linted = lint(text.name, text.text);
        std::map<std::string, std::string> seen; // identity: title
        for (const Finding& finding : linted.linted.findings) {
            const std::string identity = std::string(finding.rule->id) + "\n" +
                                         std::to_string(finding.container_index) + "\n" +
                                         finding.flag.facet;
            INFO(text.name << "\n" << identity);
            CHECK(seen.emplace(identity, finding.flag.title).second);
        }
    }
}

TEST_CASE("quotes and style of the file do not change a facet", "[message_parts_test]") {
    const auto facets = [](const std::string& capabilities) {
        std::multiset<std::string> found;
        const Linted linted =
            lint("compose.yaml", "services:\n  web:\n    image: a:1\n" + capabilities);
        for (const Finding& finding : linted.linted.findings)
            found.insert(std::string(finding.rule->id) + " " + finding.flag.facet);
        return found;
    };
    const auto plain = facets(
        "    cap_drop: [SYS_TIME, NET_RWA]\n    cap_add: [SYS_TIME, NET_ADMIN, NET_ADMIN, CHOWN]\n");
    CHECK(plain.contains("contradictory-capabilities SYS_TIME"));
    CHECK(plain.contains("unknown-capability drops:NET_RWA"));
    CHECK(plain.contains("redundant-add twice:NET_ADMIN"));
    CHECK(plain.contains("missing-drop-all drop:ALL"));
    CHECK(facets("    cap_add:\n      - 'CHOWN'\n      - \"NET_ADMIN\"\n      - NET_ADMIN\n"
                 "      - \"SYS\\x5fTIME\"\n    cap_drop: ['NET_RWA', \"SYS_TIME\"]\n") == plain);
}

TEST_CASE("the pages of rules are in plain English", "[message_parts_test]") {
    for (const Rule* rule : all_rules()) {
        INFO(rule->id);
        for (const std::string& complaint :
             plain_english::complaints(plain_english::prose_of(rule->help)))
            FAIL_CHECK(complaint);
    }
}
