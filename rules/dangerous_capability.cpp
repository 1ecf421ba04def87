#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"

namespace dropcap::rules {
namespace {
using enum Capability;

// The high tier, and SYSLOG, which shows what kernel exploits need. BPF is with the ways to take
// over the host.
constexpr CapabilitySet high{NET_ADMIN,    SYS_PTRACE, SYS_BOOT, AUDIT_CONTROL,
                             MAC_OVERRIDE, MAC_ADMIN,  SYSLOG,   PERFMON};

bool shares_host(const MaybeFact<NamespaceOwner>& space) {
    return space && space->is(NamespaceOwner::host);
}

/// What the context adds to the danger of `capability`.
Aggravation worse_because(const Container& container, Capability capability) {
    const bool processes = capability == SYS_PTRACE || capability == KILL;
    if (processes && shares_host(container.host_pid))
        return {.label = "reaches every process of the host",
                .note = "with the host's PID namespace it reaches every process of the host"};
    if (capability == NET_ADMIN && shares_host(container.host_network))
        return {.label = "reroutes the host's network",
                .note = "with the host's network it reroutes and filters the host's own traffic"};
    return {};
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    for (const Capability capability : (high | CapabilitySet{KILL}) & scene.posture().held) {
        const Aggravation worse = worse_because(scene.container(), capability);
        if (high.contains(capability) || !worse.note.empty())
            flag_if_held(scene, capability, flags, worse);
    }
}

constexpr std::string_view why =
    R"(These capabilities control state that the host shares with its containers, or give access to the host in a common context:

- **NET_ADMIN** configures interfaces, routes and the firewall and reaches kernel code with a long record of bugs; with the host's network it
  controls the node.
- **SYS_PTRACE** reads and changes the memory of other processes; with the host's PID namespace of all of them.
- **SYSLOG** and **PERFMON** show kernel addresses and other processes' work.
- **SYS_BOOT**, **AUDIT_CONTROL**, **MAC_ADMIN**, **MAC_OVERRIDE** affect the whole host.
- **KILL** counts where the host's PID namespace is shared.

Where the context makes it worse the finding is an error.

**Who needs it all the same:** VPNs, CNI plug-ins and service-mesh init containers (NET_ADMIN), debuggers and profilers for as long as they
are used (SYS_PTRACE, PERFMON), node log collectors (SYSLOG).)";

} // namespace

extern constinit const Rule dangerous_capability;
constinit const Rule dangerous_capability{
    .id = "dangerous-capability",
    .severity = Severity::warning,
    .summary =
        "The container holds a dangerous capability such as NET_ADMIN, SYS_PTRACE, SYSLOG or PERFMON",
    .help = joined<why, page::drop_all_and_add>,
    .example = {.file = "run.sh",
                .bad = R"(podman run --cap-drop=all --cap-add=SYS_PTRACE example/debugger:1
)",
                .good = R"(podman run --cap-drop=all example/debugger:1
)"},
    .references = {reference::capabilities, reference::owasp_docker, reference::pod_security,
                   reference::cwe_250, reference::attack_t1611},
    .security_severity = "7.5",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
