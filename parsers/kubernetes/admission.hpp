#pragma once
// What Pod Security admission looks at, read from a pod and its containers.

#include "model/admission.hpp"
#include "parsers/kubernetes/pod.hpp"

namespace dropcap::kubernetes {

/// What admission looks at in the pod as a whole.
[[nodiscard]] PodAdmission pod_admission(const ManifestContext& reading, const PodView& pod);
/// What it looks at in one of the pod's containers.
[[nodiscard]] ContainerAdmission container_admission(const ManifestContext& reading,
                                                     const PodView& pod, const ContainerView& view);

} // namespace dropcap::kubernetes
