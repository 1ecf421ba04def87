// Every flag does what its line in --help says: the program itself is run.

#include "lint/flags.hpp"
#include "lint/terminal/text.hpp"
#include "model/engine.hpp"
#include "tests/fixture.hpp"
#include "tests/plain_english.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"
#include "tests/skip.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace dropcap;
using Catch::Contains;
using Catch::EndsWith;
using fixture::Ended;
using fixture::Scratch;

namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

const std::string bad = "services:\n  web: {image: a, cap_add: [NET_ADMIN]}\n";

Ended run(const Scratch& scratch, const Words& words, const std::function<void()>& prepare = {}) {
    return fixture::run({.arguments = words, .folder = scratch.path(), .prepare = prepare});
}

Scratch& with_bad(Scratch& scratch) {
    scratch.write("compose.yaml", bad);
    return scratch;
}

/// The rules of the findings, each once.
std::set<std::string> rules_found(const Scratch& scratch, Words words) {
    words.insert(words.end(), {"--format", "json"});
    std::set<std::string> rules;
    const Json report = Json::parse(run(scratch, words).out);
    for (const Json& finding : report["findings"]) rules.insert(finding["rule"]);
    return rules;
}

Json caps(const Scratch& scratch, Words words) {
    words.insert(words.begin(), {"caps", "--format", "json"});
    return Json::parse(run(scratch, words).out)["containers"];
}

bool colored(const Ended& ended) { return ended.out.find("\x1b[") != std::string::npos; }

} // namespace

TEST_CASE("check is the command that need not be said", "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    const std::string wanted = run(scratch, {"check", "compose.yaml"}).out;
    CHECK_THAT(wanted, Contains("compose.yaml:2:3\n"));
    CHECK(run(scratch, {"compose.yaml"}).out == wanted);
    CHECK(run(scratch, {"."}).out == wanted);
    CHECK(run(scratch, {}).out == wanted);
    CHECK(run(scratch, {"./compose.yaml", "compose.yaml", "."}).out ==
          wanted); // each file once, without a leading ./
    CHECK(run(scratch, {"--", "compose.yaml"}).out == wanted);
}

TEST_CASE("select, extend-select, ignore and pedantic", "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    const std::set<std::string> usual = {"missing-drop-all", "dangerous-capability"};
    CHECK(rules_found(scratch, {"compose.yaml"}) == usual);
    CHECK(rules_found(scratch, {"compose.yaml", "--select", "dangerous-capability"}) ==
          std::set<std::string>{"dangerous-capability"});
    CHECK(rules_found(scratch, {"--select", "dangerous-capability", "compose.yaml"}) ==
          std::set<std::string>{"dangerous-capability"});
    CHECK(rules_found(scratch,
                      {"--select", "mknod,net-raw", "--select", "dac-override", "compose.yaml"}) ==
          std::set<std::string>{"mknod", "net-raw", "dac-override"});
    CHECK(rules_found(scratch, {"--ignore", "missing-drop-all", "compose.yaml"}) ==
          std::set<std::string>{"dangerous-capability"});
    CHECK(rules_found(scratch, {"--select", "net-raw", "compose.yaml"}) ==
          std::set<std::string>{"net-raw"});
    CHECK(rules_found(scratch, {"--select", "default", "compose.yaml"}) == usual);
    const auto pedantic = rules_found(scratch, {"--pedantic", "compose.yaml"});
    CHECK(std::ranges::includes(pedantic, usual));
    CHECK(pedantic.contains("writable-root-filesystem"));
    CHECK(rules_found(scratch, {"--extend-select", "pedantic", "compose.yaml"}) == pedantic);
    CHECK(rules_found(scratch, {"--select", "ALL", "compose.yaml"}) == pedantic);
    CHECK(rules_found(scratch, {"--pedantic", "--ignore", "pedantic", "compose.yaml"}) == usual);
}

