#pragma once
// What rendering charts and Kustomize folders have in common. For lint/charts/ only.

#include "lint/charts/charts.hpp"
#include "lint/input/process.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace dropcap::charts {

/// One run of render_packages().
struct RenderRun {
    input::Inputs& inputs;
    const RenderOptions& options;
    const std::vector<std::string>& named; ///< the paths of the command line
    const std::string& root;
    Rendered& result;

    /// Says why `file` (a chart's or a Kustomize folder's own file) was not rendered: an error
    /// where it or its folder was named.
    void fail(const std::string& folder, const std::string& file, const std::string& reason,
              const std::string& detail) const;
    /// The program `name` on PATH, outside the project and outside what was named.
    [[nodiscard]] Result<std::string> find(std::string_view name) const;
    /// Runs a program on `folder`, given as the last argument; what it prints. Its own complaint is
    /// the error.
    [[nodiscard]] Result<std::string> print(const std::string& program,
                                            std::vector<std::string> arguments,
                                            const std::vector<std::string>& more = {}) const;
    /// Takes files out of the inputs.
    void take(const std::unordered_set<std::string>& paths) const;
};

/// `name` in `folder`, as reports call it: "Chart.yaml" in ".".
[[nodiscard]] std::string in_folder(const std::string& folder, std::string_view name);
/// The folder of a path, "." where it names none.
[[nodiscard]] std::string folder_of(const std::string& path);
/// The absolute path without links.
[[nodiscard]] std::string absolute(const std::string& path);

} // namespace dropcap::charts
