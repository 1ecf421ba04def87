#pragma once
// `dropcap verify`: the files, what runs, and the comparison.

#include "lint/options.hpp"
#include "model/result.hpp"

#include <string>

namespace dropcap {

/// What came of it.
struct Verified {
    std::string text;  ///< in the format of the options
    bool more = false; ///< something runs with more than declared
    bool open = false; ///< something is not declared or not comparable
};

/// Compares what all but the last of the paths declare with what the last one says that runs. Fails
/// where one of them cannot be read, or has no container.
[[nodiscard]] Result<Verified> verify_paths(const Options& options);

} // namespace dropcap
