// What README and docs/ show is what the program says: every console block is run, the rules table is compared.

#include "lint/report.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using dropcap::fixture::read_text;

namespace {

/// What a shell prints for `command`, run at the project's root with `dropcap` standing for the built program.
std::string run(const std::string& command) { return dropcap::fixture::run_shell("{ " + command + "; } 2>&1", DROPCAP_ROOT).out; }

/// `text` with the address of this build as the pages show it: they are written by a build with the default one.
std::string with_default_home(std::string text) {
    for (auto at = text.find(dropcap::home_page); at != std::string::npos; at = text.find(dropcap::home_page, at + 1))
        text.replace(at, dropcap::home_page.size(), "https://dropcap.example");
    return text;
}

struct Shown {
    std::string command;
    std::string output;
};

/// The `$ command` lines of every ```console block, each with the lines below it.
std::vector<Shown> shown_commands(const std::string& markdown) {
    std::vector<Shown> result;
    std::istringstream lines(markdown);
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (!inside) {
            inside = line == "```console";
        } else if (line == "```") {
            inside = false;
        } else if (line.starts_with("$ ")) {
            result.push_back({line.substr(2), ""});
        } else if (!result.empty()) {
            result.back().output += line + "\n";
        }
    }
    return result;
}

std::vector<std::filesystem::path> pages() {
    std::vector<std::filesystem::path> result{DROPCAP_ROOT "/README.md"};
    for (const auto& entry : std::filesystem::recursive_directory_iterator(DROPCAP_ROOT "/docs"))
        if (entry.path().extension() == ".md") result.push_back(entry.path());
    return result;
}

} // namespace

TEST_CASE("every console block shows what the program prints", "[readme_test]") {
    std::size_t count = 0;
    for (const auto& page : pages()) {
        for (const Shown& shown : shown_commands(read_text(page))) {
            INFO(page.filename().string() << ": $ " << shown.command);
            CHECK(with_default_home(run(shown.command)) == shown.output);
            ++count;
        }
    }
    CHECK(count >= 3);
}

TEST_CASE("README's rules table is the program's", "[readme_test]") {
    const std::string readme = read_text(DROPCAP_ROOT "/README.md");
    const auto begin = readme.find("<!-- rules -->\n");
    const auto end = readme.find("<!-- /rules -->");
    REQUIRE(begin != std::string::npos);
    REQUIRE(end != std::string::npos);
    const std::string table = readme.substr(begin + 15, end - begin - 15);
    CHECK(table == run("dropcap rules --format markdown"));
}

TEST_CASE("README has two set-up commands", "[readme_test]") {
    const std::string readme = read_text(DROPCAP_ROOT "/README.md");
    std::size_t blocks = 0;
    for (auto at = readme.find("```sh setup\n"); at != std::string::npos; at = readme.find("```sh setup\n", at + 1)) ++blocks;
    CHECK(blocks == 2);
    CHECK(readme.find("\n./dev lint\n") != std::string::npos);
    CHECK(readme.find("\n./dev test\n") != std::string::npos);
}
