#pragma once
// What the two programs that write manifests read about a folder: Helm's Chart.yaml and
// Kustomize's kustomization.yaml.

#include <string>
#include <vector>

namespace dropcap {

/// What a chart says of itself.
struct Chart {
    std::string name;
    bool is_library =
        false; ///< `type: library`: it is only included by others and renders nothing by itself
};

/// What a kustomization is made of: paths as they are written there, files and folders, some of
/// them perhaps addresses.
struct Kustomization {
    std::vector<std::string> resources; ///< whole objects: resources, bases, components
    std::vector<std::string> patches;   ///< parts of objects that are merged into them
    bool is_component = false;          ///< `kind: Component`: it is only included by others
};

} // namespace dropcap
