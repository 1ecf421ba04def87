#pragma once
// Which containers a rule has something to say about, and who a fact concerns.

#include "rules/kit/wording.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::rules {

/// A container of its own whose kernel is Linux: not a hook, not a build step, not part of a
/// Windows pod.
[[nodiscard]] bool runs_on_linux(const Container& container);

/// Whether it is checked by what it adds itself: such a container, or a `pre_start` hook of
/// Compose, which is a container of its own. What that one keeps is left alone: whether it takes
/// over what its service drops depends on Compose's version.
[[nodiscard]] bool adds_by_itself(const Container& container);

/// A title about an object as a whole: "Deployment/web shares the host's PID namespace".
[[nodiscard]] std::string title_of_object(std::string_view object, std::string_view says);

/// A title about what a fact of this origin is for: the whole object where the pod's value is
/// inherited by every container, else the container.
[[nodiscard]] std::string title_of_owner(const Container& container, Origin origin,
                                         std::string_view says);

/// A flag at `fact`'s evidence in words about what it is about; the pod's value needs no note about
/// the container that is asked first.
template <class T>
[[nodiscard]] Flag flag_shared(const Container& container, const Fact<T>& fact,
                               std::string message);

/// The ports that the container says it listens on: its own, and what the Dockerfile around it
/// exposes.
[[nodiscard]] const std::vector<Fact<Port>>& declared_ports(const Document& document,
                                                            const Container& container);

/// The programs that the image's build file gives capabilities of their own.
[[nodiscard]] const std::vector<FileCapability>& file_capabilities(const Document& document,
                                                                   const Container& container);

template <class T>
Flag flag_shared(const Container& container, const Fact<T>& fact, std::string message) {
    Flag flag = flag_at(container, fact, std::move(message));
    if (fact.origin == Origin::inherited) flag.related.clear();
    return flag;
}

} // namespace dropcap::rules
