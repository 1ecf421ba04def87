#include "model/container.hpp"

#include "model/concat.hpp"

#include <array>

namespace dropcap {

std::string_view role_name(Role role) {
    constexpr std::array<std::string_view, 6> names = {"app",       "init", "sidecar",
                                                       "ephemeral", "hook", "build"};
    return names[static_cast<std::size_t>(role)];
}

std::string_view noun_of(const Container& container) {
    return container.object.empty() ? kind_noun(container.kind) : "container";
}

std::string display_name(const Container& container) {
    const std::string_view noun = noun_of(container);
    std::string name = concat({noun, noun.empty() ? "`" : " `", container.name, "`"});
    if (!container.object.empty()) name += concat({" of ", container.object});
    return name;
}

std::string label_note(const NamespaceLabel& label) {
    return "its namespace has `" + label.mode + ": " + label.level + "`";
}

} // namespace dropcap
