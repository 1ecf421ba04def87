#include "rules/kit/held.hpp"

namespace dropcap::rules {
namespace {
using enum Capability;

// Documented ways to the host's root or kernel. BPF is close to kernel memory only beside PERFMON
// or NET_ADMIN, and is seldom alone.
constexpr CapabilitySet ways_out{SYS_MODULE, SYS_RAWIO, DAC_READ_SEARCH, BPF};

void check(const Scene& scene, std::vector<Flag>& flags) {
    for (const Capability capability : ways_out& scene.posture().held)
        flag_if_held(scene, capability, info(capability).risk, advice(capability), flags);
}

} // namespace

extern constinit const Rule host_takeover_capability;
constinit const Rule host_takeover_capability{
    .id = "host-takeover-capability",
    .severity = Severity::error,
    .summary =
        "The container holds a capability that takes over the host: SYS_MODULE, SYS_RAWIO, DAC_READ_SEARCH or BPF",
    .help = R"(Each of these is a documented way from a container to the host on its own:

- **SYS_MODULE** loads code into the host's kernel.
- **SYS_RAWIO** reaches I/O ports, physical memory and raw disk commands.
- **DAC_READ_SEARCH** opens files by handle: any file of the disk behind a mount can be read (the "shocker" escape).
- **BPF** loads programs into the kernel; beside PERFMON or NET_ADMIN they read and write kernel memory.

**Who needs it all the same:** driver installers, backup and observability agents that manage the host itself. They belong on the host, or
in one audited image with nothing else in it.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
kind: Pod
metadata:
  name: driver
spec:
  containers:
    - name: installer
      image: example/installer:1
      securityContext:
        capabilities:
          drop: ["ALL"]
          add: ["SYS_MODULE"]
)",
                .good = R"(apiVersion: v1
kind: Pod
metadata:
  name: driver
spec:
  containers:
    - name: installer
      image: example/installer:1
      securityContext:
        capabilities:
          drop: ["ALL"]
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "9.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
