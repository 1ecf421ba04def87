#pragma once
// Projects that a run was not asked for, and whose files it may have been asked for.

#include "lint/check/job.hpp"
#include "lint/projects/keys.hpp"
#include "lint/projects/projects.hpp"

#include <span>
#include <string>
#include <vector>

namespace dropcap::projects {

/// The projects that COMPOSE_FILE in `.env` files chooses, as tasks, where the file they begin with
/// would not find them by itself.
[[nodiscard]] std::vector<check::Task> chosen_projects(const check::Job& job,
                                                       const Request& request,
                                                       std::span<const std::string> env_files,
                                                       check::Purpose purpose,
                                                       std::vector<input::Skipped>& skipped);

/// Whether a file of another project may have been asked for: one of `outcomes` is a part of a
/// Compose project, or of no format that its name shows.
[[nodiscard]] bool may_be_a_part(const check::Task& task, const check::Outcome& outcome);

/// Of all files of the project, those that may take in one of the request's, as tasks.
[[nodiscard]] std::vector<check::Task> context_of(const check::Job& job, const Request& request,
                                                  std::span<const check::Outcome> outcomes,
                                                  std::vector<input::Skipped>& skipped);

/// Files that are merged over the one next to them with `-f`, as tasks: they cannot run alone, and
/// no project takes them in.
[[nodiscard]] std::vector<check::Task> overlays(const check::Job& job, const Request& request,
                                                std::span<const check::Task> tasks,
                                                std::span<const check::Outcome> outcomes);

} // namespace dropcap::projects
