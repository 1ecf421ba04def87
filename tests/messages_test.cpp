// What the capability rules say, to the letter: the container and the word, why it matters on this engine and in this context, what to do.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;

namespace {

struct Row {
    std::string file; ///< its name gives the format
    std::string text;
    std::string_view rule;
    std::string message;
    std::vector<std::string> notes;
};

std::string service(std::string_view lines) { return "services:\n  web:\n    image: a:1\n" + std::string(lines); }

std::string pod(std::string_view spec, std::string_view capabilities) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n" + std::string(spec) +
           "  containers:\n    - name: c\n      image: a:1\n      securityContext:\n        capabilities: {" + std::string(capabilities) +
           "}\n";
}

constexpr std::string_view hardened_sibling =
    "services:\n  web:\n    image: a:1\n  api:\n    image: a:1\n    cap_drop: [ALL]\n  db:\n    image: a:1\n    cap_drop: [all]\n";

const std::string fourteen = "CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, NET_RAW, MKNOD, +7 more";

std::vector<Row> rows() {
    return {
        {"compose.yaml",
         service(""),
         "missing-drop-all",
         "`web` keeps all 14 of Docker's default capabilities (" + fourteen +
             "), which most programs never use and an intruder does; write `cap_drop: [ALL]` and add back what it needs",
         {}},
        {"compose.yaml",
         std::string(hardened_sibling),
         "missing-drop-all",
         "`web` keeps all 14 of Docker's default capabilities (" + fourteen +
             "), which most programs never use and an intruder does; every other service of this file drops ALL; write `cap_drop: [ALL]` "
             "and "
             "add back what it needs",
         {}},
        {"compose.yaml",
         service("    network_mode: host\n    cap_drop: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, MKNOD, SETFCAP, FSETID, KILL, "
                 "SETPCAP, SYS_CHROOT, AUDIT_WRITE]\n"),
         "missing-drop-all",
         "`web` keeps 2 of Docker's 14 default capabilities (NET_RAW, NET_BIND_SERVICE), which most programs never use and an intruder "
         "does; "
         "with the host's network NET_RAW sniffs and spoofs the host's traffic; write `cap_drop: [ALL]` and add back what it needs",
         {}},
        {"pod.yaml",
         pod("", "drop: [CAP_ALL]"),
         "missing-drop-all",
         "`Pod/p`, container `c`, keeps all 14 of containerd's default capabilities (" + fourteen +
             "), which most programs never use and an intruder does; write `securityContext.capabilities.drop: [\"ALL\"]` and add back "
             "what it "
             "needs",
         {"containerd passes over it in silence: unknown capability \"CAP_CAP_ALL\""}},
        {"compose.yaml",
         service("    privileged: true\n    cap_drop: [ALL]\n"),
         "privileged",
         "`web` is privileged: all 41 capabilities, every device, no seccomp and no AppArmor, which is root on the host; find the one "
         "capability or device it misses and add that",
         {"what is dropped here has no effect: Docker gives a privileged container everything"}},
        {"run.sh",
         "docker run --cap-drop=ALL --cap-add=ALL a:1\n",
         "all-capabilities",
         "`a:1` adds ALL: 41 capabilities, SYS_ADMIN, SYS_MODULE and SYS_PTRACE among them, as good as root on the host; add only what it "
         "provably needs",
         {"dropping ALL takes nothing back on Docker"}},
        {"compose.yaml",
         service("    cap_drop: [ALL]\n    cap_add: [SYS_MODULE]\n"),
         "host-takeover-capability",
         "`web` adds SYS_MODULE: runs code in the host's kernel; needed by host agents that install drivers; otherwise: load the module on "
         "the "
         "host",
         {}},
        {"pod.yaml",
         pod("  hostPID: true\n", "drop: [ALL], add: [KILL]"),
         "dangerous-capability",
         "`Pod/p`, container `c`, adds KILL: with the host's PID namespace it reaches every process of the host; needed by a root "
         "supervisor "
         "over processes of other users, such as systemd or s6 as PID 1; otherwise: run the supervisor as the same user as its children",
         {}},
        {"compose.yaml",
         service("    cap_drop: [ALL]\n    cap_add: [SYS_BOOT]\n"),
         "dangerous-capability",
         "`web` adds SYS_BOOT: " + std::string(info(Capability::SYS_BOOT).risk) + "; nothing in a container needs it, leave it out",
         {}},
        {"compose.yaml",
         service("    cap_drop: [MKNOD]\n"),
         "net-raw",
         "`web` drops other defaults and keeps NET_RAW: sniffing and spoofing on the container's network; today's ping works without it, "
         "so "
         "drop it",
         {}},
        {"compose.yaml",
         service("    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVCE]\n"),
         "unknown-capability",
         "`web` adds \"NET_BIND_SERVCE\", which is no capability; did you mean `NET_BIND_SERVICE`? Docker refuses to create the container: "
         "unknown capability \"CAP_NET_BIND_SERVCE\"",
         {}},
        {"run.sh",
         "docker run --cap-drop=ALL --cap-add=CHOWN,KILL a:1\n",
         "unknown-capability",
         "`a:1` adds \"CHOWN,KILL\", which is no capability; write one name an item: Docker refuses to create the container: unknown "
         "capability \"CAP_CHOWN,KILL\"",
         {}},
        {"pod.yaml",
         pod("", "drop: [ALL], add: [CAP_SYS_TIME]"),
         "unportable-capability-name",
         "`Pod/p`, container `c`, adds \"CAP_SYS_TIME\": containerd passes over it in silence: unknown capability \"CAP_CAP_SYS_TIME\", so "
         "it "
         "is not given; CRI-O would give it; write SYS_TIME",
         {}},
        {"pod.yaml",
         pod("", "drop: [ALL, SYS_TIME], add: [SYS_TIME]"),
         "contradictory-capabilities",
         "`Pod/p`, container `c`, both adds and drops SYS_TIME: containerd takes it away, Docker grants it, Podman grants it; keep one of "
         "the "
         "two",
         {"SYS_TIME is dropped here"}},
        {"run.sh",
         "podman run --cap-add=SYS_TIME --cap-drop=CHOWN --cap-drop=SYS_TIME a:1\n",
         "contradictory-capabilities",
         "`a:1` both adds and drops SYS_TIME: Podman refuses to start the container, Docker grants it, containerd takes it away; keep one "
         "of "
         "the two",
         {"SYS_TIME is added here"}},
        {"compose.yaml",
         service("    cap_drop: [MKNOD, SYS_ADMIN, SYS_MODULE]\n"),
         "ineffective-drop",
         "`web` drops SYS_MODULE, SYS_ADMIN, which Docker does not give: that changes nothing; write `cap_drop: [ALL]`",
         {}},
        {"pod.yaml",
         pod("", "drop: [ALL, CAP_NET_RAW]"),
         "ineffective-drop",
         "`Pod/p`, container `c`, drops \"CAP_NET_RAW\", which has no effect: containerd passes over it in silence: unknown capability "
         "\"CAP_CAP_NET_RAW\"; write NET_RAW",
         {}},
        {"compose.yaml",
         service("    cap_add: [CHOWN]\n"),
         "redundant-add",
         "`web` adds CHOWN, which Docker gives anyway; leave it out, or drop ALL first (`cap_drop: [ALL]`)",
         {}},
    };
}

