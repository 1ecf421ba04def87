// Kubernetes on containerd's CRI.

#include "model/engines/shared.hpp"
#include "model/go_word.hpp"

namespace dropcap::engines {
namespace {

// containerd/containerd:internal/cri/opts/spec_opts.go puts CAP_ in front of every word, also of
// one that has it: such a word then names no capability.
std::string spell(std::string_view word) {
    std::string name = go_uppercase(word);
    if (name != "ALL") name.insert(0, "CAP_");
    return name;
}

// containerd/containerd:internal/cri/opts/spec_opts.go, WithCapabilities.
CapabilitySet combine(const Request& request) { return combine_in_order(docker_defaults, request); }

} // namespace

// Unknown names: opencontainers/runc:libcontainer/capabilities/capabilities.go, since 1.0.
// Low ports: `enable_unprivileged_ports` is on by default only since containerd 2.0
// (containerd/containerd:docs/containerd-2.0.md), so that a manifest cannot rely on it.
extern constinit const EngineInfo containerd;
constinit const EngineInfo containerd{
    .name = "containerd",
    .title = "containerd",
    .defaults = docker_defaults,
    .spell = spell,
    .unknown = WordReading::Kind::ignored,
    .on_unknown = "containerd ignores it without an error",
    .combine = combine,
    .low_ports = LowPorts::needs_root,
};

} // namespace dropcap::engines
