// What the rules beside the capability family say in each format, to the letter: whom it concerns,
// why it matters, what to write.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;

namespace {

struct Row {
    std::string file; ///< its name gives the format
    std::string text;
    std::string_view rule;
    std::vector<std::string> messages; ///< all that the rule says of the file
};

std::string service(std::string_view lines) {
    return "services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n" + std::string(lines);
}

std::string command(std::string_view words) {
    return "docker run --cap-drop=ALL " + std::string(words) + " a:1\n";
}

std::string pod(std::string_view spec, std::string_view context) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n" + std::string(spec) +
           "  containers:\n    - name: c\n      image: a:1\n      securityContext: {capabilities: {drop: [\"ALL\"]}, " +
           std::string(context) +
           "}\n    - name: d\n      image: a:1\n      securityContext: {capabilities: {drop: [\"ALL\"]}, " +
           std::string(context) + "}\n";
}

std::vector<Row> confinement() {
    const std::string seccomp =
        " switches the seccomp filter off: every system call of the host's kernel is within reach, also the obscure "
        "ones that exploits need; ";
    const std::string apparmor =
        " switches AppArmor off: mounting and writing to /proc and /sys are then held back by capabilities alone; ";
    return {
        {"compose.yaml",
         service("    security_opt: [seccomp=unconfined]\n"),
         "unconfined-seccomp",
         {"`web`" + seccomp + "remove it, or name a profile of your own"}},
        {"pod.yaml",
         pod("  securityContext: {seccompProfile: {type: Unconfined}}\n", "runAsUser: 1"),
         "unconfined-seccomp",
         {"`Pod/p`" + seccomp + "set `seccompProfile.type: RuntimeDefault`"}},
        {"pod.yaml",
         pod("", "seccompProfile: {type: Unconfined}"),
         "unconfined-seccomp",
         {"`Pod/p`, container `c`," + seccomp + "set `seccompProfile.type: RuntimeDefault`",
          "`Pod/p`, container `d`," + seccomp + "set `seccompProfile.type: RuntimeDefault`"}},
        {"run.sh",
         command("--security-opt apparmor=unconfined"),
         "unconfined-apparmor",
         {"`a:1`" + apparmor + "leave the option out, or name a loaded profile"}},
        {"pod.yaml",
         pod("  securityContext: {appArmorProfile: {type: Unconfined}}\n", "runAsUser: 1"),
         "unconfined-apparmor",
         {"`Pod/p`" + apparmor + "set `appArmorProfile.type: RuntimeDefault`"}},
        {"pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/c: "
         "unconfined\n"
         "spec:\n  containers:\n    - {name: c, image: a:1}\n",
         "unconfined-apparmor",
         {"`Pod/p`, container `c`," + apparmor + "set `appArmorProfile.type: RuntimeDefault`"}},
        {"run.sh",
         command("--security-opt label:disable"),
         "disabled-selinux",
         {"`a:1` switches SELinux separation off: its processes run unconfined and may touch files of the host and of other containers; "
          "leave the option out, and label the shared folder with `:z` or `:Z`"}},
    };
}