TEST_CASE("--select replaces the set, --pedantic included", "[options_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const std::set<std::string> one = {"missing-drop-all"};
    CHECK(rules_found(scratch, {"--pedantic", "--select", "missing-drop-all"}) == one);
    CHECK(rules_found(scratch, {"--select", "missing-drop-all", "--pedantic"}) == one);
    const auto settings =
        run(scratch, {"--pedantic", "--select", "mknod", "--show-settings", "."}).out;
    CHECK(settings.find("--pedantic") == std::string::npos);
    // A configuration's list is not the command line's.
    scratch.write(".dropcap.yaml", "select: [missing-drop-all]\n");
    CHECK(rules_found(scratch, {"--select", "missing-drop-all", "--pedantic"}) == one);
    CHECK(rules_found(scratch, {"--pedantic"}).contains("writable-root-filesystem"));
}

TEST_CASE("what is broken is reported whatever is selected", "[options_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", "services:\n  web: {image: a, image: b}\n");
    CHECK(rules_found(scratch, {"--select", "mknod", "compose.yaml"}).contains("syntax"));
    CHECK_FALSE(rules_found(scratch, {"--ignore", "syntax", "compose.yaml"}).contains("syntax"));
}

TEST_CASE("engine", "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    for (const std::string engine :
         {"docker", "swarm", "podman", "nerdctl", "containerd", "cri-o"}) {
        const Json row = caps(scratch, {"--engine", engine})[0];
        CHECK(row["engine"] == engine);
        CHECK(row["effective"].size() == (engine == "podman" ? 12 : engine == "cri-o" ? 10 : 15));
    }
    CHECK(caps(scratch, {"--engine", "auto"}) == caps(scratch, {}));
    scratch.write("run.sh", "docker run a:1\npodman run a:1\nnerdctl run a:1\n");
    std::vector<std::string> named;
    for (const Json& row : caps(scratch, {"run.sh"})) named.push_back(row["engine"]);
    CHECK(named == Words{"docker", "podman", "nerdctl"});
}

TEST_CASE("--stage says which stage of a Dockerfile is checked", "[options_test]") {
    const Scratch scratch;
    scratch.write("Dockerfile",
                  "FROM a AS one\nLABEL RUN=\"docker run --cap-drop=ALL IMAGE\"\n"
                  "FROM a AS two\nLABEL RUN=\"docker run --cap-add=KILL --cap-drop=ALL IMAGE\"\n");
    CHECK(caps(scratch, {"Dockerfile"})[0]["effective"] == Json::array({"KILL"}));
    CHECK(caps(scratch, {"Dockerfile", "--stage", "one"})[0]["effective"] == Json::array());
    CHECK(caps(scratch, {"--stage", "ONE"})[0]["effective"] == Json::array());
    const auto unknown = run(scratch, {"Dockerfile", "--stage", "three", "--format", "concise"});
    CHECK(unknown.code == 1);
    CHECK_THAT(unknown.out, Contains("no stage is called `three`"));
    // Of the Dockerfiles that are found while walking not every one has the stage: the last one
    // counts there, and that is reported.
    CHECK(caps(scratch, {"--stage", "three"})[0]["effective"] == Json::array({"KILL"}));
    CHECK_THAT(run(scratch, {"--stage", "three", "-v"}).out,
               Contains("no stage is called `three`, the last one is checked"));
}

TEST_CASE("what Compose is given: more files, variables", "[options_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml",
                  "services:\n  web: {image: a, cap_drop: [ALL], cap_add: [\"$EXTRA\"]}\n");
    scratch.write("more.yaml", "services:\n  web: {cap_add: [SYS_TIME]}\n");
    scratch.write("vars", "EXTRA=KILL\n");
    const auto effective = [&](Words words) {
        words.emplace_back("compose.yaml");
        return caps(scratch, words)[0]["effective"];
    };
    CHECK(effective({}).is_null());
    CHECK(effective({"--env", "EXTRA=CHOWN"}) == Json::array({"CHOWN"}));
    CHECK(effective({"--env-file", "vars"}) == Json::array({"KILL"}));
    CHECK(effective({"--env", "EXTRA=CHOWN", "--compose-file", "compose.yaml", "--compose-file",
                     "more.yaml"}) == Json::array({"CHOWN", "SYS_TIME"}));
    const auto exported = [] { ::setenv("EXTRA", "SETUID", 1); };
    const auto with_environment = [&](const Words& more) {
        Words words{"caps", "compose.yaml", "--format", "json"};
        words.insert(words.end(), more.begin(), more.end());
        return Json::parse(run(scratch, words, exported).out)["containers"][0]["effective"];
    };
    CHECK(with_environment({})
              .is_null()); // a verdict does not depend on the machine unless it is asked to
    CHECK(with_environment({"--env", "EXTRA"}) == Json::array({"SETUID"}));
}

