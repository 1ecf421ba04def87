// nerdctl on containerd: nerdctl run, nerdctl compose.

#include "model/engines/shared.hpp"

namespace dropcap::engines {
namespace {

// containerd/nerdctl:pkg/cmd/container/run_security_linux.go: clear on drop ALL, then all or each
// add, then each named drop unless ALL is dropped.
CapabilitySet combine(const Request& request) {
    CapabilitySet set = request.drop.all ? CapabilitySet{} : docker_defaults;
    set = request.add.all ? CapabilitySet::all() : set | request.add.names;
    return request.drop.all ? set : set - request.drop.names;
}

} // namespace

// Spelling and warnings: containerd/nerdctl:pkg/cmd/container/run_security_linux.go.
// Low ports: the same sysctl as Docker's only since the end of 2025.
extern constinit const EngineInfo nerdctl;
constinit const EngineInfo nerdctl{
    .name = "nerdctl",
    .title = "nerdctl",
    .defaults = docker_defaults,
    .spell = prefix_optional,
    .unknown = WordReading::Kind::ignored,
    .on_unknown = "nerdctl prints a warning and ignores it",
    .combine = combine,
    .low_ports = LowPorts::needs_root,
};

} // namespace dropcap::engines
