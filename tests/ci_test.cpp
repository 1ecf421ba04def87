// What docs/ci.md and docs/editors.md tell people to run, and the step of action.yml.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace dropcap;
using fixture::Ended;
using fixture::Scratch;
using Json = nlohmann::json;

namespace {

const std::string compose =
    "services:\n  web:\n    image: example/web:1\n    cap_drop: [ALL]\n    cap_add: [NET_ADMIN]\n";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The `dropcap check …` command lines of a page that are not shown with their output: in fences,
/// and between backticks.
std::vector<std::string> commands_of(const std::string& page) {
    std::vector<std::string> commands;
    static const std::regex command(R"(dropcap check [^`'|\n]*)");
    std::istringstream lines(fixture::read_text(page));
    bool shown = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) shown = line == "```console" || line == "```text";
        for (std::sregex_iterator match(line.begin(), line.end(), command), end;
             match != end && !shown; ++match) {
            std::string found = match->str();
            if (found.ends_with("\"")) { // a JSON string's end, not a shell's
                const auto quotes = std::count(found.begin(), found.end(), '"');
                if (quotes % 2 == 1) found.pop_back();
            }
            commands.push_back(found);
        }
    }
    return commands;
}

/// A repository on its branch `change`, with one finding that main has not and `dropcap` on its
/// PATH.
struct Pipeline {
    Scratch scratch;
    Pipeline() {
        scratch.write(
            "old/compose.yaml",
            "services:\n  db:\n    image: db\n    cap_drop: [ALL]\n    cap_add: [SYS_ADMIN]\n");
        shell(
            "export GIT_CONFIG_GLOBAL=/dev/null; git init -q -b main . && git add -A && git -c user.name=T -c user.email=t@example.com "
            "commit -q -m first");
        scratch.write("compose.yaml", compose);
    }
    Ended shell(const std::string& line, const std::string& variables = {}) const {
        return fixture::run_shell(variables + " " + line, scratch.path());
    }
    Ended action(const std::string& variables) const {
        return shell("'" DROPCAP_ROOT "/.ci/action'",
                     "rm -f output; GITHUB_OUTPUT=output " + variables);
    }
};

bool has_git() { return fixture::is_installed("git"); }

} // namespace

TEST_CASE("every command line that the pages on CI and editors show does what it says",
          "[ci_test]") {
    if (!has_git()) return;
    const Pipeline pipeline;
    std::size_t count = 0;
    for (const char* page : {"/docs/ci.md", "/docs/editors.md"}) {
        for (const std::string& command : commands_of(std::string(DROPCAP_ROOT) + page)) {
            const Ended printed =
                pipeline.shell(command, "export BASE=main CI_MERGE_REQUEST_DIFF_BASE_SHA=main;");
            INFO(page << ": " << command << "\n" << printed.out << printed.err);
            const bool passes = has(command, "--exit-zero") || has(command, "--write-baseline") ||
                                has(command, "--baseline");
            CHECK(printed.code == (passes ? 0 : 1));
            static const std::regex output(R"(--output (\S+))");
            std::smatch file;
            if (std::regex_search(command, file, output))
                CHECK_FALSE(pipeline.scratch.read(file[1]).empty());
            ++count;
        }
    }
    CHECK(count >= 9);
}

TEST_CASE("the action prints annotations, writes SARIF and says how it ended", "[ci_test]") {
    if (!has_git()) return;
    const Pipeline pipeline;
    Ended printed = pipeline.action("DROPCAP_PATHS=.");
    CHECK(printed.code == 1);
    CHECK(has(printed.out, "::error file=old/compose.yaml,line=5,"));
    CHECK(has(printed.out, "::warning file=compose.yaml,line=5,"));
    CHECK(Json::parse(pipeline.scratch.read("dropcap.sarif"))["runs"][0]["results"].size() == 2);
    CHECK(pipeline.scratch.read("output") == "sarif-file=dropcap.sarif\nexit-code=1\n");

    printed = pipeline.action(
        "DROPCAP_PATHS=. DROPCAP_SINCE=main DROPCAP_FAIL_ON=error DROPCAP_SARIF_FILE=new.sarif");
    CHECK(printed.code == 0);
    CHECK(Json::parse(pipeline.scratch.read("new.sarif"))["runs"][0]["results"].size() == 1);

    printed = pipeline.action(
        "DROPCAP_PATHS=\"$(printf 'compose.yaml\\nold')\" DROPCAP_ARGS=\"$(printf '%s\\n' --ignore sys-admin)\"");
    CHECK(printed.code == 1);
    CHECK_FALSE(has(printed.out, "::error"));

    printed = pipeline.action("DROPCAP_PATHS=none");
    CHECK(printed.code == 2);
    CHECK(pipeline.scratch.read("output") == "exit-code=2\n");
}

TEST_CASE("an input of the action is never more than an argument", "[ci_test]") {
    if (!has_git()) return;
    const Pipeline pipeline;
    for (const char* input : {"DROPCAP_PATHS='$(touch ran)'", "DROPCAP_PATHS='a;touch ran'",
                              "DROPCAP_PATHS='--output=ran'", "DROPCAP_ARGS='`touch ran`'",
                              "DROPCAP_SINCE='main;touch ran'", "DROPCAP_FAIL_ON='$(touch ran)'",
                              "DROPCAP_BASELINE='|touch ran'"}) {
        INFO(input);
        CHECK(pipeline.action(input).code == 2);
        CHECK_FALSE(std::filesystem::exists(pipeline.scratch.path() / "ran"));
    }
    (void)pipeline.action("DROPCAP_SARIF_FILE=\"$(printf 'a.sarif\\nexit-code=0')\"");
    CHECK_FALSE(has(pipeline.scratch.read("output"), "\nexit-code=0\n"));
}

TEST_CASE("action.yml hands every input on, through the environment", "[ci_test]") {
    std::istringstream lines(fixture::read_text(DROPCAP_ROOT "/action.yml"));
    const std::string script = fixture::read_text(DROPCAP_ROOT "/.ci/action");
    std::set<std::string> declared, used;
    static const std::regex input(R"(^  ([a-z-]+):$)"), use(R"(inputs\.([a-z-]+))"),
        variable(R"(^ +(DROPCAP_[A-Z_]+): )");
    std::string section;
    for (std::string line; std::getline(lines, line);) {
        std::smatch match;
        if (!line.starts_with(" ")) section = line;
        if (section == "inputs:" && std::regex_match(line, match, input)) declared.insert(match[1]);
        if (std::regex_search(line, match, use)) used.insert(match[1]);
        if (std::regex_search(line, match, variable))
            CHECK(has(script, "${" + match[1].str() + ":-"));
        if (has(line, "run:")) CHECK_FALSE(has(line, "${{"));
    }
    CHECK(declared.size() == 8);
    CHECK(declared == used);
}
