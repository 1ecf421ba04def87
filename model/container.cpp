#include "model/container.hpp"

#include <array>

namespace dropcap {

std::string_view role_name(Role role) {
    constexpr std::array<std::string_view, 6> names = {"app",       "init", "sidecar",
                                                       "ephemeral", "hook", "build"};
    return names[static_cast<std::size_t>(role)];
}

std::string label_note(const NamespaceLabel& label) {
    return "its namespace has `" + label.mode + ": " + label.level + "`";
}

} // namespace dropcap
