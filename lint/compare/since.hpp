#pragma once
// `--since REV` and `--staged`: what the inputs of a run were at another revision, and what is
// staged.

#include "lint/check/job.hpp"
#include "lint/compare/baseline.hpp"
#include "lint/input/files.hpp"
#include "lint/input/git.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace dropcap::compare {

/// What a run is compared with, and where its own files come from.
struct Since {
    std::shared_ptr<input::GitTree> before; ///< the revision's files
    std::shared_ptr<input::GitTree>
        staged; ///< the index, with --staged; otherwise the working tree is linted
    std::map<std::string, std::string>
        old_names; ///< of files that were renamed, both from the root
    std::unordered_map<std::string, std::string>
        new_names; ///< the other way round, as known findings spell them
    std::string root;
};

/// Opens the repository at `root`. Errors: no git, no repository, no such revision.
[[nodiscard]] Result<Since> open_since(const std::string& root, const std::string& revision,
                                       bool staged);

/// The files of a tree as a run reads them: by paths as they are given to it, links followed inside
/// the tree only.
[[nodiscard]] input::FileAccess in_tree(const std::shared_ptr<const input::GitTree>& tree,
                                        const std::string& root);

/// What find_inputs() finds, looked for in a tree of the repository at `root`.
[[nodiscard]] input::Inputs find_in_tree(const input::GitTree& tree, const std::string& root,
                                         const std::vector<std::string>& paths,
                                         const input::WalkOptions& options);

/// The files that `files` were at the revision, under the names they had; those that were not there
/// are left out.
[[nodiscard]] std::vector<input::InputFile>
former_inputs(const Since& since, const std::vector<input::InputFile>& files);

/// Reads former inputs at one go. Call it for as many as memory should hold.
void fetch(const Since& since, std::span<const check::Task> tasks);

/// A finding of the revision as it would be known today: under the file's new name.
[[nodiscard]] KnownFinding renamed(const Since& since, KnownFinding finding);

/// Files that no revision of this repository holds because they are in a submodule: they cannot be
/// compared, and are taken out of `files`.
[[nodiscard]] std::vector<input::Skipped> take_out_submodules(const Since& since,
                                                              std::vector<input::InputFile>& files);

} // namespace dropcap::compare
