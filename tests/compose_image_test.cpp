// `build:`: what the Dockerfile behind a service says of its user, its ports and its file
// capabilities.

#include "tests/compose_project.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using namespace dropcap::compose_test;

namespace {

/// user, ports and file capabilities with their places.
Lines image_of(const Document& document, std::string_view name = "web") {
    const Container& container = named(document, name);
    Lines lines;
    if (container.user) lines.push_back("user " + evidence(document, *container.user));
    for (const auto& port : container.ports) lines.push_back("port " + evidence(document, port));
    for (const auto& granted : container.file_capabilities)
        lines.push_back(
            fmt::format("file {} {}", granted.file, evidence(document, granted.capability)));
    return lines;
}

Folder project(std::string_view build,
               std::string_view dockerfile = "FROM debian:12\nEXPOSE 8080\nUSER app\n") {
    return {.files = {{"compose.yaml", fmt::format("services:\n  web:\n    build: {}\n", build)},
                      {"app/Dockerfile", std::string(dockerfile)}}};
}

struct Row {
    std::string_view build;
    std::string_view user;
};

} // namespace

TEST_CASE("USER, EXPOSE and setcap of the service's own Dockerfile are the container's",
          "[compose_image_test]") {
    const Document document = project("app", "FROM debian:12\n"
                                             "RUN setcap cap_net_raw+ep /bin/ping\n"
                                             "EXPOSE 8080 9000-9001/tcp\n"
                                             "USER app:staff\n")
                                  .read();
    CHECK(image_of(document) ==
          Lines{"user app at app/Dockerfile:4 `app` via 3 `build`",
                "port 8080-8080 at app/Dockerfile:3 `8080` via 3 `build`",
                "port 9000-9001 at app/Dockerfile:3 `9000-9001/tcp` via 3 `build`",
                "file /bin/ping cap_net_raw at app/Dockerfile:2 `cap_net_raw` via 3 `build`"});
    CHECK(named(document, "web").user->origin == Origin::image);
    CHECK(named(document, "web").image_recipe->base_image == "debian:12");
    CHECK(unchecked(document).empty());
}

TEST_CASE("what the service says itself counts before its image", "[compose_image_test]") {
    const Folder folder{
        .files = {{"compose.yaml",
                   "services:\n  web:\n    build: .\n    user: \"0\"\n    ports: [\"80:8000\"]\n"},
                  {"Dockerfile", "FROM debian:12\nEXPOSE 8080\nUSER app\n"}}};
    CHECK(image_of(folder.read()) == Lines{"user 0 at 4 `\"0\"`",
                                           "port 8000-8000 at 5 `\"80:8000\"`",
                                           "port 8080-8080 at Dockerfile:2 `8080` via 3 `build`"});
}

TEST_CASE("context, dockerfile, target and args choose what is built", "[compose_image_test]") {
    const auto [build, user] = GENERATE(
        Row{"app", "last"}, Row{"./app", "last"}, Row{"{context: app}", "last"},
        Row{"{context: app, dockerfile: Dockerfile}", "last"},
        Row{"{context: app, dockerfile: deep/Other}", "other"},
        Row{"{context: ., dockerfile: app/deep/Other}", "other"},
        Row{"{dockerfile: app/deep/Other}", "other"}, Row{"{context: app, target: first}", "first"},
        Row{"{context: app, target: FIRST}", "first"},
        Row{"{context: app, dockerfile: Args}", "default"},
        Row{"{context: app, dockerfile: Args, args: {WHO: given}}", "given"},
        Row{"{context: app, dockerfile: Args, args: [WHO=given]}", "given"},
        Row{"{context: app, dockerfile: Args, args: {OTHER: given}}", "default"},
        Row{"{context: app, dockerfile: Args, args: [WHO]}", "?${WHO}"},
        Row{"{context: app, dockerfile: Args, args: {WHO: }}", "?${WHO}"},
        Row{"{context: app, dockerfile: Args, args: [\"WHO=$NOBODY\"]}", "?${WHO}"});
    INFO(build);
    Folder folder =
        project(build, "FROM debian:12 AS first\nUSER first\nFROM debian:12\nUSER last\n");
    folder.files["app/deep/Other"] = "FROM debian:12\nUSER other\n";
    folder.files["app/Args"] = "ARG WHO=default\nFROM debian:12\nARG WHO\nUSER ${WHO}\n";
    const Document document = folder.read();
    REQUIRE(named(document, "web").user.has_value());
    CHECK(value_of(*named(document, "web").user) == user);
    CHECK(problems(document).empty());
}

TEST_CASE("a context is seen from the folder of the file that names it", "[compose_image_test]") {
    const Folder folder{
        .files = {
            {"compose.yaml",
             "include: [parts/compose.yaml]\nservices:\n  web:\n    extends: {file: parts/base.yaml, service: base}\n"},
            {"parts/compose.yaml", "services: {inc: {build: {dockerfile: Dockerfile}}}\n"},
            {"parts/base.yaml", "services: {base: {build: ./app}}\n"},
            {"parts/app/Dockerfile", "FROM x\nUSER extended\n"},
            {"parts/Dockerfile", "FROM x\nUSER included\n"},
            {"Dockerfile", "FROM x\nUSER wrong\n"}}};
    const Document document = folder.read();
    CHECK(value_of(*named(document, "web").user) == "extended");
    CHECK(value_of(*named(document, "inc").user) == "included");
}

