#pragma once
// A pod as it is read: its layers, its containers, and the passes that look at them. Used by
// kubernetes*.cpp only.

#include "parsers/kubernetes/paths.hpp"
#include "parsers/kubernetes/value.hpp"

#include <memory>
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
[[nodiscard]] std::vector<Reached> walk(Reading& reading, const Value& from, std::string_view path);

/// Reads one pod: its containers go to the document, with everything that is wrong about them.
void read_pod(Reading& reading, const Object& object, const Reached& pod, const PodShape& shape,
              std::string_view defaults);

// The passes over one pod, in this order.

/// The pod's own facts: host namespaces, Windows.
[[nodiscard]] std::shared_ptr<Pod> pod_facts(const Reading& reading, const PodView& pod,
                                             std::vector<Problem>& problems);
/// The container's facts from its own securityContext and what it inherits from the pod.
void read_security(const Reading& reading, const PodView& pod, const ContainerView& view,
                   Container& container);
/// What the API server's validation refuses about the container.
void add_refusals(const Reading& reading, const PodView& pod, const ContainerView& view,
                  Container& container);
/// What the API server's validation refuses about the pod.
void add_pod_refusals(const Reading& reading, const PodView& pod, std::vector<Problem>& problems);
/// What Pod Security admission looks at in the pod, and in one of its containers.
[[nodiscard]] PodAdmission pod_admission(const Reading& reading, const PodView& pod);
[[nodiscard]] ContainerAdmission container_admission(const Reading& reading, const PodView& pod,
                                                     const ContainerView& view);
/// Security settings in the pod and its containers where Kubernetes ignores or refuses them; items
/// that are no container leave the pod.
void find_misplaced(Reading& reading, PodView& pod);
/// Security settings in the workload around its pod template.
void find_misplaced_around(Reading& reading, const Object& object, std::string_view path);

} // namespace dropcap::kubernetes
