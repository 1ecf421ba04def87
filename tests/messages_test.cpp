// What the capability rules say, to the letter: the container and the word, why it matters on this
// engine and in this context, what to do.

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

std::string service(std::string_view lines) {
    return "services:\n  web:\n    image: a:1\n" + std::string(lines);
}

std::string pod(std::string_view spec, std::string_view capabilities) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n" + std::string(spec) +
           "  containers:\n    - name: c\n      image: a:1\n      securityContext:\n        capabilities: {" +
           std::string(capabilities) + "}\n";
}

constexpr std::string_view hardened_sibling =
    "services:\n  web:\n    image: a:1\n  api:\n    image: a:1\n    cap_drop: [ALL]\n  db:\n    image: a:1\n    cap_drop: [all]\n";

const std::string fourteen = "CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, NET_RAW, MKNOD, +7 more";

/// A pod of its own in a stream of documents.
std::string document(std::string_view name, std::string_view capabilities) {
    return "---\napiVersion: v1\nkind: Pod\nmetadata: {name: " + std::string(name) +
           "}\nspec:\n  containers:\n    - name: c\n      image: a:1\n      securityContext: {capabilities: {" +
           std::string(capabilities) + "}}\n";
}

/// `web`, which drops nothing, beside `count` services that drop ALL.
std::string beside_hardened(int count) {
    std::string text = service("");
    for (int number = 0; number < count; ++number)
        text += "  s" + std::to_string(number) + ":\n    image: a:1\n    cap_drop: [ALL]\n";
    return text;
}

const std::string keeps_all = " keeps all 14 of Docker's default capabilities (" + fourteen +
                              "), which most programs never use and an intruder does; ";
const std::string but_one =
    "    cap_drop: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, MKNOD, SETFCAP, FSETID, SETPCAP, SYS_CHROOT, "
    "AUDIT_WRITE, NET_BIND_SERVICE, ";

std::vector<Row> rows_about_neighbours() {
    const std::string trap = "every other service of this file drops ALL; ";
    const std::string write = "write `cap_drop: [ALL]` and add back what it needs";
    const std::string pods =
        ", container `c`, keeps all 14 of containerd's default capabilities (" + fourteen +
        "), which most programs never use and an intruder does; write `securityContext.capabilities.drop: [\"ALL\"]` "
        "and add back what it needs";
    return {
        {"compose.yaml",
         std::string(hardened_sibling) + "    build: {context: ., network: host}\n",
         "missing-drop-all",
         "`web`" + keeps_all + trap + write,
         {}},
        {"compose.yaml",
         beside_hardened(99),
         "missing-drop-all",
         "`web`" + keeps_all + trap + write,
         {}},
        {"compose.yaml", beside_hardened(100), "missing-drop-all", "`web`" + keeps_all + write, {}},
        {"compose.yaml", // somebody has looked at this one
         service(but_one + "NET_RAW]\n") + "  s:\n    image: a:1\n    cap_drop: [ALL]\n",
         "missing-drop-all",
         "`web` keeps 1 of Docker's 14 default capabilities (KILL), which most programs never use and an intruder does; " +
             write,
         {}},
        {"pod.yaml",
         document("p", "") + document("q", "drop: [ALL]"),
         "missing-drop-all",
         "`Pod/p`" + pods,
         {}},
        {"pod.yaml",
         document("q", "drop: [ALL]") + document("p", ""),
         "missing-drop-all",
         "`Pod/p`" + pods,
         {}},
        {"compose.yaml",
         service("    pid: host\n" + but_one + "NET_RAW]\n"),
         "missing-drop-all",
         "`web` keeps 1 of Docker's 14 default capabilities (KILL), which most programs never use and an intruder does; with the host's "
         "PID "
         "namespace KILL reaches every process of the host; " +
             write,
         {}},
        {"compose.yaml",
         service("    pid: service:host\n    network_mode: service:host\n" + but_one +
                 "NET_RAW]\n"),
         "missing-drop-all",
         "`web` keeps 1 of Docker's 14 default capabilities (KILL), which most programs never use and an intruder does; " +
             write,
         {}},
        {"compose.yaml",
         service("    network_mode: host\n" + but_one + "NET_RAW]\n"),
         "missing-drop-all",
         "`web` keeps 1 of Docker's 14 default capabilities (KILL), which most programs never use and an intruder does; " +
             write,
         {}},
        {"compose.yaml",
         service("    pid: host\n" + but_one + "KILL]\n"),
         "missing-drop-all",
         "`web` keeps 1 of Docker's 14 default capabilities (NET_RAW), which most programs never use and an intruder does; " +
             write,
         {}},
        {"compose.yaml",
         service("    pid: service:host\n    network_mode: service:host\n" + but_one + "KILL]\n"),
         "missing-drop-all",
         "`web` keeps 1 of Docker's 14 default capabilities (NET_RAW), which most programs never use and an intruder does; " +
             write,
         {}},
        {"compose.yaml",
         service("    privileged: true\n    cap_drop: []\n"),
         "privileged",
         "`web` is privileged: all 41 capabilities, every device, no seccomp and no AppArmor, which is root on the host; find the one "
         "capability or device it misses and add that",
         {}},
    };
}

