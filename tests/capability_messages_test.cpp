// What the capability rules say, part by part and to the letter: the container and the word, why it
// matters on this engine and in this context, what to do.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;

namespace {

using Texts = std::vector<std::string>;

struct Row {
    std::string file; ///< its name gives the format
    std::string text;
    std::string_view rule;
    std::string title;
    std::string label;
    Texts related{};
    Texts notes{};
    std::string help;
    std::string facet;
};

std::string service(std::string_view lines) {
    return "services:\n  web:\n    image: a:1\n" + std::string(lines);
}

std::string pod(std::string_view spec, std::string_view capabilities) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n" + std::string(spec) +
           "  containers:\n    - name: c\n      image: a:1\n      securityContext:\n        capabilities: {" +
           std::string(capabilities) + "}\n";
}

/// A pod of its own in a stream of documents.
std::string document(std::string_view name, std::string_view capabilities) {
    return "---\napiVersion: v1\nkind: Pod\nmetadata: {name: " + std::string(name) +
           "}\nspec:\n  containers:\n    - name: c\n      image: a:1\n      securityContext: {capabilities: {" +
           std::string(capabilities) + "}}\n";
}

/// `web`, which drops nothing, next to `count` services that drop ALL.
std::string with_hardened(int count) {
    std::string text = service("");
    for (int number = 0; number < count; ++number)
        text += "  s" + std::to_string(number) + ":\n    image: a:1\n    cap_drop: [ALL]\n";
    return text;
}

/// Notes of missing-drop-all: what is kept, and what else the context says.
Texts keeps(std::string_view kept, std::string_view context = {},
            std::string_view engine = "Docker") {
    Texts notes = {"kept from " + std::string(engine) + "'s defaults: " + std::string(kept),
                   "most programs never use default capabilities, an intruder does"};
    if (!context.empty()) notes.emplace_back(context);
    return notes;
}

/// Notes about a capability, after what the context adds.
Texts about(Capability capability, const Texts& context = {}) {
    Texts notes = context;
    for (const std::string_view text : {info(capability).abuse, info(capability).needed_by}) {
        std::string note(text.substr(0, text.size() - 1));
        if (note.size() > 1 && (note[1] < 'A' || note[1] > 'Z'))
            note[0] = static_cast<char>(note[0] | 0x20);
        notes.push_back((text == info(capability).abuse ? "an intruder " : "needed by ") + note);
    }
    return notes;
}

const std::string compose_help = "write `cap_drop: [ALL]` and add back only what it needs";
const std::string pod_help =
    "write `securityContext.capabilities.drop: [\"ALL\"]` and add back only what it needs";
const std::string all_fourteen =
    "CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, NET_RAW, MKNOD, +7 more";
const std::string no_privileged =
    "remove `privileged` and add the one capability or device that it needs";
const std::string no_all = "remove ALL and add only the capabilities that it needs";

const std::string but_one =
    "    cap_drop: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, MKNOD, SETFCAP, FSETID, SETPCAP, SYS_CHROOT, "
    "AUDIT_WRITE, NET_BIND_SERVICE, ";

/// missing-drop-all for `web`, which keeps all fourteen.
Row web_keeps_all(std::string text, std::string_view context = {}) {
    return {.file = "compose.yaml",
            .text = std::move(text),
            .rule = "missing-drop-all",
            .title = "service `web` keeps all 14 default capabilities",
            .label = "drops nothing",
            .notes = keeps(all_fourteen, context),
            .help = compose_help,
            .facet = "drop:ALL"};
}

/// … which keeps one.
Row web_keeps_one(std::string text, std::string_view kept, std::string_view context = {}) {
    return {.file = "compose.yaml",
            .text = std::move(text),
            .rule = "missing-drop-all",
            .title = "service `web` keeps 1 of 14 default capabilities",
            .label = "does not drop ALL",
            .notes = keeps(kept, context),
            .help = compose_help,
            .facet = "drop:ALL"};
}

Row pod_keeps_all(std::string text) {
    return {.file = "pod.yaml",
            .text = std::move(text),
            .rule = "missing-drop-all",
            .title = "container `c` of Pod/p keeps all 14 default capabilities",
            .label = "drops nothing",
            .notes = keeps(all_fourteen, {}, "containerd"),
            .help = pod_help,
            .facet = "drop:ALL"};
}

