#pragma once
// Bytes that go-yaml (or kubectl's JSON decoder) reads and yaml-cpp does not, rewritten without
// moving anything.

#include "parsers/yaml/tree.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dropcap::yaml {

/// A copy of a document's bytes for yaml-cpp, of the same length, offset by offset; nothing where
/// the bytes will do as they are.
///  - A lone CR is a line break to go-yaml: it becomes LF.
///  - So are NEL, LS and PS (U+0085, U+2028, U+2029), even in comments, where people do not see
///  them: they become blanks and an LF.
///    (In a quoted string go-yaml keeps an LS or PS and this reads a blank; nothing that matters
///    here has one in it.)
///  - JSON's surrogate pairs ("\ud83d\ude00"), which kubectl reads, become one escape.
[[nodiscard]] std::optional<std::string> readable_copy(std::string_view bytes, Reader reader);

} // namespace dropcap::yaml
