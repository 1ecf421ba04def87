// A project costs what its bytes cost, whatever it says by repetition: each way to repeat has an
// end, which is reported where it is reached, and what people repeat is far from it.

#include "tests/compose_project.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace dropcap;
using namespace dropcap::compose_test;

namespace {

/// `line` for each number below `count`.
std::string lines(std::size_t count, const std::function<std::string(std::size_t)>& line) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += line(i);
    return text;
}

std::string times(std::size_t count, const std::string& part) {
    return lines(count, [&](std::size_t) { return part; });
}

/// Services s0, s1, … that all say the same.
std::string services(std::size_t count, const std::string& text) {
    return "services:\n" +
           lines(count, [&](std::size_t i) { return fmt::format("  s{}: {}\n", i, text); });
}

constexpr std::string_view too_large =
    "aliases, extends and merges make this project too large to be checked: it grows far beyond its files";
constexpr std::string_view rest =
    "aliases, merges and extends repeat so much from here on that the rest of the project is not read";

struct Case {
    std::string name;
    Folder folder;
};

} // namespace

TEST_CASE(
    "what is read through aliases, merges and extends has an end, behind which no service is checked",
    "[compose_budget_test]") {
    const std::string list = "[" + times(200, "CHOWN,") + "]\n";
    const std::string hooks = "[" + times(50, "{command: x},") + "]\n";
    const std::string mistakes = "[" + times(40, "{a: 1},") + "]\n";
    const std::string keys =
        "{" + lines(200, [](std::size_t i) { return fmt::format("k{}: v,", i); }) + "}\n";
    const std::string watch = "[" + times(50, "{exec: {command: x}},") + "]\n";
    const std::string labels =
        "{context: ., labels: {RUN: docker run " + times(300, "--cap-add=CHOWN ") + "IMAGE}}\n";
    const std::vector<Case> cases{
        {"*x", {{{"compose.yaml", "x-x: &x " + list + services(200, "{cap_add: *x}")}}}},
        {"*x", {{{"compose.yaml", "x-x: &x " + list + services(200, "{security_opt: *x}")}}}},
        {"*x", {{{"compose.yaml", "x-x: &x " + hooks + services(200, "{pre_start: *x}")}}}},
        {"*x", {{{"compose.yaml", "x-x: &x " + watch + services(200, "{develop: {watch: *x}}")}}}},
        {"*x", {{{"compose.yaml", "x-x: &x " + mistakes + services(400, "{configs: *x}")}}}},
        {"*x", {{{"compose.yaml", "x-x: &x " + keys + services(200, "*x")}}}},
        {"*x", {{{"compose.yaml", "x-x: &x " + keys + services(1500, "{environment: *x}")}}}},
        {"*x", {{{"compose.yaml", "x-x: &x " + labels + services(200, "{build: *x}")}}}},
        {"*x",
         {{{"compose.yaml", "x-x: &x {cap_add: " + list + "}\n" + services(200, "{<<: *x}")}}}},
        {"s",
         {{{"compose.yaml", services(200, "{extends: s}") + "  s: {cap_add: " + list + "  }\n"}}}},
        {"build",
         {{{"compose.yaml", services(200, "{build: .}")},
           {"Dockerfile", "FROM x\nEXPOSE" + times(100, " 80") + "\n"}}}},
    };
    for (const Case& one : cases) {
        INFO(one.folder.files.at("compose.yaml").substr(0, 60));
        const Document document = one.folder.read();
        REQUIRE(!document.unchecked.empty());
        const Unchecked& told = document.unchecked.back();
        CHECK(told.reason == rest);
        CHECK(document.text(told.at) == one.name);
        const std::size_t line = document.source(told.at).position(told.at.span.begin).line;
        CHECK(document.containers.size() > 2);
        for (const Container& container : document.containers)
            CHECK(document.source(container.extent).position(container.extent.span.begin).line <=
                  line);
    }
}