std::vector<Row> rows_about_kept_defaults() {
    const std::string trap = "every other service of this file drops ALL";
    const std::string one_of_three = with_hardened(2);
    const std::string kill = "with the host's PID namespace KILL reaches every process of the host";
    std::vector<Row> rows = {
        web_keeps_all(service("")),
        web_keeps_all(one_of_three, trap),
        web_keeps_all(one_of_three + "    build: {context: ., network: host}\n", trap),
        web_keeps_all(with_hardened(99), trap),
        web_keeps_all(with_hardened(100)),
        // somebody has looked at this one
        web_keeps_one(service(but_one + "NET_RAW]\n") +
                          "  s:\n    image: a:1\n    cap_drop: [ALL]\n",
                      "KILL"),
        pod_keeps_all(document("p", "") + document("q", "drop: [ALL]")),
        pod_keeps_all(document("q", "drop: [ALL]") + document("p", "")),
        web_keeps_one(service("    pid: host\n" + but_one + "NET_RAW]\n"), "KILL", kill),
        web_keeps_one(service("    pid: service:host\n    network_mode: service:host\n" + but_one +
                              "NET_RAW]\n"),
                      "KILL"),
        web_keeps_one(service("    network_mode: host\n" + but_one + "NET_RAW]\n"), "KILL"),
        web_keeps_one(service("    pid: host\n" + but_one + "KILL]\n"), "NET_RAW"),
        web_keeps_one(service("    pid: service:host\n    network_mode: service:host\n" + but_one +
                              "KILL]\n"),
                      "NET_RAW"),
        web_keeps_one(service("    network_mode: host\n" + but_one + "KILL]\n"), "NET_RAW",
                      "with the host's network NET_RAW sniffs and spoofs the host's traffic"),
    };
    rows.push_back(pod_keeps_all(pod("", "drop: [CAP_ALL]")));
    rows.back().label = "is not read as ALL";
    rows.back().notes.insert(
        rows.back().notes.begin(),
        "containerd ignores it without an error: unknown capability \"CAP_CAP_ALL\"");
    rows.push_back(pod_keeps_all(
        pod("", "") +
        "    - name: d\n      image: a:1\n      securityContext: {capabilities: {drop: [ALL]}}\n"));
    rows.back().notes.emplace_back(
        "another container of the pod drops ALL, so this one is the way in");
    return rows;
}

std::vector<Row> rows_about_privileged() {
    const std::string all = "that is all 41 capabilities, every device, no seccomp and no AppArmor";
    return {
        {.file = "compose.yaml",
         .text = service("    privileged: true\n    cap_drop: []\n"),
         .rule = "privileged",
         .title = "service `web` is privileged",
         .label = "is root on the host",
         .notes = {all},
         .help = no_privileged,
         .facet = "privileged"},
        {.file = "compose.yaml",
         .text = service("    privileged: true\n    cap_drop: [ALL]\n"),
         .rule = "privileged",
         .title = "service `web` is privileged",
         .label = "is root on the host",
         .related = {"has no effect here"},
         .notes = {all, "Docker gives a privileged container everything, whatever it drops"},
         .help = no_privileged,
         .facet = "privileged"},
        {.file = "pod.yaml",
         .text =
             "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  os: {name: windows}\n  hostNetwork: true\n"
             "  containers:\n    - name: c\n      image: a:1\n      securityContext: {windowsOptions: {hostProcess: true}}\n",
         .rule = "privileged",
         .title = "container `c` of Pod/p is a HostProcess container",
         .label = "runs on the Windows node itself",
         .notes = {"its processes have the rights of the account that it names",
                   "needed by node agents"},
         .help = "remove `hostProcess`",
         .facet = "hostProcess"},
        {.file = "compose.yaml",
         .text = service(
             "    cap_drop: [ALL]\n    post_start:\n      - command: [x]\n        privileged: true\n"),
         .rule = "privileged-hook",
         .title = "`web.post_start[0]` runs privileged",
         .label = "holds all capabilities",
         .notes = {"what the container itself drops does not limit it",
                   "what it executes is close to root on the host"},
         .help = "remove `privileged`, or give the container the one capability that it needs",
         .facet = "privileged"},
    };
}

