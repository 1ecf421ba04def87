#pragma once
// Helm charts among the inputs.

#include "lint/charts/render_run.hpp"

namespace dropcap::charts {

/// Renders them with `helm template`.
void render_charts(const RenderRun& run);

} // namespace dropcap::charts
