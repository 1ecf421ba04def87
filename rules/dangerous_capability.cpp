#include "rules/kit/held.hpp"

namespace dropcap::rules {
namespace {
using enum Capability;

// The high tier, and SYSLOG, which gives away what kernel exploits need. BPF is with the ways to
// take over the host.
constexpr CapabilitySet high{NET_ADMIN,    SYS_PTRACE, SYS_BOOT, AUDIT_CONTROL,
                             MAC_OVERRIDE, MAC_ADMIN,  SYSLOG,   PERFMON};

bool shares_host(const MaybeFact<std::string>& space) { return space && space->is("host"); }

/// Why the context makes `capability` worse, or empty.
std::string_view worse_because(const Container& container, Capability capability) {
    const bool processes = capability == SYS_PTRACE || capability == KILL;
    if (processes && shares_host(container.host_pid))
        return "with the host's PID namespace it reaches every process of the host";
    if (capability == NET_ADMIN && shares_host(container.host_network))
        return "with the host's network it reroutes and filters the host's own traffic";
    return {};
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    for (const Capability capability : (high | CapabilitySet{KILL}) & scene.posture().held) {
        const std::string_view worse = worse_because(container, capability);
        if (!high.contains(capability) && worse.empty()) continue;
        const std::size_t before = flags.size();
        flag_if_held(scene, capability, worse.empty() ? info(capability).risk : worse,
                     advice(capability), flags);
        if (!worse.empty() && flags.size() > before) flags.back().severity = Severity::error;
    }
}

} // namespace

extern constinit const Rule dangerous_capability;
constinit const Rule dangerous_capability{
    .id = "dangerous-capability",
    .severity = Severity::warning,
    .summary =
        "The container holds a dangerous capability such as NET_ADMIN, SYS_PTRACE, SYSLOG or PERFMON",
    .help =
        R"(These capabilities control state that the host shares with its containers, or become a way out beside something common:

- **NET_ADMIN** configures interfaces, routes and the firewall and reaches kernel code with a long record of bugs; with the host's network it
  controls the node.
- **SYS_PTRACE** reads and changes the memory of other processes; with the host's PID namespace of all of them.
- **SYSLOG** and **PERFMON** show kernel addresses and other processes' work.
- **SYS_BOOT**, **AUDIT_CONTROL**, **MAC_ADMIN**, **MAC_OVERRIDE** reach over the whole host.
- **KILL** counts where the host's PID namespace is shared.

Where the context makes it worse the finding is an error.

**Who needs it all the same:** VPNs, CNI plug-ins and service-mesh init containers (NET_ADMIN), debuggers and profilers for as long as they
are used (SYS_PTRACE, PERFMON), node log collectors (SYSLOG).

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "run.sh",
                .bad = R"(podman run --cap-drop=all --cap-add=SYS_PTRACE example/debugger:1
)",
                .good = R"(podman run --cap-drop=all example/debugger:1
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "7.5",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
