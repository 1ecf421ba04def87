// `include`: projects taken in with a folder and an environment of their own.

#include "tests/compose_project.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using namespace dropcap::compose_test;

TEST_CASE("an included file brings its services, reported where they are written",
          "[compose_include_test]") {
    const std::string_view include =
        GENERATE("include: [parts/db.yaml]\n", "include:\n  - path: parts/db.yaml\n",
                 "include:\n  - path: [parts/db.yaml]\n", "include: [./parts/../parts/db.yaml]\n");
    INFO(include);
    const Folder folder{
        .files = {{"compose.yaml", fmt::format("{}services: {{web: {{image: x}}}}\n", include)},
                  {"parts/db.yaml", "services:\n  db:\n    image: y\n    privileged: true\n"}}};
    const Document document = folder.read();
    CHECK(problems(document).empty());
    CHECK(outline(document) == Lines{"web", "db privileged=true"});
    CHECK(evidence(document, *named(document, "db").privileged) ==
          "true at parts/db.yaml:4 `true`");
    CHECK(at(document, named(document, "db").name_at) == "parts/db.yaml:2 `db`");
}

TEST_CASE("a file with nothing but includes is a project", "[compose_include_test]") {
    const Folder folder{.files = {{"compose.yaml", "include: [a.yaml]\n"},
                                  {"a.yaml", "include: [b.yaml]\n"},
                                  {"b.yaml", "services: {b: {image: x}}\n"}}};
    CHECK(outline(folder.read()) == Lines{"b"});
}

TEST_CASE("the paths of one include are merged, the later over the first",
          "[compose_include_test]") {
    const Folder folder{
        .files = {{"compose.yaml", "include:\n  - path: [parts/a.yaml, parts/b.yaml]\n"},
                  {"parts/a.yaml", "services: {db: {image: y, cap_add: [A]}}\n"},
                  {"parts/b.yaml", "services: {db: {cap_add: [B]}}\n"}}};
    const Document document = folder.read();
    CHECK(outline(document) == Lines{"db add=[A,B]"});
    CHECK(evidence(document, named(document, "db").add.words[1]) == "B at parts/b.yaml:1 `B`");
}

TEST_CASE("an included project reads its own .env, and the including one's wins",
          "[compose_include_test]") {
    struct Row {
        std::string_view include;
        std::string_view caps;
    };
    const auto [include, caps] = GENERATE(
        Row{"path: parts/db.yaml", "db add=[CHOWN,SETUID]"},
        Row{"{path: parts/db.yaml, project_directory: other}", "db add=[KILL,SETUID]"},
        Row{"{path: parts/db.yaml, env_file: one.env}", "db add=[FOWNER,SETUID]"},
        Row{"{path: parts/db.yaml, env_file: [one.env, other/.env]}", "db add=[KILL,SETUID]"},
        Row{"{path: parts/db.yaml, env_file: /dev/null}", "db add=[none,SETUID]"});
    INFO(include);
    const std::string item =
        include.starts_with('{') ? std::string(include) : fmt::format("{{{}}}", include);
    const Folder folder{
        .files = {
            {"compose.yaml", fmt::format("include: [{}]\n", item)},
            {".env", "B=SETUID\n"},
            {"one.env", "A=FOWNER\nB=SETGID\n"},
            {"other/.env", "A=KILL\nB=MKNOD\n"},
            {"parts/.env", "A=CHOWN\nB=NET_RAW\n"},
            {"parts/db.yaml", "services: {db: {image: y, cap_add: [\"${A:-none}\", \"$B\"]}}\n"}}};
    const Document document = folder.read();
    CHECK(outline(document) == Lines{std::string(caps)});
    CHECK(problems(document).empty());
}

TEST_CASE("extends may use what is included", "[compose_include_test]") {
    const Folder folder{
        .files = {
            {"compose.yaml", "include: [base.yaml]\nservices: {web: {image: x, extends: base}}\n"},
            {"base.yaml", "services: {base: {image: y, privileged: true}}\n"}}};
    const Document document = folder.read();
    CHECK(outline(document) == Lines{"web privileged=true", "base privileged=true"});
    CHECK(evidence(document, *named(document, "web").privileged) ==
          "true at base.yaml:1 `true` via 2 `base`");
}