TEST_CASE("hooks say again what their service says, up to an end", "[compose_budget_test]") {
    const Folder folder{
        {{"compose.yaml", "services:\n  s:\n    cap_drop: [" + times(900, "A,") +
                              "]\n    post_start:\n" + times(20, "    - {command: x}\n") +
                              "  t: {image: x}\n"}}};
    const Document document = folder.read();
    CHECK(unchecked(document).size() == 1);
    CHECK(document.containers.empty());
}

TEST_CASE("a project that grows too far beyond its files is reported where it does",
          "[compose_budget_test]") {
    const std::string list = "[" + times(500, "A,") + "]";
    const std::string nested = "x-a: &a [" + times(100, "1,") + "]\nx-b: &b [" + times(100, "*a,") +
                               "]\nx-c: [" + times(20, "*b,") + "]\n";
    const auto including = [](std::size_t count) {
        return "include:\n" + lines(count, [](std::size_t i) {
                   return fmt::format("- {{path: a.yaml, project_directory: d{}}}\n", i);
               });
    };
    const std::string variables = "x-v: [" + times(100, "$V,") +
                                  "]\nservices: {a: {environment: {A: &e [" + times(100, "$V,") +
                                  "], B: [" + times(100, "*e,") + "]}}}\n";
    const std::string comment = "# " + std::string(20'000, 'x') + "\n";
    const std::vector<Case> cases{
        {"345 `{B: c}`",
         {{{"compose.yaml",
            services(400, "{extends: s, environment: {B: c}}") + "  s: {environment: {" +
                lines(300, [](std::size_t i) { return fmt::format("k{}: v,", i); }) + "}}\n"}}}},
        {"407 `[1]`",
         {{{"compose.yaml", "services: {s: {dns: " + list + "}}\n" +
                                times(400, "---\nservices: {s: {dns: [1]}}\n")}}}},
        {"1 `1`", {{{"compose.yaml", nested + "services: {a: {user: !reset 1}}\n"}}}},
        {"132 `a.yaml`",
         {{{"compose.yaml", including(300)}, {"a.yaml", comment + "services: {a: {image: x}}\n"}}}},
        {"a.yaml:2 `$V`", {{{"compose.yaml", including(300)}, {"a.yaml", variables}}}},
        {"1 ``",
         {{{"compose.yaml", services(1, "{image: x}")},
           {"o.yaml", comment},
           {".env", "COMPOSE_FILE=compose.yaml" + times(300, ":o.yaml") + "\n"}}}},
        {"1 `$V$V`",
         {{{"compose.yaml", "services: {s: {cap_add: [" + times(600, "$V$V,") + "]}}\n"},
           {".env", "V=" + std::string(2000, 'x') + "\n"}}}},
    };
    for (const Case& one : cases) {
        INFO(one.folder.files.at("compose.yaml").substr(0, 60));
        const Document document = one.folder.read();
        CHECK(problems(document) == Lines{fmt::format("{} {}", one.name, too_large)});
        CHECK(document.containers.empty());
    }
}

TEST_CASE(
    "a Dockerfile is built in many ways, up to an end, and one that is built in one way is read once",
    "[compose_budget_test]") {
    const std::string dockerfile = "FROM x\n" + times(1500, "LABEL a=b\n");
    const std::string indented = "|\n          FROM x\n" + times(1500, "          LABEL a=b\n");
    const auto building = [](const std::string& build) {
        return lines(100, [&](std::size_t i) {
            return fmt::format("  s{0}: {{image: x, extends: b, build: {1}}}\n", i,
                               fmt::format(fmt::runtime(build), i));
        });
    };
    const std::string from_file = "services:\n  b: {build: .}\n";
    const std::string from_text =
        "services:\n  b:\n    build:\n      dockerfile_inline: " + indented;
    const auto read = [&](const std::string& base, const std::string& build) {
        return Folder{{{"compose.yaml", base + building(build)}, {"Dockerfile", dockerfile}}}
            .read();
    };
    CHECK(unchecked(read(from_file, ".")).empty());
    CHECK(unchecked(read(from_text, "{{context: .}}")).empty());
    const Lines of_file = unchecked(read(from_file, "{{args: {{A: {}}}}}"));
    const Lines of_text = unchecked(read(from_text, "{{args: {{A: {}}}}}"));
    REQUIRE(!of_file.empty());
    REQUIRE(!of_text.empty());
    CHECK(
        of_file.front() ==
        "2 `.` the image's Dockerfile `Dockerfile` is not taken into account: the project's Dockerfiles are too large "
        "together, or built in too many ways");
    CHECK_THAT(of_text.front(),
               Catch::StartsWith("4 `|") &&
                   Catch::EndsWith(
                       "` this Dockerfile is built in too many ways to be taken into account"));
}

TEST_CASE(
    "a long chain of extends is reported where it becomes too long, whichever end stands first",
    "[compose_budget_test]") {
    const auto link = [](std::size_t i) {
        return fmt::format("  s{}: {{extends: s{}}}\n", i, i + 1);
    };
    const auto back = [](std::size_t i) {
        return fmt::format("  s{}: {{extends: s{}}}\n", i + 1, i);
    };
    const Folder down{
        {{"compose.yaml", "services:\n" + lines(101, link) + "  s101: {image: x}\n"}}};
    const Folder up{{{"compose.yaml", "services:\n  s0: {image: x}\n" + lines(101, back)}}};
    const Folder most{{{"compose.yaml", "services:\n  s0: {image: x}\n" + lines(100, back)}}};
    CHECK(problems(down.read()) ==
          Lines{"s0: 102 `s101` this chain of `extends` is longer than 100 services"});
    CHECK(problems(up.read()) ==
          Lines{"s101: 103 `s100` this chain of `extends` is longer than 100 services"});
    CHECK(problems(most.read()).empty());
    Folder files;
    for (std::size_t i = 0; i < 21; ++i)
        files.files[fmt::format("f{}.yaml", i)] =
            fmt::format("services: {{s: {{extends: {{file: f{}.yaml, service: s}}}}}}\n", i + 1);
    files.files["f21.yaml"] = "services: {s: {image: x}}\n";
    CHECK(problems(files.read("f0.yaml")) ==
          Lines{"s: f20.yaml:1 `s` this chain of `extends` goes through more than 20 files"});
    CHECK(problems(files.read("f1.yaml")).empty());
}

TEST_CASE("what people repeat in a large project is not refused", "[compose_budget_test]") {
    const std::string common =
        "x-common: &common\n  image: x\n  cap_drop: [ALL]\n  cap_add: [CHOWN, SETUID, SETGID]\n  security_opt: [no-new-privileges]\n"
        "  environment: {" +
        lines(20, [](std::size_t i) { return fmt::format("k{}: $V,", i); }) + "}\n";
    const std::vector<Case> cases{
        {"anchors",
         {{{"compose.yaml", common + services(600, "{<<: *common, ports: ['80:80']}")}}}},
        {"extends",
         {{{"compose.yaml",
            services(600, "{extends: {file: common.yaml, service: s}, ports: ['80:80']}")},
           {"common.yaml", common + "services: {s: *common}\n"}}}},
        {"modules",
         {{{"compose.yaml",
            "include:\n" +
                lines(200, [](std::size_t i) { return fmt::format("- m{}.yaml\n", i); })},
           {"common.yaml",
            common + "services: {s: *common}\n# " + std::string(8000, 'x') + "\n"}}}},
    };
    for (Case one : cases) {
        for (std::size_t i = 0; i < 200; ++i)
            one.folder.files[fmt::format("m{}.yaml", i)] = fmt::format(
                "services: {{m{}: {{extends: {{file: common.yaml, service: s}}, ports: [\"80:80\"]}}}}\n# {}\n",
                i, std::string(500, 'x'));
        INFO(one.name);
        const Document document = one.folder.read();
        CHECK(problems(document).empty());
        CHECK(unchecked(document).empty());
        CHECK(document.containers.size() >= 200);
    }
}
