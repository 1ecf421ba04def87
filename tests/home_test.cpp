// The project's address is CMake's DROPCAP_HOME and nothing else: no file of the project names
// another one.

#include "lint/report/report.hpp"
#include "model/rule.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <regex>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using dropcap::fixture::read_text;

namespace {

/// The files of the project: everything below its root but build directories and what git and
/// editors keep in hidden ones.
std::vector<fs::path> project_files() {
    std::vector<fs::path> files;
    for (auto entry = fs::recursive_directory_iterator(DROPCAP_ROOT);
         entry != fs::recursive_directory_iterator(); ++entry) {
        const std::string name = entry->path().filename().string();
        const bool at_root = entry.depth() == 0;
        if (entry->is_directory() && ((at_root && name.starts_with("build")) || name == ".git" ||
                                      name == ".cache" || name == "__pycache__"))
            entry.disable_recursion_pending();
        else if (entry->is_regular_file() && !entry->is_symlink())
            files.push_back(entry->path());
    }
    return files;
}

/// Addresses that would be the project's, had it registered them: a host of its name, or a path
/// with its name on a host of others.
const std::regex& foreign_address() {
    static const std::regex pattern(
        R"(\bdropcap\.(com|org|net|io|dev|app|sh|rs)\b)"
        R"(|\b[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|io|dev|rs|page|cloud)(:[0-9]+)?[/:]([\w.@%+-]+/)*dropcap\b)"
        R"(|\buses: *dropcap/|\bdocker://dropcap\b)",
        std::regex::icase | std::regex::optimize);
    return pattern;
}

std::vector<std::string> foreign_addresses(const std::string& text) {
    std::vector<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), foreign_address()), end; match != end;
         ++match)
        found.push_back(match->str());
    return found;
}

} // namespace

TEST_CASE("no file names an address of the project that it does not own", "[home_test]") {
    std::size_t count = 0;
    for (const fs::path& file : project_files()) {
        if (file.filename() == "home_test.cpp") continue;
        INFO(file.string());
        const std::string text = read_text(file);
        if (text.find("dropcap") != std::string::npos)
            CHECK(foreign_addresses(text) == std::vector<std::string>{});
        ++count;
    }
    CHECK(count > 500);
}

TEST_CASE("the search finds every form of such an address", "[home_test]") {
    for (const char* text :
         {"https://github.com/dropcap/dropcap", "git@github.com:dropcap/dropcap.git",
          "ghcr.io/dropcap/dropcap:1", "docker.io/dropcap", "https://pypi.org/project/dropcap/",
          "https://raw.githubusercontent.com/dropcap/dropcap/main/x", "uses: dropcap/dropcap@v1",
          "image: registry.gitlab.com/someone/dropcap", "https://dropcap.dev",
          "https://someone.github.io/dropcap/", "docker://dropcap/dropcap"}) {
        INFO(text);
        CHECK_FALSE(foreign_addresses(text).empty());
    }
    for (const char* text :
         {"https://dropcap.example/docs/rules.md", "/path/to/dropcap", "build/release/dropcap",
          ".dropcap.yaml", "dropcap.sarif", "https://www.schemastore.org/sarif.json",
          "registry.example/dropcap:1"}) {
        INFO(text);
        CHECK(foreign_addresses(text).empty());
    }
}

TEST_CASE("reports link to the rule's page below the project's address", "[home_test]") {
    CHECK(dropcap::report::home_page.starts_with("https://"));
    CHECK_FALSE(dropcap::report::home_page.ends_with('/'));
    const dropcap::Rule* const rule = dropcap::find_rule("privileged");
    REQUIRE(rule != nullptr);
    CHECK(dropcap::report::rule_page(*rule) ==
          std::string(dropcap::report::home_page) + "/docs/rules.md#privileged");
}
