#pragma once
// What files are called in the project.

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace dropcap::input {

/// The nearest folder at or above `folder` that is a repository; empty where there is none.
[[nodiscard]] std::filesystem::path repository_of(const std::filesystem::path& folder);

/// The folder that holds .git, from the working directory upwards, else the working directory
/// itself. Absolute, without links.
[[nodiscard]] std::string project_root();

/// `path` as seen from `root`, with `/` between its parts; empty where it is outside.
[[nodiscard]] std::string path_in_project(const std::string& path, const std::string& root);

/// An absolute path as the working directory sees it, by its letters.
[[nodiscard]] std::string seen_from_here(const std::string& path);

/// path_in_project() for many places of few files: the file system is asked once a file.
class ProjectPaths {
  public:
    ProjectPaths() = default;
    explicit ProjectPaths(std::string root) : root_(std::move(root)) {}
    /// The project's folder.
    [[nodiscard]] const std::string& root() const { return root_; }
    /// A walk has met `path` as a file itself, no link: the file system need not be asked.
    void note_file(const std::string& path) { known_.try_emplace(path, below_folder(path)); }
    [[nodiscard]] const std::string& relative(const std::string& path) const;
    /// How programs that are at the root call it: relative where it is inside, else as it is.
    [[nodiscard]] const std::string& shown(const std::string& path) const;

  private:
    [[nodiscard]] std::string below_folder(const std::string& path) const;

    std::string root_;
    mutable std::unordered_map<std::string, std::string> known_;
    mutable std::unordered_map<std::string, std::optional<std::string>> folders_;
};

} // namespace dropcap::input