/// The namespace's Pod Security labels, where the file holds them.
std::vector<Row> rows_about_namespaces() {
    const std::string namespaces =
        "kind: Namespace\napiVersion: v1\nmetadata: {name: shop, labels: "
        "{pod-security.kubernetes.io/enforce: baseline}}\n---\nkind: Namespace\napiVersion: v1\n"
        "metadata: {name: default, labels: {pod-security.kubernetes.io/warn: restricted}}\n---\n";
    const auto pod_in = [](const std::string& space) {
        return "kind: Pod\napiVersion: v1\nmetadata: {name: p" + space +
               "}\nspec:\n  hostPID: true\n  containers:\n    - name: c\n      image: a:1\n"
               "      securityContext: {capabilities: {drop: [ALL]}}\n";
    };
    const std::string remedy =
        "\n-> remove `hostNetwork`, `hostPID` and `hostIPC`, or set them to false";
    const std::string refused =
        " shares the host's process namespace\nPod Security's baseline refuses it (control Host Namespaces)" +
        remedy;
    std::string labels;
    for (int number = 0; number < 8; ++number)
        labels +=
            "kind: Namespace\napiVersion: v1\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}\n---\n";
    const auto spec = [](std::string_view lines, std::string_view context) {
        return "kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec:\n" + std::string(lines) +
               "  containers:\n    - {name: c, image: a:1, securityContext: {capabilities: {drop: [ALL]}, " +
               std::string(context) + "}}\n";
    };
    const std::string strict =
        "  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n";
    return {
        {"pod.yaml", labels + pod_in(", namespace: shop"), "pss-baseline", "Pod/p" + refused,
         std::vector<std::string>(6, "its namespace has `enforce: baseline`")},
        {"pod.yaml",
         spec("  hostPID: ${X}\n", "privileged: false"),
         "pss-baseline",
         "Pod/p leaves `${X}` unresolved\nwhether Pod Security's baseline admits it is unknown (control Host Namespaces)" +
             remedy,
         {}},
        {"pod.yaml",
         spec(strict, "allowPrivilegeEscalation: true"),
         "pss-restricted",
         "container `c` of Pod/p allows privilege escalation\nPod Security's restricted refuses it (control Privilege Escalation)"
         "\n-> set `allowPrivilegeEscalation` to false",
         {}},
        {"pod.yaml",
         namespaces + pod_in(", namespace: shop"),
         "pss-baseline",
         "Pod/p" + refused,
         {"its namespace has `enforce: baseline`"}},
        {"pod.yaml",
         namespaces + pod_in(""),
         "pss-baseline",
         "Pod/p" + refused,
         {"its namespace has `warn: restricted`"}},
        {"pod.yaml",
         namespaces + pod_in(", namespace: other"),
         "pss-baseline",
         "Pod/p" + refused,
         {}},
        {"patch.yaml",
         "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: web}\nspec: {template: {spec: {hostPID: true}}}\n",
         "pss-baseline",
         "Deployment/web" + refused,
         {}},
    };
}

