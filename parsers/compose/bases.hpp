#pragma once
// Names of Compose's override files, and the files that they are merged over.

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::compose {

/// Where `path` has the name of an override file (compose.override.yaml …): the files next to it
/// that Compose would merge it over, the first that exists counts. With such a file an override is
/// checked as part of it and not by itself. Empty for any other name.
[[nodiscard]] std::vector<std::string> compose_bases(std::string_view path);

} // namespace dropcap::compose
