#pragma once
// What a fix wants a container to say, before it is spelled in the container's format.

#include "model/capability.hpp"

#include <string>
#include <vector>

namespace dropcap {

/// A capability to add, and why: "gosu becomes the postgres user". An empty reason writes no
/// comment.
struct Grant {
    Capability capability;
    std::string reason;
};

/// Settings that a container gets in addition to what it says. What it adds already stays.
struct Hardening {
    bool drop_all = false;
    std::vector<Grant> add{}; ///< in the kernel's order
    bool no_new_privileges = false;
};

} // namespace dropcap
