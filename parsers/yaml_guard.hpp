#pragma once
// What yaml-cpp lets pass and the users' readers (go-yaml) refuse, found in the bytes before the parser runs.

#include "parsers/yaml_refusal.hpp"
#include "parsers/yaml_tree.hpp"

namespace dropcap::yaml {

/// Throws Refusal when the slice holds bytes that are no YAML: NUL and other control characters, invalid UTF-8.
void refuse_bad_bytes(std::string_view text, Span slice);

/// Throws Refusal for directives (`%…` before the document) that go-yaml refuses.
void refuse_bad_directives(std::string_view text, Span slice);

/// Unicode line breaks (NEL, LS, PS) in the slice: go-yaml begins a new line there, yaml-cpp does not. Usually empty.
[[nodiscard]] std::vector<Span> unicode_breaks(std::string_view text, Span slice);

} // namespace dropcap::yaml