TEST_CASE("a Dockerfile written in the Compose file is reported in the Compose file",
          "[compose_image_test]") {
    const Folder folder{
        .files = {{"compose.yaml",
                   "services:\n"
                   "  web:\n"
                   "    build:\n"
                   "      context: .\n"
                   "      dockerfile_inline: |\n"
                   "        FROM debian:12\n"
                   "\n"
                   "        EXPOSE 80\n"
                   "        USER root\n"
                   "  one:\n"
                   "    build: {dockerfile_inline: \"FROM debian:12\\nUSER app\"}\n"}}};
    const Document document = folder.read();
    CHECK(image_of(document) ==
          Lines{"user root at 9 `root` via 3 `build`", "port 80-80 at 8 `80` via 3 `build`"});
    CHECK(image_of(document, "one") ==
          Lines{"user app at 11 `\"FROM debian:12\\nUSER app\"` via 11 `build`"});
    CHECK(document.sources.size() == 1);
}

TEST_CASE("what is not here or is no Dockerfile is reported, and nothing of it is shown",
          "[compose_image_test]") {
    const auto [build, told] = GENERATE(
        Row{"{context: missing}",
            "3 `missing` the image's Dockerfile `missing/Dockerfile` is not taken into account: there is no such file"},
        Row{"{context: ../out}",
            "3 `../out` the image's Dockerfile `../out/Dockerfile` is not taken into account: it leads out of the project and is not read"},
        Row{"{context: app, dockerfile: /etc/passwd}",
            "3 `/etc/passwd` the image's Dockerfile `/etc/passwd` is not taken into account: it leads out of the project and is not read"},
        Row{"{context: app, dockerfile: secret.env}",
            "3 `secret.env` the image's Dockerfile `app/secret.env` is not taken into account: it cannot "
            "be built as it is; check it by itself"},
        Row{"{context: app, target: nowhere}",
            "3 `app` the image's Dockerfile `app/Dockerfile` is not taken into account: it cannot be built as it "
            "is; check it by itself"},
        Row{"\"https://example.org/a.git#main\"",
            "3 `\"https://example.org/a.git#main\"` the image is built from elsewhere, and that is not "
            "fetched: its user and ports are not known"},
        Row{"{context: \"${WHERE}\"}",
            "3 `\"${WHERE}\"` the image is not known: WHERE is not set and has no default"});
    INFO(build);
    Folder folder = project(build);
    folder.files["app/secret.env"] = "PASSWORD=hunter2\n";
    const Document document = folder.read();
    CHECK(unchecked(document) == Lines{std::string(told)});
    CHECK(image_of(document).empty());
    CHECK(document.sources.size() == 1);
    CHECK(problems(document).empty());
}

TEST_CASE("swarm ignores what is built", "[compose_image_test]") {
    Folder folder = project("app");
    folder.options.engine = Engine::swarm;
    CHECK(image_of(folder.read()).empty());
}

TEST_CASE("two services of one Dockerfile share its text", "[compose_image_test]") {
    const Folder folder{
        .files = {
            {"compose.yaml",
             "services:\n  a: {build: .}\n  b: {build: .}\n  c: {build: {context: ., target: t}}\n"},
            {"Dockerfile", "FROM x AS t\nUSER one\nFROM x\nUSER two\n"}}};
    const Document document = folder.read();
    CHECK(document.sources.size() == 2);
    CHECK(named(document, "a").image_recipe == named(document, "b").image_recipe);
    CHECK(value_of(*named(document, "c").user) == "one");
}

TEST_CASE("rules check the container with its Dockerfile and show the line",
          "[compose_image_test]") {
    const std::string folder = std::string(DROPCAP_ROOT) + "/testdata/";
    const auto lint = [&](const std::string& path, std::string_view rule) {
        const std::string whole = folder + path;
        return fixture::lint(whole, fixture::read_text(whole), find_rule(rule));
    };
    const auto notes = [](const fixture::Checked& checked, std::string_view rule) {
        Lines lines;
        for (const Finding& finding : checked.linted.findings)
            for (const Label& note : finding.flag.related)
                if (finding.rule->id == rule)
                    lines.push_back(
                        fmt::format("{} {}", checked.document.text(note.at), note.text));
        return lines;
    };
    CHECK(notes(lint("runs-as-root/hit-build.yaml", "runs-as-root"), "runs-as-root") ==
          Lines{"debian:12 the image's last stage has no USER", "root the image's last USER",
                "root the image's last USER"});
    CHECK(notes(lint("root-for-low-port/hit-build.yaml", "root-for-low-port"),
                "root-for-low-port") == Lines{"80 a port below 1024 in its Dockerfile"});
    CHECK(notes(lint("unneeded-net-bind-service/hit-build.yaml", "unneeded-net-bind-service"),
                "unneeded-net-bind-service") == Lines{"8080 needs no capability"});
}
