// Every ceiling is reached, and says so in a sentence of its own.

#include "lint/check/digest.hpp"
#include "lint/check/lint_document.hpp"
#include "lint/input/files.hpp"
#include "model/suggest.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/parse.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <map>
#include <memory>

using namespace dropcap;
using fixture::Scratch;

namespace {

std::string repeat(std::string_view part, std::size_t times) {
    std::string text;
    while (times-- > 0) text += part;
    return text;
}

/// `line` for each number below `count`.
std::string lines(std::size_t count, const std::function<std::string(std::size_t)>& line) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += line(i);
    return text;
}

/// The document that comes of `text`; other files are looked for in `others`.
Document read(const std::string& path, std::string text,
              const std::map<std::string, std::string>& others = {}) {
    format::ParseOptions options;
    options.explicit_file = true;
    options.read_file = [&](const std::string& wanted) -> Result<std::shared_ptr<const Source>> {
        const auto found = others.find(wanted);
        if (found == others.end()) return format::no_such_file();
        return std::shared_ptr<const Source>(std::make_shared<Source>(wanted, found->second));
    };
    return parse(std::make_shared<const Source>(path, to_utf8(std::move(text))), options);
}

/// Everything that is reported of a document next to its findings.
std::string told(const Document& document) {
    std::string all;
    for (const Problem& problem : document.problems) all += problem.message + "\n";
    for (const Unchecked& part : document.unchecked) all += part.reason + "\n";
    for (const Container& container : document.containers)
        for (const Problem& problem : container.problems) all += problem.message + "\n";
    return all;
}

std::string include_of(std::size_t next) {
    return fmt::format("include: [f{}.yaml]\nservices: {{}}\n", next);
}

} // namespace

TEST_CASE("a file larger than is read is reported, named or found", "[limits_test]") {
    const Scratch scratch;
    scratch.write("big.yaml", "services: {}\n");
    REQUIRE(::truncate(((scratch.path() / "big.yaml")).c_str(), (256LL << 20) + 1) == 0);
    const std::string message = "big.yaml: larger than 256 MiB and not read";
    const auto named = fixture::run({.arguments = {"big.yaml"}, .folder = scratch.path()});
    CHECK(named.code == 2);
    CHECK(named.err == "dropcap: " + message + "\n");
    const auto found = fixture::run({.arguments = {"-v"}, .folder = scratch.path()});
    CHECK(found.code == 0);
    CHECK_THAT(found.out, Catch::Contains(message));
}

TEST_CASE("standard input that never ends is not read for ever", "[limits_test]") {
    const auto endless = [] {
        const int zeros = ::open("/dev/zero", O_RDONLY);
        if (zeros < 0 || ::dup2(zeros, 0) < 0) ::_exit(125);
    };
    const auto ended = fixture::run({.arguments = {"-"}, .prepare = endless});
    CHECK(ended.code == 2);
    CHECK(ended.err == "dropcap: standard input: larger than 256 MiB and not read\n");
}

