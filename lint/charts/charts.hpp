#pragma once
// Helm charts and Kustomize folders: with --helm and --kustomize the program that writes the
// manifests is asked for them, and what it prints is checked in place of the templates, resources
// and patches that it is made from. Without these flags nothing runs.

#include "lint/input/files.hpp"
#include "model/result.hpp"
#include "model/source.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace dropcap::charts {

/// What may be rendered, and how.
struct RenderOptions {
    bool helm = false;
    bool kustomize = false;
    std::vector<std::string> helm_values;         ///< files for `helm template --values`, in order
    std::chrono::milliseconds time_limit{60'000}; ///< for each chart or folder
};

/// One text that was printed.
struct Rendering {
    std::shared_ptr<const Source> text; ///< called like the file that it is reported at
    std::shared_ptr<const Source> home; ///< that file
    std::vector<std::shared_ptr<const Source>>
        files;           ///< where its lines may come from, the likeliest first
    std::string program; ///< "helm template", "kustomize build"
};

/// What came of all charts and folders among the inputs.
struct Rendered {
    std::vector<Rendering> texts;
    std::vector<input::Skipped> skipped; ///< not rendered, and why
    std::vector<Error>
        errors; ///< the program is missing, or what was named on the command line does not render
};

/// Renders the charts and Kustomize folders that `inputs` hold files of, and takes out of `inputs`
/// what is checked by what they become. `root` is the project's folder: nothing outside it is read,
/// and no program in it is run.
[[nodiscard]] Rendered render_packages(input::Inputs& inputs, const RenderOptions& options,
                                       const std::vector<std::string>& named,
                                       const std::string& root);

} // namespace dropcap::charts
