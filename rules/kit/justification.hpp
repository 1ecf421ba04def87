#pragma once
// Comments that say what a capability is for.

#include "model/container.hpp"

#include <cstddef>
#include <string_view>

namespace dropcap::rules {

/// Whether a comment (with its `#`) says something to a reader: words, not a switch for a tool, not
/// an entry that was commented out.
[[nodiscard]] bool says_why(std::string_view comment);

/// Whether the added word `index` has a comment next to it or above it, or its list has one.
[[nodiscard]] bool is_justified(const Document& document, const Container& container,
                                std::size_t index);

/// Whether comments can be in the text that `place` is in; JSON has none.
[[nodiscard]] bool can_hold_comments(const Document& document, const Place& place);

} // namespace dropcap::rules