/// ALL, alone and in both lists.
std::vector<Row> rows_about_all() {
    const auto adds = [](std::string text, std::string_view count) {
        return Row{.file = "run.sh",
                   .text = std::move(text),
                   .rule = "all-capabilities",
                   .title = "`a:1` adds ALL capabilities",
                   .label = "is as good as root on the host",
                   .notes = {"that is " + std::string(count) +
                             " capabilities, SYS_ADMIN, SYS_MODULE and SYS_PTRACE among them"},
                   .help = no_all,
                   .facet = "ALL"};
    };
    Row both = adds("docker run --cap-drop=ALL --cap-add=ALL a:1\n", "41");
    both.related = {"takes nothing back"};
    both.notes.emplace_back("on Docker, an added ALL wins over a dropped ALL");
    const std::string_view rule = "contradictory-capabilities";
    return {
        adds("docker run --cap-add=ALL a:1\n", "41"),
        adds("docker run --cap-add=ALL --cap-drop=CHOWN a:1\n", "40"),
        both,
        {.file = "run.sh",
         .text = "podman run --cap-add=ALL --cap-drop=ALL a:1\n",
         .rule = rule,
         .title = "`a:1` both adds and drops ALL",
         .label = "dropped here",
         .related = {"added here"},
         .notes =
             {"Podman refuses to start the container, Docker grants everything, containerd grants nothing of it"},
         .help = "keep one of the two",
         .facet = "ALL"},
        {.file = "pod.yaml",
         .text = pod("", "drop: [ALL], add: [ALL]"),
         .rule = rule,
         .title = "container `c` of Pod/p both adds and drops ALL",
         .label = "added here",
         .related = {"dropped here"},
         .notes =
             {"containerd grants nothing of it, Docker grants everything, Podman refuses to start the container"},
         .help = "keep one of the two",
         .facet = "ALL"},
        {.file = "pod.yaml",
         .text = pod("", "drop: [ALL, SYS_TIME], add: [SYS_TIME]"),
         .rule = rule,
         .title = "container `c` of Pod/p both adds and drops SYS_TIME",
         .label = "added here",
         .related = {"dropped here"},
         .notes = {"containerd takes it away, Docker grants it, Podman grants it"},
         .help = "keep one of the two",
         .facet = "SYS_TIME"},
        {.file = "run.sh",
         .text = "podman run --cap-add=SYS_TIME --cap-drop=CHOWN --cap-drop=SYS_TIME a:1\n",
         .rule = rule,
         .title = "`a:1` both adds and drops SYS_TIME",
         .label = "dropped here",
         .related = {"added here"},
         .notes =
             {"Podman refuses to start the container, Docker grants it, containerd takes it away"},
         .help = "keep one of the two",
         .facet = "SYS_TIME"},
    };
}

std::vector<Row> rows_about_builds() {
    const std::string who =
        "every package and script that the build downloads and runs can take the build host over";
    const std::string outside = "remove it and move the step that needs it out of the build";
    const std::string_view rule = "privileged-build";
    return {
        {.file = "run.sh",
         .text = "podman build --cap-add=SYS_ADMIN --cap-add=CHOWN .\n",
         .rule = rule,
         .title = "build `.` adds SYS_ADMIN",
         .label = "held by every build step",
         .notes = {who},
         .help = outside,
         .facet = "SYS_ADMIN"},
        {.file = "run.sh",
         .text = "podman build --cap-add=ALL .\n",
         .rule = rule,
         .title = "build `.` adds ALL capabilities",
         .label = "held by every build step",
         .notes = {who},
         .help = outside,
         .facet = "ALL"},
        {.file = "run.sh",
         .text =
             "docker buildx create --name big --buildkitd-flags '--allow-insecure-entitlement security.insecure'\n",
         .rule = rule,
         .title = "builder `big` allows `security.insecure`",
         .label = "lets builds ask for all capabilities",
         .notes = {"every build on it may ask for all capabilities of its host",
                   "needed by a builder that is kept for the one build that needs it"},
         .help = "remove the entitlement from the builder",
         .facet = "security.insecure"},
        {.file = "run.sh",
         .text = "docker buildx build --allow security.insecure .\n",
         .rule = rule,
         .title = "build `.` runs privileged",
         .label = "gives build steps all capabilities",
         .notes = {who},
         .help = outside,
         .facet = "privileged"},
        {.file = "Dockerfile",
         .text = "# syntax=docker/dockerfile:1\nFROM a:1\nRUN --security=insecure x\n",
         .rule = rule,
         .title = "a RUN holds all capabilities of the build host",
         .label = "without seccomp and AppArmor",
         .notes = {who},
         .help = "remove `--security=insecure` and do the privileged part outside the build",
         .facet = "security.insecure"},
    };
}

