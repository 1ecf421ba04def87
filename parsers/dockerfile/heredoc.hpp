#pragma once
// Here-documents as BuildKit finds them in a line (moby/buildkit: frontend/dockerfile/parser,
// heredocsFromLine and ParseHeredoc).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::dockerfile {

/// What a word such as `<<EOF`, `<<-"EOF"` or `3<<EOF` announces.
struct HeredocStart {
    std::string name;         ///< the line that ends it
    bool strips_tabs = false; ///< `<<-`
    bool expands = true;      ///< nothing in the word was quoted or escaped
};

/// What the words of a line announce, in order.
[[nodiscard]] std::vector<HeredocStart> heredoc_starts(std::string_view line);

} // namespace dropcap::dockerfile
