#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"

namespace dropcap::rules {
namespace {
using enum Capability;

// Documented ways to the host's root or kernel. BPF reaches kernel memory only together with
// PERFMON or NET_ADMIN, and is seldom alone.
constexpr CapabilitySet ways_out{SYS_MODULE, SYS_RAWIO, DAC_READ_SEARCH, BPF};

void check(const Scene& scene, std::vector<Flag>& flags) {
    for (const Capability capability : ways_out& scene.posture().held)
        flag_if_held(scene, capability, flags);
}

constexpr std::string_view why =
    R"(Each of these is a documented way from a container to the host on its own:

- **SYS_MODULE** loads code into the host's kernel.
- **SYS_RAWIO** reaches I/O ports, physical memory and raw disk commands.
- **DAC_READ_SEARCH** opens files by handle: any file of the disk behind a mount can be read (the "shocker" escape).
- **BPF** loads programs into the kernel; together with PERFMON or NET_ADMIN they read and write kernel memory.

**Who needs it all the same:** driver installers, backup and observability agents that manage the host itself. They belong on the host, or
in one audited image with nothing else in it.)";

} // namespace

extern constinit const Rule host_takeover_capability;
constinit const Rule host_takeover_capability{
    .id = "host-takeover-capability",
    .severity = Severity::error,
    .summary =
        "The container holds a capability that takes over the host: SYS_MODULE, SYS_RAWIO, DAC_READ_SEARCH or BPF",
    .help = joined<why, page::drop_all_and_add>,
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
    .references = {reference::capabilities, reference::owasp_docker, reference::pod_security,
                   reference::cwe_250, reference::attack_t1611},
    .security_severity = "9.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