/// What is held, by which word, and in which context.
std::vector<Row> rows_about_held_capabilities() {
    using enum Capability;
    return {
        {.file = "compose.yaml",
         .text = service("    cap_drop: [ALL]\n    cap_add: [SYS_MODULE]\n"),
         .rule = "host-takeover-capability",
         .title = "service `web` adds SYS_MODULE",
         .label = "runs code in the host's kernel",
         .notes = {"an intruder loads a module of its own: the host's kernel is the attacker's",
                   "needed by host agents that install drivers"},
         .help = "remove SYS_MODULE and load the module on the host",
         .facet = "SYS_MODULE"},
        {.file = "compose.yaml",
         .text = service("    cap_drop: [ALL]\n    cap_add: [NET_ADMIN]\n"),
         .rule = "dangerous-capability",
         .title = "service `web` adds NET_ADMIN",
         .label = "reroutes and filters the network",
         .notes = about(NET_ADMIN),
         .help =
             "remove NET_ADMIN and set sysctls and interfaces through the engine, or in an init container that ends",
         .facet = "NET_ADMIN"},
        {.file = "compose.yaml",
         .text = service("    network_mode: host\n    cap_drop: [ALL]\n    cap_add: [NET_ADMIN]\n"),
         .rule = "dangerous-capability",
         .title = "service `web` adds NET_ADMIN",
         .label = "reroutes the host's network",
         .notes = about(NET_ADMIN,
                        {"with the host's network it reroutes and filters the host's own traffic"}),
         .help =
             "remove NET_ADMIN and set sysctls and interfaces through the engine, or in an init container that ends",
         .facet = "NET_ADMIN"},
        {.file = "pod.yaml",
         .text = pod("  hostPID: true\n", "drop: [ALL], add: [KILL]"),
         .rule = "dangerous-capability",
         .title = "container `c` of Pod/p adds KILL",
         .label = "reaches every process of the host",
         .notes =
             about(KILL, {"with the host's PID namespace it reaches every process of the host"}),
         .help = "remove KILL and run the supervisor as the same user as its children",
         .facet = "KILL"},
        {.file = "compose.yaml",
         .text = service("    cap_drop: [ALL]\n    cap_add: [SYS_BOOT]\n"),
         .rule = "dangerous-capability",
         .title = "service `web` adds SYS_BOOT",
         .label = "reboots the host, replaces its kernel",
         .notes = about(SYS_BOOT),
         .help = "remove SYS_BOOT",
         .facet = "SYS_BOOT"},
        {.file = "compose.yaml",
         .text = service("    network_mode: host\n    cap_drop: [ALL]\n    cap_add: [NET_RAW]\n"),
         .rule = "net-raw",
         .title = "service `web` adds NET_RAW",
         .label = "sniffs and spoofs the host's network",
         .notes = about(NET_RAW, {"on the host's network it sniffs and spoofs the host's traffic"}),
         .help =
             "remove NET_RAW and allow ping with the sysctl net.ipv4.ping_group_range (Docker sets it)",
         .facet = "NET_RAW"},
        {.file = "compose.yaml",
         .text = service("    cap_drop: [ALL]\n    cap_add: [CHOWN]\n"),
         .rule = "default-capability-kept",
         .title = "service `web` adds back CHOWN",
         .label = "takes over files on mounted volumes",
         .notes = about(CHOWN),
         .help =
             "remove CHOWN and chown in the image build, or run as the user that owns the volume",
         .facet = "CHOWN"},
        {.file = "compose.yaml",
         .text = service(
             "    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n    ports: [\"80:9000\", \"81:8080-8090\"]\n"),
         .rule = "unneeded-net-bind-service",
         .title = "service `web` adds NET_BIND_SERVICE but declares no port below 1024",
         .label = "only ports below 1024 need it",
         .related = {"needs no capability"},
         .notes = {"the lowest port that it declares is 8080"},
         .help = "remove NET_BIND_SERVICE",
         .facet = "NET_BIND_SERVICE"},
        {.file = "compose.yaml",
         .text = service("    cap_drop: [ALL]\n    cap_add: [LEASE]\n"),
         .rule = "unjustified-capability",
         .title = "service `web` adds LEASE without a comment",
         .label = "no reason given",
         .notes = {"without a reason, the next reader can neither trust it nor remove it"},
         .help = "write the reason in a comment next to it or on the line above",
         .facet = "LEASE"},
    };
}

