// Documentation is written in plain English: the words of the glossary in tests/plain_english.hpp
// do not occur in it.

#include "tests/fixture.hpp"
#include "tests/plain_english.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <regex>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace dropcap;
using plain_english::complaints;
using plain_english::prose_of;

namespace {

const fs::path root = DROPCAP_ROOT;

/// Whether bench/run writes `page`.
bool is_generated(const fs::path& page) { return page == root / "bench/RESULTS.md"; }

std::vector<fs::path> pages() {
    std::vector<fs::path> pages;
    for (const auto& entry : fs::directory_iterator(root))
        if (entry.path().extension() == ".md") pages.push_back(entry.path());
    for (const char* folder : {"docs", "bench", ".github"})
        for (const auto& entry : fs::recursive_directory_iterator(root / folder))
            if (entry.path().extension() == ".md" && !is_generated(entry.path()))
                pages.push_back(entry.path());
    return pages;
}

} // namespace

TEST_CASE("documentation is written in plain English", "[plain_english_test]") {
    const auto all = pages();
    CHECK(all.size() >= 12);
    for (const fs::path& page : all) {
        INFO(page.string());
        CHECK(complaints(prose_of(fixture::read_text(page))) == std::vector<std::string>{});
    }
}

TEST_CASE("descriptions in metadata are written in plain English", "[plain_english_test]") {
    for (const char* name :
         {"action.yml", ".pre-commit-hooks.yaml", "docs/dropcap.schema.json",
          ".github/workflows/ci.yml", ".github/ISSUE_TEMPLATE/bug.yml",
          ".github/ISSUE_TEMPLATE/feature.yml", ".github/ISSUE_TEMPLATE/rule.yml"}) {
        INFO(name);
        const std::string text = fixture::read_text(root / name);
        CHECK_FALSE(text.empty());
        CHECK(complaints(text) == std::vector<std::string>{});
    }
}

TEST_CASE("the glossary finds what it is for and nothing else", "[plain_english_test]") {
    for (const char* text :
         {"The file is told as not read.", "It stands in the override.", "files that nobody reads",
          "to whom it belongs", "they are passed over", "what ALL comes to", "the value stays open",
          "the file beside it", "written\nanew", "It prints a line a finding.", "one file a rule",
          "found by walking", "a room of its own", "Templates are judged."}) {
        INFO(text);
        CHECK(complaints(text).size() == 1);
    }
    for (const char* text :
         {"`*` stands for any text", "open the file", "a file in a directory",
          "The user opens a port.", "one line per finding", "It comes from the override.",
          "the warehouse", "a judgement", "sidecar", "one of a kind"}) {
        INFO(text);
        CHECK(complaints(text).empty());
    }
    CHECK(complaints("one\ntwo\nanew\n") ==
          std::vector<std::string>{"line 3: 'anew', write: again"});
}

TEST_CASE("code, comments and link targets are not prose", "[plain_english_test]") {
    CHECK(complaints(
              prose_of("a\n```console\n$ x\ntold\n```\n`nobody` <!-- anew --> [page](beside.md)\n"))
              .empty());
    CHECK(complaints(prose_of("`a` told `b`\n")).size() == 1);
}

namespace {

/// The texts in double quotes and in raw strings of a C++ source, one per line; no comments.
std::string strings_of(const std::string& source) {
    static const std::regex part(R"--(//[^\n]*|R"\(([^]*?)\)"|"((?:[^"\\\n]|\\.)*)")--");
    std::string strings;
    for (std::sregex_iterator match(source.begin(), source.end(), part), none; match != none;
         ++match) {
        const std::string line = match->str();
        if (!line.starts_with("//")) strings += (*match)[1].str() + (*match)[2].str() + "\n";
    }
    return strings;
}

} // namespace

TEST_CASE("texts in the program are written in plain English", "[plain_english_test]") {
    std::size_t files = 0;
    for (const char* directory : {"model", "parsers", "rules", "lint"})
        for (const auto& entry : fs::recursive_directory_iterator(root / directory)) {
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
            ++files;
            INFO(entry.path().string());
            CHECK(complaints(prose_of(strings_of(fixture::read_text(entry.path())))) ==
                  std::vector<std::string>{});
        }
    CHECK(files > 200);
    CHECK(complaints(strings_of("f(\"it is told\"); // told\nauto g = R\"(nobody)\";")).size() ==
          2);
}
