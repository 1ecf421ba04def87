#pragma once
// --show-settings: what applies to a path, and where each setting is said.

#include "lint/config/config.hpp"
#include "lint/options.hpp"

#include <string>

namespace dropcap {

/// Everything that applies to the file or folder `path`, a line each, with the place or the flag it
/// comes from.
[[nodiscard]] std::string render_settings(const std::string& path, const config::Settings& settings,
                                          const Options& options);

} // namespace dropcap
