#pragma once
// What each file in model/engines/ defines: the facts about one engine. Only model/ reads them;
// model/engine.hpp and model/posture.hpp answer questions about an engine.

#include "model/engine.hpp"

namespace dropcap {

/// One list after its words were read: the names in it, and whether it says ALL.
struct Asked {
    CapabilitySet names;
    bool all = false;
};

/// Both lists of a container.
struct Request {
    Asked add;
    Asked drop;
};

/// An engine as data. To add one, add a file to model/engines/ that defines
/// `constinit const EngineInfo NAME`, and NAME to `enum class Engine`.
struct EngineInfo {
    std::string_view name;  ///< for --engine, the configuration and JSON: "cri-o"
    std::string_view title; ///< in prose: "CRI-O"
    CapabilitySet defaults; ///< what a container holds if nothing is added or dropped

    /// The name that the engine looks up for a word (decoded, otherwise untouched): "ALL" for every
    /// capability, else with one CAP_ in front, whether such a capability exists or not.
    std::string (*spell)(std::string_view word);
    /// What the engine does with a name that it does not know: `refused` or `ignored`.
    WordReading::Kind unknown;
    std::string_view on_unknown; ///< the same as a clause: "Docker refuses to create the container"

    /// The capabilities of a container that is not privileged.
    CapabilitySet (*combine)(const Request& request);
    /// Why the engine does not create a container because of a word that is dropped, as a clause,
    /// or an empty text if it does. Null: no combination of words is refused.
    std::string (*conflict)(const Request& request, const WordReading& dropped) = nullptr;

    bool knows_privileged = true; ///< false: it ignores the setting
    bool refuses_privileged =
        false; ///< whether it also refuses unknown words of a privileged container
    /// The set to which the label `io.containers.capabilities` narrows a container, or nothing if
    /// the engine cannot read the label. Null: the engine does not know the label.
    std::optional<CapabilitySet> (*read_label)(std::string_view label) = nullptr;
    LowPorts low_ports = LowPorts::needs_root;
};

/// One row per engine, in order. CMake writes it from the files in model/engines/.
extern const std::array<const EngineInfo*, engine_count> engine_table;

/// The facts about `engine`.
[[nodiscard]] inline const EngineInfo& engine_info(Engine engine) {
    return *engine_table[static_cast<std::size_t>(engine)];
}

} // namespace dropcap
