// `extends`: what a service takes over, from where, and what Compose cannot follow.

#include "tests/compose_project.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using namespace dropcap::compose_test;

TEST_CASE("a service takes over what it extends and appends its own lists",
          "[compose_extends_test]") {
    const Folder folder{.files = {{"compose.yaml", "services:\n"
                                                   "  base:\n"
                                                   "    image: x\n"
                                                   "    privileged: true\n"
                                                   "    user: root\n"
                                                   "    cap_drop: [MKNOD]\n"
                                                   "    profiles: [debug]\n"
                                                   "  short:\n"
                                                   "    extends: base\n"
                                                   "    privileged: false\n"
                                                   "    cap_drop: [NET_RAW, MKNOD]\n"
                                                   "  long:\n"
                                                   "    extends: {service: short}\n"
                                                   "    cap_add: [KILL]\n"}}};
    const Document document = folder.read();
    CHECK(problems(document).empty());
    CHECK(outline(document) ==
          Lines{"base drop=[MKNOD] privileged=true user=root",
                "short drop=[MKNOD,NET_RAW] privileged=false user=root",
                "long add=[KILL] drop=[MKNOD,NET_RAW] privileged=false user=root"});
    const Container& chained = named(document, "long");
    CHECK(evidence(document, *chained.user) == "root at 5 `root` via 13 `short`");
    CHECK(evidence(document, *chained.privileged) == "false at 10 `false` via 13 `short`");
    CHECK(evidence(document, chained.drop.words[1]) == "NET_RAW at 11 `NET_RAW` via 13 `short`");
    CHECK(evidence(document, *named(document, "short").user) == "root at 5 `root` via 9 `base`");
    CHECK(evidence(document, *named(document, "short").privileged) == "false at 10 `false`");
    CHECK(chained.user->origin == Origin::extended);
}

TEST_CASE(
    "a service of another file comes alone, with the main project's variables, and is reported in its own file",
    "[compose_extends_test]") {
    const Folder folder{
        .files = {{"compose.yaml", "services:\n"
                                   "  web:\n"
                                   "    extends:\n"
                                   "      file: parts/base.yaml\n"
                                   "      service: hard\n"
                                   "    image: x\n"},
                  {"parts/base.yaml", "services:\n"
                                      "  hard:\n"
                                      "    extends: {file: deeper.yaml, service: deep}\n"
                                      "    cap_add: [\"$CAP\"]\n"
                                      "  unused: {image: y, privileged: true}\n"},
                  {"parts/deeper.yaml", "services: {deep: {user: app, image: z}}\n"},
                  {".env", "CAP=CHOWN\n"},
                  {"parts/.env", "CAP=SYS_ADMIN\n"}}};
    const Document document = folder.read();
    CHECK(problems(document).empty());
    CHECK(outline(document) == Lines{"web add=[CHOWN] user=app"});
    const Container& web = named(document, "web");
    CHECK(evidence(document, web.add.words[0]) ==
          "CHOWN at parts/base.yaml:4 `\"$CAP\"` via 5 `hard` (CAP is set in .env)");
    CHECK(evidence(document, *web.user) == "app at parts/deeper.yaml:1 `app` via 5 `hard`");
    CHECK(evidence(document, *web.image) == "x at 6 `x`");
}

TEST_CASE("what cannot be extended is refused where it is named", "[compose_extends_test]") {
    struct Row {
        std::string_view extends;
        std::string_view told;
    };
    const auto [extends, told] = GENERATE(
        Row{"nobody",
            "web: 4 `nobody` Compose cannot extend `nobody`: `compose.yaml` has no such service"},
        Row{"{service: nobody, file: other.yaml}",
            "web: 4 `nobody` Compose cannot extend `nobody`: `other.yaml` has no such service"},
        Row{"{service: a, file: missing.yaml}",
            "web: 4 `missing.yaml` Compose cannot take in the file `missing.yaml`: there is no such file"},
        Row{"{service: a, file: words.yaml}",
            "web: 4 `words.yaml` Compose cannot take in the file `words.yaml`: it is no Compose file"},
        Row{"{service: a, file: broken.yaml}",
            "web: 4 `broken.yaml` Compose cannot take in the file `broken.yaml`: it cannot be read as YAML; check it by itself"},
        Row{"{service: a, file: empty.yaml}",
            "web: 4 `empty.yaml` Compose cannot extend a service of `empty.yaml`: the file has no `services`"},
        Row{"[a]",
            "web: 4 `[a]` `extends` is a service's name, or a mapping with `service` and `file`, both strings"},
        Row{"{file: other.yaml}",
            "web: 4 `{file: other.yaml}` `extends` is a service's name, or a mapping with `service` and `file`, both strings"});
    INFO(extends);
    const Folder folder{
        .files = {{"compose.yaml",
                   fmt::format("services:\n  web:\n    image: x\n    extends: {}\n", extends)},
                  {"other.yaml", "services: {a: {image: y}}\n"},
                  {"words.yaml", "root: x:0:0\nsecret: word\n"},
                  {"broken.yaml", "services: {a: [\n"},
                  {"empty.yaml", "x-nothing: 1\nvolumes: {}\n"}}};
    const Document document = folder.read();
    const Lines lines = problems(document);
    CHECK(std::ranges::find(lines, told) != lines.end());
    CHECK(outline(document) ==
          Lines{"web"}); // what the service itself says is checked all the same
    for (const std::string& line : lines) CHECK(line.find("secret") == std::string::npos);
}