/// Words that name nothing, or nothing here, or nothing new.
std::vector<Row> rows_about_words() {
    return {
        {.file = "compose.yaml",
         .text = service("    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVCE]\n"),
         .rule = "unknown-capability",
         .title = "service `web` adds \"NET_BIND_SERVCE\", which is no capability",
         .label = "did you mean `NET_BIND_SERVICE`?",
         .notes =
             {"Docker refuses to create the container: unknown capability \"CAP_NET_BIND_SERVCE\""},
         .help = "write NET_BIND_SERVICE",
         .facet = "adds:NET_BIND_SERVCE"},
        {.file = "compose.yaml",
         .text = service("    cap_drop: [ALL, \"\"]\n"),
         .rule = "unknown-capability",
         .title = "service `web` drops an empty word, which is no capability",
         .label = "names no capability",
         .notes = {"Docker refuses to create the container: unknown capability \"CAP_\""},
         .help = "remove it, or write a name that `man 7 capabilities` lists",
         .facet = "drops:"},
        {.file = "run.sh",
         .text = "docker run --cap-drop=ALL --cap-add=CHOWN,KILL a:1\n",
         .rule = "unknown-capability",
         .title = "`a:1` adds \"CHOWN,KILL\", which is no capability",
         .label = "several names in one item",
         .notes = {"Docker refuses to create the container: unknown capability \"CAP_CHOWN,KILL\""},
         .help = "write one name per item",
         .facet = "adds:CHOWN,KILL"},
        {.file = "run.sh",
         .text = "docker run --cap-drop=ALL --cap-add=ONE_OF_THE_LONGEST_WORDS_EVER_SEEN a:1\n",
         .rule = "unknown-capability",
         .title = "`a:1` adds \"ONE_OF_THE_…S_EVER_SEEN\", which is no capability",
         .label = "names no capability",
         .notes = {"Docker refuses to create the container: unknown capability "
                   "\"CAP_ONE_OF_THE_LONGEST_WORDS_EVER_SEEN\""},
         .help = "remove it, or write a name that `man 7 capabilities` lists",
         .facet = "adds:ONE_OF_THE_LONGEST_WORDS_EVER_SEEN"},
        {.file = "pod.yaml",
         .text = pod("", "drop: [ALL], add: [CAP_SYS_TIME]"),
         .rule = "unportable-capability-name",
         .title = "container `c` of Pod/p adds \"CAP_SYS_TIME\", which containerd ignores",
         .label = "is not given",
         .notes =
             {"containerd ignores it without an error: unknown capability \"CAP_CAP_SYS_TIME\"",
              "CRI-O would give it"},
         .help = "write SYS_TIME",
         .facet = "adds:CAP_SYS_TIME"},
        {.file = "compose.yaml",
         .text = service("    cap_drop: [MKNOD, SYS_ADMIN, SYS_MODULE]\n"),
         .rule = "ineffective-drop",
         .title = "service `web` drops 2 capabilities that Docker does not give",
         .label = "changes nothing",
         .notes =
             {"not given anyway: SYS_MODULE, SYS_ADMIN",
              "it still keeps CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, NET_RAW, SETFCAP, +6 more"},
         .help = compose_help,
         .facet = "not-given"},
        {.file = "pod.yaml",
         .text = pod("", "drop: [SYS_TIME]"),
         .rule = "ineffective-drop",
         .title = "container `c` of Pod/p drops SYS_TIME, which containerd does not give",
         .label = "changes nothing",
         .notes = {"it still keeps " + all_fourteen},
         .help = pod_help,
         .facet = "not-given"},
        {.file = "pod.yaml",
         .text = pod("", "drop: [ALL, CAP_NET_RAW]"),
         .rule = "ineffective-drop",
         .title = "container `c` of Pod/p drops \"CAP_NET_RAW\" without effect",
         .label = "names no capability on containerd",
         .notes =
             {"containerd ignores it without an error: unknown capability \"CAP_CAP_NET_RAW\""},
         .help = "write NET_RAW",
         .facet = "CAP_NET_RAW"},
        {.file = "compose.yaml",
         .text = service("    cap_add: [CHOWN]\n"),
         .rule = "redundant-add",
         .title = "service `web` adds CHOWN, which Docker gives anyway",
         .label = "changes nothing",
         .notes = {"the word looks like a restriction, but all other defaults are kept"},
         .help = "write `cap_drop: [ALL]`, and keep CHOWN only if it is needed",
         .facet = "CHOWN"},
        {.file = "run.sh",
         .text = "docker run --cap-drop=ALL --cap-add=SYS_TIME --cap-add=cap_sys_time a:1\n",
         .rule = "redundant-add",
         .title = "`a:1` adds SYS_TIME twice",
         .label = "added again here",
         .related = {"added first here"},
         .help = "remove one of the two",
         .facet = "twice:SYS_TIME"},
    };
}

Texts related_of(const Finding& finding) {
    Texts labels;
    for (const Label& other : finding.flag.related) labels.push_back(other.text);
    return labels;
}

