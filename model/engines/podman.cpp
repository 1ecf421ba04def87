// Podman: podman run and create, podman kube play, Quadlet.

#include "model/concat.hpp"
#include "model/engines/shared.hpp"

#include <algorithm>

namespace dropcap::engines {
namespace {

// containers/container-libs:common/pkg/config/default.go, Podman 4.5 and later.
constexpr CapabilitySet defaults{CHOWN,   DAC_OVERRIDE,     FOWNER,    FSETID,
                                 KILL,    NET_BIND_SERVICE, SETFCAP,   SETGID,
                                 SETPCAP, SETUID,           SYS_CHROOT};

// containers/container-libs:common/pkg/capabilities/capabilities.go, MergeCapabilities. Its
// refusals are in conflict().
CapabilitySet combine(const Request& request) {
    if (request.drop.all) return request.add.names;
    if (request.add.all) return CapabilitySet::all() - request.drop.names;
    return (defaults - request.drop.names) | request.add.names;
}

// ALL in both lists, and the same name in both unless one of them says ALL.
std::string conflict(const Request& request, const WordReading& dropped) {
    const bool both_all = request.add.all && request.drop.all;
    const bool names_matter = !request.add.all && !request.drop.all;
    if (both_all && dropped.kind == WordReading::Kind::all)
        return "Podman refuses to create the container: ALL cannot be both added and dropped";
    if (names_matter && dropped.kind == WordReading::Kind::capability &&
        request.add.names.contains(dropped.capability))
        return concat({"Podman refuses to create the container: ", name(dropped.capability),
                       " cannot be both added and dropped"});
    return {};
}

// containers/podman:pkg/specgen/generate/security_linux.go: a comma list, in which an unknown name
// is an error in the log.
std::optional<CapabilitySet> read_label(std::string_view label) {
    CapabilitySet set;
    while (!label.empty()) {
        const std::size_t comma = std::min(label.find(','), label.size());
        const WordReading reading = read_word(Engine::podman, label.substr(0, comma));
        if (reading.kind != WordReading::Kind::capability) return std::nullopt;
        set.insert(reading.capability);
        label.remove_prefix(std::min(comma + 1, label.size()));
    }
    return set;
}

} // namespace

// Spelling: containers/container-libs:common/pkg/capabilities/capabilities.go,
// NormalizeCapabilities. The words of a privileged container are not read:
// containers/podman:pkg/specgen/generate/security_linux.go, which also makes what is added to a
// process of another user ambient.
extern constinit const EngineInfo podman;
constinit const EngineInfo podman{
    .name = "podman",
    .title = "Podman",
    .defaults = defaults,
    .spell = prefix_optional,
    .unknown = WordReading::Kind::refused,
    .on_unknown = "Podman refuses to create the container",
    .combine = combine,
    .conflict = conflict,
    .read_label = read_label,
    .low_ports = LowPorts::needs_added_capability,
};

} // namespace dropcap::engines
