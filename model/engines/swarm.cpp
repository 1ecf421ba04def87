// Docker Swarm: docker service, docker stack deploy. The command line changes both lists before
// Docker Engine reads them.

#include "model/engines/shared.hpp"
#include "model/go_word.hpp"

namespace dropcap::engines {
namespace {

// docker/cli:opts/capabilities.go trims each word.
std::string spell(std::string_view word) { return prefix_optional(go_trimmed(word)); }

// docker/cli:opts/capabilities.go, EffectiveCapAddCapDrop: ALL swallows its list, and what is added
// is not dropped. By the engine's own rules that changes only names that are dropped next to ALL.
CapabilitySet combine(const Request& request) {
    Request effective = request;
    if (request.drop.all) effective.drop.names = {};
    return combine_as_docker(effective);
}

} // namespace

// `privileged` is ignored with a warning: docker/cli:cli/compose/types, UnsupportedProperties.
// Low ports: tasks get the same sysctl as containers, moby/moby:daemon/oci_linux.go,
// withCommonOptions.
extern constinit const EngineInfo swarm;
constinit const EngineInfo swarm{
    .name = "swarm",
    .title = "Docker Swarm",
    .defaults = docker_defaults,
    .spell = spell,
    .unknown = WordReading::Kind::refused,
    .on_unknown = "Docker Swarm refuses to start the task",
    .combine = combine,
    .knows_privileged = false,
    .low_ports = LowPorts::any_user,
};

} // namespace dropcap::engines
