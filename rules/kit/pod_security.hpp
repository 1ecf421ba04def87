#pragma once
// What both Pod Security rules do with the violations that were found in a pod.

#include "model/rule.hpp"

#include <vector>

namespace dropcap::rules {

/// Which of the standard's levels a rule is about: a violation of baseline is reported once, by
/// pss-baseline.
enum class PodSecurityLevel : unsigned char { baseline, restricted };

/// A flag for each control of the level that the container violates.
void flag_container(const Scene& scene, PodSecurityLevel level, std::vector<Flag>& flags);
/// A flag for each control of the level that a pod of the document violates as a whole.
void flag_pods(const Document& document, PodSecurityLevel level, std::vector<Flag>& flags);

} // namespace dropcap::rules
