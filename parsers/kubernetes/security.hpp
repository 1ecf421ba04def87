#pragma once
// What securityContexts say about a pod and its containers.

#include "parsers/kubernetes/pod.hpp"

#include <memory>
#include <vector>

namespace dropcap::kubernetes {

/// The pod's own facts: host namespaces, Windows.
[[nodiscard]] std::shared_ptr<Pod> pod_facts(const ManifestContext& reading, const PodView& pod,
                                             std::vector<Problem>& problems);
/// The container's facts from its own securityContext and what it inherits from the pod.
void read_security(const ManifestContext& reading, const PodView& pod, const ContainerView& view,
                   Container& container);

} // namespace dropcap::kubernetes
