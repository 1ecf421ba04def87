// Docker Engine: docker run and create, Compose, the API.

#include "model/engines/shared.hpp"

namespace dropcap::engines {

// Spelling: moby/moby:daemon/pkg/oci/caps/utils.go, NormalizeLegacyCapabilities. It also runs for a
// privileged container, so that an unknown name is refused there as well.
// Low ports: moby/moby:daemon/oci_linux.go, withCommonOptions, since 20.10 in a container's own
// network.
extern constinit const EngineInfo docker;
constinit const EngineInfo docker{
    .name = "docker",
    .title = "Docker",
    .defaults = docker_defaults,
    .spell = prefix_optional,
    .unknown = WordReading::Kind::refused,
    .on_unknown = "Docker refuses to create the container",
    .combine = combine_as_docker,
    .refuses_privileged = true,
    .low_ports = LowPorts::any_user,
};

} // namespace dropcap::engines