TEST_CASE("a name that both define is a conflict, unless both say the same",
          "[compose_include_test]") {
    const Folder conflict{
        .files = {
            {"compose.yaml", "include: [a.yaml]\nservices:\n  db: {image: x, cap_add: [OURS]}\n"},
            {"a.yaml", "services: {db: {image: y, cap_add: [THEIRS], privileged: true}}\n"}}};
    const Document document = conflict.read();
    REQUIRE(problems(document).size() == 1);
    CHECK(problems(document)[0].starts_with(
        "3 `db` `db` is also defined by the included `a.yaml`: Compose 2 refuses the conflict"));
    // what later versions run is checked: the including file's definition over the included one
    CHECK(outline(document) == Lines{"db add=[THEIRS,OURS] privileged=true"});

    const Folder same{.files = {{"compose.yaml", "include: [a.yaml, b.yaml]\n"},
                                {"a.yaml", "include: [c.yaml]\n"},
                                {"b.yaml", "include: [c.yaml]\n"},
                                {"c.yaml", "services: {db: {image: y, cap_add: [A]}}\n"}}};
    CHECK(problems(same.read()).empty());
    CHECK(outline(same.read()) == Lines{"db add=[A]"});
}

TEST_CASE("a circle of includes is reported as one", "[compose_include_test]") {
    const Folder folder{
        .files = {{"compose.yaml", "include: [a.yaml]\nservices: {web: {image: x}}\n"},
                  {"a.yaml", "include: [b.yaml]\n"},
                  {"b.yaml", "include: [compose.yaml]\n"}}};
    const Document document = folder.read();
    CHECK(
        problems(document) ==
        Lines{
            "b.yaml:1 `compose.yaml` `compose.yaml` includes itself, by way of `b.yaml`: Compose refuses the circle"});
    CHECK(outline(document) == Lines{"web"});
}

TEST_CASE("what cannot be included is reported at the path", "[compose_include_test]") {
    struct Row {
        std::string_view path;
        std::string_view told;
    };
    const auto [path, told] = GENERATE(
        Row{"missing.yaml",
            "1 `missing.yaml` Compose cannot take in the included file `missing.yaml`: there is no such file"},
        Row{"words.yaml",
            "1 `words.yaml` Compose cannot take in the included file `words.yaml`: it is no Compose file"},
        Row{"broken.yaml",
            "1 `broken.yaml` Compose cannot take in the included file `broken.yaml`: it cannot be read as YAML; check it by itself"});
    const Folder folder{
        .files = {
            {"compose.yaml", fmt::format("include: [{}]\nservices: {{web: {{image: x}}}}\n", path)},
            {"words.yaml", "secret: word\n"},
            {"broken.yaml", "secret: [\n"}}};
    const Document document = folder.read();
    CHECK(problems(document) == Lines{std::string(told)});
    CHECK(outline(document) == Lines{"web"});
    CHECK(document.sources.size() == 1); // nothing of the other file can be shown
}

TEST_CASE("what comes from elsewhere is reported and not fetched", "[compose_include_test]") {
    const std::string_view path =
        GENERATE("https://example.org/x.git", "git@example.org:a/b.git", "oci://example.org/a:1",
                 "github.com/a/b", "ssh://git@example.org/a.git");
    const Folder folder{.files = {{"compose.yaml", fmt::format("include: [\"{}\"]\n", path)}}};
    const Lines told = unchecked(folder.read());
    REQUIRE(told.size() == 1);
    CHECK(told[0].ends_with(
        "this include comes from elsewhere and is not fetched: what it brings in is not checked"));
    const Folder open{.files = {{"compose.yaml", "include: [\"${FILE}\"]\n"}}};
    CHECK(unchecked(open.read()) ==
          Lines{"1 `\"${FILE}\"` this include is not known: FILE is not set and has no default"});
    const Folder out{.files = {{"compose.yaml", "include: [../out.yaml]\n"}}};
    CHECK(
        unchecked(out.read()) ==
        Lines{
            "1 `../out.yaml` the included file `../out.yaml` is not taken in: it leads out of the project and is not read"});
}

TEST_CASE("an include that says nothing is ignored, as Compose does", "[compose_include_test]") {
    const std::string_view include = GENERATE("include:\n", "include: []\n", "include:\n  -\n",
                                              "include: [{}]\n", "include: [{path: }]\n");
    INFO(include);
    const Folder folder{
        .files = {{"compose.yaml", fmt::format("{}services: {{web: {{image: x}}}}\n", include)}}};
    CHECK(problems(folder.read()).empty());
    CHECK(outline(folder.read()) == Lines{"web"});
    const Folder wrong{
        .files = {{"compose.yaml", "include: a.yaml\nservices: {web: {image: x}}\n"}}};
    CHECK(
        problems(wrong.read()) ==
        Lines{
            "1 `a.yaml` `include` must be a list, and this is a string: Compose refuses the file"});
}
