#pragma once
// Of several checks that reach one file, which is reported.

#include "lint/check/job.hpp"

#include <span>
#include <vector>

namespace dropcap::projects {

/// Leaves in every digest what is to be reported:
/// - a file that a project takes in is left to that project;
/// - of a file that projects only extend, the services that they copy are left to them;
/// - of a project that was not asked for, what is in files that were;
/// - what several projects report of one place is reported once.
/// Where two projects take each other in, the first of `tasks` is the one that counts.
void settle(std::span<const check::Task> tasks, std::span<check::Outcome> outcomes);

/// Which tasks are left to a project that takes in their file.
[[nodiscard]] std::vector<bool> taken_in(std::span<const check::Task> tasks,
                                         std::span<const check::Outcome> outcomes);

} // namespace dropcap::projects
