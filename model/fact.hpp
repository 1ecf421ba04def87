#pragma once
// A value that a file says, with its place: known, unresolved, or (as an empty MaybeFact) not said.

#include "model/rare.hpp"
#include "model/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dropcap {

/// How a fact came to the container it is about.
enum class Origin : std::uint8_t {
    written,    ///< is at the container itself
    alias,      ///< through a YAML alias `*x`
    merged,     ///< through a YAML merge key `<<`
    extended,   ///< through Compose `extends`
    overridden, ///< from another Compose file or document that is merged over the first
    inherited,  ///< from the pod, a template or a base stage
    image,      ///< from the image's own build file
};

/// A value that cannot be known from the files: the text that stands for it and why it is open.
struct Unresolved {
    std::string text; ///< as written, e.g. "${CAPS}" or "{{ .Values.privileged }}"
    std::string why;  ///< what would have to be known, e.g. "CAPS is not set and has no default"
};

/// A value or an Unresolved, and where it stands.
template <class T>
struct Fact {
    std::variant<T, Rare<Unresolved>> value{};
    Place at; ///< what a caret underlines and an edit replaces: the evidence, where it is written
    Place entry; ///< the whole `key: value`, list item or flag: what a deletion removes
    Origin origin = Origin::written;
    std::optional<Place> via{}; ///< with another origin: the word at the container that brought it
                                ///< in (`*x`, `<<`, extends)
    Rare<std::string>
        source_note{}; ///< where a substituted value came from, e.g. "CAPS is set in .env"

    [[nodiscard]] const T* known() const { return std::get_if<T>(&value); }
    [[nodiscard]] const Unresolved* unresolved() const {
        const auto* const open = std::get_if<Rare<Unresolved>>(&value);
        return open == nullptr ? nullptr : open->get();
    }
    /// Known and equal to `wanted`.
    [[nodiscard]] bool is(const T& wanted) const {
        return known() != nullptr && *known() == wanted;
    }
};

/// Said, said but unresolved, or (empty optional) not said at all.
template <class T>
using MaybeFact = std::optional<Fact<T>>;

/// An add or drop list. Absent, present but empty, and present with words are three different
/// things.
struct CapabilityList {
    std::optional<Place>
        at; ///< the key or, for flags, the first flag; empty: the list is not written
    std::vector<Fact<std::string>>
        words; ///< decoded words as written: no case folding, no prefix removed
};

} // namespace dropcap