/// Without what the experiments say of the image: that is needs_test's to check.
Texts notes_of(const Finding& finding) {
    Texts notes = finding.flag.notes;
    std::erase_if(notes, [](const std::string& note) {
        return note.starts_with("no experiment is about its image");
    });
    return notes;
}

void check_row(const Row& row, const Finding& finding) {
    CHECK(finding.flag.title == row.title);
    CHECK(finding.flag.label == row.label);
    CHECK(related_of(finding) == row.related);
    CHECK(notes_of(finding) == row.notes);
    CHECK(finding.flag.help == row.help);
    CHECK(finding.flag.facet == row.facet);
}

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        const auto checked = fixture::lint(row.file, row.text, find_rule(row.rule));
        bool said = false;
        for (const Finding& finding : checked.linted.findings) {
            if (finding.rule->id != row.rule) continue;
            said = true;
            check_row(row, finding);
        }
        CHECK(said);
    }
}

/// The only finding of one rule in a Compose file.
Flag only(std::string_view rule, const std::string& lines) {
    const Document document = parse(std::make_shared<Source>("compose.yaml", service(lines)), {});
    const check::Linted linted = check::lint_document(document, std::vector{find_rule(rule)});
    REQUIRE(linted.findings.size() == 1);
    return linted.findings[0].flag;
}

} // namespace

TEST_CASE("each capability rule says what, why and what to do", "[capability_messages_test]") {
    check_rows(rows_about_kept_defaults());
    check_rows(rows_about_privileged());
    check_rows(rows_about_all());
    check_rows(rows_about_builds());
    check_rows(rows_about_held_capabilities());
    check_rows(rows_about_words());
}

TEST_CASE("a capability that is held for another reason is reported with that reason",
          "[capability_messages_test]") {
    const Flag kept = only("net-raw", "");
    CHECK(kept.title == "service `web` keeps NET_RAW from Docker's defaults");
    CHECK(kept.label == "does not drop NET_RAW");
    CHECK(kept.help == compose_help);
    const Flag by_all = only("mknod", "    cap_add: [ALL]\n");
    CHECK(by_all.title == "service `web` holds MKNOD through ALL");
    CHECK(by_all.label == "grants MKNOD");
    CHECK(by_all.help == no_all);
    const Flag dropped = only("ineffective-drop", "    privileged: true\n    cap_drop: [CHOWN]\n");
    CHECK(dropped.title == "service `web` drops capabilities but is privileged");
    CHECK(dropped.label == "drops nothing");
    REQUIRE(dropped.related.size() == 1);
    CHECK(dropped.related[0].text == "gives everything back");
    CHECK(dropped.notes == Texts{"Docker gives a privileged container every capability"});
    CHECK(dropped.help == no_privileged);
    CHECK(dropped.facet == "privileged");
}

TEST_CASE("a word that is in a list several times has numbered facets",
          "[capability_messages_test]") {
    const auto checked = fixture::lint(
        "compose.yaml", service("    cap_drop: [ALL]\n    cap_add: [KILL, KILL, KILL]\n"));
    Texts facets;
    for (const Finding& finding : checked.linted.findings)
        if (finding.rule->id == "redundant-add") facets.push_back(finding.flag.facet);
    CHECK(facets == Texts{"twice:KILL", "twice:KILL#2"});
}

