// A service as containers: its own settings, its hooks and its build; swarm stacks, legacy files,
// profiles, providers.

#include "tests/compose_project.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using namespace dropcap::compose_test;

namespace {

Document service(std::string_view lines) {
    const Folder folder{
        .files = {{"compose.yaml", fmt::format("services:\n  web:\n    image: x\n{}", lines)}}};
    return folder.read();
}

struct Row {
    std::string_view lines;
    std::string_view expected;
};

/// "hook web.post_start[0] at 5 `command` …".
Lines parts(const Document& document) {
    Lines lines;
    for (const Container& container : document.containers)
        if (container.role != Role::app)
            lines.push_back(fmt::format("{} {} at {}", role_name(container.role),
                                        outline(container), at(document, container.name_at)));
    return lines;
}

} // namespace

TEST_CASE("namespaces that are not the container's own", "[compose_service_test]") {
    const auto [lines, expected] = GENERATE(
        Row{"    pid: host\n", "web pid=host"}, Row{"    pid: service:db\n", "web pid=another"},
        Row{"    pid: container:c\n", "web pid=another"}, Row{"    pid:\n", "web"},
        Row{"    ipc: host\n", "web ipc=host"}, Row{"    ipc: service:db\n", "web ipc=another"},
        Row{"    ipc: shareable\n", "web"}, Row{"    ipc: private\n", "web"},
        Row{"    network_mode: host\n", "web network=host"},
        Row{"    network_mode: service:db\n", "web network=another"},
        Row{"    network_mode: container:c\n", "web network=another"},
        Row{"    network_mode: none\n", "web"}, Row{"    network_mode: bridge\n", "web"},
        Row{"    userns_mode: host\n", "web userns=host"}, Row{"    uts: host\n", "web uts=host"},
        Row{"    pid: ${P}\n", "web pid=?${P}"},
        Row{"    network_mode: ${N:-host}\n", "web network=host"});
    INFO(lines);
    CHECK(outline(service(lines)) == Lines{std::string(expected)});
}

TEST_CASE("security options in every spelling", "[compose_service_test]") {
    const auto [option, expected] = GENERATE(
        Row{"no-new-privileges", "web nnp=true"}, Row{"no-new-privileges:true", "web nnp=true"},
        Row{"no-new-privileges=true", "web nnp=true"}, Row{"no-new-privileges:1", "web nnp=true"},
        Row{"no-new-privileges=T", "web nnp=true"}, Row{"no-new-privileges:false", "web nnp=false"},
        Row{"no-new-privileges=F", "web nnp=false"},
        Row{"seccomp=unconfined", "web seccomp=unconfined"},
        Row{"seccomp:unconfined", "web seccomp=unconfined"},
        Row{"seccomp=./p.json", "web seccomp=custom"},
        Row{"apparmor=unconfined", "web apparmor=unconfined"},
        Row{"apparmor:own", "web apparmor=custom"}, Row{"label=disable", "web selinux=disable"},
        Row{"label:disable", "web selinux=disable"}, Row{"label=type:t", "web selinux=custom"},
        Row{"systempaths=unconfined", "web"},
        Row{"${S:-seccomp=unconfined}", "web seccomp=unconfined"});
    INFO(option);
    const Document document = service(fmt::format("    security_opt: [\"{}\"]\n", option));
    CHECK(outline(document) == Lines{std::string(expected)});
    CHECK(problems(document).empty());
}

TEST_CASE("security options that Compose or Docker refuses", "[compose_service_test]") {
    const std::string_view option = GENERATE(
        "no-new-privileges:yes", "no-new-privileges=", "privileged", "foo=bar", "seccomp", "");
    INFO(option);
    const Document document = service(fmt::format("    security_opt:\n      - \"{}\"\n", option));
    REQUIRE(problems(document).size() == 1);
    CHECK(problems(document)[0].starts_with("web: 5 "));
}

