// One file merged over another, as `docker compose -f a -f b` and documents of one file do it.

#include "tests/compose_project.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using namespace dropcap::compose_test;

namespace {

Folder two(std::string_view base, std::string_view over) {
    Folder folder{.files = {{"a.yaml", fmt::format("services:\n  web:\n    image: x\n{}", base)},
                            {"b.yaml", fmt::format("services:\n  web:\n{}", over)}}};
    folder.options.compose.files = {"a.yaml", "b.yaml"};
    return folder;
}

struct Merge {
    std::string_view base; ///< lines of the service in the first file
    std::string_view over; ///< and in the second
    std::string_view merged;
};

} // namespace

TEST_CASE("what happens to a key that both files have", "[compose_merge_test]") {
    const auto [base, over, merged] = GENERATE(
        // scalars: the later counts, a null changes nothing
        Merge{"    privileged: true\n", "    privileged: false\n", "web privileged=false"},
        Merge{"    privileged: true\n", "    privileged:\n", "web privileged=true"},
        Merge{"    user: \"0\"\n", "    user: app\n", "web user=app"},
        Merge{"    read_only: false\n", "    pid: host\n", "web read_only=false pid=host"},
        Merge{"    privileged: \"no\"\n", "    privileged: \"Yes\"\n", "web privileged=true"},
        // capability lists: appended, each word once, where it stood first
        Merge{"    cap_add: [A, B]\n", "    cap_add: [C, A]\n", "web add=[A,B,C]"},
        Merge{"    cap_drop: [ALL]\n", "    cap_drop: []\n", "web drop=[ALL]"},
        Merge{"    cap_drop: [ALL]\n", "    cap_add: [KILL]\n", "web add=[KILL] drop=[ALL]"},
        Merge{"    cap_add: [SYS_ADMIN]\n", "    cap_add: [sys_admin]\n",
              "web add=[SYS_ADMIN,sys_admin]"},
        Merge{"    cap_add: [A=1, B]\n", "    cap_add: [A=2]\n", "web add=[A=2,B]"},
        Merge{"    cap_add: [A]\n", "    cap_add:\n", "web add=[A]"},
        // security options: appended; the last of a kind counts
        Merge{"    security_opt: [no-new-privileges]\n", "    security_opt: [seccomp=unconfined]\n",
              "web nnp=true seccomp=unconfined"},
        Merge{"    security_opt: [no-new-privileges:true]\n",
              "    security_opt: [no-new-privileges:false]\n", "web nnp=false"},
        Merge{"    security_opt: [apparmor=unconfined]\n", "    security_opt: [apparmor=b]\n",
              "web apparmor=custom"});
    INFO(base << over);
    const Document document = two(base, over).read("a.yaml");
    CHECK(outline(document) == Lines{std::string(merged)});
    CHECK(problems(document).empty());
}

TEST_CASE("an override that is of another kind is refused", "[compose_merge_test]") {
    const auto [base, over, told] = GENERATE(
        Merge{
            "    cap_add: [A]\n", "    cap_add: B\n",
            "b.yaml:3 `B` `cap_add` is a string here and something else in what it is merged over"},
        Merge{
            "    deploy: {replicas: 1}\n", "    deploy: [1]\n",
            "b.yaml:3 `[1]` `deploy` is a list here and something else in what it is merged over"});
    INFO(over);
    const Lines lines = problems(two(base, over).read("a.yaml"));
    CHECK(std::ranges::any_of(
        lines, [&](const std::string& line) { return line.find(told) != std::string::npos; }));
}

TEST_CASE("equal security options that merging brings together are refused, at the later one",
          "[compose_merge_test]") {
    const Document document = two("    security_opt: [no-new-privileges:true]\n",
                                  "    security_opt: [no-new-privileges:true]\n")
                                  .read("a.yaml");
    CHECK(
        problems(document) ==
        Lines{
            "web: b.yaml:3 `no-new-privileges:true` `security_opt` holds `no-new-privileges:true` twice: Compose "
            "refuses equal items here, also when merging brings them together"});
}

