// Pod Security Standards, control by control: what violates baseline (B) or only restricted (R),
// and the value next to it that does not.

#include "tests/kubernetes_outline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using dropcap::testing::ManifestOutline;
using dropcap::testing::read_manifest;

namespace {

/// A pod that restricted admits, with changes: `context` and `spec` are the container's and the
/// pod's own fields before those.
std::string restricted_pod(const std::string& spec, const std::string& container,
                           const std::string& context) {
    return "kind: Pod\nmetadata: {name: p}\nspec:\n  " + spec +
           "\n  containers:\n  - name: c\n    image: i\n    " + container +
           "\n    securityContext:\n      " + context + "\n";
}

const std::string good_pod =
    "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}";
const std::string good_context = "{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";

/// The violations without their places: `B Capabilities [c] adds CHOWN`.
std::string violations(const std::string& text) {
    const Document document = read_manifest(text);
    const std::string all = ManifestOutline(document).violations();
    std::string plain;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t end = all.find('\n', at);
        const std::string line = all.substr(at, end - at);
        const std::size_t place = line.find("] ") + 2;
        plain += line.substr(0, place) +
                 line.substr(line.find("» ", place) + std::string("» ").size()) + "\n";
        at = end + 1;
    }
    return plain;
}

struct Case {
    std::string changed;
    std::string expected;
};

void check_pod(const std::vector<Case>& rows) {
    for (const Case& row : rows) {
        INFO(row.changed);
        CHECK(violations(restricted_pod(row.changed, "ports: []", good_context)) == row.expected);
    }
}

void check_context(const std::vector<Case>& rows) {
    for (const Case& row : rows) {
        INFO(row.changed);
        CHECK(violations(restricted_pod(good_pod, "ports: []", row.changed)) == row.expected);
    }
}

/// A restricted container's securityContext with something more.
std::string with(const std::string& more) {
    return "{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, " + more + "}";
}
std::string with_list(const std::string& lists) {
    return "{allowPrivilegeEscalation: false, capabilities: {" + lists + "}}";
}
/// A restricted pod's securityContext with something more.
std::string with_pod(const std::string& more) {
    return "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, " + more +
           "}";
}

} // namespace

TEST_CASE("a restricted pod violates nothing", "[pod_security_test]") {
    check_pod({{good_pod, ""}});
}

TEST_CASE("host namespaces and volumes", "[pod_security_test]") {
    const std::string base = good_pod + "\n  ";
    check_pod({
        {base + "hostNetwork: true", "B Host Namespaces [] shares the host's network namespace\n"},
        {base + "hostPID: true\n  hostIPC: true",
         "B Host Namespaces [] shares the host's process and IPC namespaces\n"},
        {base + "hostNetwork: false\n  hostPID: no\n  hostIPC: null", ""},
        {base + "volumes: [{name: a, hostPath: {path: /}}, {name: b, hostPath: {}}]",
         "B HostPath Volumes [] mounts a path of the host as volume a, b\n"},
        {base + "volumes: [{name: a, hostPath: null}, {name: b}]", ""},
        {base + "volumes: [{name: a, nfs: {}}, {name: b, gitRepo: {}}]",
         "R Volume Types [] uses volume a (nfs), b (gitRepo)\n"},
        {base +
             "volumes: [{configMap: {}}, {csi: {}}, {downwardAPI: {}}, {emptyDir: {}}, {ephemeral: {}}, {image: {}}, "
             "{persistentVolumeClaim: {}}, "
             "{projected: {}}, {secret: {}}]",
         ""},
    });
}

