// What goes wrong is reported in a clear sentence, with the right exit code, and costs nothing of
// the other files: the program itself is run.

#include "lint/flags.hpp"
#include "model/engine.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace dropcap;
using Catch::Contains;
using Catch::StartsWith;
using fixture::Ended;
using fixture::Scratch;
namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

constexpr std::string_view bad =
    "services:\n  web: {image: a, cap_drop: [ALL], privileged: true}\n";
constexpr std::string_view clean = "services:\n  web: {image: a, cap_drop: [ALL]}\n";

Ended run(const Scratch& scratch, const Words& words, const std::string& input = {}) {
    return fixture::run({.arguments = words, .folder = scratch.path(), .input = input});
}

struct Mistake {
    Words words;
    std::string expected; ///< all of standard error, but for the line that points at --help
};

/// Wrong usage: nothing on standard output, the sentence on standard error, exit 2.
void check_usage(const std::vector<Mistake>& mistakes) {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    for (const Mistake& mistake : mistakes) {
        INFO(Catch::StringMaker<Words>::convert(mistake.words));
        const Ended ended = run(scratch, mistake.words);
        CHECK(ended.code == 2);
        CHECK(ended.out.empty());
        CHECK(ended.err.substr(0, ended.err.find("Try `dropcap --help`.\n")) ==
              "dropcap: " + mistake.expected + "\n");
    }
}

} // namespace

TEST_CASE("a mistyped command, or one that another tool has", "[errors_test]") {
    check_usage({
        {{"chek", "."}, "unknown command 'chek'; did you mean 'dropcap check'?"},
        {{"cap"}, "unknown command 'cap'; did you mean 'dropcap caps'?"},
        {{"Check"}, "unknown command 'Check'; did you mean 'dropcap check'?"},
        {{"explian", "ALL"}, "unknown command 'explian'; did you mean 'dropcap explain'?"},
        {{"help"}, "unknown command 'help'; did you mean 'dropcap --help'?"},
        {{"help", "caps"}, "unknown command 'help'; did you mean 'dropcap caps --help'?"},
        {{"version"}, "unknown command 'version'; did you mean 'dropcap --version'?"},
        {{"lint"}, "unknown command 'lint'; did you mean 'dropcap check'?"},
        {{"lint", "compose.yaml"}, "unknown command 'lint'; did you mean 'dropcap check'?"},
        {{"scan", "."}, "unknown command 'scan'; did you mean 'dropcap check'?"},
        {{"completion", "bash"},
         "unknown command 'completion'; did you mean 'dropcap completions'?"},
        {{"-q", "caps"}, "the command 'caps' comes first, as in `dropcap caps …`"},
    });
}

TEST_CASE("a path with the name of a command is a path", "[errors_test]") {
    const Scratch scratch;
    for (const char* name : {"help", "version", "lint", "chek"}) {
        scratch.write(std::string(name) + "/compose.yaml", bad);
        CHECK_THAT(run(scratch, {name}).out, Contains(std::string(name) + "/compose.yaml:2"));
    }
    scratch.write("caps/compose.yaml", bad);
    CHECK_THAT(run(scratch, {"--quiet", "caps"}).out, Contains("caps/compose.yaml:2"));
    CHECK_THAT(run(scratch, {"check", "caps"}).out, Contains("caps/compose.yaml:2"));
}

