#pragma once
// What a container needs: from an experiment with its program, from its Dockerfile, or from what it
// says itself.

#include "model/container.hpp"
#include "model/needs.hpp"
#include "model/posture.hpp"

namespace dropcap::evidence {

/// A pure function next to posture_of(): the capabilities that the container keeps using when it
/// drops ALL. Never one that it does not hold today.
[[nodiscard]] Needs needs_of(const Document& document, const Container& container,
                             const Posture& posture);

} // namespace dropcap::evidence
