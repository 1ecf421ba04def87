#pragma once
// Which capability an error line points to.

#include "evidence/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::evidence {

/// What a line of a log says.
struct LineVerdict {
    std::vector<Capability> likely; ///< the most likely first; empty: no capability is missing, or
                                    ///< nothing is known
    std::string_view because; ///< what the line is about: "it changes the owner of a file"; empty:
                              ///< nothing is known
    const ErrorLine* shown = nullptr; ///< the experiment that printed such a line, if one did
    const Program* program = nullptr; ///< whose experiment it is
    std::string_view instead;         ///< what it is, where no capability is missing
};

/// Reads one line. Paths, numbers and names in it do not matter.
[[nodiscard]] LineVerdict read_error_line(std::string_view line);

} // namespace dropcap::evidence