TEST_CASE("an unknown flag, rule or word", "[errors_test]") {
    check_usage({
        {{"--formt", "json"}, "unknown flag '--formt'; did you mean '--format'?"},
        {{"--exit-zeor"}, "unknown flag '--exit-zeor'; did you mean '--exit-zero'?"},
        {{"--ignroe=ALL"}, "unknown flag '--ignroe'; did you mean '--ignore'?"},
        {{"--Select", "ALL"}, "unknown flag '--Select'; did you mean '--select'?"},
        {{"caps", "--selct=ALL"}, "unknown flag '--selct'"}, // it is check's
        {{"caps", "--select=ALL"},
         "'--select' is a flag of `dropcap check`, not of `dropcap caps`"},
        {{"rules", "--jobs", "2"}, "'--jobs' is a flag of `dropcap check`, not of `dropcap rules`"},
        {{"check", "--xyzzy"}, "unknown flag '--xyzzy'"},
        {{"-x"}, "unknown flag '-x'"},
        {{"--select", "net-rwa"}, "unknown rule 'net-rwa'; did you mean 'net-raw'?"},
        {{"--ignore", "mknod,privilegd"}, "unknown rule 'privilegd'; did you mean 'privileged'?"},
        {{"--extend-select", "pedant"}, "unknown rule 'pedant'; did you mean 'pedantic'?"},
        {{"--select", "all"}, "unknown rule 'all'; did you mean 'ALL'?"},
        {{"--select", ""}, "unknown rule ''"},
        {{"explain", "net-rwa"}, "unknown rule or capability 'net-rwa'; did you mean 'net-raw'?"},
        {{"explain", "NET_RWA"}, "unknown rule or capability 'NET_RWA'; did you mean 'NET_RAW'?"},
        {{"explain", "cap_sys_adm"},
         "unknown rule or capability 'cap_sys_adm'; did you mean 'SYS_ADMIN'?"},
        {{"explain", "pedantc"}, "unknown rule or capability 'pedantc'; did you mean 'pedantic'?"},
        {{"explain", "ALLL"}, "unknown rule or capability 'ALLL'; did you mean 'ALL'?"},
        {{"explain", "\x1b[31m"}, "unknown rule or capability '\\x1b[31m'"},
        {{"explain"},
         "missing word: expected a rule, a group of rules, a capability, an image or an error line, as in `dropcap explain NET_RAW`"},
        {{"rules", "net-raw"}, "unexpected word 'net-raw': `dropcap rules` takes no words"},
        {{"completions"}, "missing SHELL: expected bash, zsh or fish"},
        {{"completions", "bash", "zsh"},
         "unexpected word 'zsh': `dropcap completions` takes one word"},
    });
}

TEST_CASE("a flag with a wrong value", "[errors_test]") {
    std::string engines_expected = "auto";
    for (const Engine engine : all_engines())
        engines_expected +=
            (engine == all_engines().back() ? " or " : ", ") + std::string(engine_name(engine));
    const std::string number = ": expected a number from 1 to 256";
    check_usage({
        {{"--fail-on", "eror"},
         "invalid value 'eror' for '--fail-on': expected error, warning, note or never; did you mean 'error'?"},
        {{"--fail-on=Warning"},
         "invalid value 'Warning' for '--fail-on': expected error, warning, note or never; did you mean 'warning'?"},
        {{"--fail-on", "fatal"},
         "invalid value 'fatal' for '--fail-on': expected error, warning, note or never"},
        {{"--engine", "dcoker"},
         "invalid value 'dcoker' for '--engine': expected " + engines_expected +
             "; did you mean 'docker'?"},
        {{"--color", "red"}, "invalid value 'red' for '--color': expected auto, always or never"},
        {{"--scan", "ci,doc"},
         "invalid value 'doc' for '--scan': expected scripts, ci, docs or all; did you mean 'docs'?"},
        {{"--format", "sarf"},
         "invalid value 'sarf' for '--format': expected full, concise, json, sarif, github, gitlab, junit, checkstyle or rdjson; did you mean 'sarif'?"},
        {{"caps", "--format", "yaml"},
         "invalid value 'yaml' for '--format': expected table or json"},
        {{"explain", "mknod", "--format", "json"},
         "invalid value 'json' for '--format': expected text"},
        {{"completions", "tcsh"}, "invalid value 'tcsh' for 'SHELL': expected bash, zsh or fish"},
        {{"completions", "zhs"},
         "invalid value 'zhs' for 'SHELL': expected bash, zsh or fish; did you mean 'zsh'?"},
        {{"--jobs", "0"}, "invalid value '0' for '--jobs'" + number},
        {{"--jobs", "257"}, "invalid value '257' for '--jobs'" + number},
        {{"--jobs", "many"}, "invalid value 'many' for '--jobs'" + number},
        {{"--jobs", "-1"}, "invalid value '-1' for '--jobs'" + number},
        {{"--jobs", "2x"}, "invalid value '2x' for '--jobs'" + number},
        {{"--jobs=99999999999999999999"},
         "invalid value '99999999999999999999' for '--jobs'" + number},
        {{"--env", "=x"}, "invalid value '=x' for '--env': expected NAME or NAME=VALUE"},
        {{"--since", ""}, "invalid value '' for '--since': expected a git revision"},
        {{"--add-ignores= "},
         "invalid value ' ' for '--add-ignores': a comment without a reason hides nothing"},
        {{"--format", "\x1b[31m"},
         "invalid value '\\x1b[31m' for '--format': expected full, concise, json, sarif, github, gitlab, junit, checkstyle or rdjson"},
    });
}

