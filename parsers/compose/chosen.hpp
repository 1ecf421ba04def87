#pragma once
// COMPOSE_FILE: with it Compose looks for no files by itself.

#include "parsers/compose/interpolation.hpp"
#include "parsers/compose/layout.hpp"

#include <string_view>

namespace dropcap::compose {

/// The files that COMPOSE_FILE names, seen from `folder`.
[[nodiscard]] ChosenFiles chosen_files(const Environment& known, std::string_view folder);

} // namespace dropcap::compose
