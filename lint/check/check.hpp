#pragma once
// Files through the parsers and the rules, several at a time.

#include "lint/charts/charts.hpp"
#include "lint/check/job.hpp"
#include "model/result.hpp"
#include "parsers/parse.hpp"

#include <memory>
#include <span>
#include <vector>

namespace dropcap::check {

/// Whether the file is worth parsing: one that was named always is, unless others are to be
/// skipped.
[[nodiscard]] bool is_ours(const Job& job, const input::InputFile& file, const Source& source);

/// What the parser of `task` is given; refers to `job`.
[[nodiscard]] format::ParseOptions parse_options(const Job& job, const Task& task,
                                                 const config::FileSettings& settings);

/// Reads and checks one file; "-" is standard input.
[[nodiscard]] Outcome check_file(const Job& job, const Task& task);

/// Checks a text that is not, or no longer, what the file holds.
[[nodiscard]] Outcome check_file(const Job& job, const Task& task,
                                 const Result<std::shared_ptr<const Source>>& source);

/// Checks what a program printed, at the files that it was made from.
[[nodiscard]] Outcome check_file(const Job& job, const charts::Rendering& rendering,
                                 const config::Settings& settings);

/// Checks every file; outcomes are in the order of the tasks whatever the number of workers.
[[nodiscard]] std::vector<Outcome> check_all(const Job& job, std::span<const Task> tasks);

} // namespace dropcap::check
