#pragma once
// The decoded value of a YAML or JSON scalar with the place of each of its bytes: shell text inside
// a document keeps exact columns.

#include "parsers/text/mapped_text.hpp"
#include "parsers/yaml/tree.hpp"

#include <string_view>

namespace dropcap::yaml {

/// `node`'s value, each byte with its place in `text`, the whole source. Where the bytes cannot be
/// followed, the whole value stands for the whole scalar.
[[nodiscard]] text::MappedText mapped_text(std::string_view text, const Node& node);

} // namespace dropcap::yaml