TEST_CASE("a flag without its value, or with one that it does not take", "[errors_test]") {
    check_usage({
        {{"--output"}, "missing value for '--output'"},
        {{"--output="}, "missing value for '--output'"},
        {{"--select"}, "missing value for '--select'"},
        {{"--fail-on"}, "missing value for '--fail-on': expected error, warning, note or never"},
        {{"caps", "--format="}, "missing value for '--format': expected table or json"},
        {{"--quiet=yes"}, "'--quiet' takes no value"},
        {{"--pedantic="}, "'--pedantic' takes no value"},
        {{"--stage", "a", "--stage", "b"}, "'--stage' can be used only once"},
    });
    // Each flag that takes a value says so when it is the last word.
    const Scratch scratch;
    const auto commands = command_table();
    for (const help::FlagInfo& flag : commands.front().flags) {
        if (flag.value.empty() || flag.optional_value) continue;
        const std::string spelling = "--" + std::string(flag.name);
        const Ended ended = run(scratch, {spelling});
        CHECK(ended.code == 2);
        CHECK_THAT(ended.err, StartsWith("dropcap: missing value for '" + spelling + "'"));
    }
}

TEST_CASE("flags that exclude each other", "[errors_test]") {
    const std::string why = ": rendered manifests have no git revision";
    check_usage({
        {{"--isolated", "--config", "x.yaml"}, "'--isolated' cannot be used with '--config'"},
        {{"--config", "x.yaml", "--isolated"}, "'--isolated' cannot be used with '--config'"},
        {{"--since", "HEAD", "--write-baseline"},
         "'--since' cannot be used with '--write-baseline'"},
        {{"--write-baseline", "--staged"}, "'--staged' cannot be used with '--write-baseline'"},
        {{"--since", "HEAD", "--helm"}, "'--since' cannot be used with '--helm'" + why},
        {{"--staged", "--kustomize"}, "'--staged' cannot be used with '--kustomize'" + why},
    });
}

TEST_CASE("a path that is not there", "[errors_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const Ended alone = run(scratch, {"nosuch.yaml"});
    CHECK(alone.code == 2);
    CHECK(alone.err == "dropcap: nosuch.yaml: No such file or directory\n");
    CHECK(alone.out.empty());
    const Ended beside =
        run(scratch, {"--format", "json", "nosuch.yaml", "compose.yaml", "compose.yaml/x"});
    CHECK(beside.code == 2); // though there are findings as well
    CHECK(Json::parse(beside.out)["findings"].size() == 1);
    CHECK(
        beside.err ==
        "dropcap: nosuch.yaml: No such file or directory\ndropcap: compose.yaml/x: Not a directory\n");
    CHECK(run(scratch, {"\x1b[2J\n.yaml"}).err ==
          "dropcap: \\x1b[2J\\n.yaml: No such file or directory\n");
}

TEST_CASE("a folder without any input", "[errors_test]") {
    const Scratch scratch;
    scratch.write("notes/readme.txt", "hello\n");
    scratch.write("notes/data.yaml", "a: 1\n");
    for (const char* command : {"check", "caps"}) {
        const Ended ended = run(scratch, {command, "notes"});
        CHECK(ended.code == 0);
        CHECK(
            ended.err ==
            "dropcap: nothing to check: no Compose file, Dockerfile or Kubernetes manifest was found\n");
    }
    CHECK_THAT(run(scratch, {"notes"}).out,
               Contains("1 other file is in no format that dropcap reads"));
    const Json json = Json::parse(run(scratch, {"notes", "--format", "json"}).out);
    CHECK(json["findings"].empty());
    CHECK(json["summary"]["files"] == 0);
}

