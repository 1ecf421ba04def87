#pragma once
// Security settings where Kubernetes ignores or refuses them.

#include "parsers/kubernetes/pod.hpp"

#include <string_view>

namespace dropcap::kubernetes {

/// Security settings in the pod and its containers where Kubernetes ignores or refuses them; items
/// that are no container leave the pod.
void find_misplaced(ManifestContext& reading, PodView& pod);
/// Security settings in the workload around its pod template.
void find_misplaced_around(ManifestContext& reading, const Object& object, std::string_view path);

} // namespace dropcap::kubernetes
