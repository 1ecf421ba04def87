#pragma once
// What a YAML or JSON text is about, reported by the parser: for the few texts whose bytes do not
// say.

#include <string_view>

namespace dropcap::format {

/// What is at the root of some document of a text.
struct ParsedRoot {
    bool kubernetes = false; ///< apiVersion and kind, in one document
    bool services = false;   ///< `services`, a mapping
    bool compose = false;    ///< one of these services has a setting that only Compose's have
    bool other_list = false; ///< a list of mappings with names (Ansible's tasks), or `services` is
                             ///< a list of mappings
    bool is_broken = false;  ///< some document is no YAML
};

/// Parses `text`, document by document.
[[nodiscard]] ParsedRoot parsed_root(std::string_view text);

} // namespace dropcap::format
