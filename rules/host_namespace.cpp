#include "model/concat.hpp"
#include "rules/kit/facet.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <array>

namespace dropcap::rules {
namespace {

struct Namespace {
    MaybeFact<NamespaceOwner> Container::* fact;
    MaybeFact<bool> Pod::* field;
    std::string_view facet;
    std::string_view says;  ///< behind the container's name in the title
    std::string_view means; ///< why it matters
};

constexpr std::array<Namespace, 5> namespaces = {{
    {&Container::host_pid, &Pod::host_pid, "hostPID", "shares the host's PID namespace",
     "it sees every process of the host, signals those of its user, and reads their command lines and environment"},
    {&Container::host_ipc, &Pod::host_ipc, "hostIPC", "shares the host's IPC namespace",
     "it reads and writes the host's shared memory and semaphores"},
    {&Container::host_network, &Pod::host_network, "hostNetwork",
     "shares the host's network namespace",
     "it reaches what listens on the host's loopback, binds the host's ports, and no network policy applies"},
    {&Container::host_user, &Pod::host_users, "hostUsers", "shares the host's user namespace",
     "its user ids are the host's, so root inside is root outside"},
    {&Container::host_uts, nullptr, "hostUTS", "shares the host's UTS namespace",
     "with SYS_ADMIN it changes the host's name"},
}};

Flag with_words(Flag flag, const Namespace& one) {
    flag.label = "the host's namespace";
    flag.notes.emplace_back(one.means);
    flag.help = "remove it, unless this container administers the host";
    flag.facet = one.facet;
    return flag;
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    // All containers of a pod share its value: the same words for each of them make it one finding.
    const Origin owner = container.pod ? Origin::inherited : Origin::written;
    for (const Namespace& one : namespaces) {
        const auto& fact = container.*one.fact;
        if (fact && fact->is(NamespaceOwner::host))
            flags.push_back(with_words(
                flag_shared(container, *fact, title_of_owner(container, owner, one.says)), one));
    }
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    Facets facets;
    for (const auto& pod : document.bare_pods) {
        for (const Namespace& one : namespaces) {
            if (one.field == nullptr) continue;
            const auto& fact = (*pod).*one.field;
            if (!fact || !fact->is(true)) continue;
            flags.push_back(
                with_words({.at = fact->at, .title = title_of_object(pod->object, one.says)}, one));
            flags.back().facet = facets.next(concat({pod->object, ":", one.facet}));
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
        R"(A capability acts on the namespaces that the container is in. In namespaces of its own, KILL signals the container's own
processes and NET_ADMIN changes the container's own network. In the host's namespaces they act on every process and on the
node's network.

- **PID**: the command lines and the environment of other workloads can be read; with SYS_PTRACE they can be controlled.
- **network**: services that trust loopback (kubelets, metadata, databases bound to 127.0.0.1) can be reached, and
  network policies do not apply. Docker also stops opening low ports to every user there.
- **IPC**: shared memory of the host's programs can be read and changed.
- **user**: where the daemon remaps users or pods run with `hostUsers: false`, this removes the protection.
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
