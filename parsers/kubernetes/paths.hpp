#pragma once
// Where objects carry pods and containers: data, one row a kind. A new kind is a new row.

#include "model/container.hpp"

#include <span>
#include <string_view>

namespace dropcap::kubernetes {

/// Where a pod has containers, below the pod. A path is keys joined by '.', `[]` after a key goes
/// through its list, `*` through every value of a mapping.
struct ContainerSlot {
    std::string_view path;
    Role role = Role::app;
    std::string_view defaults{};   ///< below the pod: what each container takes over where it says
                                   ///< nothing ("stepTemplate")
    bool made_by_operator = false; ///< only a part of the container is written here, its image and
                                   ///< name come from the operator
    std::string_view name{};       ///< what the container is called when it has no name of its own
};

/// How a thing that becomes a pod is laid out.
struct PodShape {
    std::span<const ContainerSlot> slots;
    std::string_view security_context =
        "securityContext";   ///< pod-level, below the pod; empty: there is none
    bool is_pod_spec = true; ///< a v1 PodSpec or a superset: its fields mean what they mean there
    std::string_view part{}; ///< what one pod of several in an object is called: "template",
                             ///< "task"; it has a name then
    std::string_view
        open_patch{}; ///< a text that is patched into the pod when it runs, below the pod
};

/// A kind of object and where its pods are.
struct Carrier {
    std::string_view kind;
    std::string_view group; ///< of apiVersion; "" is the core group, "*" any
    std::string_view path;  ///< to the pod, e.g. "spec.template.spec"; empty: the object itself
    const PodShape* shape;
    std::string_view defaults{}; ///< paths from the object, nearest first, separated by blanks:
                                 ///< what each pod takes over where it says nothing
};

/// The rows for an object of this kind and API group ("apps", "" for v1).
[[nodiscard]] std::span<const Carrier> carriers(std::string_view kind);
/// Whether the row is about this group.
[[nodiscard]] bool is_about(const Carrier& carrier, std::string_view group);

/// The shape of an ordinary PodSpec.
[[nodiscard]] const PodShape& pod_spec();
/// Whether the API server itself validates this group's objects, beyond what a CRD's schema says.
[[nodiscard]] bool is_built_in(std::string_view group);
/// API groups whose objects hold patterns or schemas that look like containers and are none
/// (policies, CRDs).
[[nodiscard]] bool holds_only_patterns(std::string_view group);

/// Fields that the API server knows for a securityContext; "wants" is a container's, a pod's or
/// both.
enum class Level : unsigned char { container, pod, both };
struct SecurityField {
    std::string_view name;
    Level level;
};
[[nodiscard]] std::span<const SecurityField> security_fields();

} // namespace dropcap::kubernetes
