#pragma once
// The unit of a run is the project: which files run together, and what is reported of them.
//
// A Compose project is several files: a base and its override, what COMPOSE_FILE or a configuration
// lists, what `include` takes in and `extends` copies. Whatever files a run is given, each project
// is checked as a whole, and a file that a project takes in is not checked once more by itself.

#include "lint/check/job.hpp"
#include "lint/input/files.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace dropcap::projects {

/// What a run is to check, and how to find the rest of the project.
struct Request {
    std::vector<check::Task> tasks;     ///< the files that are asked for
    std::vector<check::Task> chosen;    ///< projects whose files a configuration lists
    std::vector<std::string> env_files; ///< `.env` files that were met while looking for them
    bool is_everything = false;         ///< nothing of the project is outside `tasks`
    /// Every file that a run could be asked for below `root`, a folder that a file outside the
    /// project is in; empty: the project. Called at most once for each.
    std::function<input::Inputs(const std::string& root)> find_all;
    /// What applies to a file.
    std::function<const config::Settings&(const std::string& path)> settings_of;
    /// Called before tasks are checked, at most `at_once` of them: their texts are needed.
    std::function<void(std::span<const check::Task> tasks)> prepare{};
};

/// What came of a request.
struct Checked {
    /// Those of the request and, behind them, what was checked in addition.
    std::vector<check::Task> tasks;
    /// One for each task. What is reported twice, or not asked for, is left out of their digests.
    std::vector<check::Outcome> outcomes;
    std::vector<input::Skipped> skipped; ///< projects that could not be found out
};

/// Checks what is asked for as part of its projects.
[[nodiscard]] Checked check(const check::Job& job, Request request);

} // namespace dropcap::projects