TEST_CASE("the user is who, not which group; an empty one leaves it to the image",
          "[compose_service_test]") {
    const auto [user, expected] =
        GENERATE(Row{"app", "app at 4 `app`"}, Row{"app:staff", "app at 4 `app`"},
                 Row{"\"0:0\"", "0 at 4 `0`"}, Row{"\"1000\"", "1000 at 4 `\"1000\"`"},
                 Row{"\"${U}:1\"", "?${U}:1 at 4 `\"${U}:1\"`"});
    INFO(user);
    const Document document = service(fmt::format("    user: {}\n", user));
    CHECK(evidence(document, *named(document, "web").user) == expected);
    CHECK_FALSE(named(service("    user: \"\"\n"), "web").user.has_value());
    CHECK_FALSE(named(service("    user: \":5\"\n"), "web").user.has_value());
}

TEST_CASE("ports inside the container", "[compose_service_test]") {
    const auto [port, expected] = GENERATE(
        Row{"80", "80-80"}, Row{"\"8080:80\"", "80-80"}, Row{"\"127.0.0.1:8080:80/udp\"", "80-80"},
        Row{"\"3000-3005\"", "3000-3005"}, Row{"\"9090-9091:8080-8081\"", "8080-8081"},
        Row{"{target: 80, published: \"8080\"}", "80-80"}, Row{"\"[::1]:80:81\"", "81-81"},
        Row{"\"${P}:80\"", "?${P}:80"}, Row{"\"${P:-1}:80\"", "80-80"});
    INFO(port);
    const Document document = service(fmt::format("    ports: [{}]\n", port));
    REQUIRE(named(document, "web").ports.size() == 1);
    CHECK(value_of(named(document, "web").ports[0]) == expected);
    CHECK(value_of(named(service("    expose: [\"81\"]\n"), "web").ports.at(0)) == "81-81");
}

TEST_CASE("hooks run in the container and may hold more than it", "[compose_service_test]") {
    const Document document = service(
        "    cap_drop: [ALL]\n"
        "    user: app\n"
        "    post_start:\n"
        "      - command: a\n"
        "      - command: [b]\n"
        "        user: root\n"
        "        privileged: \"yes\"\n"
        "    pre_stop:\n"
        "      - {command: c, privileged: \"${P}\"}\n"
        "    develop:\n"
        "      watch:\n"
        "        - {path: ., action: rebuild}\n"
        "        - {path: ., action: sync+exec, target: /t, exec: {command: d, privileged: true}}\n");
    CHECK(problems(document).empty());
    CHECK(
        parts(document) ==
        Lines{
            "hook web.post_start[0] drop=[ALL] user=app at 7 `command`",
            "hook web.post_start[1] drop=[ALL] privileged=true user=root at 8 `command`",
            "hook web.pre_stop[0] drop=[ALL] privileged=?${P} user=app at 12 `command`",
            "hook web.develop.watch[1].exec drop=[ALL] privileged=true user=app at 16 `command`"});
}

TEST_CASE("a pre_start hook is a container of its own that drops nothing unless it says so",
          "[compose_service_test]") {
    const Document document =
        service("    cap_drop: [ALL]\n"
                "    user: app\n"
                "    pre_start:\n"
                "      - command: a\n"
                "      - {command: b, image: y, cap_drop: [ALL], privileged: true}\n");
    CHECK(parts(document) ==
          Lines{"hook web.pre_start[0] at 7 `command`",
                "hook web.pre_start[1] drop=[ALL] privileged=true at 8 `command`"});
    CHECK(*named(document, "web.pre_start[0]").image->known() == "x");
    CHECK(*named(document, "web.pre_start[1]").image->known() == "y");
}

TEST_CASE("in a privileged container a hook holds no more than it; a pre_start hook might",
          "[compose_service_test]") {
    const Document document = service("    privileged: true\n"
                                      "    post_start: [{command: a, privileged: true}]\n"
                                      "    pre_start: [{command: b, privileged: true}]\n");
    CHECK(parts(document) == Lines{"hook web.pre_start[0] privileged=true at 6 `command`"});
}

