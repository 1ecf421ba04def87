#pragma once
// Capability sets in few words.

#include "model/capability.hpp"

#include <cstddef>
#include <string>

namespace dropcap {

/// list_worst_first(), ending after `most` names with how many it does not name: "SYS_ADMIN, CHOWN,
/// +12 more".
[[nodiscard]] std::string list_worst_first(CapabilitySet set, std::size_t most);

} // namespace dropcap
