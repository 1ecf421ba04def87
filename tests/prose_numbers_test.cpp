// Numbers in prose that the tables know: how many capabilities an engine gives by default, and how
// many there are. A reader of "Podman 11" can rely on it.

#include "model/engine.hpp"
#include "model/rule.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace dropcap;

namespace {

struct Numbers {
    std::size_t seen = 0;
    std::vector<std::string> wrong;
};

/// "Docker Swarm" is also called Swarm.
std::optional<Engine> titled(std::string_view title) {
    for (const Engine engine : all_engines())
        if (engine_title(engine) == title) return engine;
    return title == "Swarm" ? std::optional(Engine::swarm) : std::nullopt;
}

/// Every engine's title as a choice of a regular expression, longer ones first where one begins
/// with another.
std::string titles() {
    std::vector<std::string> all{"Swarm"};
    for (const Engine engine : all_engines()) all.emplace_back(engine_title(engine));
    std::ranges::sort(all, std::ranges::greater{});
    return fmt::format("(?:{})", fmt::join(all, "|"));
}

void compare(Numbers& numbers, const std::string& sentence, const std::string& number,
             std::size_t right) {
    ++numbers.seen;
    if (number != std::to_string(right))
        numbers.wrong.push_back(fmt::format("{} (the table says {})", sentence, right));
}

/// Each match of `pattern`, a regular expression in which "ENGINES" is one engine or several and
/// "ENGINE" one: one group has the engines, the other one the number.
void compare_defaults(Numbers& numbers, const std::string& text, std::string pattern,
                      std::size_t engines_group, std::size_t number_group) {
    static const std::string one = titles();
    static const std::string several = fmt::format("{0}(?:(?:,| and|, and) {0})*", one);
    pattern = std::regex_replace(pattern, std::regex("ENGINES"), several);
    pattern = std::regex_replace(pattern, std::regex("ENGINE"), one);
    const std::regex expression(pattern);
    static const std::regex title(one);
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
        const std::string engines = (*at)[engines_group];
        for (std::sregex_iterator word(engines.begin(), engines.end(), title); word != end; ++word)
            compare(numbers, at->str(), (*at)[number_group],
                    default_capabilities(*titled(word->str())).size());
    }
}

/// The numbers in a text about default sets and the kernel's capabilities. A version ("Podman 4.5")
/// is none of them.
Numbers numbers_in(const std::string& text) {
    Numbers numbers;
    const std::string prose = std::regex_replace(text, std::regex("\\s+"), " ");
    compare_defaults(numbers, prose, R"((ENGINES) (\d+)(?!\.?\d| and later))", 1, 2);
    compare_defaults(numbers, prose, R"((\d+) on (ENGINES))", 2, 1);
    compare_defaults(numbers, prose, R"(all (\d+) of (ENGINE)'s)", 2, 1);
    compare_defaults(numbers, prose, R"((ENGINE)'s (\d+) default)", 1, 2);
    compare_defaults(numbers, prose, R"((\d+) default capabilities (?:of|on|in) (ENGINES))", 2, 1);
    static const std::regex whole(R"((?:all|has) (\d+)(?: Linux)? capabilities)");
    for (std::sregex_iterator at(prose.begin(), prose.end(), whole), end; at != end; ++at)
        compare(numbers, at->str(), (*at)[1], capability_count);
    return numbers;
}

/// A page without its code blocks: what the program prints there is its own business.
std::string without_blocks(const std::string& page) {
    std::istringstream lines(page);
    std::string rest;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        const bool fence = line.starts_with("```");
        if (fence) inside = !inside;
        if (!inside && !fence) rest += line + "\n";
    }
    return rest;
}

void check_numbers(Numbers& total, const std::string& where, const std::string& text) {
    const Numbers numbers = numbers_in(text);
    total.seen += numbers.seen;
    for (const std::string& wrong : numbers.wrong) {
        INFO(where << ": " << wrong);
        CHECK(false);
    }
}

} // namespace

TEST_CASE("numbers about capabilities in README and docs are the table's", "[prose_numbers_test]") {
    Numbers total;
    std::vector<std::filesystem::path> pages{DROPCAP_ROOT "/README.md"};
    for (const auto& entry : std::filesystem::directory_iterator(DROPCAP_ROOT "/docs"))
        if (entry.path().extension() == ".md") pages.push_back(entry.path());
    for (const auto& page : pages)
        check_numbers(total, page.filename().string(),
                      without_blocks(fixture::read_text(page.string())));
    CHECK(total.seen >= 1);
}

TEST_CASE("numbers about capabilities in the texts of rules are the table's",
          "[prose_numbers_test]") {
    Numbers total;
    for (const Rule* rule : all_rules()) {
        check_numbers(total, std::string(rule->id), std::string(rule->summary));
        check_numbers(total, std::string(rule->id), std::string(rule->help));
    }
}

TEST_CASE("numbers that the table does not have are found", "[prose_numbers_test]") {
    const struct {
        std::string text;
        std::size_t seen;
        std::size_t wrong;
    } rows[] = {
        {"Docker and containerd 14, Podman 11, CRI-O 9. Most of them", 4, 0},
        {"Docker and containerd 14, Podman 12, CRI-O 9", 4, 1},
        {"Docker, Swarm\nand nerdctl 13", 3, 3},
        {"a default set (14 on Docker)", 1, 0},
        {"a default set (11 on Docker)", 1, 1},
        {"keeps all 14 of Podman's default capabilities", 1, 1},
        {"keeps 8 of CRI-O's 9 default capabilities", 1, 0},
        {"keeps 8 of CRI-O's 8 default capabilities", 1, 1},
        {"the 14 default capabilities of Docker Swarm", 1, 0},
        {"the 11 default capabilities of containerd", 1, 1},
        {"Linux has 41 capabilities", 1, 0},
        {"gives all 40 capabilities", 1, 1},
        {"Docker 20.10 and later, containerd 2.0, Podman 4 and later", 0, 0},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        const Numbers numbers = numbers_in(row.text);
        CHECK(numbers.seen == row.seen);
        CHECK(numbers.wrong.size() == row.wrong);
    }
}
