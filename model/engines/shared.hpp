#pragma once
// What several engines have in common, because one is built on the other or follows it.

#include "model/engine_info.hpp"

namespace dropcap::engines {

using enum Capability;

/// The fourteen of Docker (moby/moby:daemon/pkg/oci/caps/defaults.go). containerd's default
/// specification has the same ones (containerd/containerd:pkg/oci/spec.go); its CRI and nerdctl use
/// it.
inline constexpr CapabilitySet docker_defaults{
    AUDIT_WRITE,      CHOWN,   DAC_OVERRIDE, FOWNER, FSETID,  KILL,   MKNOD,
    NET_BIND_SERVICE, NET_RAW, SETFCAP,      SETGID, SETPCAP, SETUID, SYS_CHROOT};

/// The spelling of most engines: any case, CAP_ in front or not.
[[nodiscard]] std::string prefix_optional(std::string_view word);

/// What Docker Engine makes of a request: what is added is not dropped.
[[nodiscard]] CapabilitySet combine_as_docker(const Request& request);

/// One step after the other, so that a name in both lists is dropped: add ALL, drop ALL, add the
/// names, drop the names.
[[nodiscard]] CapabilitySet combine_in_order(CapabilitySet defaults, const Request& request);

} // namespace dropcap::engines
