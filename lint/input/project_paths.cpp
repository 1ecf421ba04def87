#include "lint/input/project_paths.hpp"

#include <sys/stat.h>

#include <filesystem>

namespace dropcap::input {
namespace fs = std::filesystem;

fs::path repository_of(const fs::path& folder) {
    std::error_code error;
    for (fs::path at = folder;; at = at.parent_path()) {
        if (fs::exists(at / ".git", error)) return at;
        if (at == at.parent_path()) return {};
    }
}

std::string project_root() {
    std::error_code error;
    const fs::path here = fs::current_path(error);
    const fs::path repository = repository_of(here);
    return (repository.empty() ? here : repository).string();
}

std::string path_in_project(const std::string& path, const std::string& root) {
    if (path.empty()) return {}; // weakly_canonical() throws on it, error code or not
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(
        fs::absolute(path, error), error); // a path that is not there would stay relative
    const std::string relative = absolute.lexically_relative(root).generic_string();
    return error || relative.empty() || relative == ".." || relative.starts_with("../")
               ? std::string()
               : relative;
}

std::string seen_from_here(const std::string& path) {
    std::error_code error;
    return fs::path(path)
        .lexically_normal()
        .lexically_relative(fs::current_path(error))
        .generic_string();
}

namespace {

/// What stands before the names of the folder's files, seen from `root`; nothing where it lies
/// outside.
std::optional<std::string> folder_in_project(const std::string& folder, const std::string& root) {
    const std::string inside = path_in_project(folder, root);
    if (inside.empty()) return std::nullopt;
    return inside == "." ? std::string() : inside + "/";
}

} // namespace

/// A file lies where its folder does, and files of one folder come by the thousand.
std::string ProjectPaths::below_folder(const std::string& path) const {
    const std::size_t name = path.rfind('/') + 1;
    const auto [folder, is_new] = folders_.try_emplace(path.substr(0, name));
    if (is_new) folder->second = folder_in_project(name == 0 ? "." : folder->first, root_);
    return folder->second ? *folder->second + path.substr(name) : std::string();
}

const std::string& ProjectPaths::relative(const std::string& path) const {
    const auto [found, is_new] = known_.try_emplace(path);
    if (!is_new) return found->second;
    struct stat status{};
    const bool is_file =
        !path.ends_with('/') && ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
    return found->second = is_file ? below_folder(path) : path_in_project(path, root_);
}

const std::string& ProjectPaths::shown(const std::string& path) const {
    const std::string& inside = relative(path);
    return inside.empty() ? path : inside;
}

} // namespace dropcap::input
