#pragma once
// What a container needs, as far as anything is known about it.

#include "model/hardening.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dropcap {

/// How sure a change is; the words are those of rustc and ruff.
enum class Applicability : std::uint8_t {
    safe,    ///< nothing can change for the container
    unsafe,  ///< measured, or derived from its files: a person looks
    display, ///< nothing is known: advice only
};
/// "safe", "unsafe", "display".
[[nodiscard]] std::string_view applicability_name(Applicability applicability);

/// The capabilities that a container needs and why.
struct Needs {
    Applicability applicability = Applicability::display;
    std::vector<Grant> grants; ///< in the kernel's order; empty with `display`
    std::string why;           ///< how that is known, a clause; with `display` why not

    [[nodiscard]] CapabilitySet set() const {
        CapabilitySet all;
        for (const Grant& grant : grants) all.insert(grant.capability);
        return all;
    }
};

} // namespace dropcap
