#pragma once
// What several containers take their settings from.

#include "model/source.hpp"

#include <string>

namespace dropcap {

/// What a container takes settings from that others may take as well: an anchored mapping, a
/// service that is extended. One remedy there helps all of them.
struct SharedSettings {
    std::string name; ///< as messages call it: "`&defaults`", "`base`"
    Place at;         ///< its name, or its first setting
};

} // namespace dropcap
