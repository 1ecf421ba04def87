// What the rules outside of the capability family say in each format, to the letter: title, label,
// notes, help and facet.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;

namespace {

/// The words of a flag.
struct Words {
    std::string title;
    std::string label;
    std::vector<std::string> notes;
    std::string help;
    std::string facet;

    friend bool operator==(const Words&, const Words&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Words& words) {
        out << words.title << "\n  ^ " << words.label;
        for (const std::string& note : words.notes) out << "\n  = note: " << note;
        return out << "\n  = help: " << words.help << "\n  facet: " << words.facet << "\n";
    }
};

struct Row {
    std::string file; ///< its name gives the format
    std::string text;
    std::string_view rule;
    std::vector<Words> words; ///< of all flags of the rule
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
    const auto seccomp = [](const std::string& who, const std::string& help) {
        return Words{
            who + " switches the seccomp filter off",
            "no system call is filtered",
            {"it can make every system call of the host's kernel, also the rare ones that exploits need"},
            help,
            "seccomp"};
    };
    const auto apparmor = [](const std::string& who, const std::string& help) {
        return Words{who + " switches AppArmor off",
                     "no profile applies",
                     {"only capabilities then restrict mounting and writing to /proc and /sys"},
                     help,
                     "apparmor"};
    };
    const std::string runtime_default = "set `seccompProfile.type: RuntimeDefault`";
    const std::string apparmor_default = "set `appArmorProfile.type: RuntimeDefault`";
    return {
        {"compose.yaml",
         service("    security_opt: [seccomp=unconfined]\n"),
         "unconfined-seccomp",
         {seccomp("service `web`", "remove it, or name a profile of your own")}},
        {"pod.yaml",
         pod("  securityContext: {seccompProfile: {type: Unconfined}}\n", "runAsUser: 1"),
         "unconfined-seccomp",
         {seccomp("Pod/p", runtime_default)}},
        {"pod.yaml",
         pod("", "seccompProfile: {type: Unconfined}"),
         "unconfined-seccomp",
         {seccomp("container `c` of Pod/p", runtime_default),
          seccomp("container `d` of Pod/p", runtime_default)}},
        {"run.sh",
         command("--security-opt apparmor=unconfined"),
         "unconfined-apparmor",
         {apparmor("`a:1`", "leave the option out, or name a loaded profile")}},
        {"pod.yaml",
         pod("  securityContext: {appArmorProfile: {type: Unconfined}}\n", "runAsUser: 1"),
         "unconfined-apparmor",
         {apparmor("Pod/p", apparmor_default)}},
        {"pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/c: "
         "unconfined\n"
         "spec:\n  containers:\n    - {name: c, image: a:1}\n",
         "unconfined-apparmor",
         {apparmor("container `c` of Pod/p", apparmor_default)}},
        {"run.sh",
         command("--security-opt label:disable"),
         "disabled-selinux",
         {{"`a:1` switches SELinux separation off",
           "switches labels off",
           {"its processes run unconfined and may use files of the host and of other containers"},
           "leave the option out, and label the shared folder with `:z` or `:Z`",
           "selinux"}}},
    };
}

std::vector<Row> processes() {
    const auto gain = [](const std::string& title, const std::string& label,
                         const std::string& help) {
        return Words{
            title,
            label,
            {"a setuid program or one with file capabilities makes an ordinary user root again"},
            help,
            "no-new-privileges"};
    };
    const std::string does_not_forbid = " does not forbid its processes to gain privileges";
    Words swarm = gain("`a:1`" + does_not_forbid, "nothing forbids it",
                       "set `\"no-new-privileges\": true` in the nodes' daemon.json");
    swarm.notes.emplace_back("Swarm services cannot set it");
    const auto user = [](const std::string& title, const std::string& label,
                         const std::string& note, const std::string& help) {
        return Words{title, label, {note}, help, "user"};
    };
    const std::string root =
        "an intruder owns every file in the container and starts with all its capabilities";
    const std::string image_decides = "the image decides, and most images start as root";
    const std::string end_with_user =
        "write a USER that is not root at the end of the stage, such as `USER 1000:1000`";
    return {
        {"compose.yaml",
         service(""),
         "no-new-privileges",
         {gain("service `web`" + does_not_forbid, "nothing forbids it",
               "write `security_opt: [\"no-new-privileges:true\"]`")}},
        {"run.sh",
         command("--security-opt no-new-privileges=false"),
         "no-new-privileges",
         {gain("`a:1` lets its processes gain privileges", "allows it",
               "write `--security-opt no-new-privileges`")}},
        {"pod.yaml", pod("", "privileged: true"), "no-new-privileges", {}},
        {"run.sh", "docker service create --cap-drop=ALL a:1\n", "no-new-privileges", {swarm}},
        {"run.sh", "docker service update --cap-add=CHOWN web\n", "no-new-privileges", {}},
        {"run.sh", "docker service update --cap-add=CHOWN web\n", "runs-as-root", {}},
        {"run.sh", "docker service update --cap-add=CHOWN web\n", "writable-root-filesystem", {}},
        {"run.sh",
         command(""),
         "writable-root-filesystem",
         {{"`a:1` can write to its root filesystem",
           "not set to read-only",
           {"an intruder can replace programs and keep tools there"},
           "write `--read-only`, with `--tmpfs /tmp` for scratch files",
           "read-only-root"}}},
        {"compose.yaml",
         service("    read_only: false\n"),
         "writable-root-filesystem",
         {{"service `web` can write to its root filesystem",
           "writable",
           {"an intruder can replace programs and keep tools there"},
           "write `read_only: true`, with a `tmpfs` for scratch files",
           "read-only-root"}}},
        {"pod.yaml",
         pod("  securityContext: {runAsNonRoot: false}\n", "privileged: false"),
         "runs-as-root",
         {user("Pod/p may run as root", "allows root", image_decides,
               "set `runAsNonRoot: true` and a `runAsUser` above 0")}},
        {"pod.yaml",
         pod("  securityContext: {runAsUser: 0}\n", "privileged: false"),
         "runs-as-root",
         {user("Pod/p runs as root", "this user is root", root,
               "set `runAsNonRoot: true` and a `runAsUser` above 0")}},
        {"compose.yaml",
         service("    user: \"0:1000\"\n"),
         "runs-as-root",
         {user("service `web` runs as root", "this user is root", root,
               "write `user: \"1000:1000\"`, or a USER in its Dockerfile")}},
        {"run.sh",
         command(""),
         "runs-as-root",
         {user("`a:1` may run as root", "no user is set", image_decides,
               "write `--user 1000:1000`, or a USER in its Dockerfile")}},
        {"Dockerfile",
         "FROM scratch\n",
         "runs-as-root",
         {user("the image starts as root", "this stage sets no user",
               "its final stage sets no user", end_with_user)}},
        {"Dockerfile",
         "FROM a:1\n",
         "runs-as-root",
         {user("the image may start as root", "this stage sets no user",
               "its final stage sets no user, the base image decides", end_with_user)}},
        {"Dockerfile",
         "FROM a:1\nUSER 0\n",
         "runs-as-root",
         {user("the image starts as root", "this user is root", root, end_with_user)}},
        {"Dockerfile",
         "FROM a:1\nENTRYPOINT [\"sudo\", \"server\"]\n",
         "runs-as-root",
         {user("the image's start command becomes root through `sudo`", "becomes root",
               "its USER has no effect on that",
               "run the program itself, and write `USER 1000:1000` at the end of the stage")}},
        {"run.sh",
         "podman run --cap-drop=ALL -u root -p 80:80 a:1\n",
         "root-for-low-port",
         {{"`a:1` needs root only to listen on port 80",
           "root",
           {"nothing else here needs root",
            "Podman passes an added capability on to an ordinary user"},
           "run it as another user with NET_BIND_SERVICE alone, or map a port from 1024 up",
           "80"}}},
    };
}

std::vector<Row> others() {
    return {
        {"pod.yaml",
         pod("  hostNetwork: true\n", "privileged: false"),
         "host-namespace",
         {{"Pod/p shares the host's network namespace",
           "the host's namespace",
           {"it reaches what listens on the host's loopback, binds the host's ports, and no network policy applies"},
           "remove it, unless this container administers the host",
           "hostNetwork"}}},
        {"compose.yaml",
         service("    user: ${WEB_USER}\n"),
         "unresolved-value",
         {{"service `web` leaves its user unresolved",
           "not known from the files",
           {"WEB_USER is not set and has no default",
            "if it is root, 0 or empty, the container may run as root"},
           "write the value, or give the variable a safe default",
           "user"}}},
        {"compose.yaml",
         service("cap_add: [ALL]\n"),
         "misplaced-security-setting",
         {{"`cap_add` has no effect in the file's top level",
           "has no effect here",
           {"Compose knows no such key there and refuses the file"},
           "move it into a service",
           ":cap_add"}}},
        {"pod.yaml",
         pod("  securityContext: {privileged: false}\n", "runAsUser: 1"),
         "misplaced-security-setting",
         {{"`privileged` has no effect in the pod's securityContext",
           "has no effect here",
           {"kubectl refuses this unknown field, and other clients drop it without an error",
            "it was meant for Pod/p"},
           "move it to the securityContext of each container as `privileged`",
           "Pod/p:privileged"}}},
        {"pod.yaml",
         pod("", "privileged: false"),
         "missing-seccomp-profile",
         {{"container `c` of Pod/p names no seccomp profile",
           "no seccomp profile is set",
           {"Kubernetes starts it without a filter, unless its kubelet runs with seccompDefault"},
           "set `seccompProfile.type: RuntimeDefault` for the pod",
           "seccomp"},
          {"container `d` of Pod/p names no seccomp profile",
           "no seccomp profile is set",
           {"Kubernetes starts it without a filter, unless its kubelet runs with seccompDefault"},
           "set `seccompProfile.type: RuntimeDefault` for the pod",
           "seccomp"}}},
        {"Dockerfile",
         "FROM a:1\nRUN setcap cap_net_raw+ep /bin/ping\nUSER 1000\nLABEL RUN=\"docker run --cap-drop=ALL IMAGE\"\n",
         "file-capabilities-blocked",
         {{"label `RUN` does not grant NET_RAW to `/bin/ping`",
           "not granted where the image runs",
           {"starting `/bin/ping` fails with \"Operation not permitted\""},
           "add NET_RAW back, or build without setcap",
           "NET_RAW:/bin/ping"}}},
    };
}

/// Problems of a file in the parts of a flag.
std::vector<Row> problems() {
    const std::string default_help = "write it as the program that reads it expects";
    return {
        {"compose.yaml",
         "services:\n  web:\n    image: a:1\n    cap_drop: {ALL: }\n",
         "syntax",
         {{"in service `web`, `cap_drop` must be a list, and this is a mapping",
           "refused",
           {"Compose refuses the file"},
           default_help,
           "value:{ALL: }"}}},
        {"compose.yaml",
         service("volume: {}\n"),
         "syntax",
         {{"Compose knows no `volume` at the top level and refuses the file",
           "not accepted",
           {},
           "write `volumes`",
           "refused:volume"}}},
        {"compose.yaml",
         service("    user: \"1\"\n    user: \"2\"\n"),
         "syntax",
         {{"the key `user` is written twice in this mapping (first on line 5)",
           "refused",
           {"Compose refuses the file"},
           "keep one of the two",
           "merge:user"}}},
    };
}

/// Each value that may be unresolved, and its consequence.
std::vector<Row> unresolved_values() {
    const auto compose = [](const std::string& name, const std::string& facet,
                            const std::string& then) {
        return std::vector<Words>{{"service `web` leaves " + name + " unresolved",
                                   "not known from the files",
                                   {"X is not set and has no default", then},
                                   "write the value, or give the variable a safe default",
                                   facet}};
    };
    const auto option = [](std::string_view text) {
        return service("    security_opt: [\"" + std::string(text) + "\"]\n");
    };
    const std::string gain = ", its processes may gain privileges through setuid programs";
    const std::string_view rule = "unresolved-value";
    return {
        {"compose.yaml", option("apparmor=${X}"), rule,
         compose("its AppArmor profile", "apparmor",
                 "if it is unconfined, AppArmor does not restrict the container")},
        {"compose.yaml", option("seccomp=${X}"), rule,
         compose("its seccomp profile", "seccomp",
                 "if it is unconfined, no system call is filtered")},
        {"compose.yaml", option("label=${X}"), rule,
         compose("its SELinux label", "selinux",
                 "if it is disable, SELinux does not restrict the container")},
        {"compose.yaml", option("no-new-privileges=${X}"), rule,
         compose("no-new-privileges", "no-new-privileges", "unless it is true" + gain)},
        {"compose.yaml", service("    pid: ${X}\n"), rule,
         compose("its PID namespace", "hostPID",
                 "if it is the host's, the container sees and signals the host's processes")},
        {"compose.yaml", service("    ipc: ${X}\n"), rule,
         compose("its IPC namespace", "hostIPC",
                 "if it is the host's, the container shares the host's memory segments")},
        {"compose.yaml", service("    network_mode: ${X}\n"), rule,
         compose("its network", "hostNetwork",
                 "if it is the host's, the container shares the node's network")},
        {"compose.yaml", service("    userns_mode: ${X}\n"), rule,
         compose("its user namespace", "hostUsers",
                 "if it is the host's, root in the container is root on the host")},
        {"compose.yaml", service("    read_only: ${X}\n"), rule,
         compose("its read-only root filesystem", "read-only-root",
                 "unless it is true, the container can write to its root filesystem")},
        {"compose.yaml", service("    privileged: ${X}\n"), rule,
         compose(
             "`privileged`", "privileged",
             "if it is true, the container has all 41 capabilities without seccomp, AppArmor and SELinux")},
        {"pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - {name: c, image: a:1, securityContext: "
         "{allowPrivilegeEscalation: \"{{ e }}\", runAsNonRoot: \"{{ n }}\", capabilities: {drop: [ALL]}}}\n",
         rule,
         {{"container `c` of Pod/p leaves `allowPrivilegeEscalation` unresolved",
           "not known from the files",
           {"a template fills it in", "unless it is false" + gain},
           "write the value, or give the variable a safe default",
           "no-new-privileges"},
          {"container `c` of Pod/p leaves `runAsNonRoot` unresolved",
           "not known from the files",
           {"a template fills it in",
            "unless it is true, nothing keeps the container from running as root"},
           "write the value, or give the variable a safe default",
           "run-as-non-root"}}},
    };
}

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        INFO(row.text);
        const auto checked = fixture::lint(row.file, row.text, find_rule(row.rule));
        std::vector<Words> words;
        for (const Finding& finding : checked.linted.findings) {
            const Flag& flag = finding.flag;
            if (finding.rule->id == row.rule)
                words.push_back({flag.title, flag.label, flag.notes, flag.help, flag.facet});
        }
        CHECK(words == row.words);
    }
}

} // namespace

TEST_CASE("values that are unresolved", "[confinement_messages_test]") {
    check_rows(unresolved_values());
}

TEST_CASE("confinement that is switched off", "[confinement_messages_test]") {
    check_rows(confinement());
}

TEST_CASE("who processes are and may become", "[confinement_messages_test]") {
    check_rows(processes());
}

TEST_CASE("namespaces, ports, places and programs with capabilities",
          "[confinement_messages_test]") {
    check_rows(others());
}

TEST_CASE("what a reader refuses, in parts", "[confinement_messages_test]") {
    check_rows(problems());
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
        const auto checked = fixture::lint(row.file, row.before, find_rule(row.rule));
        Fix all;
        bool said = false;
        for (const Finding& finding : checked.linted.findings) {
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
