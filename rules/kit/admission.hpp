#pragma once
// The Pod Security Standards, version latest: which of their controls a pod violates. Source:
// kubernetes/pod-security-admission policy/check_*.go (v0.37); all comparisons are exact there.

#include "model/container.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::rules {

/// A level of the standards. What violates baseline violates restricted as well and belongs to
/// baseline.
enum class PodSecurityLevel : unsigned char { baseline, restricted };

/// What violates a control, or leaves it open.
struct Violation {
    Place at;
    std::string_view control; ///< the control's name in the standard, e.g. "HostPath Volumes"
    std::string message;      ///< what is wrong, a clause about the pod or the container: "uses the
                              ///< host's port 80"
    std::string_view remedy;  ///< what to do, in the imperative: "remove `hostPort`"
    bool unresolved = false;  ///< a value that decides the control is not known
};

/// The controls of `level` that the pod violates for all its containers; none where its facts were
/// not read.
[[nodiscard]] std::vector<Violation> violations_of(const Pod& pod, PodSecurityLevel level);
/// The controls of `level` that the container itself violates.
[[nodiscard]] std::vector<Violation> violations_of(const Container& container,
                                                   PodSecurityLevel level);

} // namespace dropcap::rules
