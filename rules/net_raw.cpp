#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    const auto& network = scene.container().host_network;
    const Aggravation on_host{.label = "sniffs and spoofs the host's network",
                              .note =
                                  "on the host's network it sniffs and spoofs the host's traffic"};
    flag_if_held(scene, Capability::NET_RAW, flags,
                 network && network->is(NamespaceOwner::host) ? on_host : Aggravation{});
}

constexpr std::string_view why =
    R"(NET_RAW opens raw and packet sockets and allows any source address. An intruder answers ARP and DNS for its neighbours, reads their traffic,
and reaches packet-socket code in the kernel that containers have escaped through (CVE-2020-14386). Where the container has the host's
network, it reads the host's traffic: the finding is then an error.

Docker and containerd give it by default; Podman and CRI-O no longer do. A container that keeps it as a default, written down or not, is
reported by `missing-drop-all`.

**Who needs it all the same:** old `ping`, traceroute, DHCP clients, packet capture. Today's `ping` works without it wherever
`net.ipv4.ping_group_range` includes the group, which Docker sets by itself.)";

} // namespace

extern constinit const Rule net_raw;
constinit const Rule net_raw{
    .id = "net-raw",
    .severity = Severity::warning,
    .summary = "The container holds NET_RAW",
    .help = joined<why, page::drop_all_and_add>,
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
    .references = {reference::capabilities, reference::owasp_docker, reference::pod_security,
                   reference::cis_docker, reference::cwe_250},
    .security_severity = "6.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
