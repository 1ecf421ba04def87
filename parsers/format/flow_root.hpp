#pragma once
// The root of a JSON or YAML flow mapping (`{…}`), read in one pass over its bytes.

#include <cstddef>
#include <string_view>

namespace dropcap::format {

/// What the keys at the root of a flow mapping say.
struct FlowRoot {
    bool api_version = false;
    bool kind = false;
    bool services = false;      ///< a mapping of mappings, one of which is a Compose service
    bool services_list = false; ///< `services` is a list
    bool is_unsure = false;     ///< a key is spelled in a way that only a parser can read
    std::size_t end = 0;        ///< behind the closing brace; the text's end where there is none
};

/// Reads the mapping that begins at the brace `text[at]`.
[[nodiscard]] FlowRoot flow_root(std::string_view text, std::size_t at);

} // namespace dropcap::format
