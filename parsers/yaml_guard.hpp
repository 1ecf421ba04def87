#pragma once
// What yaml-cpp lets pass and the users' readers (go-yaml) refuse, found in the bytes before the parser runs.

#include "parsers/yaml_refusal.hpp"
#include "parsers/yaml_tree.hpp"

namespace dropcap::yaml {

/// Throws Refusal when the slice holds bytes that are no YAML: NUL and other control characters, invalid UTF-8.
/// Returns the Unicode line breaks in it (NEL, LS, PS; usually none): go-yaml begins a new line there, yaml-cpp does not.
[[nodiscard]] std::vector<Span> check_bytes(std::string_view text, Span slice);

/// Throws Refusal for directives (`%…` before the document) that go-yaml refuses.
void refuse_bad_directives(std::string_view text, Span slice);

/// Throws Refusal for a tag such as `!e!name` whose handle no %TAG directive declares, and for one that runs into the value behind
/// it. `at` is the tag's first byte.
void refuse_bad_tag(std::string_view text, Span slice, std::size_t at, std::string_view tag);

} // namespace dropcap::yaml