TEST_CASE("output writes the format to a file and leaves a summary", "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    for (const std::string format : {"full", "concise", "json", "sarif"}) {
        INFO(format);
        const std::string printed = run(scratch, {"compose.yaml", "--format", format, "-q"}).out;
        const Ended written = run(scratch, {"compose.yaml", "--format", format, "--output",
                                            "result", "--color", "always"});
        CHECK(fixture::read_text(scratch.path() / "result") == printed); // no colours in a file
        CHECK(written.out == "2 findings (2 warnings) in 1 file, 1 container.\n");
        CHECK(run(scratch, {"compose.yaml", "--format", format, "--output", "result", "-q"})
                  .out.empty());
    }
    CHECK_THAT(run(scratch, {"caps", "compose.yaml", "--output", "table"}).out,
               EndsWith("1 container in 1 file: 1 high.\n"));
    CHECK_THAT(fixture::read_text(scratch.path() / "table"), Contains("web"));
    CHECK(run(scratch, {"rules", "--format", "json", "--output", "rules.json"}).out.empty());
    CHECK(Json::parse(fixture::read_text(scratch.path() / "rules.json"))["rules"].size() ==
          all_rules().size());
    CHECK(run(scratch, {"explain", "mknod", "--output", "page"}).out.empty());
    CHECK(fixture::read_text(scratch.path() / "page") == run(scratch, {"explain", "mknod"}).out);
}

TEST_CASE("standard output holds nothing but the format that programs read", "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    scratch.write(
        "chart/templates/x.yaml",
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  {{- range .Values.all }}\n    - name: x\n  {{- end }}\n");
    for (const Words& words :
         {Words{"--format", "json"}, {"--format", "sarif"}, {"caps", "--format", "json"}}) {
        for (const char* more : {"-v", "-q", "--statistics"}) {
            if (words[0] == "caps" && more == std::string("--statistics")) continue;
            Words all = words;
            all.insert(all.end(), {more, "--color=always", ".", "nosuch.yaml"});
            const Ended ended = run(scratch, all);
            CHECK(Json::accept(ended.out));
            CHECK(ended.err == "dropcap: nosuch.yaml: No such file or directory\n");
        }
    }
}

TEST_CASE("colour: the flag, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal",
          "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    const auto no_color = [] { ::setenv("NO_COLOR", "1", 1); };
    const auto force_color = [] { ::setenv("FORCE_COLOR", "1", 1); };
    const auto both = [] { ::setenv("NO_COLOR", "1", 1), ::setenv("FORCE_COLOR", "1", 1); };
    const auto empty = [] { ::setenv("NO_COLOR", "", 1), ::setenv("FORCE_COLOR", "", 1); };
    for (const char* command : {"check", "caps"}) {
        CHECK_FALSE(colored(run(scratch, {command})));
        CHECK(colored(run(scratch, {command, "--color", "always"})));
        CHECK(colored(run(scratch, {command, "--color=always"}, no_color)));
        CHECK(colored(run(scratch, {command}, force_color)));
        CHECK_FALSE(colored(run(scratch, {command}, both)));
        CHECK_FALSE(colored(run(scratch, {command}, empty)));
        CHECK_FALSE(colored(run(scratch, {command, "--color", "never"}, force_color)));
        CHECK_FALSE(colored(run(scratch, {command, "--color", "auto"})));
        // Colour adds nothing but colour.
        std::string text = run(scratch, {command, "--color", "always"}).out;
        for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b'))
            text.erase(at, text.find('m', at) + 1 - at);
        CHECK(text == run(scratch, {command}).out);
    }
    CHECK_FALSE(colored(run(scratch, {"--format", "json", "--color", "always"})));
}

