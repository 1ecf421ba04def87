// Types, keys and words: what Compose's schema takes and what it refuses, each at its word.

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

} // namespace

TEST_CASE("booleans are cast as Compose casts them", "[compose_shape_test]") {
    const auto [word, expected] =
        GENERATE(Row{"true", "true"}, Row{"True", "true"}, Row{"TRUE", "true"}, Row{"yes", "true"},
                 Row{"YES", "true"}, Row{"on", "true"}, Row{"y", "true"}, Row{"\"true\"", "true"},
                 Row{"\"Yes\"", "true"}, Row{"'on'", "true"}, Row{"${V:-yes}", "true"},
                 Row{"false", "false"}, Row{"no", "false"}, Row{"Off", "false"}, Row{"n", "false"},
                 Row{"\"false\"", "false"}, Row{"${V:-false}", "false"}, Row{"tRuE", "true"});
    for (const std::string_view key : {"privileged", "read_only"}) {
        INFO(key << ": " << word);
        const Document document = service(fmt::format("    {}: {}\n", key, word));
        CHECK(outline(document) == Lines{fmt::format("web {}={}", key, expected)});
        CHECK(problems(document).empty());
    }
    for (const std::string_view key : {"init", "tty", "stdin_open", "oom_kill_disable"}) {
        INFO(key << ": " << word);
        CHECK(problems(service(fmt::format("    {}: {}\n", key, word))).empty());
    }
}

TEST_CASE("what is no boolean is refused at the word", "[compose_shape_test]") {
    const auto [word, expected] = GENERATE(
        Row{"1",
            "4 `1` `privileged` must be true or false, and this is a number: Compose refuses the file"},
        Row{"0",
            "4 `0` `privileged` must be true or false, and this is a number: Compose refuses the file"},
        Row{"\"1\"",
            "4 `\"1\"` `privileged` must be true or false, and `1` is neither: Compose refuses the file"},
        Row{"t",
            "4 `t` `privileged` must be true or false, and `t` is neither: Compose refuses the file"},
        Row{"\"\"",
            "4 `\"\"` `privileged` must be true or false, and `` is neither: Compose refuses the file"},
        Row{"null",
            "4 `null` `privileged` must be true or false, and this is empty: Compose refuses the file"},
        Row{"~",
            "4 `~` `privileged` must be true or false, and this is empty: Compose refuses the file"},
        Row{"",
            "4 `privileged` `privileged` must be true or false, and this is empty: Compose refuses the file"},
        Row{"[true]",
            "4 `[true]` `privileged` must be true or false, and this is a list: Compose refuses the file"},
        Row{"{a: b}",
            "4 `{a: b}` `privileged` must be true or false, and this is a mapping: Compose refuses the file"});
    INFO(word);
    const Document document = service(fmt::format("    privileged: {}\n", word));
    CHECK(problems(document) == Lines{fmt::format("web: {}", expected)});
    CHECK_FALSE(named(document, "web").privileged.has_value());
}

TEST_CASE("lists of capabilities hold strings and nothing else", "[compose_shape_test]") {
    const auto [lines, expected] = GENERATE(
        Row{"    cap_drop: ALL\n",
            "web: 4 `ALL` `cap_drop` must be a list, and this is a string: Compose refuses the file"},
        Row{"    cap_drop:\n",
            "web: 4 `cap_drop` `cap_drop` must be a list, and this is empty: Compose refuses the file"},
        Row{"    cap_add: {SYS_ADMIN: true}\n",
            "web: 4 `{SYS_ADMIN: true}` `cap_add` must be a list, and this is a mapping: Compose refuses the file"},
        Row{"    cap_add: [1]\n",
            "web: 4 `1` `cap_add[0]` must be a string, and this is a number: Compose refuses the file"},
        Row{"    cap_add: [A, true]\n",
            "web: 4 `true` `cap_add[1]` must be a string, and this is a boolean: Compose refuses the file"},
        Row{"    cap_add:\n      - A\n      -\n",
            "web: 6 `` `cap_add[1]` must be a string, and this is empty: Compose refuses the file"},
        Row{"    cap_add: [[A]]\n",
            "web: 4 `[A]` `cap_add[0]` must be a string, and this is a list: Compose refuses the file"},
        Row{"    security_opt: [no-new-privileges: true]\n",
            "web: 4 `no-new-privileges: true` `security_opt[0]` must be a string, and this is a mapping: Compose refuses the file"},
        Row{"    security_opt: no-new-privileges\n",
            "web: 4 `no-new-privileges` `security_opt` must be a list, and this is a string: Compose refuses the file"});
    INFO(lines);
    CHECK(problems(service(lines)) == Lines{std::string(expected)});
}