TEST_CASE("a circle is reported as one, in one file and over two", "[compose_extends_test]") {
    const Folder same{.files = {{"compose.yaml", "services:\n"
                                                 "  a: {image: x, extends: b}\n"
                                                 "  b: {image: x, extends: a}\n"
                                                 "  self: {image: x, extends: self}\n"}}};
    const Lines lines = problems(same.read());
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.front() ==
          "a: 3 `a` `a` extends itself, by way of `b`: Compose refuses the circle");
    CHECK(lines.back() ==
          "self: 4 `self` `self` extends itself, by way of `self`: Compose refuses the circle");

    const Folder over_two{
        .files = {
            {"compose.yaml", "services: {a: {image: x, extends: {file: b.yaml, service: b}}}\n"},
            {"b.yaml", "services: {b: {image: x, extends: {file: compose.yaml, service: a}}}\n"}}};
    const Lines far = problems(over_two.read());
    REQUIRE(far.size() == 1);
    CHECK(far[0].find("extends itself, by way of") != std::string::npos);
}

TEST_CASE("!reset also takes away what is extended", "[compose_extends_test]") {
    const Folder folder{
        .files = {{"compose.yaml", "services:\n"
                                   "  base: {image: x, privileged: true, cap_add: [A]}\n"
                                   "  web:\n"
                                   "    extends: base\n"
                                   "    privileged: !reset false\n"
                                   "    cap_add: !override [B]\n"}}};
    CHECK(outline(folder.read()) == Lines{"base add=[A] privileged=true", "web add=[B]"});
}

TEST_CASE("equal security options of base and service are refused", "[compose_extends_test]") {
    const Folder folder{
        .files = {{"compose.yaml", "services:\n"
                                   "  base: {image: x, security_opt: [no-new-privileges:true]}\n"
                                   "  web:\n"
                                   "    extends: base\n"
                                   "    security_opt: [no-new-privileges:true]\n"}}};
    const Lines lines = problems(folder.read());
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].starts_with(
        "web: 5 `no-new-privileges:true` `security_opt` holds `no-new-privileges:true` twice"));
}

TEST_CASE("what is extended from elsewhere or by a variable is reported and not guessed",
          "[compose_extends_test]") {
    const Folder folder{
        .files = {
            {"compose.yaml",
             "services:\n"
             "  url: {image: x, extends: {file: \"https://example.org/compose.yaml\", service: a}}\n"
             "  out: {image: x, extends: {file: ../out.yaml, service: a}}\n"
             "  open: {image: x, extends: \"${BASE}\"}\n"}}};
    const Document document = folder.read();
    CHECK(problems(document).empty());
    CHECK(
        unchecked(document) ==
        Lines{
            "2 `\"https://example.org/compose.yaml\"` this file comes from elsewhere and is not fetched: what is extended is not checked",
            "3 `../out.yaml` the file `../out.yaml` is not taken in: it leads out of the project and is not read",
            "4 `\"${BASE}\"` what is extended is not known: BASE is not set and has no default"});
}

TEST_CASE("a chain over twenty files reaches its end", "[compose_extends_test]") {
    Folder folder;
    for (int i = 0; i < 20; ++i)
        folder.files[i == 0 ? "compose.yaml" : fmt::format("f{}.yaml", i)] = fmt::format(
            "services: {{s: {{image: x, cap_add: [C{}], extends: {{file: f{}.yaml, service: s}}}}}}\n",
            i, i + 1);
    folder.files["f20.yaml"] = "services: {s: {image: x, privileged: true}}\n";
    const Document document = folder.read();
    const Container& last = named(document, "s");
    CHECK(evidence(document, *last.privileged) == "true at f20.yaml:1 `true` via 1 `s`");
    CHECK(last.add.words.size() == 20);
    CHECK(*last.add.words.front().known() == "C19");
}