TEST_CASE("any number of workers prints the same bytes", "[options_test]") {
    const Scratch scratch;
    for (int at = 0; at < 60; ++at) {
        const std::string number = std::to_string(at);
        scratch.write("d" + number + "/compose.yaml",
                      "services:\n  s" + number + ": {image: a, cap_add: [NET_ADMIN, \"$X\"]}\n");
        scratch.write("d" + number + "/t.yaml",
                      "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .x }}\nspec:\n");
    }
    for (const Words& words : {Words{"check", "-v"},
                               {"check", "--format", "sarif"},
                               {"check", "--format", "json"},
                               {"caps"},
                               {"caps", "--format", "json"}}) {
        const auto with = [&](const char* jobs) {
            Words all = words;
            all.insert(all.end(), {"--jobs", jobs});
            return run(scratch, all).out;
        };
        const std::string one = with("1");
        CHECK(one.size() > 1000);
        CHECK(with("8") == one);
        CHECK(with("8") == one);
    }
}

TEST_CASE("statistics, quiet, verbose", "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    scratch.write("b/compose.yaml", "services:\n  web: {image: a}\n");
    scratch.write(
        "chart/templates/x.yaml",
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  {{- range .Values.all }}\n    - name: x\n  {{- end }}\n");
    scratch.write("other.json", "{}\n");
    const std::string summary =
        "3 findings (3 warnings) in 3 files, 2 containers. 1 other file is in no format that dropcap reads.\n";
    const std::string reason =
        "Helm template: render it first, `helm template . | dropcap -`, or let dropcap do it with `--helm`";
    CHECK(run(scratch, {"--statistics"}).out ==
          "     2  missing-drop-all\n     1  dangerous-capability\n" + summary +
              "Not checked:\n     1  " + reason + " (chart/templates/x.yaml:5)\n");
    CHECK(run(scratch, {"--statistics", "-q"}).out ==
          "     2  missing-drop-all\n     1  dangerous-capability\n");
    scratch.write(
        "chart/templates/y.yaml",
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  {{- range .Values.all }}\n    - name: x\n  {{- end }}\n");
    CHECK_THAT(run(scratch, {}).out,
               EndsWith("Not checked (-v names each):\n     2  " + reason + "\n"));
    CHECK_THAT(
        run(scratch, {"-v"}).out,
        EndsWith("Not checked:\n     2  " + reason +
                 "\n          chart/templates/x.yaml:5\n          chart/templates/y.yaml:5\n"));
    CHECK(run(scratch, {"-q"}).out.find("Not checked") == std::string::npos);
}

TEST_CASE("what is left out for the same reason stands together, each with its own name",
          "[options_test]") {
    const Scratch scratch;
    const auto patch = [](const std::string& name) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n        - "
               "{name: " +
               name + ", env: []}\n";
    };
    scratch.write("one.yaml", patch("one"));
    scratch.write("two.yaml", patch("two"));
    const std::string summary = run(scratch, {"."}).out;
    CHECK_THAT(
        summary,
        Contains(
            "Not checked (-v names each):\n     2  a container without an image is a patch: "));
    CHECK(summary.find("`two`") == std::string::npos);
    CHECK_THAT(run(scratch, {".", "-v"}).out,
               Contains("          two.yaml:8: `two` of Deployment/a\n"));
}

TEST_CASE("show-files lists what would be looked at, and stops", "[options_test]") {
    Scratch scratch;
    with_bad(scratch);
    scratch.write("b/Dockerfile", "FROM a\n");
    scratch.write("b/notes.txt", "hello\n");
    const Ended ended = run(scratch, {"--show-files"});
    CHECK(ended.code == 0);
    CHECK(ended.out == "b/Dockerfile\ncompose.yaml\n");
    CHECK(run(scratch, {"--show-files", "nosuch"}).code == 2);
}

TEST_CASE("after a long list the summary says what most of it is", "[options_test]") {
    const Scratch scratch;
    std::string text = "services:\n";
    for (int at = 0; at < 20; ++at) text += "  s" + std::to_string(at) + ": {image: a}\n";
    scratch.write("compose.yaml", text + "  x: {image: a, privileged: true}\n");
    CHECK_THAT(run(scratch, {}).out,
               Contains("21 findings (1 error, 20 warnings) in 1 file, 21 containers.\n"
                        "    20  missing-drop-all\n     1  privileged\n"));
    // Twenty services that say the same word for word are one message and twenty places.
    const std::string out = run(scratch, {"--show-all"}).out;
    CHECK(std::string_view(out).find("`s1` keeps") == std::string_view::npos);
    CHECK_THAT(
        out,
        Contains(
            "  --> compose.yaml:3:3: service `s1` likewise\n   |\n 3 |   s1: {image: a}\n   |   ^^ drops nothing\n"));
}

TEST_CASE("a container that is reported likewise is named as in titles", "[options_test]") {
    const Scratch scratch;
    scratch.write("pod.yaml",
                  "apiVersion: v1\nkind: Pod\nmetadata: {name: till}\nspec:\n"
                  "  containers:\n  - {name: one, image: a}\n  - {name: two, image: a}\n");
    const std::string out = run(scratch, {"pod.yaml"}).out;
    CHECK_THAT(out, Contains("]: container `one` of Pod/till keeps"));
    CHECK_THAT(out, Contains(": container `two` of Pod/till likewise\n"));
}

TEST_CASE("containers of which not quite the same is said are reported one by one",
          "[options_test]") {
    const Scratch scratch;
    const std::string one =
        "services:\n  a: {image: i, cap_drop: [ALL], cap_add: [NET_ADMIN, KILL]}\n";
    scratch.write("same.yaml",
                  one + "  b: {image: i, cap_drop: [ALL], cap_add: [NET_ADMIN, KILL]}\n");
    scratch.write("holds.yaml",
                  one + "  b: {image: i, cap_drop: [ALL], cap_add: [NET_ADMIN, CHOWN]}\n");
    scratch.write("says.yaml",
                  one + "  b: {image: i, cap_drop: [ALL], cap_add: [SYS_PTRACE, KILL]}\n");
    scratch.write(
        "worse.yaml",
        one + "  b: {image: i, cap_drop: [ALL], cap_add: [NET_ADMIN, KILL], network_mode: host}\n");
    scratch.write("other.yaml", one);
    CHECK_THAT(run(scratch, {"same.yaml"}).out, Contains(": service `b` likewise\n"));
    for (const Words& words : {Words{"holds.yaml"},
                               {"says.yaml"},
                               {"worse.yaml"},
                               {"same.yaml", "other.yaml", "--format", "concise"}})
        CHECK(run(scratch, words).out.find("likewise") == std::string::npos);
    const std::string two_files = run(scratch, {"other.yaml", "same.yaml"}).out;
    CHECK(two_files.find("likewise") ==
          two_files.rfind("likewise")); // b after a; never over the end of a file
}

TEST_CASE("a terminal gets lines that fit, with the caret still under the word",
          "[.options_terminal]") {
    const Scratch scratch;
    scratch.write("compose.yaml",
                  "services:\n  web: {image: a, labels: {x: " + std::string(80, 'x') +
                      "}, cap_drop: [ALL], cap_add: [NET_ADMIN]} # " + std::string(80, 'y') + "\n");
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (terminal < 0 || ::grantpt(terminal) != 0 || ::unlockpt(terminal) != 0) {
        fixture::skip("no pseudo-terminal can be opened");
        return;
    }
    const winsize size{.ws_row = 24, .ws_col = 60, .ws_xpixel = 0, .ws_ypixel = 0};
    REQUIRE(::ioctl(terminal, TIOCSWINSZ, &size) == 0);
    const std::string other_end = ::ptsname(terminal);
    const int held = ::open(other_end.c_str(),
                            O_RDWR | O_NOCTTY | O_CLOEXEC); // what was written stays to be read
    CHECK(run(scratch, {"compose.yaml", "--color", "never"}, [&] {
              ::dup2(::open(other_end.c_str(), O_WRONLY | O_NOCTTY), 1);
          }).code == 1);
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(terminal, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(got));
    ::close(held);
    ::close(terminal);
    std::erase(text, '\r');
    CHECK_THAT(
        text,
        Contains("   = note: an intruder redirects and intercepts the\n     container's traffic"));
    CHECK_THAT(text, Contains("xxx}, cap_drop: [ALL], cap_add: [NET_ADMIN"));
    CHECK_THAT(text, Contains("\n 2 | …xxx"));
    std::size_t lines = 0;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1, ++lines)
        CHECK(terminal::width(text.substr(at, text.find('\n', at) - at)) <= 60);
    CHECK(lines >= 10);
}

