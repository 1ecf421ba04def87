#pragma once
// Keys by which a service is known for Compose's, and not for one of the many others that are
// called services.

#include <algorithm>
#include <array>
#include <string_view>

namespace dropcap::format {

/// Settings of a Compose service that other programs' services do not have.
inline constexpr std::array<std::string_view, 12> telling_keys{
    "image",      "build",        "extends",      "container_name", "cap_add",    "cap_drop",
    "privileged", "network_mode", "security_opt", "deploy",         "depends_on", "provider"};

[[nodiscard]] constexpr bool is_telling_key(std::string_view key) {
    return std::ranges::find(telling_keys, key) != telling_keys.end();
}

} // namespace dropcap::format
