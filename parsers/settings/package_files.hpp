#pragma once
// Chart.yaml and kustomization.yaml, read into model/package.hpp.

#include "model/package.hpp"
#include "model/source.hpp"

namespace dropcap::settings {

/// Reads a Chart.yaml and a kustomization.yaml. What cannot be read is empty: Helm and Kustomize
/// say what is wrong with it.
[[nodiscard]] Chart parse_chart(const Source& source);
[[nodiscard]] Kustomization parse_kustomization(const Source& source);

} // namespace dropcap::settings
