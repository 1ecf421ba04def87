#include "rules/kit/scope.hpp"

#include "model/concat.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {

bool runs_on_linux(const Container& container) {
    if (container.role == Role::hook || container.role == Role::build) return false;
    return !container.pod || !container.pod->windows;
}

bool adds_by_itself(const Container& container) {
    return runs_on_linux(container) || container.own_container;
}

std::string title_of_object(std::string_view object, std::string_view says) {
    constexpr std::size_t least = 8;
    const std::size_t others = columns(says) + 1;
    const std::size_t room = others + least < title_columns ? title_columns - others : least;
    return concat({shortened(object, room), " ", says});
}

std::string title_of_owner(const Container& container, Origin origin, std::string_view says) {
    return origin == Origin::inherited ? title_of_object(container.object, says)
                                       : title_of(container, says);
}

namespace {

// A command in a LABEL starts the very image that its Dockerfile builds.
bool starts_its_own_image(const Document& document, const Container& container) {
    return container.format->starts_own_image && document.recipe.has_value();
}

} // namespace

const std::vector<Fact<Port>>& declared_ports(const Document& document,
                                              const Container& container) {
    return container.ports.empty() && starts_its_own_image(document, container)
               ? document.recipe->exposed
               : container.ports;
}

const std::vector<FileCapability>& file_capabilities(const Document& document,
                                                     const Container& container) {
    const bool from_recipe =
        container.file_capabilities.empty() && starts_its_own_image(document, container);
    return from_recipe ? document.recipe->file_capabilities : container.file_capabilities;
}

} // namespace dropcap::rules
