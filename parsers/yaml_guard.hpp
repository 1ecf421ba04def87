#pragma once
// What yaml-cpp lets pass and the users' readers (go-yaml) refuse, found in the bytes before the parser runs.

#include "parsers/yaml_refusal.hpp"
#include <string_view>

namespace dropcap::yaml {

/// Throws Refusal when the document holds bytes that are no YAML: NUL and other control characters, invalid UTF-8.
void refuse_bad_bytes(std::string_view document);

/// Throws Refusal for directives (`%…` before the document) that go-yaml refuses.
void refuse_bad_directives(std::string_view document);

/// Throws Refusal for a tag such as `!e!name` whose handle no %TAG directive declares, and for one that runs into the value behind
/// it. `tag` is a view into `document`.
void refuse_bad_tag(std::string_view document, std::string_view tag);

} // namespace dropcap::yaml