TEST_CASE("a build that asks for more than builds have", "[compose_service_test]") {
    const auto [build, expected] = GENERATE(
        Row{"{context: \"https://a/b.git\", privileged: true}",
            "build web.build privileged=true at 4 `build`"},
        Row{"{context: \"https://a/b.git\", privileged: \"on\"}",
            "build web.build privileged=true at 4 `build`"},
        Row{"{context: \"https://a/b.git\", entitlements: [network.host, security.insecure]}",
            "build web.build privileged=true at 4 `build`"},
        Row{"{context: \"https://a/b.git\", entitlements: [\"${E}\"]}",
            "build web.build privileged=?${E} at 4 `build`"},
        Row{"{context: \"https://a/b.git\", network: host}",
            "build web.build network=host at 4 `build`"},
        Row{"{context: ., entitlements: [device]}", ""},
        Row{"{dockerfile_inline: \"FROM x\\nRUN --security=insecure make\"}",
            "build web.build privileged=true at 4 `build`"},
        Row{"{context: \"https://a/b.git\", privileged: false}",
            "build web.build privileged=false at 4 `build`"},
        Row{".", ""});
    INFO(build);
    CHECK(parts(service(fmt::format("    build: {}\n", build))) ==
          (expected.empty() ? Lines{} : Lines{std::string(expected)}));
}

TEST_CASE("labels of the image that somebody runs", "[compose_service_test]") {
    const Document document =
        service("    build:\n"
                "      context: https://example.org/a.git\n"
                "      labels:\n"
                "        RUN: docker run --cap-drop=all --cap-add=setuid IMAGE\n"
                "        maintainer: nobody\n");
    CHECK(outline(document) == Lines{"web", "RUN add=[setuid] drop=[all]"});
    const Container& run = named(document, "RUN");
    CHECK(run.kind == ContainerKind::label);
    CHECK(at(document, run.name_at) == "7 `RUN`");
    CHECK(evidence(document, run.add.words[0]) == "setuid at 7 `setuid`");
    const Document list = service(
        "    build:\n      context: https://example.org/a.git\n      labels: [\"RUN=docker run --privileged IMAGE\"]\n");
    CHECK(outline(list) == Lines{"web", "RUN privileged=true"});
    CHECK(at(list, named(list, "RUN").privileged->at) == "6 `--privileged`");
    // what a container's own labels say is nothing that these programs run
    CHECK(outline(service("    labels: {RUN: docker run --privileged IMAGE}\n")) == Lines{"web"});
}

TEST_CASE("devices and sysctls", "[compose_service_test]") {
    CHECK(named(service("    devices: [/dev/kvm]\n"), "web").has_devices);
    CHECK(
        named(service("    devices: [{source: /dev/kvm, target: /dev/kvm}]\n"), "web").has_devices);
    CHECK_FALSE(named(service("    devices: []\n"), "web").has_devices);
    CHECK(named(service("    sysctls: {net.ipv4.ip_unprivileged_port_start: 0}\n"), "web")
              .sets_low_port_sysctl);
    CHECK(named(service("    sysctls: [net.ipv4.ip_unprivileged_port_start=0]\n"), "web")
              .sets_low_port_sysctl);
    CHECK_FALSE(
        named(service("    sysctls: [net.core.somaxconn=1]\n"), "web").sets_low_port_sysctl);
}

TEST_CASE("what decides nothing is left alone", "[compose_service_test]") {
    const Document document = service(
        "    credential_spec: {file: spec.json}\n    profiles: [debug]\n    use_api_socket: true\n    deploy: {replicas: 2}\n");
    CHECK(outline(document) == Lines{"web"});
    CHECK(problems(document).empty());
}

TEST_CASE("a service with a profile is checked like any other", "[compose_service_test]") {
    CHECK(outline(service("    profiles: [never]\n    privileged: true\n")) ==
          Lines{"web privileged=true"});
}

TEST_CASE("a service of a provider is not checked, and that is reported",
          "[compose_service_test]") {
    const Folder folder{
        .files = {{"compose.yaml",
                   "services:\n  db:\n    provider: {type: model}\n    privileged: true\n"}}};
    CHECK(outline(folder.read()).empty());
    CHECK(unchecked(folder.read()) ==
          Lines{"2 `db` `db` is left to a provider: what runs there is not in this file"});
    const Folder wrong{.files = {{"compose.yaml", "services:\n  db:\n    provider: {}\n"}}};
    CHECK(problems(wrong.read()) ==
          Lines{"3 `provider` `provider` lacks `type`: Compose refuses the file"});
}

