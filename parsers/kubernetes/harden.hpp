#pragma once
// Edits that add settings to a container of a manifest.

#include "model/container.hpp"
#include "model/finding.hpp"
#include "model/hardening.hpp"

#include <vector>

namespace dropcap::kubernetes {

/// See FormatInfo::harden.
[[nodiscard]] std::vector<Edit> harden(const Document& document, const Container& container,
                                       const Hardening& wanted);

} // namespace dropcap::kubernetes
