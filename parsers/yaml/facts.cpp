#include "parsers/yaml/facts.hpp"

#include <algorithm>

namespace dropcap::yaml {

const yaml::Entry* entry_at(const yaml::Node& node, std::string_view path) {
    const yaml::Node* at = &node;
    while (true) {
        const std::size_t dot = std::min(path.find('.'), path.size());
        const yaml::Entry* const entry = at->find(path.substr(0, dot));
        if (entry == nullptr || entry->value.node->is_null()) return nullptr;
        if (dot == path.size()) return entry;
        at = entry->value.node;
        path.remove_prefix(dot + 1);
    }
}

Fact<std::string> fact_of(const yaml::Node& scalar, const Place& entry) {
    return {.value = std::string(scalar.text), .at = scalar.at, .entry = entry};
}

MaybeFact<std::string> word_at(const yaml::Node& node, std::string_view path) {
    const yaml::Entry* const entry = entry_at(node, path);
    if (entry == nullptr || !entry->value.node->is_scalar()) return std::nullopt;
    return fact_of(*entry->value.node, entry->at);
}

MaybeFact<bool> flag_at(const yaml::Node& node, std::string_view path) {
    const yaml::Entry* const entry = entry_at(node, path);
    if (entry == nullptr) return std::nullopt;
    const auto on = yaml::as_bool(*entry->value.node, yaml::Reader::compose);
    if (!on) return std::nullopt;
    return Fact<bool>{.value = *on, .at = entry->value.node->at, .entry = entry->at};
}

CapabilityList list_at(const yaml::Node& node, std::string_view path) {
    CapabilityList list;
    const yaml::Entry* const entry = entry_at(node, path);
    if (entry == nullptr) return list;
    list.at = entry->key->at;
    for (const yaml::Child& item : entry->value.node->items)
        if (item.node->is_scalar()) list.words.push_back(fact_of(*item.node, item.node->at));
    return list;
}

} // namespace dropcap::yaml
