// Completions and the manual: what bash offers, what zsh and fish take for a script, what the
// manual says.

#include "lint/flags.hpp"
#include "lint/help/completions.hpp"
#include "lint/help/manual.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::fixture;

namespace {

/// What bash offers for the last of `words`, sorted. They are separated as readline does it: `=` is
/// a word of its own.
Lines offered(const std::string& words) {
    const Scratch folder;
    folder.write("compose.yaml", "");
    folder.write("two words.yaml", "");
    const auto ended = run_shell(
        "source <(dropcap completions bash)\nCOMP_WORDS=(" + words +
            ")\nCOMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))\n_dropcap\nprintf '%s\\n' \"${COMPREPLY[@]}\"",
        folder.path());
    INFO(ended.err);
    CHECK(ended.err.empty());
    Lines lines;
    std::istringstream out(ended.out);
    for (std::string line; std::getline(out, line);)
        if (!line.empty()) lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
}

bool is_offered(const std::string& words, const std::string& wanted) {
    const Lines lines = offered(words);
    return std::ranges::find(lines, wanted) != lines.end();
}

Lines all_engine_names() {
    Lines names;
    for (const Engine engine : all_engines()) names.emplace_back(engine_name(engine));
    return names;
}

Lines with_auto(Lines words) {
    words.emplace_back("auto");
    std::ranges::sort(words);
    return words;
}

void check_syntax(const std::string& shell) {
    const Ended ended = run_shell(
        "dropcap completions " + shell + " >/dev/stdout | " + shell + " -n /dev/stdin", "/");
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
}

} // namespace

TEST_CASE("what bash offers", "[completions_test]") {
    struct {
        const char* words;
        Lines expected;
    } const rows[] = {
        {"dropcap ca", {"caps"}},
        {"dropcap check --engine p", {"podman"}},
        {"dropcap --engine = cri", {"cri-o"}},
        {"dropcap --engine =", with_auto(all_engine_names())},
        {"dropcap --fail-on n", {"never", "note"}},
        {"dropcap --color a", {"always", "auto"}},
        {"dropcap --select net", {"net-raw"}},
        {"dropcap --select mknod,net", {"mknod,net-raw"}},
        {"dropcap caps --format ''", {"json", "table"}},
        {"dropcap rules --format m", {"markdown"}},
        {"dropcap explain NET_R", {"NET_RAW"}},
        {"dropcap explain net-r", {"net-raw"}},
        {"dropcap explain pss-b", {"pss-baseline"}},
        {"dropcap explain AL", {"ALL"}},
        {"dropcap completions ''", {"bash", "fish", "zsh"}},
        {"dropcap check comp", {"compose.yaml"}},
        {"dropcap comp", {"completions", "compose.yaml"}},
        {"dropcap --output tw", {"two words.yaml"}},
        {"dropcap check --pedan", {"--pedantic"}},
        {"dropcap caps --pedan", {}},
        {"dropcap --stdin-filename x", {}},
    };
    for (const auto& row : rows) {
        INFO(row.words);
        CHECK(offered(row.words) == row.expected);
    }
    const auto commands = command_table();
    for (const help::FlagInfo& flag : commands.front().flags) {
        const std::string spelling = "--" + std::string(flag.name);
        CHECK(is_offered("dropcap check " + spelling, spelling));
    }
}

TEST_CASE("every command and flag is in every shell's completions and in the manual",
          "[completions_test]") {
    const auto commands = command_table();
    const std::string zsh = help::render_zsh_completion(commands);
    const std::string fish = help::render_fish_completion(commands);
    const std::string bash = help::render_bash_completion(commands);
    CHECK(commands.size() == 6);
    for (const help::CommandInfo& command : commands) {
        INFO(command.name);
        for (const std::string* text : {&zsh, &fish, &bash})
            CHECK(text->find(command.name) != std::string::npos);
        for (const help::FlagInfo& flag : command.flags) {
            const std::string name(flag.name);
            INFO(name);
            CHECK(bash.find("--" + name) != std::string::npos);
            CHECK(zsh.find("--" + name) != std::string::npos);
            CHECK(fish.find(" -l " + name + " ") != std::string::npos);
            CHECK_FALSE(flag.text.empty());
        }
    }
}

TEST_CASE("bash accepts its script; there is none for tcsh", "[completions_test]") {
    check_syntax("bash");
    CHECK(run_shell("dropcap completions tcsh", "/").code == 2);
}

TEST_CASE("zsh accepts its script", "[.completions_zsh]") {
    if (is_installed("zsh")) check_syntax("zsh");
}

TEST_CASE("fish accepts its script", "[.completions_fish]") {
    if (is_installed("fish")) check_syntax("fish");
}

TEST_CASE("the manual names every flag", "[completions_test]") {
    const std::string manual = run_dropcap({"--man"}, "/").out;
    const auto commands = command_table();
    CHECK(manual == help::render_manual(commands));
    for (const help::CommandInfo& command : commands)
        for (const help::FlagInfo& flag : command.flags)
            CHECK(manual.find("\\-\\-" + std::regex_replace(std::string(flag.name), std::regex("-"),
                                                            "\\-")) != std::string::npos);
}

TEST_CASE("the manual renders without a warning", "[.completions_manual]") {
    if (!is_installed("groff")) return;
    const Ended ended = run_shell("dropcap --man | groff -ww -man -Tutf8", "/");
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(ended.out.find("DROPCAP(1)") != std::string::npos);
}