TEST_CASE("a pod's securityContext", "[pod_security_test]") {
    check_pod({
        {with_pod("sysctls: [{name: kernel.shm_rmid_forced}, {name: net.ipv4.tcp_notsent_lowat}]"),
         ""},
        {with_pod(
             "sysctls: [{name: net.ipv4.tcp_wmem}, {name: kernel.msgmax}, {name: fs.mqueue.msg_max}]"),
         "B Sysctls [] sets kernel.msgmax, fs.mqueue.msg_max\n"},
        {with_pod("seLinuxOptions: {type: container_kvm_t, level: s0}"), ""},
        {with_pod("seLinuxOptions: {type: spc_t}"), "B SELinux [] sets the SELinux type `spc_t`\n"},
        {with_pod("seLinuxOptions: {user: u, role: r}"),
         "B SELinux [] sets the SELinux user `u` and the SELinux role `r`\n"},
        {with_pod("appArmorProfile: {type: Localhost}"), ""},
        {with_pod("appArmorProfile: {type: Unconfined}"),
         "B AppArmor [] sets its AppArmor profile to `Unconfined`\n"},
        {with_pod("appArmorProfile: {}"), "B AppArmor [] sets its AppArmor profile to ``\n"},
        {with_pod("windowsOptions: {hostProcess: true}"),
         "B HostProcess [] runs as a HostProcess container, which is the Windows host itself\n"},
        {with_pod("windowsOptions: {hostProcess: false}"), ""},
        {with_pod("runAsUser: 0"),
         "R Running as Non-root user [] sets `runAsUser` to 0, which is root\n"},
        {with_pod("runAsUser: 1"), ""},
        {"securityContext: {runAsNonRoot: false, seccompProfile: {type: Localhost}}",
         "R Running as Non-root [] sets `runAsNonRoot` to false\n"},
        {"securityContext: {seccompProfile: {type: Localhost}}",
         "R Running as Non-root [c] does not set `runAsNonRoot` to true, and neither does its pod\n"},
        {"securityContext: {runAsNonRoot: true}",
         "R Seccomp [c] has no seccomp profile, and neither has its pod\n"},
        {"securityContext: {runAsNonRoot: true, seccompProfile: {type: Unconfined}}",
         "B Seccomp [] sets its seccomp profile to `Unconfined`\n"},
        {"securityContext: {runAsNonRoot: true, seccompProfile: {type: runtimeDefault}}",
         "B Seccomp [] sets its seccomp profile to `runtimeDefault`\n"},
    });
}

TEST_CASE("a container's capabilities are compared word for word", "[pod_security_test]") {
    const std::string no_all = "R Capabilities [c] does not drop ALL\n";
    check_context({
        {with_list("drop: [ALL, CHOWN]"), ""},
        {with_list("drop: [CHOWN]"), no_all},
        {with_list("drop: [all]"), no_all},
        {with_list("drop: [CAP_ALL]"), no_all},
        {with_list("drop: [' ALL']"), no_all},
        {with_list("drop: []"), no_all},
        {with_list("add: []"), no_all},
        {with_list("drop: [ALL], add: [NET_BIND_SERVICE]"), ""},
        {with_list("drop: [ALL], add: [CHOWN, NET_BIND_SERVICE, KILL]"),
         "R Capabilities [c] adds CHOWN, KILL\n"},
        {with_list("drop: [ALL], add: [NET_RAW]"), "B Capabilities [c] adds NET_RAW\n"},
        {with_list("drop: [ALL], add: [net_bind_service]"),
         "B Capabilities [c] adds net_bind_service\n"},
        {with_list("drop: [ALL], add: [CAP_CHOWN, CHOWN]"),
         "B Capabilities [c] adds CAP_CHOWN\nR Capabilities [c] adds CHOWN\n"},
        {with_list("drop: [ALL], add: [ALL]"), "B Capabilities [c] adds ALL\n"},
        {with_list("drop: [ALL, SYS_ADMIN], add: [SYS_ADMIN]"),
         "B Capabilities [c] adds SYS_ADMIN\n"},
        {with_list("drop: [ALL], add: ['']"), "B Capabilities [c] adds \n"},
    });
}

