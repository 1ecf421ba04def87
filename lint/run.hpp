#pragma once
// The journey of a run, from options to an exit code.

#include "lint/options.hpp"

namespace dropcap {

/// Does what `options` say, prints, and returns the exit code.
[[nodiscard]] int run(const Options& options);

} // namespace dropcap
