#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {
/// A drop list next to `privileged` looks like protection and is none.
void note_useless_drop(const Scene& scene, Flag& flag) {
    const CapabilityList& drop = scene.container().drop;
    if (drop.words.empty()) return;
    flag.related.push_back({*drop.at, "has no effect here"});
    flag.notes.push_back(
        fmt::format("{} gives a privileged container everything, whatever it drops",
                    engine_title(scene.posture().engine)));
}

/// What `privileged` is on Windows: processes of the node.
void check_host_process(const Container& container, std::vector<Flag>& flags) {
    if (!container.host_process || !container.host_process->is(true)) return;
    Flag flag = flag_at(container, *container.host_process,
                        title_of(container, "is a HostProcess container"));
    flag.label = "runs on the Windows node itself";
    flag.notes.emplace_back("its processes have the rights of the account that it names");
    flag.notes.emplace_back("needed by node agents");
    flag.help = "remove `hostProcess`";
    flag.facet = "hostProcess";
    flags.push_back(std::move(flag));
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    check_host_process(container, flags);
    if (!runs_on_linux(container) || scene.posture().privileged != true) return;
    Flag flag = flag_at(container, *container.privileged, title_of(container, "is privileged"));
    flag.label = "is root on the host";
    flag.notes.push_back(fmt::format(
        "that is all {} capabilities, every device, no seccomp and no AppArmor", capability_count));
    note_useless_drop(scene, flag);
    flag.help = remedy::instead_of_privileged;
    flag.facet = "privileged";
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule privileged;
constinit const Rule privileged{
    .id = "privileged",
    .severity = Severity::error,
    .summary = "The container is privileged",
    .help =
        R"(`privileged` gives a container every capability, all of the host's devices and a writable `/sys`, and switches seccomp, AppArmor and
SELinux confinement off. Code in it can mount the host's disk and is root on the host: no kernel bug is needed.
What the same container drops has no effect.

**Who needs it all the same:** Docker-in-Docker, and a few agents that handle hardware. It is never the answer to "operation not
permitted": that message has one cause, and nearly always one capability or one device resolves it.

**Write instead**

- Find the call that fails (`strace`, the program's own message) and add the capability it asks for after dropping ALL.
- For a device: `devices:` in Compose, `--device` on the command line, a device plug-in in Kubernetes.
- For builds in containers: rootless BuildKit, Buildah or kaniko.)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  agent:
    image: example/agent:1
    privileged: true
)",
                .good = R"(services:
  agent:
    image: example/agent:1
    cap_drop: [ALL]
    devices: ["/dev/ttyUSB0:/dev/ttyUSB0"]
)"},
    .references = {reference::owasp_docker, reference::pod_security, reference::cis_docker,
                   reference::cwe_250, reference::attack_t1611},
    .security_severity = "9.8",
    .covers = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