TEST_CASE("!reset takes away, !override replaces instead of appending", "[compose_merge_test]") {
    const auto [base, over, merged] = GENERATE(
        Merge{"    privileged: true\n", "    privileged: !reset false\n", "web"},
        Merge{"    privileged: true\n", "    privileged: !reset null\n", "web"},
        Merge{"    cap_add: [A, B]\n", "    cap_add: !reset []\n", "web"},
        Merge{"    cap_add: [A, B]\n", "    cap_add: !override [C]\n", "web add=[C]"},
        Merge{"    cap_drop: [ALL]\n", "    cap_add: !override [C]\n", "web add=[C] drop=[ALL]"},
        Merge{"    cap_drop: [A]\n", "    cap_drop: [!reset B]\n", "web drop=[A]"});
    INFO(over);
    CHECK(outline(two(base, over).read("a.yaml")) == Lines{std::string(merged)});
}

TEST_CASE("in the first file !reset only removes and !override does nothing",
          "[compose_merge_test]") {
    const Folder folder{.files = {{"compose.yaml", "services:\n"
                                                   "  web:\n"
                                                   "    image: x\n"
                                                   "    privileged: !reset true\n"
                                                   "    cap_drop: !override [ALL]\n"}}};
    CHECK(outline(folder.read()) == Lines{"web drop=[ALL]"});
}

TEST_CASE("a service may be taken away as a whole", "[compose_merge_test]") {
    Folder folder{
        .files = {{"a.yaml", "services: {web: {image: x, privileged: true}, db: {image: y}}\n"},
                  {"b.yaml", "services: {web: !reset null}\n"}}};
    folder.options.compose.files = {"a.yaml", "b.yaml"};
    CHECK(outline(folder.read("a.yaml")) == Lines{"db"});
}

TEST_CASE("documents of one file are merged like files", "[compose_merge_test]") {
    const Folder folder{.files = {{"compose.yaml", "services:\n"
                                                   "  web: {image: x, cap_drop: [ALL]}\n"
                                                   "---\n"
                                                   "services:\n"
                                                   "  web:\n"
                                                   "    cap_add: [SYS_TIME]\n"
                                                   "  db: {image: y}\n"
                                                   "---\n"}}};
    const Document document = folder.read();
    CHECK(outline(document) == Lines{"web add=[SYS_TIME] drop=[ALL]", "db"});
    CHECK(evidence(document, named(document, "web").add.words[0]) == "SYS_TIME at 6 `SYS_TIME`");
}

TEST_CASE("a fact is reported where it is written: in the file that says it",
          "[compose_merge_test]") {
    const Document document = two("    privileged: false\n    cap_drop:\n      - ALL\n",
                                  "    privileged: true\n    cap_add:\n      - KILL\n"
                                  "    cap_drop: [MKNOD]\n")
                                  .read("a.yaml");
    const Container& web = named(document, "web");
    CHECK(evidence(document, *web.privileged) == "true at b.yaml:3 `true`");
    CHECK(at(document, web.privileged->entry) == "b.yaml:3 `privileged: true`");
    CHECK(web.privileged->origin == Origin::overridden);
    CHECK(evidence(document, web.add.words[0]) == "KILL at b.yaml:5 `KILL`");
    CHECK(at(document, web.add.words[0].entry) == "b.yaml:5 `- KILL`");
    CHECK(at(document, *web.add.at) == "b.yaml:4 `cap_add`");
    CHECK(evidence(document, web.drop.words[0]) == "ALL at 6 `ALL`");
    CHECK(evidence(document, web.drop.words[1]) == "MKNOD at b.yaml:6 `MKNOD`");
    CHECK(at(document, web.name_at) == "2 `web`");
}