namespace {

/// What a help page may not hold: long lines, words of the glossary, words of the argument parser.
void check_page(const std::string& page) {
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(terminal::width(line) <= 100);
        CHECK_FALSE(line.ends_with(' '));
    }
    // What the values of --format are is said in the table of report formats.
    CHECK(plain_english::complaints(page) == Words{});
    for (const char* noise : {"TEXT", "Excludes", "Needs", "OPTIONS", "REQUIRED", "UINT"})
        CHECK(page.find(noise) == std::string::npos);
}

/// The column of the page in which `text` begins, counted from 1.
std::size_t column_of(const std::string& page, std::string_view text) {
    const std::size_t at = page.find(text);
    if (at == std::string::npos) return at;
    const std::size_t line = page.rfind('\n', at) + 1;
    return terminal::width(std::string_view(page).substr(line, at - line)) + 1;
}

} // namespace

TEST_CASE("--help fits on one screen", "[options_test]") {
    const Scratch scratch;
    const std::string page = run(scratch, {"--help"}).out;
    CHECK(run(scratch, {"-h"}).out == page);
    CHECK(std::ranges::count(page, '\n') <= 50);
    check_page(page);
    for (const char* group :
         {"Input:\n", "Rules:\n", "Output:\n", "Comparison:\n", "Configuration:\n"})
        CHECK_THAT(page, Contains(group));
    for (const help::CommandInfo& command : command_table())
        CHECK_THAT(page, Contains(std::string(command.name)));
    const std::string examples = page.substr(page.find("\nExamples:\n") + 11);
    CHECK(std::ranges::count(examples, '\n') == 4);
    const auto commands = command_table();
    for (const help::FlagInfo& flag : commands.front().flags)
        if (flag.common) CHECK(column_of(page, flag.text.substr(0, 30)) == 31);
}