std::vector<Row> processes() {
    const std::string gain =
        ": a setuid program or one with file capabilities brings an ordinary user back to root; ";
    const std::string root =
        ": whoever breaks in owns every file in the container and starts with all its capabilities; ";
    return {
        {"compose.yaml",
         service(""),
         "no-new-privileges",
         {"`web` does not forbid its processes to gain privileges" + gain +
          "write `security_opt: [\"no-new-privileges:true\"]`"}},
        {"run.sh",
         command("--security-opt no-new-privileges=false"),
         "no-new-privileges",
         {"`a:1` lets its processes gain privileges" + gain +
          "write `--security-opt no-new-privileges`"}},
        {"pod.yaml", pod("", "privileged: true"), "no-new-privileges", {}},
        {"run.sh",
         "docker service create --cap-drop=ALL a:1\n",
         "no-new-privileges",
         {"`a:1` does not forbid its processes to gain privileges" + gain +
          "set `\"no-new-privileges\": true` in the nodes' daemon.json, Swarm services cannot say it"}},
        {"run.sh", "docker service update --cap-add=CHOWN web\n", "no-new-privileges", {}},
        {"run.sh", "docker service update --cap-add=CHOWN web\n", "runs-as-root", {}},
        {"run.sh", "docker service update --cap-add=CHOWN web\n", "writable-root-filesystem", {}},
        {"pod.yaml",
         pod("  securityContext: {runAsNonRoot: false}\n", "privileged: false"),
         "runs-as-root",
         {"nothing keeps `Pod/p` from running as root: the image decides, and most images start as root; set `runAsNonRoot: true` and a "
          "`runAsUser` above 0"}},
        {"pod.yaml",
         pod("  securityContext: {runAsUser: 0}\n", "privileged: false"),
         "runs-as-root",
         {"`Pod/p` runs as root (user `0`)" + root +
          "set `runAsNonRoot: true` and a `runAsUser` above 0"}},
        {"compose.yaml",
         service("    user: \"0:1000\"\n"),
         "runs-as-root",
         {"`web` runs as root (user `0`)" + root +
          "write `user: \"1000:1000\"`, or a USER in its Dockerfile"}},
        {"run.sh",
         command(""),
         "runs-as-root",
         {"nothing keeps `a:1` from running as root: the image decides, and most images start as root; write `--user 1000:1000`, or a USER "
          "in "
          "its Dockerfile"}},
        {"Dockerfile",
         "FROM scratch\n",
         "runs-as-root",
         {"the image starts as root: its final stage sets no user; end it with a USER, such as `USER 1000:1000`"}},
        {"Dockerfile",
         "FROM a:1\nUSER 0\n",
         "runs-as-root",
         {"the image starts as root: its last USER is `0`; end the stage with a USER that is not root, such as `USER 1000:1000`"}},
        {"run.sh",
         "podman run --cap-drop=ALL -u root -p 80:80 a:1\n",
         "root-for-low-port",
         {"`a:1` listens on port 80 and shows no other need of root: run it as another user with NET_BIND_SERVICE alone, which Podman "
          "hands "
          "on to it, or map a port from 1024 up"}},
    };
}

std::vector<Row> others() {
    return {
        {"pod.yaml",
         pod("  hostNetwork: true\n", "privileged: false"),
         "host-namespace",
         {"`Pod/p` shares the host's network namespace: it reaches what listens on the host's loopback, binds the host's ports, and no "
          "network policy holds it; leave it out unless this is what the container is for"}},
        {"compose.yaml",
         service("    cap_add: [NET_BIND_SERVICE]\n    ports: [\"80:9000\", \"81:8080-8090\"]\n"),
         "unneeded-net-bind-service",
         {"`web` adds NET_BIND_SERVICE, which only ports below 1024 ask for, but the lowest port it declares is 8080; leave it out"}},
        {"compose.yaml",
         service("    user: ${WEB_USER}\n"),
         "unresolved-value",
         {"`${WEB_USER}` in `web` cannot be known (WEB_USER is not set and has no default): if it is root, 0 or empty, the container may "
          "run "
          "as root"}},
        {"compose.yaml",
         service("cap_add: [ALL]\n"),
         "misplaced-security-setting",
         {"`cap_add` in the file's top level has no effect: Compose knows no such key there and refuses the file; move it into a service"}},
        {"pod.yaml",
         pod("  securityContext: {privileged: false}\n", "runAsUser: 1"),
         "misplaced-security-setting",
         {"`Pod/p`: `privileged` in the pod's securityContext has no effect: kubectl refuses this unknown field, and clients without "
          "strict "
          "validation drop it in silence: nothing is set; move it to the securityContext of each container as `privileged`"}},
        {"Dockerfile",
         "FROM a:1\nRUN setcap cap_net_raw+ep /bin/ping\nUSER 1000\nLABEL RUN=\"docker run --cap-drop=ALL IMAGE\"\n",
         "file-capabilities-blocked",
         {"`RUN` does not grant NET_RAW, so starting `/bin/ping` fails with \"Operation not permitted\": add NET_RAW back, or build "
          "without "
          "setcap"}},
    };
}

