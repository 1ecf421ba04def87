#include "model/engine.hpp"

#include "model/engine_info.hpp"
#include "model/go_word.hpp"

namespace dropcap {

std::string_view engine_name(Engine engine) { return engine_info(engine).name; }
std::string_view engine_title(Engine engine) { return engine_info(engine).title; }
CapabilitySet default_capabilities(Engine engine) { return engine_info(engine).defaults; }
LowPorts low_ports(Engine engine) { return engine_info(engine).low_ports; }

std::array<std::string_view, engine_count> engine_names() {
    std::array<std::string_view, engine_count> names{};
    for (const Engine engine : all_engines())
        names[static_cast<std::size_t>(engine)] = engine_name(engine);
    return names;
}

std::optional<Engine> find_engine(std::string_view word) {
    for (const Engine engine : all_engines())
        if (engine_name(engine) == word) return engine;
    return std::nullopt;
}

WordReading read_word(Engine engine, std::string_view word) {
    const EngineInfo& info = engine_info(engine);
    const std::string name = info.spell(word);
    if (name == "ALL") return {.kind = WordReading::Kind::all};
    if (const auto capability = find_capability(std::string_view(name).substr(4)))
        return {.kind = WordReading::Kind::capability, .capability = *capability};
    return {.kind = info.unknown,
            .why = std::string(info.on_unknown) + ": unknown capability \"" + name + "\""};
}

std::string normalise_word(std::string_view word) {
    std::string result = go_uppercase(go_trimmed(word));
    if (result.starts_with("CAP_")) result.erase(0, 4);
    return result;
}

} // namespace dropcap