TEST_CASE("words that look like something else are strings in Compose", "[compose_shape_test]") {
    CHECK(outline(service("    cap_drop: [NO, on, y]\n")) == Lines{"web drop=[NO,on,y]"});
    CHECK(problems(service("    cap_drop: [NO, on, y]\n")).empty());
    CHECK(problems(service("    cap_add: [A, A]\n")).empty()); // the same twice is once
}

TEST_CASE("a number is no user, no mode and no path", "[compose_shape_test]") {
    const std::string_view key = GENERATE(
        "user", "userns_mode", "ipc", "uts", "network_mode", "cgroup_parent", "runtime",
        "isolation", "hostname", "pid", "working_dir", "container_name", "restart", "stop_signal");
    CHECK(problems(service(fmt::format("    {}: 1000\n", key))) ==
          Lines{fmt::format(
              "web: 4 `1000` `{}` must be a string, and this is a number: Compose refuses the file",
              key)});
    CHECK(problems(service(fmt::format("    {}: \"1000\"\n", key))).empty());
}

TEST_CASE("every key of the specification is known", "[compose_shape_test]") {
    const std::string_view lines = GENERATE(
        "    annotations: {a: 1}\n    attach: false\n    blkio_config: {weight: 300, device_read_bps: [{path: /dev/sda, rate: 12mb}]}\n",
        "    build: {context: ., dockerfile: D, args: [A=1], ssh: [default], labels: {a: b}, cache_from: [a], cache_to: [b], no_cache: "
        "true,\n"
        "      no_cache_filter: s, additional_contexts: {a: ../b}, network: host, provenance: true, sbom: true, pull: true, target: t,\n"
        "      shm_size: 1gb, extra_hosts: [a=1.2.3.4], isolation: default, privileged: true, secrets: [s], tags: [t], ulimits: {nofile: "
        "5},\n"
        "      platforms: [linux/amd64], entitlements: [security.insecure]}\n",
        "    build: {dockerfile_inline: \"FROM x\"}\n    cgroup: private\n    command: [a]\n    configs: [{source: c, target: /c, mode: "
        "0440}]\n",
        "    cpu_count: 2\n    cpu_percent: 50\n    cpu_period: 10ms\n    cpu_quota: 5\n    cpu_rt_period: 4\n    cpu_rt_runtime: 3\n    "
        "cpu_shares: 2\n"
        "    cpus: 0.5\n    cpuset: 0-1\n    credential_spec: {file: c.json}\n",
        "    depends_on: {db: {condition: service_healthy, restart: true, required: false}}\n",
        "    deploy: {mode: replicated, endpoint_mode: vip, replicas: 2, labels: [a=b], placement: {constraints: [a==b], "
        "max_replicas_per_node: 1,\n"
        "      preferences: [{spread: a}]}, restart_policy: {condition: any, delay: 5s, max_attempts: 3, window: 1m}, rollback_config: "
        "{order: start-first},\n"
        "      update_config: {parallelism: 2, delay: 1s, failure_action: pause, monitor: 1s, max_failure_ratio: 0.1, order: stop-first},\n"
        "      resources: {limits: {cpus: 0.5, memory: 1g, pids: 5}, reservations: {devices: [{capabilities: [gpu], driver: nvidia, count: "
        "all}],\n"
        "      generic_resources: [{discrete_resource_spec: {kind: gpu, value: 2}}]}}}\n",
        "    develop: {watch: [{path: ., action: sync+exec, target: /a, ignore: [b], include: [c], initial_sync: true, exec: {command: c, "
        "user: root,\n"
        "      privileged: true, working_dir: /, environment: [A=1]}}]}\n",
        "    device_cgroup_rules: ['c 1:3 mr']\n    devices: [/dev/a, {source: /dev/b, target: /dev/c, permissions: r}]\n    dns: "
        "1.1.1.1\n    dns_opt: [a]\n"
        "    dns_search: [a]\n    domainname: d\n",
        "    entrypoint: [a]\n    env_file: [{path: .env, required: false, format: raw}]\n    environment: {A: 1, B: , C: true}\n    "
        "expose: [80, '81']\n"
        "    extends: {service: base}\n    external_links: [a]\n    extra_hosts: {a: 1.2.3.4}\n",
        "    gpus: all\n    group_add: [a, 5]\n    healthcheck: {test: [CMD, a, a], interval: 1s, timeout: 1s, retries: 3, start_period: "
        "1s,\n"
        "      start_interval: 1s, disable: false}\n    hostname: h\n",
        "    gpus: [{driver: nvidia, count: 1, device_ids: [a], capabilities: [gpu], options: {a: b}}]\n    init: true\n    ipc: host\n    "
        "isolation: d\n",
        "    label_file: [a]\n    labels: [a]\n    links: [a]\n    logging: {driver: d, options: {a: 1}}\n    mac_address: a\n    "
        "mem_limit: 1g\n"
        "    mem_reservation: 5\n    mem_swappiness: 0\n    memswap_limit: -1\n",
        "    models: {m: {endpoint_var: A, model_var: B}}\n    network_mode: bridge\n",
        "    networks: {n: {aliases: [a], interface_name: eth0, ipv4_address: a, ipv6_address: b, link_local_ips: [c], mac_address: d, "
        "driver_opts: {a: 1},\n"
        "      priority: 1, gw_priority: 2}, o: }\n    oom_kill_disable: true\n    oom_score_adj: 5\n    pid: host\n    pids_limit: 5\n    "
        "platform: linux\n",
        "    ports: [80, '80:80', {name: n, mode: host, host_ip: 1.2.3.4, target: 80, published: '80', protocol: tcp, app_protocol: "
        "http}]\n"
        "    post_start: [{command: c, user: root, privileged: true, working_dir: /, environment: {A: 1}}]\n    pre_stop: [{command: "
        "[c]}]\n"
        "    pre_start: [{command: c, image: i, user: u, privileged: false, per_replica: true}]\n    profiles: [p]\n",
        "    provider: {type: model, options: {a: 1, b: [2]}}\n",
        "    pull_policy: always\n    read_only: true\n    restart: always\n    runtime: r\n    scale: 2\n",
        "    secrets: [s, {source: s, target: /s, uid: '1', gid: '1', mode: '0400'}]\n    security_opt: [no-new-privileges]\n    shm_size: "
        "1g\n"
        "    stdin_open: true\n    stop_grace_period: 1s\n    stop_signal: KILL\n    storage_opt: {size: 1g}\n    sysctls: {a: 1}\n",
        "    tmpfs: /t\n    tty: true\n    ulimits: {a: 1, b: {soft: 1, hard: 2}}\n    use_api_socket: true\n    user: u\n    userns_mode: "
        "host\n    uts: host\n",
        "    volumes: [a:/a, {type: bind, source: ., target: /b, read_only: true, consistency: c, bind: {propagation: r, create_host_path: "
        "true,\n"
        "      recursive: enabled, selinux: z}}, {type: volume, target: /c, volume: {nocopy: true, subpath: s, labels: {a: b}}},\n"
        "      {type: tmpfs, target: /d, tmpfs: {size: 1g, mode: 0777}}, {type: image, source: i, target: /e, image: {subpath: s}}]\n"
        "    volumes_from: [a]\n    working_dir: /w\n");
    INFO(lines);
    const Folder folder{
        .files = {
            {"compose.yaml",
             fmt::format("services:\n  web:\n    image: x\n{}  base: {{image: y}}\n", lines)}}};
    CHECK(problems(folder.read()).empty());
}

