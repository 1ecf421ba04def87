#pragma once
// A value of a tree and how it came to the object that uses it.

#include "parsers/yaml/node.hpp"

#include <optional>

namespace dropcap::yaml {

/// Where a value is used, it may have come through an alias, a merge key, another file or a
/// template. Empty (false): there is none; a format decides whether a null is one.
struct Value {
    const Node* node = nullptr;
    Place key{};   ///< the key; for an item of a list the item
    Place entry{}; ///< `key: value`, or the item with its dash
    Origin origin = Origin::written;
    std::optional<Place>
        via{}; ///< with another origin: what brought it in, such as the outermost `*x` or `<<`

    explicit operator bool() const { return node != nullptr; }
};

} // namespace dropcap::yaml
