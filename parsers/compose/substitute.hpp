#pragma once
// Variables in a tree.

#include "parsers/compose/value.hpp"

namespace dropcap::compose {

/// The tree with every variable replaced; what became of a scalar is noted in `reading`. Texts
/// Compose cannot read are problems.
[[nodiscard]] const yaml::Node* interpolate(const yaml::Node& root, const Environment& environment,
                                            yaml::Arena& arena, ProjectContext& reading);

} // namespace dropcap::compose
