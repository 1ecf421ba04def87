// Kubernetes on CRI-O.

#include "model/engines/shared.hpp"

namespace dropcap::engines {
namespace {

// cri-o/cri-o:internal/config/capabilities/capabilities_linux.go, CRI-O 1.18 and later.
constexpr CapabilitySet defaults{CHOWN,  DAC_OVERRIDE, FOWNER, FSETID, KILL, NET_BIND_SERVICE,
                                 SETGID, SETPCAP,      SETUID};

// cri-o/cri-o:internal/factory/container/container.go, SpecSetupCapabilities.
CapabilitySet combine(const Request& request) { return combine_in_order(defaults, request); }

} // namespace

// Spelling: cri-o/cri-o:internal/factory/container/container.go, which does not read the words of a
// privileged container.
// Low ports: cri-o/cri-o sets no sysctls by default (`default_sysctls`).
extern constinit const EngineInfo crio;
constinit const EngineInfo crio{
    .name = "cri-o",
    .title = "CRI-O",
    .defaults = defaults,
    .spell = prefix_optional,
    .unknown = WordReading::Kind::refused,
    .on_unknown = "CRI-O refuses to create the container",
    .combine = combine,
    .low_ports = LowPorts::needs_root,
};

} // namespace dropcap::engines
