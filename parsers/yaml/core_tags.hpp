#pragma once
// Tags of YAML's own repository (yaml.org/type) that change what a scalar says.

#include <optional>
#include <string>
#include <string_view>

namespace dropcap::yaml {

/// Whether `tag`, as written, is YAML's own `name`: `!!name` or `!<tag:yaml.org,2002:name>`.
[[nodiscard]] bool is_core_tag(std::string_view tag, std::string_view name);

/// The bytes that base64 text stands for, blanks and line breaks left out as go-yaml does; nothing
/// for text that is no base64.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

} // namespace dropcap::yaml
