#pragma once
// Kustomize folders among the inputs.

#include "lint/charts/render_run.hpp"

namespace dropcap::charts {

/// Renders them with `kustomize build` or `kubectl kustomize`.
void render_kustomizations(const RenderRun& run);

} // namespace dropcap::charts
