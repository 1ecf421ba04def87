#pragma once
// JSON with one long list in it, written an item at a time: as values in memory a hundred thousand
// findings take ten times their text.

#include "lint/input/files.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace dropcap::report {

/// Columns of a level of JSON.
inline constexpr int json_indent = 2;

/// A document, as nlohmann's dump() writes it with `json_indent`, and the list in it.
struct JsonList {
    std::string whole;    ///< with `null` for the list
    std::string_view key; ///< whose value the list is; empty: the document is the list
    std::size_t depth;    ///< how many brackets stand open around an item
};

/// Writes the document with the items 0 … `count` - 1, each a dump of its own, in the list: as one
/// dump of it all would be, and inert.
void write_json_list(const JsonList& list, std::size_t count,
                     const std::function<std::string(std::size_t)>& item, const input::Sink& sink);

} // namespace dropcap::report