TEST_CASE("--help-all names every flag and every value", "[options_test]") {
    const Scratch scratch;
    const std::string page = run(scratch, {"--help-all"}).out;
    check_page(page);
    for (const help::CommandInfo& command : command_table())
        for (const help::FlagInfo& flag : command.flags) {
            INFO(flag.name);
            CHECK_THAT(page, Contains("--" + std::string(flag.name)));
            if (flag.choices.size() > help::most_named) continue; // names of rules
            for (const help::Choice& choice : flag.choices)
                CHECK_THAT(page, Contains(std::string(choice.word)));
        }
    CHECK_THAT(page, Contains("Exit codes:\n  0  "));
    CHECK(run(scratch, {"caps", "--help-all"}).out == page);
}

TEST_CASE("every command has a page with its flags and no others", "[options_test]") {
    const Scratch scratch;
    const auto commands = command_table();
    for (const help::CommandInfo& command : commands) {
        const std::string page = run(scratch, {std::string(command.name), "--help"}).out;
        INFO(page);
        check_page(page);
        CHECK(run(scratch, {std::string(command.name), "-h"}).out == page);
        for (const help::FlagInfo& flag : commands.front().flags) {
            const bool own = std::ranges::find(command.flags, flag.name, &help::FlagInfo::name) !=
                             command.flags.end();
            const std::string row = "--" + std::string(flag.name) + " ";
            if (!flag.optional_value) CHECK((page.find(row) != std::string::npos) == own);
        }
    }
    CHECK(run(scratch, {"--version"}).out == run(scratch, {"-V"}).out);
    CHECK(run(scratch, {"-qh"}).out == run(scratch, {"-h"}).out);
}