TEST_CASE("a container's securityContext", "[pod_security_test]") {
    check_context({
        {with("privileged: true"), "B Privileged Containers [c] runs privileged\n"},
        {with("privileged: off"), ""},
        {"{allowPrivilegeEscalation: true, capabilities: {drop: [ALL]}}",
         "R Privilege Escalation [c] allows privilege escalation\n"},
        {"{capabilities: {drop: [ALL]}}",
         "R Privilege Escalation [c] does not set `allowPrivilegeEscalation` to false\n"},
        {with("runAsNonRoot: false"), "R Running as Non-root [c] sets `runAsNonRoot` to false\n"},
        {with("runAsNonRoot: null"), ""},
        {with("runAsUser: 0x0"),
         "R Running as Non-root user [c] sets `runAsUser` to 0, which is root\n"},
        {with("procMount: Default"), ""},
        {with("procMount: Unmasked"), "B /proc Mount Type [c] mounts /proc as `Unmasked`\n"},
        {with("seccompProfile: {type: Localhost}"), ""},
        {with("seccompProfile: {}"), "B Seccomp [c] sets its seccomp profile to ``\n"},
        {with("seccompProfile: {type: Unconfined}"),
         "B Seccomp [c] sets its seccomp profile to `Unconfined`\n"},
        {with("appArmorProfile: {type: Unconfined}"),
         "B AppArmor [c] sets its AppArmor profile to `Unconfined`\n"},
        {with("seLinuxOptions: {type: ''}"), ""},
        {with("windowsOptions: {hostProcess: yes}"),
         "B HostProcess [c] runs as a HostProcess container, which is the Windows host itself\n"},
    });
}

TEST_CASE("a container's ports, probes and hooks", "[pod_security_test]") {
    const std::vector<Case> rows{
        {"ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 81}]",
         "B Host Ports [c] uses the host's ports 80, 81\n"},
        {"ports: [{containerPort: 80, hostPort: 0}]", ""},
        {"livenessProbe: {httpGet: {host: a}}",
         "B Host Probes / Lifecycle Hooks [c] sends probes or hooks to the host a\n"},
        {"startupProbe: {tcpSocket: {host: a}}",
         "B Host Probes / Lifecycle Hooks [c] sends probes or hooks to the host a\n"},
        {"lifecycle: {postStart: {httpGet: {host: a}}, preStop: {tcpSocket: {host: b}}}",
         "B Host Probes / Lifecycle Hooks [c] sends probes or hooks to the host a, b\n"},
        {"readinessProbe: {httpGet: {host: ''}, tcpSocket: {port: 1}, grpc: {port: 1}}", ""},
    };
    for (const Case& row : rows) {
        INFO(row.changed);
        CHECK(violations(restricted_pod(good_pod, row.changed, good_context)) == row.expected);
    }
}

TEST_CASE("a user namespace takes the sting out of root and /proc", "[pod_security_test]") {
    const std::string own =
        "hostUsers: false\n  securityContext: {runAsUser: 0, runAsNonRoot: false, seccompProfile: {type: RuntimeDefault}}";
    CHECK(violations(restricted_pod(own, "ports: []", with("runAsUser: 0, runAsNonRoot: false")))
              .empty());
    CHECK(violations(restricted_pod(own, "ports: []", with("procMount: Unmasked"))) ==
          "R /proc Mount Type [c] mounts /proc as `Unmasked`\n");
    CHECK_FALSE(violations(restricted_pod("hostUsers: true\n  " + with_pod("runAsUser: 0"),
                                          "ports: []", good_context))
                    .empty());
}

TEST_CASE("a Windows pod is free of what Linux alone knows, but not of non-root",
          "[pod_security_test]") {
    CHECK(
        violations(
            "kind: Pod\nspec: {os: {name: windows}, securityContext: {runAsNonRoot: true}, containers: [{name: c, image: i}]}\n")
            .empty());
    CHECK(
        violations("kind: Pod\nspec: {os: {name: windows}, containers: [{name: c, image: i}]}\n") ==
        "R Running as Non-root [c] does not set `runAsNonRoot` to true, and neither does its pod\n");
    // A node selector says the same to people; admission does not read it.
    CHECK(
        violations(
            "kind: Pod\nspec: {nodeSelector: {kubernetes.io/os: windows}, securityContext: {runAsNonRoot: true, seccompProfile: "
            "{type: RuntimeDefault}}, "
            "containers: [{name: c, image: i, securityContext: {allowPrivilegeEscalation: false}}]}\n") ==
        "R Capabilities [c] does not drop ALL\n");
}