TEST_CASE("each file is interpolated by itself before it is merged", "[compose_merge_test]") {
    Folder folder = two("    cap_add: [\"$A\"]\n", "    cap_add: [\"$A\", \"${B:-CHOWN}\"]\n");
    folder.files[".env"] = "A=KILL\n";
    CHECK(outline(folder.read("a.yaml")) == Lines{"web add=[KILL,CHOWN]"});
}

TEST_CASE("anchors, aliases and merge keys", "[compose_merge_test]") {
    const Folder folder{.files = {{"compose.yaml", "x-hard: &hard\n"
                                                   "  cap_drop: [ALL]\n"
                                                   "  privileged: false\n"
                                                   "x-caps: &caps [NET_ADMIN]\n"
                                                   "x-two: &two\n"
                                                   "  privileged: true\n"
                                                   "  user: app\n"
                                                   "services:\n"
                                                   "  alias:\n"
                                                   "    image: x\n"
                                                   "    cap_add: *caps\n"
                                                   "  merged:\n"
                                                   "    <<: *hard\n"
                                                   "    image: x\n"
                                                   "  explicit:\n"
                                                   "    privileged: true\n"
                                                   "    cap_drop: [MKNOD]\n"
                                                   "    image: x\n"
                                                   "    <<: *hard\n"
                                                   "  list:\n"
                                                   "    <<: [*hard, *two]\n"
                                                   "    image: x\n"}}};
    const Document document = folder.read();
    CHECK(problems(document).empty());
    CHECK(outline(document) == Lines{"alias add=[NET_ADMIN]", "merged drop=[ALL] privileged=false",
                                     "explicit drop=[MKNOD] privileged=true",
                                     "list drop=[ALL] privileged=false user=app"});
    CHECK(evidence(document, named(document, "alias").add.words[0]) ==
          "NET_ADMIN at 4 `NET_ADMIN` via 11 `*caps`");
    CHECK(evidence(document, named(document, "merged").drop.words[0]) ==
          "ALL at 2 `ALL` via 13 `*hard`");
    CHECK(evidence(document, *named(document, "list").user) == "app at 7 `app` via 21 `*two`");
    CHECK(named(document, "merged").drop.words[0].origin == Origin::merged);
}

TEST_CASE("a key that is reset lets through what is merged under it", "[compose_merge_test]") {
    const Folder folder{
        .files = {{"compose.yaml", "x-hard: &hard {cap_drop: [ALL], privileged: true}\n"
                                   "services:\n"
                                   "  web:\n"
                                   "    <<: *hard\n"
                                   "    image: x\n"
                                   "    privileged: !reset false\n"}}};
    CHECK(outline(folder.read()) == Lines{"web drop=[ALL] privileged=true"});
}

TEST_CASE("what YAML itself refuses is a problem of the file", "[compose_merge_test]") {
    const auto [text, told] = GENERATE(
        std::pair{"services:\n  web: {image: x, cap_drop: [ALL]}\n  web: {image: y}\n",
                  "is written twice"},
        std::pair{"services:\n  web:\n    <<: {user: a}\n    <<: {user: b}\n    image: x\n", "<<"},
        std::pair{"services:\n  web: {image: x, cap_drop: *nobody}\n", "nobody"},
        std::pair{"- services\n", "mapping"});
    INFO(text);
    const Folder folder{.files = {{"compose.yaml", text}}};
    const Lines lines = problems(folder.read());
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.front().find(told) != std::string::npos);
}

TEST_CASE("x- keys belong to everybody, except where names do", "[compose_merge_test]") {
    const Folder folder{
        .files = {{"compose.yaml",
                   "x-top: 1\n"
                   "services:\n"
                   "  web: {image: x, x-own: {privileged: true}, deploy: {x-deep: 1}}\n"
                   "  x-named: {image: y, privileged: true}\n"}}};
    const Document document = folder.read();
    CHECK(outline(document) == Lines{"web", "x-named privileged=true"});
    CHECK(problems(document).empty());
}