TEST_CASE("the manual is written in plain English", "[options_test]") {
    std::istringstream lines(run(Scratch(), {"--man"}).out);
    std::string prose;
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with("\\fB")) prose += line + "\n"; // not the table of report formats
    CHECK(prose.size() > 5'000);
    CHECK(plain_english::complaints(prose) == Words{});
}

TEST_CASE("explain has a page for ALL and for every group", "[options_test]") {
    const Scratch scratch;
    const std::string all = run(scratch, {"explain", "ALL"}).out;
    CHECK(run(scratch, {"explain", "all"}).out == all);
    for (const Engine engine : all_engines())
        CHECK_THAT(all, Contains("  " + std::string(engine_title(engine)) + " "));
    // Each engine's defaults, and the sets with ALL dropped or added, are those of its table.
    for (const Engine engine : all_engines()) {
        std::istringstream lines(all.substr(all.find("  " + std::string(engine_title(engine)))));
        std::string line;
        std::getline(lines, line);
        INFO(line);
        std::istringstream numbers(line.substr(17));
        std::size_t none = 0, dropped = 1, chown = 0;
        numbers >> none >> dropped >> chown;
        CHECK(none == default_capabilities(engine).size());
        CHECK(dropped == 0);
        CHECK(chown == 1);
    }
    for (const Group group :
         {Group::standard, Group::pedantic, Group::pss_baseline, Group::pss_restricted}) {
        const std::string name(group_name(group));
        const std::string page = run(scratch, {"explain", name}).out;
        CHECK_THAT("\n" + page, Contains("\n" + name + " (group of "));
        const std::string list = page.substr(page.find(" (group of "));
        for (const Rule* rule : all_rules())
            CHECK((list.find("\n  " + std::string(rule->id) + " ") != std::string::npos) ==
                  in_group(*rule, group));
    }
    CHECK(plain_english::complaints(all) == Words{});
}

TEST_CASE("explain shows rules and capabilities by every spelling", "[options_test]") {
    const Scratch scratch;
    const std::string page = run(scratch, {"explain", "NET_RAW"}).out;
    CHECK_THAT(page, Contains("CAP_NET_RAW"));
    for (const char* spelling : {"net_raw", "CAP_NET_RAW", "cap_net_raw", "Net_Raw"})
        CHECK(run(scratch, {"explain", spelling}).out == page);
    CHECK_THAT(run(scratch, {"explain", "net-raw"}).out, Contains("Flagged (compose.yaml):"));
    for (const Rule* rule : all_rules())
        CHECK_THAT(run(scratch, {"explain", std::string(rule->id)}).out,
                   Catch::StartsWith(std::string(rule->id) + " ("));
    CHECK(run(scratch, {"explain", "net-raw", "NET_RAW"}).out ==
          run(scratch, {"explain", "net-raw"}).out + page);
}

TEST_CASE("rules lists every rule in every format", "[options_test]") {
    const Scratch scratch;
    const Json json = Json::parse(run(scratch, {"rules", "--format", "json"}).out);
    CHECK(json["version"] == 1);
    for (const char* format : {"text", "json", "markdown", "pages"}) {
        const std::string out = run(scratch, {"rules", "--format", format}).out;
        for (const Rule* rule : all_rules()) CHECK_THAT(out, Contains(std::string(rule->id)));
    }
    CHECK(run(scratch, {"rules"}).out == run(scratch, {"rules", "--format", "text"}).out);
}