/// What a program's own capability comes to, and whose word stands in its way.
std::vector<Row> rows_about_files() {
    const auto image = [](std::string_view bits, std::string_view command) {
        return "FROM a:1\nRUN setcap cap_net_raw+" + std::string(bits) +
               " /ping\nUSER 1000\nLABEL RUN=\"" + std::string(command) + " IMAGE\"\n";
    };
    const std::string fails =
        "label `RUN` does not grant NET_RAW to `/ping`\nstarting `/ping` fails with \"Operation not permitted\""
        "\n-> add NET_RAW back, or build without setcap";
    const std::string runs =
        "label `RUN` does not grant NET_RAW to `/ping`\n`/ping` runs without it"
        "\n-> add NET_RAW back, or build without setcap";
    const std::string blocked =
        "label `RUN` keeps NET_RAW from `/ping`\n"
        "`/ping` gets NET_RAW only as the container's entry point, not when a shell or another program starts it"
        "\n-> run the program as the entry point, or build without setcap";
    const std::string_view rule = "file-capabilities-blocked";
    return {
        {"Dockerfile",
         image("ep", "docker run --cap-drop=ALL"),
         rule,
         fails,
         {"NET_RAW is dropped here"}},
        {"Dockerfile",
         image("p", "docker run --cap-drop=NET_RAW"),
         rule,
         runs,
         {"NET_RAW is dropped here"}},
        {"Dockerfile",
         image("ep", "podman run"),
         rule,
         fails,
         {}}, // Podman does not give it, nobody drops it
        {"Dockerfile", image("ep", "podman run --cap-drop=CHOWN"), rule, fails, {}},
        {"Dockerfile",
         image("ep", "docker run --security-opt no-new-privileges"),
         rule,
         blocked,
         {"no-new-privileges is set here"}},
    };
}

/// ALL, alone and in both lists.
std::vector<Row> rows_about_all() {
    const std::string adds =
        "`a:1` adds ALL: 41 capabilities, SYS_ADMIN, SYS_MODULE and SYS_PTRACE among them, as good as root on the host; "
        "add only what it provably needs";
    const std::string_view both = "contradictory-capabilities";
    return {
        {"run.sh", "docker run --cap-add=ALL a:1\n", "all-capabilities", adds, {}},
        {"run.sh",
         "docker run --cap-add=ALL --cap-drop=CHOWN a:1\n",
         "all-capabilities",
         "`a:1` adds ALL: 40 capabilities, SYS_ADMIN, SYS_MODULE and SYS_PTRACE among them, as good as root on the host; add only what it "
         "provably needs",
         {}},
        {"run.sh",
         "podman run --cap-add=ALL --cap-drop=ALL a:1\n",
         both,
         "`a:1` both adds and drops ALL: Podman refuses to start the container, Docker grants everything, containerd grants nothing of it; "
         "keep one of the two",
         {"ALL is added here"}},
        {"pod.yaml",
         pod("", "drop: [ALL], add: [ALL]"),
         both,
         "`Pod/p`, container `c`, both adds and drops ALL: containerd grants nothing of it, Docker grants everything, Podman refuses to "
         "start the container; keep one of the two",
         {"ALL is dropped here"}},
    };
}

/// Builds, and words that stand twice.
std::vector<Row> rows_about_builds() {
    const std::string takes =
        "every package and script that the build pulls in holds it and can take the build host over; remove it and "
        "move the step that needs it out of the build";
    const std::string_view rule = "privileged-build";
    return {
        {"run.sh",
         "podman build --cap-add=SYS_ADMIN --cap-add=CHOWN .\n",
         rule,
         "the build `.` adds SYS_ADMIN: " + takes,
         {}},
        {"run.sh",
         "podman build --cap-add=ALL .\n",
         rule,
         "the build `.` adds ALL capabilities: " + takes,
         {}},
        {"run.sh",
         "docker buildx create --name big --buildkitd-flags '--allow-insecure-entitlement security.insecure'\n",
         rule,
         "the builder `big` allows `security.insecure`: every build on it may ask for all capabilities of its host; leave the flag out, or "
         "keep such a builder for the one build that needs it",
         {}},
        {"run.sh",
         "docker buildx build --allow security.insecure .\n",
         rule,
         "the build `.` runs privileged: every package and script that the build pulls in holds all capabilities of the build host; remove "
         "it and move the step that needs it out of the build",
         {}},
        {"run.sh",
         "docker run --cap-drop=ALL --cap-add=SYS_TIME --cap-add=cap_sys_time a:1\n",
         "redundant-add",
         "`a:1` adds SYS_TIME twice; leave one out",
         {"the first time"}},
    };
}