TEST_CASE("a swarm stack honours the capability lists and ignores the rest",
          "[compose_service_test]") {
    Folder folder{.files = {{"stack.yaml", "services:\n"
                                           "  web:\n"
                                           "    image: x\n"
                                           "    cap_add: [\" net_admin \"]\n"
                                           "    cap_drop: [ALL]\n"
                                           "    privileged: true\n"
                                           "    security_opt: [seccomp=unconfined]\n"
                                           "    devices: [/dev/kvm]\n"
                                           "    pid: host\n"
                                           "    ipc: host\n"
                                           "    userns_mode: host\n"
                                           "    network_mode: host\n"
                                           "    build: {context: ., privileged: true}\n"
                                           "    post_start: [{command: a, privileged: true}]\n"}}};
    folder.options.engine = Engine::swarm;
    const Document document = folder.read("stack.yaml");
    CHECK(outline(document) == Lines{"web add=[ net_admin ] drop=[ALL]"});
    CHECK_FALSE(named(document, "web").has_devices);
    Lines ignored;
    for (const Misplaced& one : document.misplaced) ignored.push_back(at(document, one.at));
    std::ranges::sort(ignored);
    CHECK(ignored == Lines{"10 `ipc`", "11 `userns_mode`", "12 `network_mode`", "6 `privileged`",
                           "7 `security_opt`", "8 `devices`", "9 `pid`"});
}

TEST_CASE("swarm refuses extends", "[compose_service_test]") {
    Folder folder{
        .files = {
            {"stack.yaml",
             "services:\n  base: {image: x, privileged: true}\n  web: {image: y, extends: base}\n"}}};
    folder.options.engine = Engine::swarm;
    CHECK(
        problems(folder.read("stack.yaml")) ==
        Lines{"web: 3 `extends` `docker stack deploy` refuses `extends`: write the settings out"});
}

TEST_CASE("a file of docker-compose 1.x is refused by Compose and checked all the same",
          "[compose_service_test]") {
    const Folder folder{
        .files = {
            {"docker-compose.yml",
             "web:\n  image: x\n  privileged: true\ndb:\n  image: y\n  cap_add: [SYS_ADMIN]\n"}}};
    const Document document = folder.read("docker-compose.yml");
    CHECK(outline(document) == Lines{"web privileged=true", "db add=[SYS_ADMIN]"});
    REQUIRE(problems(document).size() == 1);
    CHECK(problems(document)[0].starts_with(
        "1 `web` a file of docker-compose 1.x: `web` is at the root"));
}

TEST_CASE("files without services", "[compose_service_test]") {
    const Folder folder{.files = {{"compose.yaml", "volumes: {data: }\nx-note: 1\n"}}};
    CHECK(outline(folder.read()).empty());
    CHECK(problems(folder.read()).empty());
}

TEST_CASE("JSON is YAML", "[compose_service_test]") {
    const Folder folder{
        .files = {
            {"compose.yaml",
             "{\"services\": {\"web\": {\"image\": \"x\", \"cap_drop\": [\"ALL\"], \"privileged\": true}}}\n"}}};
    CHECK(outline(folder.read()) == Lines{"web drop=[ALL] privileged=true"});
    CHECK(evidence(folder.read(), named(folder.read(), "web").drop.words[0]) ==
          "ALL at 1 `\"ALL\"`");
}

TEST_CASE("aliases that multiply are stopped", "[compose_service_test]") {
    std::string text = "x-a: &a [A, A, A, A, A, A, A, A, A, A]\n";
    for (char c = 'b'; c < 'j'; ++c)
        text += fmt::format(
            "x-{0}: &{0} [*{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}]\n", c,
            static_cast<char>(c - 1));
    const Folder folder{
        .files = {{"compose.yaml", text + "services: {web: {image: x, cap_add: *i}}\n"}}};
    CHECK_FALSE(problems(folder.read()).empty());
}
