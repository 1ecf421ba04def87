// Every rule against its own example and its own folder of fixtures: exact words, and nothing else.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

using namespace dropcap;
namespace fs = std::filesystem;

namespace {

std::vector<std::string_view> rules_found(const fixture::Checked& checked) {
    std::vector<std::string_view> ids;
    for (const Finding& finding : checked.linted.findings)
        if (!finding.suppressed) ids.push_back(finding.rule->id);
    return ids;
}

bool has(const std::vector<std::string_view>& ids, std::string_view id) {
    return std::ranges::find(ids, id) != ids.end();
}

fs::path folder_of(const Rule& rule) { return fs::path(DROPCAP_ROOT) / "testdata" / rule.id; }

/// The files of a rule's folder that stand for themselves; what is in folders below is there for
/// them.
std::vector<fs::path> fixtures_of(const Rule& rule) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder_of(rule)))
        if (entry.is_regular_file() && entry.path().extension() != ".expect")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// Whether the expectation "line: rule-id text" or "line: rule-id(severity) text" is about `rule`.
bool is_about(std::string_view expectation, const Rule& rule) {
    expectation.remove_prefix(expectation.find(": ") + 2);
    return expectation.substr(0, expectation.find_first_of(" (")) == rule.id;
}

} // namespace

TEST_CASE("the table of rules is sorted and every row is whole", "[rules_test]") {
    CHECK(std::ranges::is_sorted(all_rules(), {}, &Rule::id));
    for (const Rule* rule : all_rules()) {
        INFO(rule->id);
        CHECK(find_rule(rule->id) == rule);
        CHECK_FALSE(rule->summary.empty());
        CHECK_FALSE(rule->summary.ends_with('.'));
        CHECK(rule->summary.size() <= 120);
        CHECK(rule->help.size() >= 200);
        CHECK_FALSE(rule->since.empty());
        const double severity = std::strtod(std::string(rule->security_severity).c_str(), nullptr);
        CHECK(severity > 0.0);
        CHECK(severity <= 10.0);
        CHECK(rule->references[0].starts_with("https://"));
        std::string file(rule->id);
        std::ranges::replace(file, '-', '_');
        CHECK(fs::exists(fs::path(DROPCAP_ROOT) / "rules" / (file + ".cpp")));
        CHECK(fs::is_directory(folder_of(*rule)));
    }
    CHECK(find_rule("no-such-rule") == nullptr);
}

TEST_CASE("a rule's bad example fires exactly it, its good example does not", "[rules_test]") {
    for (const Rule* rule : all_rules()) {
        INFO(rule->id);
        const std::string file(rule->example.file);
        const auto bad = rules_found(fixture::lint(file, std::string(rule->example.bad), rule));
        CHECK_FALSE(bad.empty());
        for (const std::string_view id : bad) CHECK(id == rule->id);
        const auto good = fixture::lint(file, std::string(rule->example.good), rule);
        CHECK_FALSE(has(rules_found(good), rule->id));
        CHECK(good.document.problems.empty());
    }
}

TEST_CASE("a fix leaves a file that parses and no longer holds the finding", "[rules_test]") {
    std::size_t fixes = 0;
    for (const Rule* rule : all_rules()) {
        for (const fs::path& path : fixtures_of(*rule)) {
            const std::string text = fixture::read_text(path);
            const auto before = fixture::lint(path.string(), text, rule);
            for (const Finding& finding : before.linted.findings) {
                if (!finding.flag.fix || finding.rule != rule) continue;
                INFO(path.filename().string() << " " << finding.flag.title);
                const auto after =
                    fixture::lint(path.string(), fixture::apply(text, *finding.flag.fix), rule);
                CHECK(after.document.problems.size() == before.document.problems.size());
                const auto count = [&](const fixture::Checked& checked) {
                    const auto ids = rules_found(checked);
                    return std::ranges::count(ids, rule->id);
                };
                CHECK(count(after) == count(before) - 1);
                ++fixes;
            }
        }
    }
    CHECK(fixes >= 5);
}

TEST_CASE("fixtures hold what their comments expect, to the word, and nothing else",
          "[rules_test]") {
    for (const Rule* rule : all_rules()) {
        const auto files = fixtures_of(*rule);
        INFO(rule->id);
        CHECK(files.size() >= 3);
        std::size_t hits = 0;
        for (const fs::path& path : files) {
            const std::string text = fixture::read_text(path);
            const auto expected = fixture::expected_of(path);
            INFO(path.filename().string());
            CHECK(fixture::found(fixture::lint(path.string(), text, rule)) == expected);
            hits += static_cast<std::size_t>(std::ranges::count_if(
                expected, [&](const std::string& line) { return is_about(line, *rule); }));
        }
        CHECK(hits > 0);
    }
}