/// What the reader of the file refuses: of whom, and where else.
std::vector<Row> rows_about_problems() {
    const std::string correct = "\n-> write it as the program that reads it expects";
    const std::string refused =
        "Docker refuses the security option \"no-new-privileges:perhaps\"\nthe value must be true or false" +
        correct;
    const std::string_view option = "security_opt: [\"no-new-privileges:perhaps\"]\n";
    const std::string unknown = "Compose knows no `restrat` in a service and refuses the file";
    const std::string write = "\n-> write `restart`";
    const auto services = [](int count) {
        std::string text = "services:\n";
        for (int number = 0; number < count; ++number)
            text +=
                "  s" + std::to_string(number) + ": {image: a:1, cap_drop: [ALL], restrat: x}\n";
        return text;
    };
    return {
        {"compose.yaml",
         service("    cap_drop: [ALL]\n    " + std::string(option)),
         "syntax",
         "in service `web`, Docker refuses the security option \"no-new-privileges:perhaps\""
         "\nthe value must be true or false" +
             correct,
         {}},
        {"compose.yaml",
         "x-o: &o\n  " + std::string(option) + service("    cap_drop: [ALL]\n    <<: *o\n"),
         "syntax",
         refused,
         {}},
        {DROPCAP_ROOT "/testdata/syntax/compose.yaml",
         service("    cap_drop: [ALL]\n    extends: {file: base/service.yaml, service: base}\n"),
         "syntax",
         refused,
         {}},
        {"run.sh",
         "docker run --cap-drop=ALL --security-opt no-new-privileges=perhaps a:1\n",
         "syntax",
         "in `a:1`, Docker refuses the security option \"no-new-privileges=perhaps\""
         "\nthe value must be true or false" +
             correct,
         {}},
        {"compose.yaml", services(1), "syntax", unknown + write, {}},
        {"compose.yaml",
         services(2),
         "syntax",
         unknown + "\nthe same is in 1 more place of this project" + write,
         {"and here"}},
        {"compose.yaml",
         services(5),
         "syntax",
         unknown + "\nthe same is in 4 more places of this project" + write,
         {"and here", "and here", "and here"}},
    };
}

/// Whose word makes the process root, or leaves it so.
std::vector<Row> rows_about_users() {
    const auto built = [](std::string_view lines) {
        return "services:\n  web:\n    cap_drop: [ALL]\n    build:\n      dockerfile_inline: |\n" +
               std::string(lines);
    };
    const std::string help = "\n-> write `user: \"1000:1000\"`, or a USER in its Dockerfile";
    const std::string root =
        " runs as root\nan intruder owns every file in the container and starts with all its capabilities" +
        help;
    const std::string no_user = "the image's last stage has no USER";
    const std::string low = " needs root only to listen on port 80\nnothing else here needs root";
    const std::string docker =
        "\nDocker lets every user bind low ports in a container's own network";
    const std::string by_docker =
        docker + "\n-> run it as another user, or map a port from 1024 up";
    const std::string end_with_user =
        "\n-> write a USER that is not root at the end of the stage, such as `USER 1000:1000`";
    const std::string_view rule = "runs-as-root";
    const std::string_view port = "root-for-low-port";
    const std::string ports = "    expose: [\"80\"]\n    cap_drop: [ALL]\n";
    return {
        {"compose.yaml",
         built("        FROM scratch\n"),
         rule,
         "service `web` runs as root\nneither the service nor its Dockerfile sets a user" + help,
         {no_user}},
        {"compose.yaml",
         built("        FROM a:1\n"),
         rule,
         "service `web` may run as root\nneither the service nor its Dockerfile sets a user, the base image decides" +
             help,
         {no_user}},
        {"compose.yaml",
         built("        FROM a:1\n        USER root\n"),
         rule,
         "service `web`" + root,
         {"the image's last USER"}},
        {"compose.yaml",
         built("        FROM a:1\n        USER 1000\n        ENTRYPOINT [\"sudo\", \"server\"]\n"),
         rule,
         "service `web`" + root,
         {"its entry point changes to this user"}},
        {"compose.yaml",
         built("        FROM a:1\n        EXPOSE 80\n"),
         port,
         "service `web`" + low + by_docker,
         {"a port below 1024 in its Dockerfile"}},
        {"compose.yaml",
         service(ports + "    user: root\n"),
         port,
         "service `web`" + low + by_docker,
         {"the port below 1024"}},
        {"compose.yaml", service(ports), port, "service `web`" + low + by_docker, {}},
        {"compose.yaml",
         service(ports + "    network_mode: host\n"),
         port,
         "service `web`" + low + "\n-> run it as another user on a port from 1024 up",
         {}},
        {"compose.yaml",
         service(ports + "    network_mode: service:host\n"),
         port,
         "service `web`" + low + by_docker,
         {}},
        {"run.sh",
         "nerdctl run --cap-drop=ALL -u root -p 80:80 a:1\n",
         port,
         "`a:1`" + low +
             "\n-> run it as another user with the sysctl `net.ipv4.ip_unprivileged_port_start=0`, or on a port from 1024 up",
         {"the port below 1024"}},
        {"Dockerfile",
         "FROM a:1\nEXPOSE 80\nUSER root\n",
         port,
         "the image" + low + docker + "\n-> write a USER that is not root at the end of the stage",
         {"the port below 1024"}},
        {"Dockerfile",
         "FROM a:1\nUSER app\nENTRYPOINT [\"sudo\", \"server\"]\n",
         rule,
         "the image's start command becomes root through `sudo`\nits USER has no effect on that"
         "\n-> run the program itself, and write `USER 1000:1000` at the end of the stage",
         {}},
        {"Dockerfile",
         "FROM a:1\nUSER \"\"\n",
         rule,
         "the image starts as root\nan intruder owns every file in the container and starts with all its capabilities" +
             end_with_user,
         {}},
        {"Dockerfile",
         "FROM a:1\n",
         rule,
         "the image may start as root\nits final stage sets no user, the base image decides" +
             end_with_user,
         {}},
    };
}

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
         service(
             "    network_mode: host\n    cap_drop: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, MKNOD, SETFCAP, FSETID, KILL, "
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
         "`web` adds SYS_BOOT: " + std::string(info(Capability::SYS_BOOT).risk) +
             "; nothing in a container needs it, leave it out",
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
    for (const Label& note : finding.flag.related) notes.push_back(note.text);
    return notes;
}

