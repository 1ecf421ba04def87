#pragma once
// What keeps a container apart from its host, as far as rules ask.

#include "model/fact.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace dropcap {

/// Whose namespace a container is in, where it has none of its own.
enum class NamespaceOwner : std::uint8_t { host, another_container };

/// What a seccomp or AppArmor setting chooses.
enum class Profile : std::uint8_t {
    unconfined,      ///< no filter at all
    runtime_default, ///< the engine's own
    custom,          ///< one that the setting names or holds
};

/// What an SELinux setting chooses.
enum class SelinuxLabel : std::uint8_t {
    disabled, ///< the container is not kept apart by labels
    custom,   ///< a label of its own
};

/// `host`, or what names another container.
[[nodiscard]] inline NamespaceOwner read_namespace_owner(std::string_view word) {
    return word == "host" ? NamespaceOwner::host : NamespaceOwner::another_container;
}

/// Docker's and Podman's words and Kubernetes' in annotations: `unconfined`, `runtime/default`; any
/// other word names a profile.
[[nodiscard]] inline Profile read_profile(std::string_view word) {
    if (word == "unconfined") return Profile::unconfined;
    return word == "runtime/default" ? Profile::runtime_default : Profile::custom;
}

/// Docker's and Podman's `label=` option.
[[nodiscard]] inline SelinuxLabel read_selinux_label(std::string_view word) {
    return word == "disable" ? SelinuxLabel::disabled : SelinuxLabel::custom;
}

/// What a word says, as a fact with the word's places; an unresolved word stays unresolved.
template <class T>
[[nodiscard]] Fact<T> reread(const Fact<std::string>& word, T (*read)(std::string_view)) {
    Fact<T> fact{.value = T{},
                 .at = word.at,
                 .entry = word.entry,
                 .origin = word.origin,
                 .via = word.via,
                 .source_note = word.source_note};
    if (const Unresolved* const open = word.unresolved())
        fact.value = *open;
    else
        fact.value = read(*word.known());
    return fact;
}
template <class T>
[[nodiscard]] MaybeFact<T> reread(const MaybeFact<std::string>& word, T (*read)(std::string_view)) {
    return word ? MaybeFact<T>(reread(*word, read)) : std::nullopt;
}

} // namespace dropcap
