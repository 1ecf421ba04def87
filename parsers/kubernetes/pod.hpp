#pragma once
// A pod as it is read: its layers and its containers.

#include "parsers/kubernetes/paths.hpp"
#include "parsers/kubernetes/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::kubernetes {

/// The object that carries pods.
struct Object {
    Value root;
    std::string kind;
    std::string group;
    std::string name;  ///< metadata.name or generateName; may be empty
    std::string space; ///< metadata.namespace; may be empty
    Place name_at;     ///< the name's value, else the kind's

    /// "Deployment/web", or the kind alone.
    [[nodiscard]] std::string label() const { return name.empty() ? kind : kind + "/" + name; }
};

/// A container before its fields are read.
struct ContainerView {
    Layers layers;   ///< the container, then what it takes over where it says nothing
    Layers security; ///< its securityContexts, in the same order
    Role role = Role::app;
    bool made_by_operator = false;
    std::string path; ///< "containers[0]", for messages and for the nameless
    std::string name;
    Place name_at;
};

/// A pod before its fields are read.
struct PodView {
    const Object& object;
    const PodShape& shape;
    Layers spec;     ///< the PodSpec, then what it takes over
    Layers security; ///< pod-level securityContexts
    Value annotations;
    std::vector<ContainerView> containers;
    std::string
        label; ///< "Deployment/web"; "Workflow/ci, template lint" where an object has several pods

    /// spec.os.name is windows: the API server then refuses everything that is Linux's alone.
    [[nodiscard]] bool is_windows() const {
        return string_of(get(first(spec, "os"), "name")) == "windows";
    }
};

/// Every value at `path` (see ContainerSlot) below `from`, with its parent mapping.
struct Reached {
    Value value;
    Value parent;
    std::string label; ///< the path with indexes, e.g. "containers[1]"
};
[[nodiscard]] std::vector<Reached> walk(ManifestContext& reading, const Value& from,
                                        std::string_view path);

/// Reads one pod: its containers go to the document, with everything that is wrong about them.
void read_pod(ManifestContext& reading, const Object& object, const Reached& pod,
              const PodShape& shape, std::string_view defaults);

} // namespace dropcap::kubernetes
