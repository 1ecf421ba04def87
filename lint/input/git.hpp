#pragma once
// A repository's history, read through the git program: no shell, nothing written, no network, and
// nothing run that a repository's own configuration or the environment names.

#include "model/result.hpp"
#include "model/source.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dropcap::input {

/// The git program in one repository.
class Git {
  public:
    /// Finds the program and makes sure that `root` is the top of a repository it trusts. Errors
    /// say what to do.
    [[nodiscard]] static Result<Git> open(const std::string& root, std::string_view flag);

    /// The commit that `revision` names. Errors: there is none, with what is missing in a shallow
    /// clone.
    [[nodiscard]] Result<std::string> commit(const std::string& revision) const;

    /// What `git ARGUMENT…` prints, run in the root with `input` on its standard input. An exit
    /// code other than 0 is an error.
    [[nodiscard]] Result<std::string> run(std::vector<std::string> arguments,
                                          std::string input = {}) const;

    [[nodiscard]] const std::string& root() const { return root_; }

  private:
    Git(std::string program, std::string root)
        : program_(std::move(program)), root_(std::move(root)) {}
    [[nodiscard]] Error no_such_revision(const std::string& revision) const;

    std::string program_;
    std::string root_;
};

/// The files of a commit or of the index, by their path from the root. Safe to read from several
/// threads.
class GitTree {
  public:
    [[nodiscard]] static Result<std::shared_ptr<GitTree>> of_commit(const Git& git,
                                                                    const std::string& commit);
    [[nodiscard]] static Result<std::shared_ptr<GitTree>> of_index(const Git& git);

    /// Whether there is a file called so, links followed.
    [[nodiscard]] bool holds(const std::string& path) const;
    /// The file `path` as a Source called `shown`. Errors are those of ParseOptions::read_file.
    [[nodiscard]] Result<std::shared_ptr<const Source>> read(const std::string& path,
                                                             const std::string& shown) const;
    /// Reads these files at one go and keeps them until the next call; it saves a process a file.
    void fetch(std::span<const std::string> paths);
    /// Every file and link, in order.
    [[nodiscard]] std::vector<std::string> paths() const;
    [[nodiscard]] bool is_link(const std::string& path) const;
    /// The submodules.
    [[nodiscard]] const std::vector<std::string>& submodules() const { return submodules_; }

  private:
    struct Entry {
        std::string id;
        bool is_link = false;
    };

    explicit GitTree(Git git) : git_(std::move(git)) {}
    void add(std::string_view mode, std::string id, std::string path);
    [[nodiscard]] Result<std::string> bytes(const std::string& id) const;
    [[nodiscard]] Result<std::string> resolve(const std::string& path) const;

    Git git_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::vector<std::string> submodules_;
    mutable std::mutex fetching_;
    mutable std::unordered_map<std::string, std::string> fetched_; ///< by id
};

/// Files that have another name in the index than in `commit`: new name → old name.
[[nodiscard]] Result<std::map<std::string, std::string>> renames(const Git& git,
                                                                 const std::string& commit);

} // namespace dropcap::input
