#include "rules/kit/held.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    const auto& network = scene.container().host_network;
    const bool on_host = network && network->is("host");
    const std::size_t before = flags.size();
    flag_if_held(scene, Capability::NET_RAW,
                 on_host ? "on the host's network it sniffs and spoofs the host's traffic"
                         : info(Capability::NET_RAW).risk,
                 "today's ping works without it, so drop it", flags);
    if (on_host && flags.size() > before) flags.back().severity = Severity::error;
}

} // namespace

extern constinit const Rule net_raw;
constinit const Rule net_raw{
    .id = "net-raw",
    .severity = Severity::warning,
    .summary = "The container holds NET_RAW",
    .help =
        R"(NET_RAW opens raw and packet sockets and allows any source address. An intruder answers ARP and DNS for its neighbours, reads their traffic,
and reaches packet-socket code in the kernel that containers have escaped through (CVE-2020-14386). Where the container has the host's
network, it is the host's network that is read: the finding is then an error.

Docker and containerd give it by default; Podman and CRI-O stopped doing so.

**Who needs it all the same:** old `ping`, traceroute, DHCP clients, packet capture. Today's `ping` works without it wherever
`net.ipv4.ping_group_range` includes the group, which Docker sets by itself.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    cap_add: [NET_RAW]
)",
                .good = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://www.cisecurity.org/benchmark/docker",
         "https://cwe.mitre.org/data/definitions/250.html"},
    .security_severity = "6.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
