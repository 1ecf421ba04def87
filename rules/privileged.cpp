#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {
/// A drop list beside `privileged` reads like protection and is none.
void note_useless_drop(const Scene& scene, Flag& flag) {
    const CapabilityList& drop = scene.container().drop;
    if (drop.words.empty()) return;
    flag.related.push_back(
        {*drop.at,
         fmt::format(
             "what is dropped here has no effect: {} gives a privileged container everything",
             engine_title(scene.posture().engine))});
}

/// What `privileged` is on Linux: no container at all, but processes of the node.
void check_host_process(const Container& container, std::vector<Flag>& flags) {
    if (!container.host_process || !container.host_process->is(true)) return;
    flags.push_back(flag_at(
        container, *container.host_process,
        fmt::format(
            "{} is a HostProcess container: its processes run on the Windows node itself, with the rights of the "
            "account that it names; keep that to node agents and leave `hostProcess` out elsewhere",
            called(container))));
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    check_host_process(container, flags);
    if (!runs_on_linux(container) || scene.posture().privileged != true) return;
    Flag flag = flag_at(
        container, *container.privileged,
        fmt::format(
            "{} is privileged: all {} capabilities, every device, no seccomp and no AppArmor, which is root on the "
            "host; find the one capability or device it misses and add that",
            called(container), capability_count));
    note_useless_drop(scene, flag);
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule privileged;
constinit const Rule privileged{
    .id = "privileged",
    .severity = Severity::error,
    .summary = "The container is privileged",
    .help =
        R"(`privileged` gives a container all 41 capabilities, all of the host's devices and an open `/sys`, and switches seccomp, AppArmor and
SELinux confinement off. Whoever executes code in it mounts the host's disk and is root on the host: no kernel bug is needed.
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
    .references =
        {"https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://www.cisecurity.org/benchmark/docker",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "9.8",
    .covers = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
