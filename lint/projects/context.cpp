#include "lint/projects/context.hpp"

#include "lint/projects/settle.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace dropcap::projects {
namespace {

using check::Outcome;
using check::Purpose;
using check::Task;

/// A file that the run was not given, from where the run reads its files.
Result<std::shared_ptr<const Source>> read(const check::Job& job, const std::string& path,
                                           const std::string& root) {
    if (job.files.read_inside) return job.files.read_inside(path);
    return input::read_inside(path, root.empty() ? job.root : root);
}

/// What a text must say to take in another file.
bool may_take_in(std::string_view text) {
    return text.find("include") != std::string_view::npos ||
           text.find("extends") != std::string_view::npos ||
           text.find("dockerComposeFile") != std::string_view::npos;
}

/// Files by key, so that none is checked twice.
std::unordered_set<std::string> files_of(const Keys& keys, std::span<const Task> tasks) {
    std::unordered_set<std::string> files;
    for (const Task& task : tasks)
        if (!task.compose) files.insert(keys.of(task.file.path));
    return files;
}

Task task_for(const Request& request, input::InputFile file, Purpose purpose) {
    const config::Settings& settings = request.settings_of(file.path);
    return {std::move(file), &settings, std::nullopt, purpose};
}

} // namespace

std::vector<Task> chosen_projects(const check::Job& job, const Request& request,
                                  std::span<const std::string> env_files, Purpose purpose,
                                  std::vector<input::Skipped>& skipped) {
    std::vector<Task> tasks;
    const Keys keys;
    const auto known = files_of(keys, request.tasks);
    for (const std::string& path : env_files) {
        const auto source = read(job, path, {});
        if (!source || (*source)->text().find("COMPOSE_FILE") == std::string_view::npos) continue;
        const std::string folder = folder_of(path);
        const auto chosen =
            compose::chosen_files((*source)->text(), folder, job.options.compose.environment);
        if (!chosen.unknown.empty())
            skipped.push_back(
                {path, "the files that COMPOSE_FILE names are not known: " + chosen.unknown});
        if (chosen.files.empty()) continue;
        const std::string& first = chosen.files.front();
        const bool finds_itself = folder_of(first) == folder && known.contains(keys.of(first));
        if (finds_itself) continue;
        if (const auto there = read(job, first, {}); !there) {
            skipped.push_back(
                {path,
                 fmt::format("the Compose file `{}`, which COMPOSE_FILE names, is not checked: {}",
                             first, there.error().message)});
            continue;
        }
        Task task = task_for(request, {.path = first, .named = false, .included = true}, purpose);
        task.compose = job.options.compose;
        task.compose->files = chosen.files;
        if (folder_of(first) != folder && task.compose->env_files.empty())
            task.compose->env_files = {path};
        tasks.push_back(std::move(task));
    }
    return tasks;
}

bool may_be_a_part(const Task& task, const Outcome& outcome) {
    if (outcome.digest && outcome.digest->is_project) return true;
    return task.file.named && !task.compose && !may_be_ours(task.file.path, format::Scans::all());
}

std::vector<Task> context_of(const check::Job& job, const Request& request,
                             std::span<const Outcome> outcomes,
                             std::vector<input::Skipped>& skipped) {
    const Keys keys;
    auto known = files_of(keys, request.tasks);
    std::set<std::string> roots;
    std::unordered_set<std::string> folders;
    for (std::size_t at = 0; at < request.tasks.size(); ++at) {
        const input::InputFile& file = request.tasks[at].file;
        if (!may_be_a_part(request.tasks[at], outcomes[at]) || file.path == "-") continue;
        roots.insert(file.root);
        folders.insert(folder_of(keys.of(file.path)));
    }
    std::vector<Task> tasks;
    for (const std::string& root : roots) {
        input::Inputs all = request.find_all(root);
        if (all.is_cut)
            skipped.push_back({root.empty() ? job.root : root,
                               "too many files to look for projects that take in a named file"});
        for (input::InputFile& file : all.files) {
            std::string key = keys.of(file.path);
            if (!may_be_ours(file.path, {}) || known.contains(key)) continue;
            const bool is_beside =
                compose::is_default_name(file.path) && folders.contains(folder_of(key));
            if (!is_beside) {
                const auto source = read(job, file.path, root);
                if (!source || !may_take_in((*source)->text()) ||
                    !is_compose_file(file.path, (*source)->text()))
                    continue;
            }
            known.insert(std::move(key));
            tasks.push_back(task_for(request, std::move(file), Purpose::context));
        }
        for (Task& task : chosen_projects(job, request, all.env_files, Purpose::context, skipped))
            tasks.push_back(std::move(task));
    }
    return tasks;
}

std::vector<Task> overlays(const check::Job& job, const Request& request,
                           std::span<const Task> tasks, std::span<const Outcome> outcomes) {
    std::vector<Task> found;
    std::optional<std::vector<bool>> taken;
    for (std::size_t at = 0; at < request.tasks.size(); ++at) {
        const Task& task = tasks[at];
        if (task.compose || !outcomes[at].digest || !compose::is_overlay_name(task.file.path))
            continue;
        if (std::ranges::none_of(outcomes[at].digest->services, &check::ServiceRecord::partial))
            continue;
        if (!taken) taken = taken_in(tasks, outcomes);
        if ((*taken)[at]) continue;
        for (const std::string& base : compose::bases_beside(task.file.path)) {
            if (!read(job, base, task.file.root)) continue;
            input::InputFile file{.path = base, .named = false};
            file.root = task.file.root;
            Task merged = task_for(request, std::move(file), Purpose::overlay);
            merged.compose = job.options.compose;
            merged.compose->files = {base, task.file.path};
            found.push_back(std::move(merged));
            break;
        }
    }
    return found;
}

} // namespace dropcap::projects
