#include "model/engine.hpp"

#include "model/ascii.hpp"

#include <algorithm>

namespace dropcap {
namespace {

using enum Capability;

// moby/moby:daemon/pkg/oci/caps/defaults.go; containerd/containerd:pkg/oci/spec.go has the same
// fourteen (CRI and nerdctl use them).
constexpr CapabilitySet docker_defaults{AUDIT_WRITE, CHOWN,   DAC_OVERRIDE,     FOWNER,    FSETID,
                                        KILL,        MKNOD,   NET_BIND_SERVICE, NET_RAW,   SETFCAP,
                                        SETGID,      SETPCAP, SETUID,           SYS_CHROOT};
// containers/container-libs:common/pkg/config/default.go, Podman 4.5 and later.
constexpr CapabilitySet podman_defaults{CHOWN,   DAC_OVERRIDE,     FOWNER,    FSETID,
                                        KILL,    NET_BIND_SERVICE, SETFCAP,   SETGID,
                                        SETPCAP, SETUID,           SYS_CHROOT};
// cri-o/cri-o:internal/config/capabilities/capabilities_linux.go, CRI-O 1.18 and later.
constexpr CapabilitySet crio_defaults{CHOWN,  DAC_OVERRIDE, FOWNER, FSETID, KILL, NET_BIND_SERVICE,
                                      SETGID, SETPCAP,      SETUID};

/// One row an engine. What an engine does with a word it cannot read is in `unknown`.
struct EngineInfo {
    Engine id;
    std::string_view word;
    std::string_view title;
    CapabilitySet defaults;
    bool trims;           ///< blanks around a word do not matter
    bool always_prefixes; ///< puts CAP_ before every word, also before one that has it: the word
                          ///< then names nothing
    WordReading::Kind unknown;
    std::string_view on_unknown;
};

using Kind = WordReading::Kind;

// Reading of words: moby/moby:daemon/pkg/oci/caps/utils.go (NormalizeLegacyCapabilities),
// docker/cli:opts/capabilities.go (Swarm trims),
// containers/container-libs:common/pkg/capabilities/capabilities.go,
// containerd/nerdctl:pkg/cmd/container/run_security_linux.go,
// containerd/containerd:internal/cri/opts/spec_opts.go with
// opencontainers/runc:libcontainer/capabilities/capabilities.go,
// cri-o/cri-o:internal/factory/container/container.go.
constexpr std::array rows = {
    EngineInfo{Engine::docker, "docker", "Docker", docker_defaults, false, false, Kind::refused,
               "Docker refuses to create the container"},
    EngineInfo{Engine::swarm, "swarm", "Docker Swarm", docker_defaults, true, false, Kind::refused,
               "Docker Swarm refuses to start the task"},
    EngineInfo{Engine::podman, "podman", "Podman", podman_defaults, false, false, Kind::refused,
               "Podman refuses to create the container"},
    EngineInfo{Engine::nerdctl, "nerdctl", "nerdctl", docker_defaults, false, false, Kind::ignored,
               "nerdctl prints a warning and ignores it"},
    EngineInfo{Engine::containerd, "containerd", "containerd", docker_defaults, false, true,
               Kind::ignored, "containerd ignores it without an error"},
    EngineInfo{Engine::crio, "cri-o", "CRI-O", crio_defaults, false, false, Kind::refused,
               "CRI-O refuses to create the container"},
};
static_assert(rows.size() == engines.size());

constexpr const EngineInfo& row(Engine engine) { return rows[static_cast<std::size_t>(engine)]; }

// Every engine upper-cases with Go's strings.ToUpper, which knows two letters beyond ASCII whose
// capitals are ASCII: "ſys_admin" adds SYS_ADMIN.
std::string go_uppercase(std::string_view word) {
    std::string result;
    result.reserve(word.size());
    for (std::size_t i = 0; i < word.size(); ++i) {
        const std::string_view pair = word.substr(i, 2);
        const bool long_s = pair == "\u017F";
        const bool dotless_i = pair == "\u0131";
        result += long_s ? 'S' : dotless_i ? 'I' : to_upper(word[i]);
        if (long_s || dotless_i) ++i;
    }
    return result;
}

std::string_view trimmed(std::string_view word) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const auto first = word.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : word.substr(first, word.find_last_not_of(blanks) - first + 1);
}

} // namespace

std::string_view engine_name(Engine engine) { return row(engine).word; }
std::string_view engine_title(Engine engine) { return row(engine).title; }
CapabilitySet default_capabilities(Engine engine) { return row(engine).defaults; }

std::optional<Engine> find_engine(std::string_view word) {
    const auto* const found = std::ranges::find(rows, word, &EngineInfo::word);
    return found == rows.end() ? std::nullopt : std::optional(found->id);
}

WordReading read_word(Engine engine, std::string_view word) {
    const EngineInfo& info = row(engine);
    const std::string canonical = go_uppercase(info.trims ? trimmed(word) : word);
    if (canonical == "ALL") return {.kind = Kind::all};
    const bool prefixed = canonical.starts_with("CAP_");
    const std::string full = prefixed && !info.always_prefixes ? canonical : "CAP_" + canonical;
    if (const auto capability = find_capability(std::string_view(full).substr(4)))
        return {.kind = Kind::capability, .capability = *capability};
    return {.kind = info.unknown,
            .why = std::string(info.on_unknown) + ": unknown capability \"" + full + "\""};
}

std::string normalise_word(std::string_view word) {
    std::string result = go_uppercase(trimmed(word));
    if (result.starts_with("CAP_")) result.erase(0, 4);
    return result;
}

} // namespace dropcap
