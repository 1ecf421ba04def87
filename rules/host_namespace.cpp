#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <array>

namespace dropcap::rules {
namespace {

struct Namespace {
    MaybeFact<std::string> Container::* fact;
    MaybeFact<bool> Pod::* field;
    std::string_view name;
    std::string_view means;
};

constexpr std::array<Namespace, 5> namespaces = {{
    {&Container::host_pid, &Pod::host_pid, "PID",
     "it sees every process of the host, signals those of its user, and reads their command lines and environment"},
    {&Container::host_ipc, &Pod::host_ipc, "IPC",
     "it reads and writes the host's shared memory and semaphores"},
    {&Container::host_network, &Pod::host_network, "network",
     "it reaches what listens on the host's loopback, binds the host's ports, and no network policy holds it"},
    {&Container::host_user, &Pod::host_users, "user",
     "its user ids are the host's, so root inside is root outside"},
    {&Container::host_uts, nullptr, "UTS", "with SYS_ADMIN it changes the host's name"},
}};

// The pod's value is shared by all its containers: the same words for each of them make it one
// finding.
std::string owner(const Container& container) {
    return container.pod ? concerns(container, Origin::inherited) : called(container);
}

std::string message(const std::string& whom, const Namespace& one) {
    return fmt::format(
        "{} shares the host's {} namespace: {}; leave it out unless this is what the container is for",
        whom, one.name, one.means);
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    for (const Namespace& one : namespaces) {
        const auto& fact = container.*one.fact;
        if (fact && fact->is("host"))
            flags.push_back(flag_shared(container, *fact, message(owner(container), one)));
    }
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    for (const auto& pod : document.bare_pods) {
        for (const Namespace& one : namespaces) {
            if (one.field == nullptr) continue;
            const auto& fact = (*pod).*one.field;
            if (fact && fact->is(true))
                flags.push_back(
                    {.at = fact->at, .title = message(fmt::format("`{}`", pod->object), one)});
        }
    }
}

} // namespace

extern constinit const Rule host_namespace;
constinit const Rule host_namespace{
    .id = "host-namespace",
    .group = Group::pedantic,
    .severity = Severity::warning,
    .summary = "The container shares a namespace of the host",
    .help =
        R"(Capabilities reach as far as the namespaces they act in. In namespaces of its own, KILL signals the container's own
processes and NET_ADMIN rearranges the container's own network; in the host's, the same words mean every process and the
node's network.

- **PID**: other workloads' command lines and environment lie open; with SYS_PTRACE it is control over them.
- **network**: services that trust loopback (kubelets, metadata, databases bound to 127.0.0.1) are within reach, and
  network policies do not apply. Docker also stops opening low ports to every user there.
- **IPC**: shared memory of the host's programs can be read and changed.
- **user**: where the daemon remaps users or pods run with `hostUsers: false`, this switches the protection off again.
- **UTS**: harmless without SYS_ADMIN, and rarely of use.

**Who needs it all the same:** node agents: network plug-ins, `node-exporter`, log and security agents, debuggers. Give
those the one namespace and drop every capability they do not use.

**Write instead**

- Compose: remove `pid: host`, `ipc: host`, `network_mode: host`, `userns_mode: host`; publish the port with `ports:`
- Kubernetes: remove `hostPID`, `hostIPC`, `hostNetwork`; use a Service or `hostPort`; `hostUsers: false` gives the pod a
  user namespace of its own
- `docker run`: remove `--pid=host`, `--ipc=host`, `--network=host`, `--userns=host`; publish with `-p`)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
kind: Pod
metadata:
  name: report
spec:
  hostPID: true
  containers:
    - name: report
      image: example/report:1
      securityContext:
        capabilities:
          drop: ["ALL"]
)",
                .good = R"(apiVersion: v1
kind: Pod
metadata:
  name: report
spec:
  hostPID: false
  containers:
    - name: report
      image: example/report:1
      securityContext:
        capabilities:
          drop: ["ALL"]
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/namespaces.7.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://docs.docker.com/engine/security/userns-remap/",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://www.cisecurity.org/benchmark/docker",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "6.5",
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
