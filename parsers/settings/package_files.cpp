// Chart.yaml and kustomization.yaml, as far as it must be known before Helm or Kustomize may run.
// What is wrong with them is theirs to say.

#include "parsers/settings/package_files.hpp"
#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/tree.hpp"

#include <array>

namespace dropcap::settings {
namespace {

using yaml::Node;

/// The first document's root, where it is a mapping.
const Node* first_mapping(const Source& source, yaml::Arena& arena) {
    for (const yaml::Slice& slice : yaml::slices(source.text())) {
        const yaml::Parsed parsed =
            yaml::parse_slice(source.text(), slice, 0, yaml::Reader::kubernetes, arena);
        if (parsed.root != nullptr) return parsed.root->is_mapping() ? parsed.root : nullptr;
    }
    return nullptr;
}

std::string_view text_of(const Node* node) {
    return node != nullptr && node->is_scalar() ? node->text : std::string_view{};
}

/// The texts of a list; of an item that is a mapping the text of its `path`.
void add_paths(const Node* list, std::vector<std::string>& paths) {
    if (list == nullptr || !list->is_sequence()) return;
    for (const yaml::Child& item : list->items) {
        const std::string_view path =
            item.node->is_mapping() ? text_of(item.node->get("path")) : text_of(item.node);
        // patchesStrategicMerge may hold the patch itself.
        if (!path.empty() && path.find('\n') == std::string_view::npos) paths.emplace_back(path);
    }
}

} // namespace

Chart parse_chart(const Source& source) {
    yaml::Arena arena;
    const Node* const root = first_mapping(source, arena);
    if (root == nullptr) return {};
    return {.name = std::string(text_of(root->get("name"))),
            .is_library = text_of(root->get("type")) == "library"};
}

Kustomization parse_kustomization(const Source& source) {
    static constexpr std::array<std::string_view, 3> resources = {"resources", "bases",
                                                                  "components"};
    static constexpr std::array<std::string_view, 3> patches = {"patches", "patchesStrategicMerge",
                                                                "patchesJson6902"};
    yaml::Arena arena;
    Kustomization found;
    const Node* const root = first_mapping(source, arena);
    if (root == nullptr) return found;
    for (const std::string_view key : resources) add_paths(root->get(key), found.resources);
    for (const std::string_view key : patches) add_paths(root->get(key), found.patches);
    found.is_component = text_of(root->get("kind")) == "Component";
    return found;
}

} // namespace dropcap::settings
