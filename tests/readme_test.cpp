// What README and docs/ show is what the program prints, and their links lead somewhere. `./dev
// docs` writes the output of every console block; a comment `<!-- prepare: script -->` on the line
// above a block runs first and is not shown.

#include "lint/report/report.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using dropcap::fixture::read_text;

namespace {

namespace fs = std::filesystem;

/// What a shell prints for `command` after `prepare`, at the project's root and with the built
/// program as `dropcap`.
std::string run(const std::string& command, const std::string& prepare = {}) {
    return dropcap::fixture::run_shell(prepare + "\n{ " + command + "\n} 2>&1", DROPCAP_ROOT).out;
}

/// `text` with the address of this build as the pages show it: they are written by a build with the
/// default one.
std::string with_default_home(std::string text) {
    for (auto at = text.find(dropcap::report::home_page); at != std::string::npos;
         at = text.find(dropcap::report::home_page, at + 1))
        text.replace(at, dropcap::report::home_page.size(), "https://dropcap.example");
    return text;
}

struct Shown {
    std::string prepare;
    std::string command;
    std::string output;
};

/// The `$ command` lines of every ```console block, each with the lines below it.
std::vector<Shown> shown_commands(const std::string& markdown) {
    static const std::string prepare_begin = "<!-- prepare: ", prepare_end = " -->";
    std::vector<Shown> result;
    std::istringstream lines(markdown);
    std::string prepare;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (inside && line == "```") {
            inside = false;
            prepare.clear();
        } else if (inside && line.starts_with("$ ")) {
            result.push_back({prepare, line.substr(2), ""});
        } else if (inside) {
            REQUIRE(!result.empty());
            result.back().output += line + "\n";
        } else if (line.starts_with(prepare_begin) && line.ends_with(prepare_end)) {
            prepare = line.substr(prepare_begin.size(),
                                  line.size() - prepare_begin.size() - prepare_end.size());
        } else {
            inside = line == "```console";
            if (!inside) prepare.clear();
        }
    }
    return result;
}

std::vector<fs::path> pages() {
    std::vector<fs::path> result;
    for (const auto& entry : fs::directory_iterator(DROPCAP_ROOT))
        if (entry.path().extension() == ".md") result.push_back(entry.path());
    for (const char* folder : {DROPCAP_ROOT "/docs", DROPCAP_ROOT "/bench"})
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.path().extension() == ".md") result.push_back(entry.path());
    return result;
}

/// A heading's anchor as code hosts make it: small letters, digits, '_' and '-', with '-' for a
/// blank.
std::string anchor_of(const std::string& heading) {
    std::string anchor;
    for (const char letter : heading) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == ' ')
            anchor += '-';
        else if (byte < 0x80 && (std::isalnum(byte) != 0 || letter == '_' || letter == '-'))
            anchor += static_cast<char>(std::tolower(byte));
    }
    return anchor;
}

std::vector<std::string> anchors_of(const fs::path& page) {
    static const std::regex heading("^#+ (.*)$");
    std::vector<std::string> anchors;
    std::istringstream lines(read_text(page));
    std::smatch match;
    for (std::string line; std::getline(lines, line);)
        if (std::regex_match(line, match, heading)) anchors.push_back(anchor_of(match[1]));
    return anchors;
}

/// Where the links of a page lead within the project.
std::vector<std::string> relative_links(const fs::path& page) {
    static const std::regex link(R"(\]\(([^)\s]+)\))");
    const std::string text = read_text(page);
    std::vector<std::string> links;
    for (std::sregex_iterator match(text.begin(), text.end(), link), none; match != none; ++match)
        if (const std::string target = (*match)[1]; target.find("://") == std::string::npos)
            links.push_back(target);
    return links;
}

} // namespace

TEST_CASE("every console block shows what the program prints", "[readme_test]") {
    std::size_t count = 0;
    for (const auto& page : pages()) {
        for (const Shown& shown : shown_commands(read_text(page))) {
            INFO(page.filename().string() << ": $ " << shown.command);
            INFO("./dev docs writes what the program prints");
            CHECK(with_default_home(run(shown.command, shown.prepare)) == shown.output);
            ++count;
        }
    }
    CHECK(count >= 3);
}

TEST_CASE("links within the project lead to a file and a heading in it", "[readme_test]") {
    std::size_t count = 0;
    for (const fs::path& page : pages()) {
        for (const std::string& link : relative_links(page)) {
            INFO(page.string() << ": " << link);
            const auto hash = std::min(link.find('#'), link.size());
            const fs::path file = hash == 0 ? page : page.parent_path() / link.substr(0, hash);
            REQUIRE(fs::exists(file));
            if (hash < link.size()) {
                const auto anchors = anchors_of(file);
                CHECK(std::ranges::find(anchors, link.substr(hash + 1)) != anchors.end());
            }
            ++count;
        }
    }
    CHECK(count > 40);
}

TEST_CASE("README has two set-up commands", "[readme_test]") {
    const std::string readme = read_text(DROPCAP_ROOT "/README.md");
    std::size_t blocks = 0;
    for (auto at = readme.find("```sh setup\n"); at != std::string::npos;
         at = readme.find("```sh setup\n", at + 1))
        ++blocks;
    CHECK(blocks == 2);
    CHECK(readme.find("\n./dev lint\n") != std::string::npos);
    CHECK(readme.find("\n./dev test\n") != std::string::npos);
}