TEST_CASE("the top level", "[compose_shape_test]") {
    const Folder whole{
        .files = {
            {"compose.yaml",
             "version: '3.8'\nname: p\nservices: {web: {image: x}}\nnetworks: {a: , b: {driver: c}}\nvolumes: {v: }\n"
             "secrets: {s: {file: f}}\nconfigs: {c: {content: d}}\nmodels: {m: {model: n}}\nx-a: 1\n"
             "jobs: {j: {image: y, triggers: {manual: true}}}\n"}}};
    CHECK(problems(whole.read()).empty());
    CHECK(outline(whole.read()) == Lines{"web", "j"});
    const auto [text, expected] = GENERATE(
        Row{"version: 3.8\n",
            "1 `3.8` `version` must be a string, and this is a number: Compose refuses the file"},
        Row{"stacks: {}\n",
            "1 `stacks` Compose knows no `stacks` at the top level and refuses the file"},
        Row{"volume: {}\n",
            "1 `volume` Compose knows no `volume` at the top level and refuses the file; did you mean `volumes`?"},
        Row{"networks: [a]\n",
            "1 `[a]` `networks` must be a mapping, and this is a list: Compose refuses the file"});
    INFO(text);
    const Folder folder{
        .files = {{"compose.yaml", fmt::format("{}services: {{web: {{image: x}}}}\n", text)}}};
    CHECK(problems(folder.read()) == Lines{std::string(expected)});
}