TEST_CASE("each ceiling of a format has its own sentence", "[limits_test]") {
    std::map<std::string, std::string> chain;
    for (std::size_t i = 0; i < 22; ++i) chain[fmt::format("f{}.yaml", i)] = include_of(i + 1);
    std::map<std::string, std::string> many;
    for (std::size_t i = 0; i < 600; ++i)
        many[fmt::format("f{}.yaml", i)] = "services: {a: {image: x}}\n";
    const std::string service = "services:\n  a:\n    image: x\n";
    const std::map<std::string, std::string> large{
        {"Dockerfile", "FROM a\n" + repeat("# a comment\n", 400'000)},
        {"large.yaml", "services: {}\n" + repeat("# a comment\n", 400'000)},
        {"small.yaml", "services: {}\n"},
        {"documents.yaml", service + repeat("---\nservices: {}\n", 1000)},
        {".env", "X=1\n" + repeat("# a comment\n", 400'000)}};
    const std::string pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - {name: c, image: i}\n";
    struct Case {
        std::string name, file, text;
        std::string message;
        const std::map<std::string, std::string>* others = nullptr;
    };
    const std::vector<Case> cases{
        {"a file's bytes", "compose.yaml", service + repeat("# a comment\n", 400'000),
         "the file is larger than 4 MiB and is not read"},
        {"a script's bytes", "run.sh", "docker run a\n" + repeat("# a comment\n", 400'000),
         "the file is larger than 4 MiB and is not read"},
        {"a named file's bytes", "commands",
         "#!/bin/sh\ndocker run a\n" + repeat("# a comment\n", 400'000),
         "the file is larger than 4 MiB and is not read"},
        {"a YAML document's bytes", "pods.yaml",
         pod + "---\n" + pod + repeat("# a comment\n", 400'000),
         "this document is larger than 4 MiB and is not read"},
        {"a YAML document's depth", "compose.yaml",
         "services: " + repeat("[", 300) + repeat("]", 300) + "\n",
         "nested more than 200 levels deep"},
        {"a YAML document's values", "compose.yaml",
         "services: [" + repeat("1,", 2'000'001) + "1]\n",
         "this document has more than 2000000 values"},
        {"aliases", "compose.yaml", "x: &a 1\nservices: [" + repeat("*a, ", 10'001) + "]\n",
         "this document has more than 10000 aliases"},
        {"what aliases stand for", "compose.yaml",
         "x: &a [" + repeat("1, ", 1000) + "]\ny: &b [" + repeat("*a, ", 1000) + "]\nservices: [" +
             repeat("*b, ", 3) + "]\n",
         "aliases make this document more than 2000000 values large"},
        {"merge keys", "compose.yaml",
         "x-a: &a {" + lines(1000, [](std::size_t i) { return fmt::format("k{}: 1, ", i); }) +
             "}\nservices:\n" +
             lines(201, [](std::size_t i) { return fmt::format("  s{}: {{<<: *a}}\n", i); }),
         "merge keys bring more than 200000 entries into this document"},
        {"a Compose file's documents", "compose.yaml",
         service + repeat("---\nservices: {}\n", 1000), "it holds more than 1000 documents"},
        {"a chain of extends", "compose.yaml",
         "services:\n" +
             lines(
                 102,
                 [](std::size_t i) { return fmt::format("  s{}: {{extends: s{}}}\n", i, i + 1); }) +
             "  s102: {image: x}\n",
         "this chain of `extends` is longer than 100 services"},
        {"a chain of include", "compose.yaml", include_of(0),
         "this chain of `include` is longer than 20 files", &chain},
        {"a project's files", "compose.yaml",
         "services:\n" + lines(600,
                               [](std::size_t i) {
                                   return fmt::format(
                                       "  s{0}: {{extends: {{file: f{0}.yaml, service: a}}}}\n", i);
                               }),
         "` is not taken in: the project has more than 500 files", &many},
        {"the documents of a file that Compose takes in", "compose.yaml",
         "include: [documents.yaml]\n" + service,
         "the included file `documents.yaml` is not taken in: it holds more than 1000 documents",
         &large},
        {"a project's includes", "compose.yaml",
         "include:\n" + lines(600, [](std::size_t i) { return fmt::format("- f{}.yaml\n", i); }) +
             service,
         "too large to be checked", &many},
        {"what services extend", "compose.yaml",
         "services:\n  s:\n    image: x\n    cap_add:\n" + repeat("    - CHOWN\n", 200) +
             lines(300, [](std::size_t i) { return fmt::format("  s{}: {{extends: s}}\n", i); }),
         "the rest of the project is not read"},
        {"defaults within defaults", "compose.yaml",
         service + "    user: " + repeat("${A:-", 50) + "0" + repeat("}", 50) + "\n",
         "the defaults are nested too deep"},
        {"a manifest's documents", "pods.yaml", pod + repeat("---\na: 1\n", 100'000),
         "this file holds more than 100000 documents; from here on they are not read"},
        {"a Dockerfile's bytes", "Dockerfile", "FROM a\n" + repeat("# a comment\n", 400'000),
         "the file is larger than 4 MiB and is not read"},
        {"a Dockerfile that Compose builds", "compose.yaml", "services: {a: {build: .}}\n",
         "`Dockerfile` is not taken into account: it is larger than 4 MiB", &large},
        {"a file that Compose takes in", "compose.yaml", "include: [large.yaml]\nservices: {}\n",
         "the included file `large.yaml` is not taken in: it is larger than 4 MiB", &large},
        {"the `.env` beside a Compose file", "compose.yaml", service,
         "the environment file `.env` is not read: it is larger than 4 MiB", &large},
        {"an environment file that is named", "compose.yaml",
         "include: [{path: small.yaml, env_file: .env}]\n" + service,
         "the environment file `.env` is not read: it is larger than 4 MiB", &large},
        {"a Dockerfile's line", "Dockerfile", "FROM a\nRUN " + repeat("x", 65'532) + "\n",
         "this line has 65536 bytes; BuildKit reads no Dockerfile with a line of more than 65535"},
        {"a line of a here-document", "Dockerfile",
         "FROM a\nRUN <<E\n" + repeat("x", 65'536) + "\nE\n", "this line has 65536 bytes"},
        {"a line of a manifest", "pods.yaml",
         pod + "---\n" + pod + "# " + repeat("x", 4U << 20U) + "\n",
         "this document is larger than 4 MiB and is not read"},
        {"a Dockerfile's nested substitutions", "Dockerfile",
         "FROM a\nUSER " + repeat("${A:-", 60) + repeat("}", 60) + "\n", "nested too deep"},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        const Document document = one.others == nullptr ? read(one.file, one.text)
                                                        : read(one.file, one.text, *one.others);
        CHECK_THAT(told(document), Catch::Contains(one.message));
    }
}

TEST_CASE("below its ceiling nothing is reported", "[limits_test]") {
    const std::map<std::string, std::string> large{
        {"Dockerfile", "FROM a\n" + repeat("# a comment\n", 400'000)},
        {"large.yaml", "services: {}\n" + repeat("# a comment\n", 400'000)}};
    const std::string service = "services:\n  a:\n    image: x\n";
    struct Case {
        std::string file, text;
    };
    const std::vector<Case> cases{
        {"compose.yaml", "x-a: " + repeat("[", 190) + repeat("]", 190) + "\n" + service},
        {"compose.yaml",
         service + "    user: " + repeat("${A:-", 30) + "0" + repeat("}", 30) + "\n"},
        {"compose.yaml", service + repeat("---\nservices: {}\n", 900)},
        {"Dockerfile", "FROM a\nRUN " + repeat("x", 65'531) + "\n"},
        {"pods.yaml", "apiVersion: v1\nkind: A\n" + repeat("---\na: 1\n", 99'999)},
        // What a program wrote without line breaks is as honest as any other file.
        {"pod.json",
         R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{"a":")" +
             repeat("x", 3U << 20U) + R"("}},"spec":{"containers":[{"name":"c","image":"i"}]}})"},
        {"Dockerfile", "FROM a\nENV A=aaaaaaaa\n" + repeat("ENV A=$A$A\n", 10)},
        {"Dockerfile",
         "FROM a AS s0\nLABEL a=1\n" +
             lines(120, [](std::size_t i) { return fmt::format("FROM s{} AS s{}\n", i, i + 1); })},
    };
    for (const Case& one : cases) {
        INFO(one.text.substr(0, 60));
        CHECK(told(read(one.file, one.text)).empty());
    }
}

TEST_CASE("a file that includes itself is reported as a circle, not as a long chain",
          "[limits_test]") {
    const std::map<std::string, std::string> others{{"f0.yaml", "include: [f1.yaml]\n"},
                                                    {"f1.yaml", "include: [f0.yaml]\n"}};
    CHECK_THAT(told(read("compose.yaml", include_of(0), others)),
               Catch::Contains("`f0.yaml` includes itself, by way of `f1.yaml`"));
}

TEST_CASE("substitutions with patterns find what they should, in one pass", "[limits_test]") {
    struct Case {
        const char* set;
        const char* use;
        const char* user;
    };
    const std::vector<Case> cases{
        {"a.b.c", "${A#*.}", "b.c"},    {"a.b.c", "${A##*.}", "c"},
        {"a.b.c", "${A%.*}", "a.b"},    {"a.b.c", "${A%%.*}", "a"},
        {"a.b.c", "${A/./-}", "a-b.c"}, {"a.b.c", "${A//./-}", "a-b-c"},
        {"abcabc", "${A#?b}", "cabc"},  {"abcabc", "${A%b?}", "abca"},
        {"abcabc", "${A/b*/x}", "ax"},  {"abcabc", "${A//a?/x}", "xcxc"},
        {"abc", "${A#x}", "abc"},       {"abc", "${A##*}", ""},
        {"abc", "${A#*}", "abc"},       {"abc", "${A%%**}", ""},
        {"a*b", "${A//b/c}", "a*c"},    {"aaa", "${A//aa/b}", "ba"},
    };
    for (const Case& one : cases) {
        INFO(one.use);
        const Document document =
            read("Dockerfile", fmt::format("FROM x\nENV A={}\nUSER u{}\n", one.set, one.use));
        REQUIRE(document.recipe);
        REQUIRE(document.recipe->user);
        REQUIRE(document.recipe->user->known() != nullptr);
        CHECK(*document.recipe->user->known() == std::string("u") + one.user);
    }
}

TEST_CASE("what a Dockerfile's variables grow to has an end, and what is not known then is open",
          "[limits_test]") {
    struct Case {
        std::string name, text;
    };
    const std::vector<Case> cases{
        {"doubling", "FROM a\nENV A=aaaaaaaa\n" + repeat("ENV A=$A$A\n", 40) + "USER $A\n"},
        {"doubling in two",
         "FROM a\nENV A=aaaa B=bbbb\n" + repeat("ENV A=$B$B B=$A$A\n", 40) + "USER $A\n"},
        {"doubling in front of FROM",
         "ARG A=aaaaaaaa\n" + repeat("ARG A=$A$A\n", 40) + "FROM a\nARG A\nUSER $A\n"},
        {"replacing by more",
         "FROM a\nENV A=aaaaaaaa\n" + repeat("ENV A=${A//a/aaaaaaaa}\n", 40) + "USER $A\n"},
    };
    for (const Case& one : cases) {
        INFO(one.name);
        const Document document = read("Dockerfile", one.text);
        REQUIRE(document.recipe);
        REQUIRE(document.recipe->user);
        CHECK(document.recipe->user->known() == nullptr);
    }
}

TEST_CASE("scripts within scripts are read to a depth, and what lies deeper costs nothing",
          "[limits_test]") {
    const auto containers = [](const std::string& text) {
        return read("run.sh", text).containers.size();
    };
    CHECK(containers(repeat("$(", 30) + "docker run i" + repeat(")", 30) + "\n") == 1);
    CHECK(containers(repeat("$(", 60) + "docker run i" + repeat(")", 60) + "\ndocker run j\n") ==
          1);
    CHECK(containers("docker run \"$((1 + 1))\" i\ndocker run j\n") == 2);
    CHECK(containers("echo $((" + repeat("$((", 5'000) + "\ndocker run j\n") <= 1);
    CHECK(containers("docker run ${A:-" + repeat("x", 3000) + "} i\n") == 1);
    CHECK(containers("docker run " + repeat("${", 5'000) + "\ndocker run j\n") >= 1);
}

TEST_CASE("no one mistypes a word of a thousand letters", "[limits_test]") {
    constexpr std::array<std::string_view, 2> known{"NET_ADMIN", "SYS_ADMIN"};
    CHECK(nearest("NET_ADMIM", known) == "NET_ADMIN");
    CHECK(nearest("NET_ADMIN" + repeat("X", 1000), known).empty());
    CHECK(nearest(repeat("NET_ADMIN", 100'000), known).empty());
}

TEST_CASE("documents behind the last that is read do not hide those before it", "[limits_test]") {
    const std::string pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - {name: c, image: i}\n";
    const Document document =
        read("pods.yaml", pod + repeat("---\na: 1\n", 99'998) + "---\n" + pod + "---\n" + pod);
    CHECK(document.containers.size() == 2);
    REQUIRE(document.problems.size() == 1);
    CHECK(document.source(document.problems[0].at)
              .position(document.problems[0].at.span.begin)
              .line == 6 + 2 * 99'998 + 1 + 6 + 1);
}

TEST_CASE("a .gitignore that no one wrote is reported, and hides nothing", "[limits_test]") {
    const std::string bad = "services: {web: {image: x, privileged: true}}\n";
    struct Case {
        std::string text, told;
    };
    const std::vector<Case> cases{
        {"compose.yaml\n" + repeat("# a comment\n", 1U << 20U),
         ".gitignore: larger than 1 MiB: its patterns are not honoured"},
        {"compose.yaml\n" + repeat("a*\n", 10'001),
         ".gitignore: more than 10000 patterns with wildcards: its patterns are not honoured"},
    };
    for (const Case& one : cases) {
        const Scratch scratch;
        scratch.write("sub/compose.yaml", bad);
        scratch.write("sub/.gitignore", one.text);
        const auto ended =
            fixture::run({.arguments = {"--format", "json"}, .folder = scratch.path()});
        CHECK(ended.code == 1);
        CHECK_THAT(ended.out, Catch::Contains(one.told.substr(one.told.find(": ") + 2)));
        CHECK_THAT(ended.out, Catch::Contains("\"file\": \"sub/.gitignore\""));
        CHECK(
            fixture::run({.arguments = {"--strict", "--select", "mknod"}, .folder = scratch.path()})
                .code == 1); // not checked as it was meant
    }
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    scratch.write(".gitignore",
                  lines(50'000, [](std::size_t i) { return fmt::format("name-{}\n", i); }) +
                      repeat("a*\n", 10'000) + "compose.yaml\n");
    const auto ended = fixture::run({.arguments = {"--show-files"}, .folder = scratch.path()});
    CHECK(ended.out.empty());
}

TEST_CASE("a configuration or a baseline that is no file is reported, and no one waits for it",
          "[limits_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", "services: {web: {image: x}}\n");
    REQUIRE(::mkfifo((scratch.path() / "pipe").c_str(), 0644) == 0);
    const auto check = [&](std::vector<std::string> arguments) {
        return fixture::run(
            {.arguments = std::move(arguments), .folder = scratch.path(), .seconds = 30});
    };
    struct Case {
        std::vector<std::string> arguments;
        std::string told;
    };
    const std::vector<Case> cases{
        {{"--config", "pipe"}, "dropcap: pipe: not a regular file\n"},
        {{"--config", "/dev/zero"}, "dropcap: /dev/zero: not a regular file\n"},
        {{"--baseline", "pipe"},
         "dropcap: the baseline cannot be read: pipe: not a regular file\n"},
        {{"--baseline", "/dev/zero"},
         "dropcap: the baseline cannot be read: /dev/zero: not a regular file\n"},
        {{"--baseline", "pipe", "--write-baseline"}, "dropcap: pipe: not a regular file\n"},
        {{"--baseline", "none.json"},
         "dropcap: the baseline cannot be read: none.json: No such file or directory; `--write-baseline` writes it\n"},
    };
    for (const Case& one : cases) {
        INFO(one.arguments.front() << " " << one.arguments.back());
        const auto ended = check(one.arguments);
        CHECK(ended.code == 2);
        CHECK(ended.err == one.told);
    }
    REQUIRE(::mkfifo((scratch.path() / ".dropcap.yaml").c_str(), 0644) == 0);
    const auto ended = check({});
    CHECK(ended.code == 2);
    CHECK(ended.err == ".dropcap.yaml: it is no regular file\n");
}

TEST_CASE("a baseline of more findings than any project has is refused before it fills the memory",
          "[limits_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", "services: {web: {image: x}}\n");
    const auto baseline = [](std::size_t first, std::size_t second) {
        const auto entry = [](std::size_t count) {
            return fmt::format(R"({{"rule": "mknod", "file": "a", "facet": "b", "count": {}}})",
                               count);
        };
        return fmt::format(R"({{"version": 2, "findings": [{}, {}]}})", entry(first),
                           entry(second));
    };
    const auto check = [&] {
        return fixture::run({.arguments = {"--baseline", "b.json"}, .folder = scratch.path()});
    };
    scratch.write("b.json", baseline(250'000, 250'001));
    CHECK(check().code == 2);
    CHECK_THAT(check().err, Catch::Contains("it accepts more than 500000 findings"));
    scratch.write("b.json", baseline(1, 1'000'000'000'000));
    CHECK(check().code == 2);
    scratch.write("b.json", baseline(250'000, 250'000));
    CHECK(check().code == 1);
    REQUIRE(::truncate((scratch.path() / "b.json").c_str(), (64LL << 20) + 1) == 0);
    CHECK(check().code == 2);
    CHECK_THAT(check().err, Catch::Contains("b.json: a baseline has at most 64 MiB"));
}

TEST_CASE("a baseline that could not be read again is not written", "[limits_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", "services: {web: {image: x}}\n");
    scratch.write("elsewhere/compose.yaml", "services: {}\n");
    const std::string full =
        R"({"version": 2, "findings": [{"rule": "mknod", "file": "elsewhere/compose.yaml", "facet": "b", "count": 500000}]})";
    scratch.write("b.json", full);
    const auto ended =
        fixture::run({.arguments = {"--baseline", "b.json", "--write-baseline", "compose.yaml"},
                      .folder = scratch.path()});
    CHECK(ended.code == 2);
    CHECK_THAT(
        ended.err,
        Catch::Contains("b.json: a baseline has at most 500000 findings, and these are 500001"));
    CHECK(scratch.read("b.json") == full);
}

TEST_CASE("more containers than a file is checked for: the place where it stops is reported",
          "[limits_test]") {
    const auto commands = [](std::size_t count) {
        return lines(count,
                     [](std::size_t i) { return fmt::format("docker run --name c{} a\n", i); });
    };
    CHECK(read("run.sh", commands(20'000)).problems.empty());
    const std::string pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n";
    const std::vector<std::pair<std::string, std::string>> files{
        {"run.sh", commands(20'010)},
        {"compose.yaml",
         "services:\n" +
             lines(20'010, [](std::size_t i) { return fmt::format("  c{}: {{image: a}}\n", i); })},
        {"pod.yaml", pod + lines(20'010,
                                 [](std::size_t i) {
                                     return fmt::format("  - {{name: c{}, image: a}}\n", i);
                                 })},
        {"inspect.json",
         "[" + repeat("{\"Name\": \"/a\", \"Config\": {}, \"HostConfig\": {}},\n", 20'009) +
             "{\"HostConfig\": {}}]"},
        {"Dockerfile",
         "FROM a\n" +
             lines(20'010,
                   [](std::size_t i) { return fmt::format("LABEL RUN{}=\"docker run a\"\n", i); })},
    };
    for (const auto& [path, text] : files) {
        INFO(path);
        const Document document = read(path, text);
        CHECK(document.containers.size() <= 20'001);
        REQUIRE(!document.problems.empty());
        REQUIRE(document.problems.size() == 1);
        REQUIRE(!document.containers.empty());
        CHECK(document.problems[0].message ==
              "more than 20000 containers are in this file; those after this one are not checked");
        CHECK(document.problems[0].at == document.containers.back().name_at);
    }
}

TEST_CASE("more findings than anybody reads: the most severe are reported, and that others are not",
          "[limits_test]") {
    const Document document = read(
        "run.sh",
        "docker run --cap-add NONE1 --cap-add NONE2 --ipc host --cap-add NONE3 --privileged --pid host a\n");
    const auto told = [&](std::size_t most) {
        const check::Linted linted =
            check::lint_document(document, all_rules(), {.most_findings = most});
        check::Digest digest;
        check::add_to_digest(digest, document, linted, check::Wanted::records);
        CHECK(std::ranges::is_sorted(linted.findings, {},
                                     [](const Finding& finding) { return finding.flag.at; }));
        CHECK(digest.records.size() == linted.findings.size());
        return std::pair(linted, digest);
    };
    const auto [all, whole] = told(50'000);
    CHECK(whole.unchecked.empty());
    const auto errors = static_cast<std::size_t>(
        std::ranges::count(all.findings, Severity::error, &Finding::severity));
    REQUIRE(errors > 0);
    REQUIRE(errors < all.findings.size());
    CHECK(told(all.findings.size()).second.unchecked.empty());
    const auto [few, digest] = told(errors);
    CHECK(few.findings.size() == errors);
    CHECK(std::ranges::all_of(
        few.findings, [](const Finding& finding) { return finding.severity == Severity::error; }));
    REQUIRE(digest.unchecked.size() == 1);
    CHECK(digest.unchecked[0].path == "run.sh");
    CHECK(digest.unchecked[0].reason ==
          fmt::format("its {} most severe findings are reported, and {} others are not", errors,
                      all.findings.size() - errors));
}

TEST_CASE("suppressions are read up to a number, and the one behind it says so", "[limits_test]") {
    const Scratch scratch;
    const std::string services = lines(10'002, [](std::size_t i) {
        return fmt::format("  s{}: {{image: x}} # dropcap: ignore[missing-drop-all] known\n", i);
    });
    scratch.write("compose.yaml", "services:\n" + services);
    const auto ended = fixture::run(
        {.arguments = {"--format", "concise", "--select", "missing-drop-all,invalid-ignore"},
         .folder = scratch.path()});
    CHECK(ended.code == 1);
    CHECK_THAT(ended.out, Catch::Contains("compose.yaml:10002:") &&
                              Catch::Contains("the file has more than 10000 suppressions"));
    CHECK_THAT(
        ended.out,
        Catch::Contains(
            "3 findings (3 warnings) in 1 file, 10002 containers. 10000 suppressed by comments."));
}

TEST_CASE("in a pod of hundreds only the nearest containers are looked at for a hardened one",
          "[limits_test]") {
    const std::string others =
        lines(250, [](std::size_t i) { return fmt::format("  - {{name: c{}, image: i}}\n", i); });
    const auto checked = fixture::lint(
        "pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
                    "  - {name: h, image: i, securityContext: {capabilities: {drop: [ALL]}}}\n" +
                        others);
    std::size_t told = 0;
    for (const Finding& finding : checked.linted.findings)
        for (const std::string& note : finding.flag.notes)
            told += note == "another container of the pod drops ALL, so this one is the way in";
    CHECK(told == 100);
}

TEST_CASE("each limit on a file's size bounds something else", "[limits_test]") {
    CHECK(input::largest_input_file == 256U << 20U);
    CHECK(format::largest_parsed_file == 4U << 20U);
    // What may be read holds many documents of the size that is parsed in one piece.
    STATIC_REQUIRE(format::largest_parsed_file < input::largest_input_file);
}
