// lint/ knows no rule by name: what it has to know of a rule is a field of Rule.

#include "model/rule.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

using namespace dropcap;
namespace fs = std::filesystem;

namespace {

/// The string literals of a source, comments and #include lines left out.
std::vector<std::string> literals_of(std::string text) {
    std::vector<std::string> literals;
    // A `//` in an address is no comment.
    static const std::regex token(R"lit("(?:[^"\\\n]|\\.)*"|//[^\n]*|#include[^\n]*)lit");
    for (auto at = std::sregex_iterator(text.begin(), text.end(), token);
         at != std::sregex_iterator(); ++at)
        if (const std::string found = at->str(); found.starts_with('"'))
            literals.push_back(found.substr(1, found.size() - 2));
    return literals;
}

bool is_word_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || letter == '-' || letter == '_';
}

bool names(const std::string& literal, std::string_view id) {
    // Groups of one rule are called as the rule.
    for (const Group group : {Group::pss_baseline, Group::pss_restricted})
        if (id == group_name(group)) return false;
    // A word such as "privileged" or "syntax" has other uses; alone it might be an id.
    if (id.find('-') == std::string_view::npos) return literal == id;
    for (auto at = literal.find(id); at != std::string::npos; at = literal.find(id, at + 1)) {
        const bool begins = at == 0 || !is_word_letter(literal[at - 1]);
        const std::size_t end = at + id.size();
        if (begins && (end == literal.size() || !is_word_letter(literal[end]))) return true;
    }
    return false;
}

} // namespace

TEST_CASE("no string in lint/ is a rule's id", "[rule_names_test]") {
    // What `caps` calls a container and a key of its JSON.
    const std::vector<std::string> allowed = {"lint/report/caps.cpp: privileged"};
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(DROPCAP_ROOT "/lint")) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        ++files;
        const std::string file = fs::relative(entry.path(), DROPCAP_ROOT).generic_string();
        for (const std::string& literal : literals_of(fixture::read_text(entry.path())))
            for (const Rule* rule : all_rules()) {
                if (std::ranges::find(allowed, file + ": " + std::string(rule->id)) !=
                    allowed.end())
                    continue;
                INFO(file << " has \"" << literal << "\"");
                CHECK_FALSE(names(literal, rule->id));
            }
    }
    CHECK(files > 50);
    CHECK(names("such as `net-raw`", "net-raw"));
    CHECK_FALSE(names("--net-raw", "net-raw"));
    CHECK(literals_of("a(\"x\"); // \"y\"\n\"http://z\"") ==
          std::vector<std::string>{"x", "http://z"});
}

TEST_CASE("each problem of suppressions has one rule, which has no check of its own",
          "[rule_names_test]") {
    for (const IgnoreProblem problem :
         {IgnoreProblem::invalid, IgnoreProblem::expired, IgnoreProblem::unused}) {
        const Rule* const rule = find_rule(problem);
        REQUIRE(rule != nullptr);
        CHECK(rule->check == nullptr);
        CHECK(rule->check_document == nullptr);
        CHECK(std::ranges::count(all_rules(), problem, &Rule::about_ignores) == 1);
    }
    for (const Rule* rule : all_rules())
        CHECK((rule->check != nullptr || rule->check_document != nullptr) ==
              (rule->about_ignores == IgnoreProblem::none));
    CHECK(std::ranges::count(all_rules(), true, &Rule::always_runs) == 1);
    CHECK(std::ranges::count(all_rules(), true, &Rule::strict) == 1);
}
