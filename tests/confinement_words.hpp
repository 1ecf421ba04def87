#pragma once
// Words for what keeps a container apart, for outlines.

#include "model/confinement.hpp"

#include <fmt/format.h>

#include <ostream>
#include <string_view>

namespace dropcap {

constexpr std::string_view word_of(Profile profile) {
    return profile == Profile::unconfined        ? "unconfined"
           : profile == Profile::runtime_default ? "runtime/default"
                                                 : "custom";
}
constexpr std::string_view word_of(NamespaceOwner owner) {
    return owner == NamespaceOwner::host ? "host" : "another";
}
constexpr std::string_view word_of(SelinuxLabel label) {
    return label == SelinuxLabel::disabled ? "disable" : "custom";
}

template <class T>
concept Confinement = requires(T value) { word_of(value); };

template <Confinement T>
std::ostream& operator<<(std::ostream& out, T value) {
    return out << word_of(value);
}

} // namespace dropcap

template <dropcap::Confinement T>
struct fmt::formatter<T> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(T value, Context& context) const {
        return fmt::formatter<std::string_view>::format(dropcap::word_of(value), context);
    }
};