namespace {

std::vector<std::string> rules_of(const std::string& file, const std::string& text,
                                  std::vector<std::string_view> asked = {}) {
    const Document document = parse(std::make_shared<Source>(file, text), {});
    std::vector<const Rule*> rules;
    for (const Rule* rule : all_rules())
        if (asked.empty() ? rule->group == Group::standard
                          : std::ranges::find(asked, rule->id) != asked.end())
            rules.push_back(rule);
    std::vector<std::string> ids;
    for (const Finding& finding : check::lint_document(document, rules).findings)
        ids.emplace_back(finding.rule->id);
    return ids;
}

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("a spelling that the container's own runtime accepts may fail elsewhere",
          "[capability_messages_test]") {
    using Said = Texts; // title, label, note, help
    format::ParseOptions options;
    options.engine = Engine::crio;
    const auto said = [&](std::string_view capabilities) {
        const Document document =
            parse(std::make_shared<Source>("pod.yaml", pod("", capabilities)), options);
        std::vector<Said> flags;
        for (const Finding& finding :
             check::lint_document(document, std::vector{find_rule("unportable-capability-name")})
                 .findings) {
            const Flag& flag = finding.flag;
            REQUIRE(flag.notes.size() == 1);
            flags.push_back(Said{flag.title, flag.label, flag.notes[0], flag.help});
        }
        return flags;
    };
    using Flags = std::vector<Said>;
    const std::string who = "container `c` of Pod/p ";
    const std::string prefix = "containerd ignores names that begin with CAP_ without an error";
    CHECK((said("drop: [ALL], add: [CAP_SYS_TIME]") ==
           Flags{Said{who + "adds \"CAP_SYS_TIME\", which containerd ignores",
                      "ignored on containerd", prefix, "write SYS_TIME"}}));
    CHECK((said("drop: [cap_chown]") ==
           Flags{Said{who + "drops \"cap_chown\", which containerd ignores",
                      "ignored on containerd", prefix, "write CHOWN"}}));
    CHECK(
        (said("drop: [ALL], add: [sys_time]") ==
         Flags{Said{who + "adds \"sys_time\", which Pod Security refuses", "is not the exact name",
                    "runtimes accept it, but Pod Security admission compares letter by letter",
                    "write SYS_TIME"}}));
    CHECK((said("drop: [all]") ==
           Flags{Said{
               who + "drops \"all\", which Pod Security does not accept", "is not exactly \"ALL\"",
               "runtimes accept it, but Pod Security's restricted level requires exactly \"ALL\"",
               "write ALL"}}));
    CHECK(said("drop: [ALL, chown], add: [CAP_NO_SUCH]").empty());
    options.engine = Engine::containerd;
    CHECK(said("drop: [ALL], add: [NO_SUCH]").empty());
    CHECK(
        (said("drop: [ALL], add: [\" SYS_TIME\"]") ==
         Flags{Said{who + "adds \" SYS_TIME\", which containerd ignores", "is not given",
                    "containerd ignores it without an error: unknown capability \"CAP_ SYS_TIME\"",
                    "write SYS_TIME"}}));
}

TEST_CASE("a contradiction is reported at the later word, with a label at the earlier one",
          "[capability_messages_test]") {
    for (const bool drop_first : {true, false}) {
        const std::string drop = "    cap_drop: [SYS_TIME]\n";
        const std::string add = "    cap_add: [SYS_TIME]\n";
        const auto checked =
            fixture::lint("compose.yaml", service(drop_first ? drop + add : add + drop));
        bool said = false;
        for (const Finding& finding : checked.linted.findings) {
            if (finding.rule->id != "contradictory-capabilities") continue;
            said = true;
            const Source& source = *checked.document.sources[0];
            CHECK(source.position(finding.flag.at.span.begin).line == 5);
            REQUIRE(finding.flag.related.size() == 1);
            CHECK(source.position(finding.flag.related[0].at.span.begin).line == 4);
            CHECK(finding.flag.related[0].text == (drop_first ? "dropped here" : "added here"));
            CHECK(finding.flag.label == (drop_first ? "added here" : "dropped here"));
        }
        CHECK(said);
    }
}

TEST_CASE("what `privileged` grants is reported at its value", "[capability_messages_test]") {
    const Document document =
        parse(std::make_shared<Source>("compose.yaml",
                                       service("    privileged: true\n    cap_drop: [ALL]\n")),
              {});
    const check::Linted linted =
        check::lint_document(document, std::vector{find_rule("sys-admin")});
    REQUIRE(linted.findings.size() == 1);
    const Flag& flag = linted.findings[0].flag;
    CHECK(flag.title == "service `web` holds SYS_ADMIN through `privileged`");
    CHECK(flag.label == "grants SYS_ADMIN");
    CHECK(flag.help == no_privileged);
    CHECK(document.text(linted.findings[0].flag.at) == "true");
}

TEST_CASE("an added ALL wants a reason like any other word, and is about all of them",
          "[capability_messages_test]") {
    const Document document =
        parse(std::make_shared<Source>("compose.yaml",
                                       service("    cap_add: [ALL]\n    cap_drop: [\"$X\"]\n")),
              {});
    const check::Linted linted =
        check::lint_document(document, std::vector{find_rule("unjustified-capability")});
    REQUIRE(linted.findings.size() == 1);
    CHECK(linted.findings[0].flag.title == "service `web` adds ALL without a comment");
    CHECK(linted.findings[0].flag.facet == "ALL");
    CHECK(linted.findings[0].flag.about == CapabilitySet::all());
    const auto one = fixture::lint(
        "compose.yaml",
        service("    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n    expose: [\"8080\"]\n"),
        find_rule("unjustified-capability"));
    REQUIRE(one.linted.findings.size() == 2); // the other is unneeded-net-bind-service
    for (const Finding& finding : one.linted.findings)
        CHECK(finding.flag.about == CapabilitySet{Capability::NET_BIND_SERVICE});
}

TEST_CASE("one cause, one finding: what covers the rest and what results in light without it",
          "[capability_messages_test]") {
    const std::string privileged = service(
        "    privileged: true\n    cap_drop: [ALL]\n    cap_add: [SYS_ADMIN, NET_ADMIN, CHOWN]\n");
    CHECK(rules_of("compose.yaml", privileged) == Ids{"privileged"});
    CHECK(rules_of("compose.yaml", service("    privileged: true\n    cap_drop: []\n"),
                   {"ineffective-drop"})
              .empty());
    CHECK(rules_of("compose.yaml", service("    cap_drop: [ALL]\n    cap_add: [ALL, CHOWN]\n"),
                   {"default-capability-kept"})
              .empty());
    CHECK(rules_of("compose.yaml", privileged, {"sys-admin", "ineffective-drop"}) ==
          Ids{"ineffective-drop", "sys-admin"});

    const std::string all = service("    cap_add: [ALL, SYS_ADMIN, NET_RAW]\n");
    CHECK(rules_of("compose.yaml", all) == Ids{"all-capabilities"});
    CHECK(rules_of("compose.yaml", all, {"sys-admin", "mknod"}) == Ids{"mknod", "sys-admin"});

    // Each of these words has a finding of its own; none has under `privileged`, and under ALL only
    // ALL itself.
    const std::string words =
        "    cap_drop: [SYS_TIME, KILL]\n    cap_add: [ALL, SYS_ADMIN, BPF, NET_ADMIN, NET_RAW, MKNOD, DAC_OVERRIDE, "
        "CHOWN, CHOWN, KILL, NET_BIND_SERVICE]\n    ports: [\"8080:8080\"]\n";
    std::vector<std::string_view> asked{"default-capability-kept", "unjustified-capability"};
    for (const Rule* rule : all_rules())
        if (rule->group == Group::standard) asked.push_back(rule->id);
    CHECK(rules_of("compose.yaml", service("    privileged: true\n" + words), asked) ==
          Ids{"privileged"});
    CHECK(rules_of("compose.yaml", service(words), asked) == Ids{"all-capabilities"});

    CHECK(rules_of("pod.yaml",
                   pod("", "drop: [all, CAP_CHOWN], add: [CAP_SYS_TIME]") +
                       "        privileged: true\n",
                   asked) == Ids{"privileged"});

    CHECK(rules_of("pod.yaml", pod("", "add: [CAP_SYS_TIME]")) ==
          Ids{"missing-drop-all", "unportable-capability-name"});

    const std::string silent = service("");
    CHECK(rules_of("compose.yaml", silent) == Ids{"missing-drop-all"});
    CHECK(rules_of("compose.yaml", silent, {"dac-override", "net-raw", "mknod"}) ==
          Ids{"dac-override", "mknod", "net-raw"});

    const std::string hidden =
        "services:\n  # dropcap: ignore[missing-drop-all] vendor image\n  web:\n    image: a:1\n";
    CHECK(rules_of("compose.yaml", hidden) == Ids{"missing-drop-all"});
}

TEST_CASE("a kept default by itself is reported at its word, if it has one",
          "[capability_messages_test]") {
    CHECK(only("net-raw", "    cap_drop: [MKNOD]\n").title ==
          "service `web` drops other defaults but keeps NET_RAW");
    CHECK(only("net-raw", "    cap_add: [NET_RAW]\n").title == "service `web` adds NET_RAW");
}

TEST_CASE("what cannot be known is checked by what is certain", "[capability_messages_test]") {
    CHECK(rules_of("compose.yaml", service("    cap_drop: [\"${DROP}\"]\n")).empty());
    CHECK(rules_of("compose.yaml",
                   service("    cap_drop: [\"${DROP}\"]\n    cap_add: [SYS_ADMIN]\n")) ==
          Ids{"sys-admin"});
    CHECK(
        rules_of("compose.yaml",
                 service("    cap_drop: [ALL]\n    cap_add: [\"${ADD}\"]\n    privileged: ${P}\n"))
            .empty());
    // Whatever is added, the defaults stay; and an unknown drop may be the added word on
    // containerd.
    CHECK(rules_of("compose.yaml", service("    cap_add: [\"${ADD}\"]\n")) ==
          Ids{"missing-drop-all"});
    CHECK(rules_of("pod.yaml", pod("", "drop: [\"{{ drop }}\"], add: [SYS_ADMIN]")).empty());
}