TEST_CASE("a service that is none", "[compose_shape_test]") {
    const auto [text, expected] =
        GENERATE(Row{"services:\n  web:\n", "a service is a mapping, and this is empty"},
                 Row{"services:\n  web: x\n", "a service is a mapping, and this is a string"},
                 Row{"services: [web]\n", "`services` must be a mapping, and this is a list"},
                 Row{"services:\n  \"a b\": {image: x}\n", "Compose refuses this name"});
    INFO(text);
    const Folder folder{.files = {{"compose.yaml", std::string(text)}}};
    const Lines told = problems(folder.read());
    REQUIRE(told.size() == 1);
    CHECK(told[0].find(expected) != std::string::npos);
}

TEST_CASE("the same unknown key is reported once for all its places, as a minor thing",
          "[compose_shape_test]") {
    const Folder folder{
        .files = {{"compose.yaml",
                   "services:\n"
                   "  a:\n"
                   "    image: x\n"
                   "    exclude_from_hc: true\n"
                   "    volumes:\n"
                   "      - {type: bind, source: s, target: /t, content: c}\n"
                   "      - {type: bind, source: s, target: /u, content: c}\n"
                   "  b:\n"
                   "    image: x\n"
                   "    exclude_from_hc: true\n"
                   "    volumes: [{type: bind, source: s, target: /t, content: c}]\n"}}};
    const Document document = folder.read();
    CHECK(
        problems(document) ==
        Lines{
            "4 `exclude_from_hc` Compose knows no `exclude_from_hc` in a service and refuses the file",
            "6 `content` Compose knows no `volumes[].content` in a service and refuses the file"});
    for (const Problem& problem : document.problems) CHECK(problem.minor);
    CHECK(at(document, document.problems[0].also.at(0)) == "10 `exclude_from_hc`");
    CHECK(document.problems[1].also.size() == 2);
}

TEST_CASE("an unknown key that was meant to protect or to grant is never minor",
          "[compose_shape_test]") {
    const auto [lines, expected] = GENERATE(
        Row{"    cap_dropp: [ALL]\n", "4 `cap_dropp` cap_dropp in the service: write `cap_drop`"},
        Row{"    cap-drop: [ALL]\n", "4 `cap-drop` cap-drop in the service: write `cap_drop`"},
        Row{"    priviledged: true\n",
            "4 `priviledged` priviledged in the service: write `privileged`"},
        Row{"    securityContext: {runAsNonRoot: true}\n",
            "4 `securityContext` securityContext in the service: write `cap_drop`"},
        Row{"    no_new_privileges: true\n",
            "4 `no_new_privileges` no_new_privileges in the service: write `security_opt: [\"no-new-privileges:true\"]`"},
        Row{"    deploy:\n      cap_drop: [ALL]\n",
            "5 `cap_drop` cap_drop in `deploy`: move it to the service itself"},
        Row{"    deploy:\n      resources:\n        privileged: true\n",
            "6 `privileged` privileged in `deploy.resources`: move it to the service itself"});
    INFO(lines);
    const Document document = service(lines);
    REQUIRE(document.misplaced.size() == 1);
    const Misplaced& one = document.misplaced[0];
    CHECK(fmt::format("{} {} in {}: {}", at(document, one.at), one.setting, one.where,
                      one.instead) == expected);
    CHECK(one.subject == "web");
    CHECK(named(document, "web").problems.size() == 1); // also a refusal: nothing of this file runs
    const Folder root{
        .files = {{"compose.yaml", "services: {web: {image: x}}\ncap_drop: [ALL]\n"}}};
    REQUIRE(root.read().misplaced.size() == 1);
    CHECK(root.read().misplaced[0].where == "the file's top level");
}

TEST_CASE("one service is not asked for more than fifty mistakes", "[compose_shape_test]") {
    std::string lines = "    cap_add:\n";
    for (int i = 0; i < 200; ++i) lines += "      - 1\n";
    CHECK(problems(service(lines)).size() <= 52);
}
