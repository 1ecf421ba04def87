#include "lint/charts/charts.hpp"

#include "lint/charts/helm.hpp"
#include "lint/charts/kustomize.hpp"

namespace dropcap::charts {

Rendered render_packages(input::Inputs& inputs, const RenderOptions& options,
                         const std::vector<std::string>& named, const std::string& root) {
    Rendered rendered;
    const charts::RenderRun run{inputs, options, named, root, rendered};
    if (options.helm) charts::render_charts(run);
    if (options.kustomize) charts::render_kustomizations(run);
    return rendered;
}

} // namespace dropcap::charts
