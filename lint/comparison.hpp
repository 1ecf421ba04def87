#pragma once
// A report against what is known already: a baseline file, another revision.

#include "lint/check/check.hpp"
#include "lint/compare/since.hpp"
#include "lint/projects/projects.hpp"
#include "lint/report/report.hpp"
#include "model/result.hpp"

#include <span>
#include <string>
#include <variant>

namespace dropcap {

/// Marks what the baseline file `path` accepts, and notes which of its entries match nothing any
/// more.
[[nodiscard]] Result<std::monostate> apply_baseline(const std::string& path,
                                                    report::Report& report);

/// Writes the report's findings to the baseline file `path`, and marks them as accepted. Entries of
/// an existing file that the run could not see (other files, other rules) stay. Returns a sentence
/// about it.
[[nodiscard]] Result<std::string> write_baseline(const std::string& path, report::Report& report);

/// What the run's files were at the revision.
struct Former {
    const compare::Since& since;
    std::string revision;      ///< as it was given
    projects::Request request; ///< for its files
};

/// Leaves in the report what is new against the revision. `job` is the run's own.
void leave_what_is_new(Former former, const check::Job& job, report::Report& report);

} // namespace dropcap