/// Each value that may be open, and what hangs on it.
std::vector<Row> open_values() {
    const auto compose = [](std::string_view text, std::string_view then) {
        return "`" + std::string(text) +
               "` in `web` cannot be known (X is not set and has no default): " + std::string(then);
    };
    const auto option = [](std::string_view text) {
        return service("    security_opt: [\"" + std::string(text) + "\"]\n");
    };
    const std::string gain = ", its processes may gain privileges through setuid programs";
    const std::string_view rule = "unresolved-value";
    return {
        {"compose.yaml",
         option("apparmor=${X}"),
         rule,
         {compose("apparmor=${X}", "if it is unconfined, AppArmor does not hold the container")}},
        {"compose.yaml",
         option("seccomp=${X}"),
         rule,
         {compose("seccomp=${X}", "if it is unconfined, no system call is filtered")}},
        {"compose.yaml",
         option("label=${X}"),
         rule,
         {compose("label=${X}", "if it is disable, SELinux does not hold the container")}},
        {"compose.yaml",
         option("no-new-privileges=${X}"),
         rule,
         {compose("no-new-privileges=${X}", "unless it is true" + gain)}},
        {"compose.yaml",
         service("    pid: ${X}\n"),
         rule,
         {compose("${X}",
                  "if it is the host's, the container sees and signals the host's processes")}},
        {"compose.yaml",
         service("    ipc: ${X}\n"),
         rule,
         {compose("${X}", "if it is the host's, the container shares the host's memory segments")}},
        {"compose.yaml",
         service("    network_mode: ${X}\n"),
         rule,
         {compose("${X}", "if it is the host's, the container shares the node's network")}},
        {"compose.yaml",
         service("    userns_mode: ${X}\n"),
         rule,
         {compose("${X}", "if it is the host's, root in the container is root on the host")}},
        {"compose.yaml",
         service("    read_only: ${X}\n"),
         rule,
         {compose("${X}", "unless it is true, the container can write to its root filesystem")}},
        {"compose.yaml",
         service("    privileged: ${X}\n"),
         rule,
         {compose(
             "${X}",
             "if it makes the container privileged, that is all 41 capabilities without seccomp, AppArmor and SELinux")}},
        {"pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - {name: c, image: a:1, securityContext: "
         "{allowPrivilegeEscalation: \"{{ e }}\", runAsNonRoot: \"{{ n }}\", capabilities: {drop: [ALL]}}}\n",
         rule,
         {"`{{ e }}` in `Pod/p`, container `c`, cannot be known (a template fills it in): unless it is false" +
              gain,
          "`{{ n }}` in `Pod/p`, container `c`, cannot be known (a template fills it in): unless it is true, nothing keeps the container "
          "from "
          "running as root"}},
    };
}

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        const auto judged = fixture::judge(row.file, row.text, find_rule(row.rule));
        std::vector<std::string> messages;
        for (const Finding& finding : judged.linted.findings)
            if (finding.rule->id == row.rule) messages.push_back(finding.flag.title);
        CHECK(messages == row.messages);
    }
}

} // namespace

TEST_CASE("values that are open", "[confinement_messages_test]") { check_rows(open_values()); }

TEST_CASE("confinement that is switched off", "[confinement_messages_test]") {
    check_rows(confinement());
}

TEST_CASE("who processes are and may become", "[confinement_messages_test]") {
    check_rows(processes());
}

TEST_CASE("namespaces, ports, open values, places and programs with capabilities",
          "[confinement_messages_test]") {
    check_rows(others());
}

TEST_CASE(
    "Kubernetes' word for the runtime's profile is the one of its place, and elsewhere nothing is written for anybody",
    "[confinement_messages_test]") {
    const auto annotated = [](std::string_view profile) {
        return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/c: " +
               std::string(profile) +
               "\nspec:\n  containers:\n    - name: c\n      image: a:1\n      securityContext: {capabilities: {drop: [\"ALL\"]}}\n";
    };
    struct Fixed {
        std::string file, before, after; ///< after: empty where there is no fix
        std::string_view rule;
    };
    const std::vector<Fixed> rows = {
        {"pod.yaml", pod("", "appArmorProfile: {type: Unconfined}"),
         pod("", "appArmorProfile: {type: RuntimeDefault}"), "unconfined-apparmor"},
        {"pod.yaml", annotated("unconfined"), annotated("runtime/default"), "unconfined-apparmor"},
        {"pod.yaml", pod("", "seccompProfile: {type: 'Unconfined'}"),
         pod("", "seccompProfile: {type: 'RuntimeDefault'}"), "unconfined-seccomp"},
        {"compose.yaml", service("    security_opt: [seccomp=unconfined]\n"), "",
         "unconfined-seccomp"},
        {"compose.yaml", service("    security_opt: [apparmor=unconfined]\n"), "",
         "unconfined-apparmor"},
    };
    for (const Fixed& row : rows) {
        INFO(row.before);
        const auto judged = fixture::judge(row.file, row.before, find_rule(row.rule));
        Fix all;
        bool said = false;
        for (const Finding& finding : judged.linted.findings) {
            if (finding.rule->id != row.rule) continue;
            said = true;
            CHECK(finding.flag.fix.has_value() == !row.after.empty());
            if (finding.flag.fix)
                all.edits.insert(all.edits.end(), finding.flag.fix->edits.begin(),
                                 finding.flag.fix->edits.end());
        }
        CHECK(said);
        if (!row.after.empty()) CHECK(fixture::apply(row.before, all) == row.after);
    }
}