std::vector<std::string> notes_of(const Finding& finding) {
    std::vector<std::string> notes;
    for (const Note& note : finding.flag.notes) notes.push_back(note.message);
    return notes;
}

} // namespace

TEST_CASE("each capability rule says what, why and what to do", "[messages_test]") {
    for (const Row& row : rows()) {
        INFO(row.text);
        const auto judged = fixture::judge(row.file, row.text);
        bool said = false;
        for (const Finding& finding : judged.linted.findings) {
            if (finding.rule->id != row.rule) continue;
            said = true;
            CHECK(finding.flag.message == row.message);
            CHECK(notes_of(finding) == row.notes);
        }
        CHECK(said);
    }
}

namespace {

std::vector<std::string> rules_of(const std::string& file, const std::string& text, std::vector<std::string_view> asked = {}) {
    Document document = parse(std::make_shared<Source>(file, text), {});
    std::vector<const Rule*> rules;
    for (const Rule* rule : all_rules())
        if (asked.empty() ? rule->group == Group::standard : std::ranges::find(asked, rule->id) != asked.end()) rules.push_back(rule);
    std::vector<std::string> ids;
    for (const Finding& finding : lint_document(document, rules).findings) ids.emplace_back(finding.rule->id);
    return ids;
}

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("one cause, one finding: what covers the rest and what comes to light without it", "[messages_test]") {
    const std::string privileged = service("    privileged: true\n    cap_drop: [ALL]\n    cap_add: [SYS_ADMIN, NET_ADMIN, CHOWN]\n");
    CHECK(rules_of("compose.yaml", privileged) == Ids{"privileged"});
    CHECK(rules_of("compose.yaml", privileged, {"sys-admin", "ineffective-drop"}) == Ids{"ineffective-drop", "sys-admin"});

    const std::string all = service("    cap_add: [ALL, SYS_ADMIN, NET_RAW]\n");
    CHECK(rules_of("compose.yaml", all) == Ids{"all-capabilities"});
    CHECK(rules_of("compose.yaml", all, {"sys-admin", "mknod"}) == Ids{"mknod", "sys-admin"});

    const std::string silent = service("");
    CHECK(rules_of("compose.yaml", silent) == Ids{"missing-drop-all"});
    CHECK(rules_of("compose.yaml", silent, {"dac-override", "net-raw", "mknod"}) == Ids{"dac-override", "mknod", "net-raw"});

    const std::string hidden = "services:\n  # dropcap: ignore[missing-drop-all] vendor image\n  web:\n    image: a:1\n";
    CHECK(rules_of("compose.yaml", hidden) == Ids{"dac-override", "missing-drop-all", "mknod", "net-raw"});
}

TEST_CASE("what cannot be known is judged by what is certain", "[messages_test]") {
    CHECK(rules_of("compose.yaml", service("    cap_drop: [\"${DROP}\"]\n")).empty());
    CHECK(rules_of("compose.yaml", service("    cap_drop: [\"${DROP}\"]\n    cap_add: [SYS_ADMIN]\n")) == Ids{"sys-admin"});
    CHECK(rules_of("compose.yaml", service("    cap_drop: [ALL]\n    cap_add: [\"${ADD}\"]\n    privileged: ${P}\n")).empty());
    // Whatever is added, the defaults stay; and an unknown drop may be the added word on containerd.
    CHECK(rules_of("compose.yaml", service("    cap_add: [\"${ADD}\"]\n")) == Ids{"missing-drop-all"});
    CHECK(rules_of("pod.yaml", pod("", "drop: [\"{{ drop }}\"], add: [SYS_ADMIN]")).empty());
}
