// The formats, whole: what the program prints for the files in testdata/reports is what
// testdata/reports/goldens holds. DROPCAP_UPDATE_GOLDENS=1 build/debug/tests/dropcap_tests
// "[golden_test]" writes them again; people read the difference.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace dropcap;
using fixture::Scratch;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

const fs::path folder = DROPCAP_ROOT "/testdata/reports";

void compare(const std::string& name, const std::string& now) {
    const fs::path golden = folder / "goldens" / name;
    if (std::getenv("DROPCAP_UPDATE_GOLDENS") != nullptr) {
        fs::create_directories(golden.parent_path());
        std::ofstream(golden, std::ios::binary) << now;
    }
    INFO("DROPCAP_UPDATE_GOLDENS=1 writes " << golden.string() << " anew");
    CHECK(now == fixture::read_text(golden));
}

std::string printed(const fs::path& where, const Words& words) {
    const fixture::Ended ended = fixture::run({.arguments = words, .folder = where});
    CHECK(ended.err.empty());
    CHECK(ended.code <= 1);
    return ended.out;
}

/// SARIF without what the rules say of themselves: their words have tests of their own, and the
/// version changes.
std::string sarif_results(const std::string& text) {
    nlohmann::ordered_json log = nlohmann::ordered_json::parse(text);
    log["runs"][0]["tool"].erase("driver");
    return log.dump(2) + "\n";
}

/// Every format of both commands, for the inputs `paths` in `where`.
void compare_all(const fs::path& where, const std::string& name, const Words& paths) {
    const auto print = [&](Words words) {
        words.insert(words.end(), paths.begin(), paths.end());
        return printed(where, words);
    };
    compare(name + ".full.txt", print({"check", "--show-all"}));
    compare(name + ".folded.txt", print({"check"}));
    compare(name + ".color.txt", print({"check", "--show-all", "--color", "always"}));
    compare(name + ".concise.txt", print({"check", "--format", "concise"}));
    compare(name + ".json", print({"check", "--format", "json"}));
    compare(name + ".sarif", sarif_results(print({"check", "--format", "sarif"})));
    compare(name + ".caps.txt", print({"caps"}));
    compare(name + ".caps.json", print({"caps", "--format", "json"}));
}

/// What a stranger could write: escape sequences, line breaks, workflow commands, marks that
/// reorder text, a line without end.
void write_hostile(const Scratch& scratch) {
    scratch.write("escape\x1b[31m.yaml",
                  "services:\n  \"web\\e[2J\": {image: \"a\\e]0;title\\a\", privileged: true}\n");
    scratch.write(
        "::set-output name=x::y.yaml",
        "services:\n  web:\n    image: a\n    cap_add: [\"##vso[task.setvariable]\", \"::error::x\"]\n");
    scratch.write(
        "line\nbreak.yaml",
        "services:\n  web:\n    image: a\n    cap_add: [\"SYS\\nADMIN\", \"a\\r::warning::b\"]\n");
    scratch.write(
        "--version",
        "services:\n  web: {image: a, cap_add: [\"\u202Egnp.exe\", \"\u009b31m\", \"\x7f\"]}\n");
    const std::string much(2000, 'p');
    scratch.write(
        "long.json",
        R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "annotations": {"x": ")" +
            much +
            R"("}}, "spec": {"containers": [{"name": "c", "image": "i", "securityContext": {"privileged": true}}, )" +
            R"({"name": "d", "image": ")" + much + R"("}]}})");
    scratch.write("tabs.sh", "docker run\t--rm\t--cap-drop=ALL\t--cap-add=SYS_ADMIN\ta:1\n");
}

const Words hostile = {"./escape\x1b[31m.yaml",
                       "./::set-output name=x::y.yaml",
                       "./line\nbreak.yaml",
                       "long.json",
                       "tabs.sh",
                       "--",
                       "--version"};

} // namespace

TEST_CASE(
    "ordinary files: several findings, notes, fixes, accepted findings, unresolved values, wide characters, CRLF",
    "[golden_test]") {
    compare_all(
        folder, "ordinary",
        {"compose.yaml", "wide.yaml", "pod.yaml", "windows.yaml", "template.yaml", "Dockerfile"});
}

TEST_CASE("files that want to act on a terminal or in a log", "[golden_test]") {
    const Scratch scratch;
    write_hostile(scratch);
    compare_all(scratch.path(), "hostile", hostile);
}

TEST_CASE("nothing in the hostile files acts, in any format", "[golden_test]") {
    const Scratch scratch;
    write_hostile(scratch);
    const std::vector<Words> calls = {
        {"check"},
        {"check", "--format", "concise"},
        {"check", "--format", "json"},
        {"check", "--format", "sarif"},
        {"caps"},
        {"caps", "--format", "json"},
        {"check", "-v", "--show-files"},
    };
    for (Words words : calls) {
        INFO(words.back());
        words.insert(words.end(), hostile.begin(), hostile.end());
        const std::string text = printed(scratch.path(), words);
        CHECK(text.size() > 50);
        for (const std::string_view act :
             {"\x1b", "\r", "\x07", "\x7f", "\u009b", "\u202e", "##vso[", "##["})
            CHECK(text.find(act) == std::string::npos);
        CHECK_FALSE(text.starts_with("::"));
        CHECK(text.find("\n::") == std::string::npos);
    }
}
