#pragma once
// The engines that turn add and drop lists into capabilities: their defaults and how each reads a
// word.

#include "model/capability.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dropcap {

/// Whose rules combine defaults, add, drop, ALL and privileged. The facts about each are in the
/// file of the same name in model/engines/; the order is that of every list of engines.
enum class Engine : std::uint8_t { docker, swarm, podman, nerdctl, containerd, crio };

/// How many engines there are. The table that CMake writes from model/engines/ has as many.
inline constexpr std::size_t engine_count = 6;

/// Every engine, in order.
[[nodiscard]] constexpr std::array<Engine, engine_count> all_engines() {
    std::array<Engine, engine_count> all{};
    for (std::size_t i = 0; i < engine_count; ++i) all[i] = static_cast<Engine>(i);
    return all;
}

/// The word for --engine, the configuration and JSON, e.g. "docker" or "cri-o".
[[nodiscard]] std::string_view engine_name(Engine engine);
/// Every engine's name, in order.
[[nodiscard]] std::array<std::string_view, engine_count> engine_names();
/// The name in prose, e.g. "Docker Swarm" or "CRI-O".
[[nodiscard]] std::string_view engine_title(Engine engine);
[[nodiscard]] std::optional<Engine> find_engine(std::string_view word);
/// What a container holds if nothing is added or dropped.
[[nodiscard]] CapabilitySet default_capabilities(Engine engine);

/// How a process of another user than root may bind a port below 1024 in the container's own
/// network, as far as that holds by default and in every supported version of the engine.
enum class LowPorts : std::uint8_t {
    any_user,               ///< the engine lowers net.ipv4.ip_unprivileged_port_start
    needs_added_capability, ///< an added NET_BIND_SERVICE is ambient: any user's process holds it
    needs_root,             ///< an added capability does not reach a process of another user
};
[[nodiscard]] LowPorts low_ports(Engine engine);

/// How an engine reads one word of an add or drop list.
struct WordReading {
    enum class Kind : std::uint8_t {
        capability, ///< `capability` is meant
        all,        ///< every capability
        refused,    ///< the engine does not start the container; `why` says so
        ignored,    ///< the engine ignores the word in silence or with a line in a log; `why` says
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