/// Title, notes and help, each on a line of its own.
std::string words_of(const Flag& flag) {
    std::string words = flag.title;
    for (const std::string& note : flag.notes) words += "\n" + note;
    return words + "\n-> " + flag.help;
}

void check_words(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        const auto judged = fixture::judge(row.file, row.text, find_rule(row.rule));
        bool said = false;
        for (const Finding& finding : judged.linted.findings) {
            if (finding.rule->id != row.rule) continue;
            said = true;
            CHECK(words_of(finding.flag) == row.message);
            CHECK(notes_of(finding) == row.notes);
        }
        CHECK(said);
    }
}

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        const auto judged = fixture::judge(row.file, row.text, find_rule(row.rule));
        bool said = false;
        for (const Finding& finding : judged.linted.findings) {
            if (finding.rule->id != row.rule) continue;
            said = true;
            CHECK(finding.flag.title == row.message);
            CHECK(notes_of(finding) == row.notes);
        }
        CHECK(said);
    }
}

} // namespace

TEST_CASE("each capability rule says what, why and what to do", "[messages_test]") {
    check_rows(rows());
    check_rows(rows_about_neighbours());
    check_words(rows_about_namespaces());
    check_words(rows_about_files());
    check_words(rows_about_users());
    check_words(rows_about_problems());
    check_rows(rows_about_all());
    check_rows(rows_about_builds());
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

TEST_CASE("a spelling that the container's own runtime takes may fail elsewhere",
          "[messages_test]") {
    format::ParseOptions options;
    options.engine = Engine::crio;
    const auto said = [&](std::string_view capabilities) {
        const Document document =
            parse(std::make_shared<Source>("pod.yaml", pod("", capabilities)), options);
        std::vector<std::string> messages;
        for (const Finding& finding :
             check::lint_document(document, std::vector{find_rule("unportable-capability-name")})
                 .findings)
            messages.push_back(finding.flag.title);
        return messages;
    };
    using Messages = std::vector<std::string>;
    const std::string who = "`Pod/p`, container `c`, ";
    const std::string prefix =
        "containerd passes over names that begin with CAP_ in silence; write ";
    CHECK(said("drop: [ALL], add: [CAP_SYS_TIME]") ==
          Messages{who + "adds \"CAP_SYS_TIME\": " + prefix + "SYS_TIME"});
    CHECK(said("drop: [cap_chown]") == Messages{who + "drops \"cap_chown\": " + prefix + "CHOWN"});
    CHECK(
        said("drop: [ALL], add: [sys_time]") ==
        Messages{
            who +
            "adds \"sys_time\": runtimes take it, Pod Security admission compares exactly and refuses the pod; write SYS_TIME"});
    CHECK(
        said("drop: [all]") ==
        Messages{
            who +
            "drops \"all\": runtimes take it, Pod Security's restricted level asks for exactly \"ALL\"; write ALL"});
    CHECK(said("drop: [ALL, chown], add: [CAP_NO_SUCH]").empty());
    options.engine = Engine::containerd;
    CHECK(said("drop: [ALL], add: [NO_SUCH]").empty());
    CHECK(
        said("drop: [ALL], add: [\" SYS_TIME\"]") ==
        Messages{
            who +
            "adds \" SYS_TIME\": containerd passes over it in silence: unknown capability \"CAP_ SYS_TIME\", so it is not "
            "given; write SYS_TIME"});
}

TEST_CASE("a contradiction stands at the later word, its note at the earlier one",
          "[messages_test]") {
    for (const bool drop_first : {true, false}) {
        const std::string drop = "    cap_drop: [SYS_TIME]\n";
        const std::string add = "    cap_add: [SYS_TIME]\n";
        const auto judged =
            fixture::judge("compose.yaml", service(drop_first ? drop + add : add + drop));
        bool said = false;
        for (const Finding& finding : judged.linted.findings) {
            if (finding.rule->id != "contradictory-capabilities") continue;
            said = true;
            const Source& source = *judged.document.sources[0];
            CHECK(source.position(finding.flag.at.span.begin).line == 5);
            REQUIRE(finding.flag.related.size() == 1);
            CHECK(source.position(finding.flag.related[0].at.span.begin).line == 4);
            CHECK(finding.flag.related[0].text ==
                  (drop_first ? "SYS_TIME is dropped here" : "SYS_TIME is added here"));
        }
        CHECK(said);
    }
}

TEST_CASE("what `privileged` brings stands at its value", "[messages_test]") {
    const Document document =
        parse(std::make_shared<Source>("compose.yaml",
                                       service("    privileged: true\n    cap_drop: [ALL]\n")),
              {});
    const check::Linted linted =
        check::lint_document(document, std::vector{find_rule("sys-admin")});
    REQUIRE(linted.findings.size() == 1);
    CHECK(
        linted.findings[0].flag.title ==
        "`web` holds SYS_ADMIN, since it is privileged: mount, namespaces and more, close to root on the host; look for the narrower "
        "capability or another design, such as a volume for a mount (`dropcap explain SYS_ADMIN`)");
    CHECK(document.text(linted.findings[0].flag.at) == "true");
}

TEST_CASE("an added ALL wants a reason like any other word, and is about all of them",
          "[messages_test]") {
    const Document document =
        parse(std::make_shared<Source>("compose.yaml",
                                       service("    cap_add: [ALL]\n    cap_drop: [\"$X\"]\n")),
              {});
    const check::Linted linted =
        check::lint_document(document, std::vector{find_rule("unjustified-capability")});
    REQUIRE(linted.findings.size() == 1);
    CHECK(
        linted.findings[0].flag.title ==
        "`web` adds ALL without a comment that says what for: the next reader can neither trust nor remove it; write the reason beside or "
        "above it");
    CHECK(linted.findings[0].flag.about == CapabilitySet::all());
    const auto one = fixture::judge(
        "compose.yaml",
        service("    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n    expose: [\"8080\"]\n"),
        find_rule("unjustified-capability"));
    REQUIRE(one.linted.findings.size() == 2); // the other is unneeded-net-bind-service
    for (const Finding& finding : one.linted.findings)
        CHECK(finding.flag.about == CapabilitySet{Capability::NET_BIND_SERVICE});
}

TEST_CASE("one cause, one finding: what covers the rest and what comes to light without it",
          "[messages_test]") {
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

    // Each of these words is somebody's finding; under `privileged` nobody's, under ALL only that
    // of ALL.
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
    CHECK(rules_of("compose.yaml", hidden) ==
          Ids{"dac-override", "missing-drop-all", "mknod", "net-raw"});
}

TEST_CASE("what cannot be known is judged by what is certain", "[messages_test]") {
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
