#include "fuzz/target.hpp"

#include <algorithm>
#include <array>

namespace dropcap::fuzz {

extern constinit const Target yaml_tree, compose, kubernetes, dockerfile, instructions, script,
    shell, interpolation, files, origins, suppress, add_ignores, config, baseline;
// clang-format off
constexpr std::array table{
    &yaml_tree,
    &compose,
    &kubernetes,
    &dockerfile,
    &instructions,
    &script,
    &shell,
    &interpolation,
    &files,
    &origins,
    &suppress,
    &add_ignores,
    &config,
    &baseline,
};
// clang-format on

std::span<const Target* const> targets() { return table; }

const Target* find_target(std::string_view name) {
    const auto found = std::ranges::find(table, name, &Target::name);
    return found == table.end() ? nullptr : *found;
}

} // namespace dropcap::fuzz
