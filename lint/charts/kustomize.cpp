// Kustomize folders: `kustomize build` (or `kubectl kustomize`) prints what resources and patches
// result in.

#include "lint/charts/kustomize.hpp"

#include "lint/charts/render_run.hpp"
#include "parsers/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

namespace dropcap::charts {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 3> own_files = {"kustomization.yaml", "kustomization.yml",
                                                       "Kustomization"};

bool is_own_file(const std::string& path) {
    return std::ranges::find(own_files, fs::path(path).filename().string()) != own_files.end();
}

/// `path` as it is written in a file of `folder`, as reports call it.
std::string resolve(const std::string& folder, const std::string& path) {
    std::string found = (fs::path(folder) / path).lexically_normal().string();
    while (found.size() > 1 && found.ends_with('/')) found.pop_back();
    return found.empty() ? "." : found;
}

bool is_folder(const std::string& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

/// A Kustomize folder with all that it is made of.
struct Closure {
    std::vector<std::shared_ptr<const Source>> resources, patches;
    std::unordered_set<std::string> paths; ///< of both
    std::set<std::string> folders;         ///< it and those it includes
    std::optional<std::string> not_here;   ///< what it names and the project does not hold
};

/// The kustomization of a folder; nothing where it has none.
std::shared_ptr<const Source> kustomization_in(const std::string& folder, const std::string& root) {
    for (const std::string_view name : own_files)
        if (auto file = input::read_inside(in_folder(folder, name), root)) return *file;
    return nullptr;
}

class Collector {
  public:
    Collector(const std::string& root, Closure& closure) : root_(root), closure_(closure) {}

    void add_folder(const std::string& folder) {
        if (!closure_.folders.insert(folder).second) return;
        const auto source = kustomization_in(folder, root_);
        if (source == nullptr) return miss(folder);
        const Kustomization kustomization = settings::parse_kustomization(*source);
        for (const std::string& path : kustomization.resources) {
            const std::string found = resolve(folder, path);
            if (is_folder(found) && !input::path_in_project(found, root_).empty())
                add_folder(found);
            else
                add_file(found, path, closure_.resources);
        }
        for (const std::string& path : kustomization.patches)
            add_file(resolve(folder, path), path, closure_.patches);
    }

  private:
    void add_file(const std::string& path, const std::string& written,
                  std::vector<std::shared_ptr<const Source>>& files) {
        if (closure_.paths.contains(path)) return;
        auto file = input::read_inside(path, root_);
        if (!file) return miss(written);
        closure_.paths.insert(path);
        files.push_back(*file);
    }

    void miss(const std::string& written) {
        if (!closure_.not_here) closure_.not_here = written;
    }

    const std::string& root_;
    Closure& closure_;
};

struct KustomizeProgram {
    std::string path;
    std::vector<std::string> arguments;
    std::string name; ///< "kustomize build"
};

Result<KustomizeProgram> find_builder(const RenderRun& run) {
    auto kustomize = run.find("kustomize");
    if (kustomize) return KustomizeProgram{*kustomize, {"build"}, "kustomize build"};
    if (auto kubectl = run.find("kubectl"))
        return KustomizeProgram{*kubectl, {"kustomize"}, "kubectl kustomize"};
    return Error{fmt::format("--kustomize: {}, and no `kubectl` that could do its work",
                             kustomize.error().message)};
}

/// The folders that no other among the inputs includes: a base is checked as what its overlays make
/// of it.
std::map<std::string, std::string> roots_among(const RenderRun& run) {
    std::map<std::string, std::string> folders; // to their own files
    for (const input::InputFile& file : run.inputs.files)
        if (is_own_file(file.path)) folders.try_emplace(folder_of(file.path), file.path);
    std::set<std::string> included;
    for (const auto& [folder, path] : folders) {
        const auto source = input::read_inside(path, run.root);
        if (!source) continue;
        for (const std::string& written : settings::parse_kustomization(**source).resources)
            if (std::string found = resolve(folder, written); found != folder && is_folder(found))
                included.insert(std::move(found));
    }
    std::erase_if(folders, [&](const auto& folder) { return included.contains(folder.first); });
    return folders;
}

void render(const RenderRun& run, const KustomizeProgram& builder, const std::string& folder,
            const std::string& path) {
    auto home = input::read_inside(path, run.root);
    const auto fail = [&](const std::string& why) {
        run.fail(folder, path, fmt::format("`{}` does not render this folder", builder.name), why);
    };
    if (!home) return fail(home.error().message);
    if (settings::parse_kustomization(**home).is_component) {
        run.result.skipped.push_back(
            {path, "a Kustomize component is linted where a kustomization includes it"});
        return;
    }
    Closure closure;
    Collector(run.root, closure).add_folder(folder);
    if (closure.not_here)
        return fail(
            fmt::format("{} is not in the project, and nothing is fetched", *closure.not_here));
    auto printed = run.print(builder.path, builder.arguments, {absolute(folder)});
    if (!printed) return fail(printed.error().message);
    std::vector<std::shared_ptr<const Source>> files = std::move(closure.resources);
    files.insert(files.end(), closure.patches.begin(), closure.patches.end());
    run.result.texts.push_back({.text = std::make_shared<const Source>(path, *std::move(printed)),
                                .home = *home,
                                .files = std::move(files),
                                .program = builder.name});
    closure.paths.insert(path);
    run.take(closure.paths);
}

} // namespace

void render_kustomizations(const RenderRun& run) {
    const auto roots = roots_among(run);
    if (roots.empty()) return;
    const auto builder = find_builder(run);
    if (!builder) return run.result.errors.push_back(builder.error());
    for (const auto& [folder, path] : roots) render(run, *builder, folder, path);
}

} // namespace dropcap::charts
