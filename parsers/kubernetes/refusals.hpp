#pragma once
// What the API server's validation refuses.

#include "parsers/kubernetes/pod.hpp"

#include <vector>

namespace dropcap::kubernetes {

/// What the API server's validation refuses about the container.
void add_refusals(const ManifestContext& reading, const PodView& pod, const ContainerView& view,
                  Container& container);
/// What the API server's validation refuses about the pod.
void add_pod_refusals(const ManifestContext& reading, const PodView& pod,
                      std::vector<Problem>& problems);

} // namespace dropcap::kubernetes
