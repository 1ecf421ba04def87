#include "parsers/format/parsed_root.hpp"

#include "parsers/format/compose_keys.hpp"
#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/tree.hpp"

#include <algorithm>

namespace dropcap::format {
namespace {

using yaml::Entry;
using yaml::Node;

bool is_service_of_compose(const Entry& service) {
    return std::ranges::any_of(service.value.node->entries, [](const Entry& setting) {
        return is_telling_key(setting.key->text);
    });
}

bool is_list_of_mappings(const Node& node) {
    return node.is_sequence() && !node.items.empty() &&
           std::ranges::all_of(node.items,
                               [](const yaml::Child& item) { return item.node->is_mapping(); });
}

bool is_list_of_tasks(const Node& node) {
    return is_list_of_mappings(node) &&
           std::ranges::all_of(node.items, [](const yaml::Child& item) {
               return item.node->get("name") != nullptr;
           });
}

void look_at(const Node& root, ParsedRoot& found) {
    found.other_list = found.other_list || is_list_of_tasks(root);
    const Node* const services = root.get("services");
    if (services == nullptr) return;
    found.other_list = found.other_list || is_list_of_mappings(*services);
    found.services = found.services || services->is_mapping();
    found.compose = found.compose || std::ranges::any_of(services->entries, is_service_of_compose);
}

} // namespace

ParsedRoot parsed_root(std::string_view text) {
    ParsedRoot found;
    for (const yaml::Slice& slice : yaml::slices(text)) {
        for (const yaml::Reader reader : {yaml::Reader::compose, yaml::Reader::kubernetes}) {
            yaml::Arena arena;
            const yaml::Parsed parsed = yaml::parse_slice(text, slice, 0, reader, arena);
            if (parsed.root == nullptr) {
                found.is_broken =
                    found.is_broken || !parsed.problems.empty() || !parsed.unchecked.empty();
            } else if (reader == yaml::Reader::compose) {
                look_at(*parsed.root, found);
            } else if (parsed.root->get("apiVersion") != nullptr &&
                       parsed.root->get("kind") != nullptr) {
                found.kubernetes = true;
            }
        }
        if (found.kubernetes) break; // a stream may have thousands of documents
    }
    return found;
}

} // namespace dropcap::format
