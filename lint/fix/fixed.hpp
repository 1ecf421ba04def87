#pragma once
// What people are shown of a run's fixes.

#include "lint/fix/fixer.hpp"

#include <cstdint>
#include <string>

namespace dropcap::fix {

/// What was done with the fixes.
enum class Done : std::uint8_t { written, shown };

/// The changes of all files as one unified diff. Control characters are made visible.
[[nodiscard]] std::string render_diffs(const FixedRun& run);

/// "Fixed 3 findings in 2 files.", and a line for each offer that was left out.
[[nodiscard]] std::string render_fixed(const FixedRun& run, Done done);

} // namespace dropcap::fix
