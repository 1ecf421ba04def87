#pragma once
// The Pod Security Standards that a pod violates.

#include "parsers/kubernetes/pod.hpp"

#include <vector>

namespace dropcap::kubernetes {

/// Every violated control of a pod.
struct Violations {
    std::vector<Pod::Violation> pod;                     ///< of what it says for all its containers
    std::vector<std::vector<Pod::Violation>> containers; ///< in the order of PodView::containers
};
/// Pod Security Standards, version latest.
[[nodiscard]] Violations pod_security_violations(const Reading& reading, const PodView& pod);

} // namespace dropcap::kubernetes