TEST_CASE("broken files are findings, and the others are checked", "[errors_test]") {
    const Scratch scratch;
    scratch.write("a/broken.yaml", "services:\n  web:\n    image: a\n   ports: [\n");
    scratch.write("b/Dockerfile", "FRM a\n");
    scratch.write("c/compose.yaml", bad);
    const Ended ended = run(scratch, {".", "--format", "json"});
    CHECK(ended.code == 1);
    CHECK(ended.err.empty());
    std::vector<std::string> found;
    const Json report = Json::parse(ended.out);
    for (const Json& finding : report["findings"])
        found.push_back(finding["file"].get<std::string>() + " " +
                        finding["rule"].get<std::string>());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    CHECK(found ==
          Words{"a/broken.yaml syntax", "b/Dockerfile syntax", "c/compose.yaml privileged"});
}

TEST_CASE("junk, nothing, and a file that is none of ours", "[errors_test]") {
    const Scratch scratch;
    std::string junk;
    for (unsigned at = 0; at < 4096; ++at) junk += static_cast<char>(at * 7919U >> 3U);
    scratch.write("junk.bin", junk);
    scratch.write("junk.yaml", junk);
    scratch.write("empty.yaml", "");
    scratch.write("other.yaml", "a: 1\n");
    scratch.write("compose.yaml", bad);
    for (const char* name : {"junk.bin", "junk.yaml", "empty.yaml", "other.yaml"}) {
        INFO(name);
        const Ended named = run(scratch, {"--format", "json", name, "compose.yaml"});
        CHECK(named.code == 1);
        CHECK(named.err.empty());
        const Json findings = Json::parse(named.out)["findings"];
        REQUIRE(findings.size() == 2);
        CHECK(findings[0]["rule"] == "syntax");
        CHECK(findings[0]["file"] == name);
        CHECK(findings[1]["rule"] == "privileged");
    }
    const Ended walked = run(scratch, {"--format", "json"});
    CHECK(Json::parse(walked.out)["findings"].size() == 1); // what was only met is no finding
}

TEST_CASE("a file of 50 MB", "[errors_test]") {
    const Scratch scratch;
    const std::string line = "  " + std::string(97, 'x') + "\n";
    std::string config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  text: |\n";
    while (config.size() < 1U << 20U) config += "  " + line;
    std::string many, one = "services:\n  web: {image: a, privileged: true}\nx-rest: |\n";
    for (int at = 0; at < 50; ++at) many += config + "---\n";
    while (one.size() < 50U << 20U) one += line;
    scratch.write("many.yaml",
                  many + "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
                         "    - {name: c, image: i, securityContext: {privileged: true}}\n");
    scratch.write("one.yaml", one);
    const Ended checked =
        run(scratch, {"--format", "concise", "-q", "--select", "privileged", "many.yaml"});
    CHECK(checked.code == 1);
    CHECK_THAT(checked.out, StartsWith("many.yaml:"));
    CHECK_THAT(checked.out,
               Contains(":57: error[privileged] container `c` of Pod/p is privileged"));
    const Ended told = run(scratch, {"--format", "concise", "-q",
                                     "one.yaml"}); // no file of one document is as large as that
    CHECK(told.code == 1);
    CHECK_THAT(told.out, StartsWith("one.yaml:1:1: error[syntax] the file is larger than 4 MiB"));
}

TEST_CASE("a file that is too large is reported, not read", "[errors_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    fs::resize_file(scratch.path() / "compose.yaml",
                    (256ULL << 20U) + 1); // a hole: it takes no room
    const Ended named = run(scratch, {"compose.yaml"});
    CHECK(named.code == 2);
    CHECK(named.err == "dropcap: compose.yaml: larger than 256 MiB and not read\n");
    const Ended walked = run(scratch, {"."});
    CHECK(walked.code == 0);
    CHECK_THAT(walked.out, Contains("larger than 256 MiB and not read"));
    CHECK(run(scratch, {".", "--strict"}).code == 1);
}

TEST_CASE("a folder called compose.yaml is a folder", "[errors_test]") {
    const Scratch scratch;
    scratch.write(
        "compose.yaml/pod.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - {name: c, image: "
        "i, securityContext: {privileged: true}}\n");
    for (const Words& words : {Words{"."}, {"compose.yaml"}}) {
        const Ended ended = run(scratch, {"--format", "concise", "-q", words[0]});
        CHECK(ended.code == 1);
        CHECK_THAT(ended.out, StartsWith("compose.yaml/pod.yaml:6:"));
    }
}

