#include "model/capability_list.hpp"

#include "model/concat.hpp"

namespace dropcap {

std::string list_worst_first(CapabilitySet set, std::size_t most) {
    std::string text = list_worst_first(set);
    if (set.size() <= most + 1) return text; // "+1 more" would be no shorter than the name
    std::size_t end = 0;
    for (std::size_t named = 0; named < most; ++named) end = text.find(", ", end) + 2;
    text.resize(end);
    append(text, {"+", std::to_string(set.size() - most), " more"});
    return text;
}

} // namespace dropcap
