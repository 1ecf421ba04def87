#pragma once
// Edits that add settings to a service.

#include "model/container.hpp"
#include "model/finding.hpp"
#include "model/hardening.hpp"

#include <vector>

namespace dropcap::compose {

/// See FormatInfo::harden.
[[nodiscard]] std::vector<Edit> harden(const Document& document, const Container& service,
                                       const Hardening& wanted);

} // namespace dropcap::compose
