#include "model/engines/shared.hpp"

#include "model/go_word.hpp"

namespace dropcap::engines {

std::string prefix_optional(std::string_view word) {
    std::string name = go_uppercase(word);
    if (name != "ALL" && !name.starts_with("CAP_")) name.insert(0, "CAP_");
    return name;
}

// moby/moby:daemon/pkg/oci/caps/utils.go, TweakCapabilities.
CapabilitySet combine_as_docker(const Request& request) {
    if (request.add.all) return CapabilitySet::all() - request.drop.names;
    if (request.drop.all) return request.add.names;
    return (docker_defaults - request.drop.names) | request.add.names;
}

CapabilitySet combine_in_order(CapabilitySet defaults, const Request& request) {
    CapabilitySet set = request.add.all ? CapabilitySet::all() : defaults;
    if (request.drop.all) set = {};
    return (set | request.add.names) - request.drop.names;
}

} // namespace dropcap::engines
