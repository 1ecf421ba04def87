#pragma once
// What a run is asked to check: its inputs, and where the rest of their projects is.

#include "lint/check/job.hpp"
#include "lint/compare/since.hpp"
#include "lint/config/config.hpp"
#include "lint/input/files.hpp"
#include "lint/options.hpp"
#include "lint/projects/projects.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dropcap {

/// Standard input as the file that --stdin-filename names, which stands for the file on disk; empty
/// where it is not asked for, or has no name inside the project.
[[nodiscard]] Result<std::shared_ptr<const Source>> named_standard_input(const Options& options,
                                                                         const std::string& root);

/// The inputs of a run: `-` stands for standard input, everything else is looked for. A
/// configuration that is named is checked, not linted. `standard_input` may be empty.
[[nodiscard]] input::Inputs gather(const Options& options, config::Configurations& configurations,
                                   const std::optional<compare::Since>& since,
                                   const std::shared_ptr<const Source>& standard_input);

/// Every file with what applies to it: all configurations are read before the first worker starts.
[[nodiscard]] std::vector<check::Task> tasks_for(const std::vector<input::InputFile>& files,
                                                 const Options& options,
                                                 config::Configurations& configurations);

/// `tasks` with the rest of the project. Refers to all it is given.
[[nodiscard]] projects::Request request_for(std::vector<check::Task> tasks,
                                            const input::Inputs& inputs, const Options& options,
                                            config::Configurations& configurations,
                                            const std::string& root,
                                            const std::shared_ptr<input::GitTree>& tree);

} // namespace dropcap