TEST_CASE("a link that leads nowhere", "[errors_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", clean);
    fs::create_symlink("gone.yaml", scratch.path() / "link.yaml");
    CHECK(run(scratch, {"link.yaml"}).code == 2);
    const Ended walked = run(scratch, {"."});
    CHECK(walked.code == 0);
    CHECK_THAT(walked.out, Contains("a symbolic link, not followed"));
}

TEST_CASE("standard input has the name it is given, and its content decides without one",
          "[errors_test]") {
    const Scratch scratch;
    const Ended unnamed = run(scratch, {"-", "--format", "concise", "-q"}, std::string(bad));
    CHECK(unnamed.code == 1);
    CHECK_THAT(unnamed.out, StartsWith("<stdin>:2:48: error[privileged]"));
    const Ended named = run(
        scratch, {"-", "--stdin-filename", "./deploy/compose.yaml", "--format", "concise", "-q"},
        std::string(bad));
    CHECK_THAT(named.out, StartsWith("./deploy/compose.yaml:2:48: error[privileged]"));
    CHECK(run(scratch, {"-", "--stdin-filename", "compose.yaml"}, std::string(clean)).code == 0);
    const Ended as_dockerfile =
        run(scratch, {"-", "--stdin-filename", "Dockerfile", "-q", "--format", "concise"},
            "FROM a\nRUN --security=insecure x\n");
    CHECK_THAT(as_dockerfile.out, StartsWith("Dockerfile:2:16: warning[privileged-build]"));
    const Ended beside = run(scratch, {"-", "nosuch.yaml", "--format", "json"}, std::string(bad));
    CHECK(beside.code == 2);
    CHECK(Json::parse(beside.out)["findings"].size() == 1);
}

TEST_CASE("a result that cannot be written is exit 2, and what was there stays", "[errors_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    scratch.write("folder/old.sarif", "old");
    const Ended missing =
        run(scratch, {"--format", "sarif", "--output", "nosuch/new.sarif", "compose.yaml"});
    CHECK(missing.code == 2);
    CHECK(missing.err == "dropcap: cannot write nosuch/new.sarif: No such file or directory\n");
    const Ended folder = run(scratch, {"--format", "sarif", "--output", "folder", "compose.yaml"});
    CHECK(folder.code == 2);
    CHECK(folder.err == "dropcap: cannot write folder: is a folder\n");
    const Ended below_file =
        run(scratch, {"--format", "sarif", "--output", "folder/old.sarif/new", "compose.yaml"});
    CHECK(below_file.code == 2);
    CHECK(fixture::read_text(scratch.path() / "folder/old.sarif") == "old");
    CHECK(scratch.names() == Words{"compose.yaml", "folder"}); // no half-written file is left
    CHECK(run(scratch, {"rules", "--output", "nosuch/rules.txt"}).err ==
          "dropcap: cannot write nosuch/rules.txt: No such file or directory\n");
}

TEST_CASE("a full disk is an error, on standard output as well", "[errors_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const Ended ended = fixture::run(
        {.arguments = {"compose.yaml"}, .folder = scratch.path(), .output = "/dev/full"});
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("No space left on device"));
    CHECK(run(scratch, {"compose.yaml", "--output", "/dev/full"}).code == 2);
}

TEST_CASE("a reader that goes away ends the program quietly", "[errors_test]") {
    const Scratch scratch;
    std::string text = "services:\n";
    for (int at = 0; at < 2'000; ++at) text += "  s" + std::to_string(at) + ": {image: a}\n";
    scratch.write("compose.yaml", text);
    CHECK(
        fixture::run_shell("{ dropcap --format concise 2>err; echo $? >code; } | head -n 1 >first",
                           scratch.path())
            .code == 0);
    CHECK_THAT(fixture::read_text(scratch.path() / "first"), StartsWith("compose.yaml:2:3: "));
    CHECK(fixture::read_text(scratch.path() / "err").empty());
    CHECK(fixture::read_text(scratch.path() / "code") ==
          "141\n"); // SIGPIPE, as with every other tool in a pipeline
}
