#pragma once
// The engines that turn add and drop lists into capabilities: their defaults and how each reads a
// word.

#include "model/capability.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dropcap {

/// Whose rules combine defaults, add, drop, ALL and privileged.
enum class Engine : std::uint8_t {
    docker,     ///< Docker Engine: docker run, Compose
    swarm,      ///< docker service, docker stack deploy
    podman,     ///< Podman, podman kube play, Quadlet
    nerdctl,    ///< nerdctl on containerd
    containerd, ///< Kubernetes on containerd's CRI
    crio,       ///< Kubernetes on CRI-O; written "cri-o"
};

inline constexpr std::array engines = {Engine::docker,  Engine::swarm,      Engine::podman,
                                       Engine::nerdctl, Engine::containerd, Engine::crio};

/// The word for --engine and JSON: "docker", "swarm", "podman", "nerdctl", "containerd", "cri-o".
[[nodiscard]] std::string_view engine_name(Engine engine);
/// The name in prose: "Docker", "Docker Swarm", "Podman", "nerdctl", "containerd", "CRI-O".
[[nodiscard]] std::string_view engine_title(Engine engine);
[[nodiscard]] std::optional<Engine> find_engine(std::string_view word);
/// What a container holds when nobody adds or drops anything.
[[nodiscard]] CapabilitySet default_capabilities(Engine engine);

/// How an engine reads one word of an add or drop list.
struct WordReading {
    enum class Kind : std::uint8_t {
        capability, ///< `capability` is meant
        all,        ///< every capability
        refused,    ///< the engine does not start the container; `why` says so
        ignored, ///< the engine passes over the word in silence or with a line in a log; `why` says
                 ///< so
    };
    Kind kind = Kind::ignored;
    Capability capability{}; ///< with Kind::capability
    std::string why{}; ///< with refused and ignored: a clause, e.g. "Docker refuses to create the
                       ///< container: unknown capability \"CAP_FOO\""
};

/// Reads `word` (decoded, otherwise untouched: no trimming, no case folding) as `engine` does.
[[nodiscard]] WordReading read_word(Engine engine, std::string_view word);

/// The word upper-cased, without blanks around it and without CAP_: how dropcap shows it, whatever
/// engines think of it.
[[nodiscard]] std::string normalise_word(std::string_view word);

} // namespace dropcap
