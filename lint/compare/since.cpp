#include "lint/compare/since.hpp"

#include "lint/terminal/text.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <unordered_set>

namespace dropcap::compare {
namespace fs = std::filesystem;
namespace {

/// `path`, relative to the working directory or absolute, as seen from the root, by its letters
/// alone: the disk is another tree.
std::string from_root(const std::string& path, const std::string& root) {
    std::error_code error;
    const fs::path absolute = (fs::current_path(error) / path).lexically_normal();
    return absolute.lexically_relative(root).generic_string();
}

/// A path from the root as the working directory sees it.
std::string from_here(const std::string& path, const std::string& root) {
    return input::seen_from_here(root + "/" + path);
}

bool lies_below(const std::string& path, const std::string& folder) {
    return folder == "." ||
           (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

} // namespace

Result<Since> open_since(const std::string& root, const std::string& revision, bool staged) {
    const auto git = input::Git::open(root, staged ? "--staged" : "--since");
    if (!git) return git.error();
    const auto commit = git->commit(revision);
    if (!commit) return commit.error();
    Since since;
    since.root = root;
    auto before = input::GitTree::of_commit(*git, *commit);
    if (!before) return before.error();
    since.before = *std::move(before);
    auto old_names = input::renames(*git, *commit);
    if (!old_names) return old_names.error();
    since.old_names = *std::move(old_names);
    for (const auto& [now, then] : since.old_names)
        since.new_names.emplace(terminal::visible(then), terminal::visible(now));
    if (!staged) return since;
    auto index = input::GitTree::of_index(*git);
    if (!index) return index.error();
    since.staged = *std::move(index);
    return since;
}

input::FileAccess in_tree(const std::shared_ptr<const input::GitTree>& tree,
                          const std::string& root) {
    const auto read = [tree, root](const std::string& path) {
        return tree->read(from_root(path, root), path);
    };
    return {.read = [read](const input::InputFile& file) { return read(file.path); },
            .read_inside = read};
}

input::Inputs find_in_tree(const input::GitTree& tree, const std::string& root,
                           const std::vector<std::string>& paths,
                           const input::WalkOptions& options) {
    input::Inputs inputs;
    std::unordered_set<std::string> seen;
    const auto all = tree.paths();
    for (const std::string& given : paths) {
        const std::string wanted = input::path_in_project(given, root);
        bool found = wanted == ".";
        // A hook names thousands of files: each is itself, and only folders are looked through.
        const bool is_file = tree.holds(wanted);
        for (const std::string& path : is_file ? std::span(&wanted, 1) : std::span(all)) {
            const bool named = path == wanted;
            if (!named && !lies_below(path, wanted)) continue;
            found = true;
            if (!named && path.substr(path.rfind('/') + 1) == input::env_file_name)
                inputs.env_files.push_back(from_here(path, root));
            if (!named && !may_be_ours(path, options.scans)) continue;
            if (!seen.insert(path).second) continue;
            if (options.rules.excludes && options.rules.excludes(root + "/" + path, false)) {
                inputs.excluded.push_back(from_here(path, root));
                continue;
            }
            if (!named && tree.is_link(path))
                inputs.skipped.push_back({from_here(path, root), "a symbolic link, not followed"});
            else
                inputs.files.push_back({.path = from_here(path, root), .named = named});
        }
        if (!found)
            inputs.errors.push_back(
                {fmt::format("{}: no file of this name that dropcap could lint is staged",
                             terminal::visible_path(given))});
    }
    return inputs;
}

std::vector<input::InputFile> former_inputs(const Since& since,
                                            const std::vector<input::InputFile>& files) {
    const input::ProjectPaths paths(since.root);
    std::vector<input::InputFile> former;
    for (input::InputFile file : files) {
        std::string path = paths.relative(file.path);
        if (const auto old_name = since.old_names.find(path); old_name != since.old_names.end())
            path = old_name->second;
        if (path.empty() || !since.before->holds(path)) continue;
        file.path = from_here(path, since.root);
        former.push_back(std::move(file));
    }
    return former;
}

void fetch(const Since& since, std::span<const check::Task> tasks) {
    std::vector<std::string> paths;
    for (const check::Task& task : tasks) paths.push_back(from_root(task.file.path, since.root));
    since.before->fetch(paths);
}

KnownFinding renamed(const Since& since, KnownFinding finding) {
    if (const auto found = since.new_names.find(finding.file); found != since.new_names.end())
        finding.file = found->second;
    return finding;
}

std::vector<input::Skipped> take_out_submodules(const Since& since,
                                                std::vector<input::InputFile>& files) {
    const input::ProjectPaths paths(since.root);
    std::vector<input::Skipped> skipped;
    std::erase_if(files, [&](const input::InputFile& file) {
        const std::string& path = paths.relative(file.path);
        const auto& modules = since.before->submodules();
        const bool inside = std::ranges::any_of(
            modules, [&](const std::string& module) { return lies_below(path, module); });
        if (inside)
            skipped.push_back({file.path, "in a submodule, which --since does not compare"});
        return inside;
    });
    return skipped;
}

} // namespace dropcap::compare
