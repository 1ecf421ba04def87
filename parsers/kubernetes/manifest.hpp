#pragma once
// Kubernetes manifests.

#include "parsers/format/options.hpp"

#include <memory>

namespace dropcap::kubernetes {

/// Reads Kubernetes manifests in YAML or JSON. Never throws for any input; what could not be read
/// is in Document::problems.
[[nodiscard]] Document parse_kubernetes(const std::shared_ptr<const Source>& source,
                                        const format::ParseOptions& options);

} // namespace dropcap::kubernetes
