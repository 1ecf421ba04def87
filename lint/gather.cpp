#include "lint/gather.hpp"

#include "lint/input/compose_inputs.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace dropcap {
namespace {

/// Without a repository the project may be somebody's home: a search for what takes in a named file
/// must end.
constexpr std::size_t most_entries_without_repository = 20'000;

bool asks_for_input(const Options& options) {
    return std::ranges::find(options.paths, "-") != options.paths.end();
}

bool lies_below(const std::string& path, const std::string& folder) {
    return folder == "." || path.starts_with(folder + "/");
}

/// Whether one of the paths that are given is a folder that `path` is in.
bool is_walked(const Options& options, const std::string& path, const std::string& root) {
    const std::string file = input::path_in_project(path, root);
    return std::ranges::any_of(options.paths, [&](const std::string& given) {
        const std::string folder = given == "-" ? "" : input::path_in_project(given, root);
        return !folder.empty() && lies_below(file, folder);
    });
}

/// The projects that the configurations list, as tasks.
std::vector<check::Task> listed_projects(const Options& options,
                                         config::Configurations& configurations,
                                         const std::string& root) {
    std::vector<check::Task> tasks;
    if (!options.compose.files.empty()) return tasks; // the command line lists others
    for (const config::Settings* settings : configurations.loaded())
        for (const ProjectSetting& project : settings->config.projects) {
            const auto seen = [&](const Fact<std::string>& path) {
                return input::seen_from_here(settings->folder + *path.known());
            };
            if (project.files.empty()) continue; // which is reported
            format::ComposeOptions compose = options.compose;
            std::ranges::transform(project.files, std::back_inserter(compose.files), seen);
            if (compose.env_files.empty())
                std::ranges::transform(project.env_files, std::back_inserter(compose.env_files),
                                       seen);
            for (const auto& [name, value] : project.environment)
                compose.environment.try_emplace(*name.known(), value);
            const std::string& first = compose.files.front();
            check::Task task{.file = {.path = first, .named = false, .included = true},
                             .settings = &configurations.of_file(first)};
            task.purpose =
                is_walked(options, first, root) ? check::Purpose::asked : check::Purpose::context;
            task.compose = std::move(compose);
            tasks.push_back(std::move(task));
        }
    return tasks;
}

} // namespace

Result<std::shared_ptr<const Source>> named_standard_input(const Options& options,
                                                           const std::string& root) {
    const std::string& name = options.stdin_filename;
    if (!asks_for_input(options) || name.empty() || input::path_in_project(name, root).empty())
        return std::shared_ptr<const Source>();
    return input::read_standard_input(name);
}

input::Inputs gather(const Options& options, config::Configurations& configurations,
                     const std::optional<compare::Since>& since,
                     const std::shared_ptr<const Source>& standard_input) {
    std::vector<std::string> files = options.paths;
    const bool wants_input = std::erase(files, "-") > 0;
    const input::WalkOptions walk{.scans = options.scans, .rules = configurations.path_rules()};
    input::Inputs inputs = since && since->staged
                               ? compare::find_in_tree(*since->staged, since->root, files, walk)
                               : input::find_inputs(files, walk);
    if (wants_input)
        inputs.files.push_back(
            {.path = standard_input ? std::string(standard_input->path()) : "-", .named = true});
    if (since)
        std::ranges::move(compare::take_out_submodules(*since, inputs.files),
                          std::back_inserter(inputs.skipped));
    input::take_compose_files(options.compose, inputs);
    std::erase_if(inputs.files, [&](const input::InputFile& file) {
        if (file.path.substr(file.path.rfind('/') + 1) != input::config_file_name) return false;
        configurations.check(file.path);
        return true;
    });
    return inputs;
}

std::vector<check::Task> tasks_for(const std::vector<input::InputFile>& files,
                                   const Options& options, config::Configurations& configurations) {
    std::vector<check::Task> tasks;
    tasks.reserve(files.size());
    for (const input::InputFile& file : files)
        tasks.push_back(
            {file, &configurations.of_file(file.path == "-" ? options.stdin_filename : file.path)});
    return tasks;
}

projects::Request request_for(std::vector<check::Task> tasks, const input::Inputs& inputs,
                              const Options& options, config::Configurations& configurations,
                              const std::string& root,
                              const std::shared_ptr<input::GitTree>& tree) {
    projects::Request request;
    request.tasks = std::move(tasks);
    request.chosen = listed_projects(options, configurations, root);
    request.env_files = inputs.env_files;
    const auto is_root = [&](const std::string& path) {
        return input::path_in_project(path, root) == ".";
    };
    const auto is_outside = [](const check::Task& task) { return !task.file.root.empty(); };
    request.is_everything = std::ranges::any_of(options.paths, is_root) &&
                            std::ranges::none_of(request.tasks, is_outside);
    request.settings_of = [&configurations](const std::string& path) -> const config::Settings& {
        return configurations.of_file(path);
    };
    request.find_all = [&options, &configurations, root, tree](const std::string& outside) {
        input::WalkOptions walk{.scans = options.scans, .rules = configurations.path_rules()};
        const std::string folder = outside.empty() ? input::seen_from_here(root) : outside;
        if (tree) return compare::find_in_tree(*tree, root, {folder}, walk);
        std::error_code error;
        if (!std::filesystem::exists(
                std::filesystem::path(outside.empty() ? root : outside) / ".git", error))
            walk.most_entries = most_entries_without_repository;
        return input::find_inputs({folder}, walk);
    };
    return request;
}

} // namespace dropcap