TEST_CASE("AppArmor annotations count, seccomp's do not", "[pod_security_test]") {
    const auto annotated = [](const std::string& annotations) {
        return violations("kind: Pod\nmetadata: {name: p, annotations: {" + annotations +
                          "}}\nspec: {" + good_pod +
                          ", containers: [{name: c, image: i, securityContext: " + good_context +
                          "}]}\n");
    };
    const std::string key = "container.apparmor.security.beta.kubernetes.io/";
    CHECK(annotated(key + "c: unconfined") ==
          "B AppArmor [] sets the AppArmor profile of container c to `unconfined`\n");
    CHECK(annotated(key + "nobody: x") ==
          "B AppArmor [] sets the AppArmor profile of container nobody to `x`\n");
    CHECK(annotated(key + "c: ''").empty());
    CHECK(annotated(key + "c: localhost/x").empty());
    CHECK(annotated(key + "c: runtime/default").empty());
    CHECK(annotated("seccomp.security.alpha.kubernetes.io/pod: unconfined").empty());
}

TEST_CASE("every container counts, and each is named", "[pod_security_test]") {
    CHECK(
        violations(
            "kind: Pod\nspec: {" + good_pod +
            ", initContainers: [{name: a, image: i, securityContext: {privileged: true, allowPrivilegeEscalation: "
            "false, capabilities: {drop: [ALL]}}}], containers: [{name: b, image: i, securityContext: " +
            good_context +
            "}], ephemeralContainers: [{name: c, image: i, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, "
            "runAsUser: 0}}]}\n") ==
        "B Privileged Containers [a] runs privileged\nR Running as Non-root user [c] sets `runAsUser` to 0, which is root\n");
}

TEST_CASE("what is open is reported as open", "[pod_security_test]") {
    CHECK(
        violations(
            "kind: Pod\nspec: {hostPID: \"{{ pid }}\", " + good_pod +
            ", containers: [{name: c, image: i, securityContext: " +
            "{privileged: \"${P}\", allowPrivilegeEscalation: \"${E}\", capabilities: {drop: [\"${D}\"], add: [\"${A}\", CHOWN]}}}]}\n") ==
        "B? Host Namespaces [] leaves `{{ pid }}` unresolved\nB? Privileged Containers [c] leaves `${P}` unresolved\nB? Capabilities [c] leaves `${A}` "
        "unresolved\n"
        "R? Privilege Escalation [c] leaves `${E}` unresolved\nR? Capabilities [c] leaves `${D}` unresolved\nR Capabilities [c] adds CHOWN\n");
}

TEST_CASE("a violation is at the word that causes it, or at the container's name",
          "[pod_security_test]") {
    const Document document = read_manifest(
        "kind: Pod\nspec:\n  containers:\n  - name: c\n    image: i\n    securityContext:\n      capabilities:\n        drop: [KILL]\n"
        "        add: [CHOWN, NET_RAW]\n");
    CHECK(
        ManifestOutline(document).violations() ==
        "B Capabilities [c] 9:22 «NET_RAW» adds NET_RAW\n"
        "R Running as Non-root [c] 4:11 «c» does not set `runAsNonRoot` to true, and neither does its pod\n"
        "R Privilege Escalation [c] 4:11 «c» does not set `allowPrivilegeEscalation` to false\n"
        "R Seccomp [c] 4:11 «c» has no seccomp profile, and neither has its pod\n"
        "R Capabilities [c] 8:9 «drop» does not drop ALL\n"
        "R Capabilities [c] 9:15 «CHOWN» adds CHOWN\n");
}
