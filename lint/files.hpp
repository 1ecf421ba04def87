#pragma once
// From the paths on the command line to the files to look at, and from a file to its text.

#include "lint/glob.hpp"
#include "model/result.hpp"
#include "model/source.hpp"
#include "parsers/parse.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace dropcap {

/// What a configuration file is called.
inline constexpr std::string_view config_file_name = ".dropcap.yaml";

/// A file to look at. `path` is how reports call it: relative to the working directory where it was given so, without a leading `./`.
struct InputFile {
    std::string path;
    bool named = false;    ///< stands on the command line; otherwise found by walking
    bool included = false; ///< found by walking because a configuration includes it: its name says nothing, its content decides
    std::string root{};    ///< of a file outside the project: the folder that other files it names must lie in; empty: the project
};

/// A file, or a part of one, that was met and not read or not judged, and why.
struct Skipped {
    std::string path;
    std::string reason;
    Position at{};
    std::string detail{}; ///< what differs from one to the next with the same reason; may be empty
};

struct Inputs {
    std::vector<InputFile> files;      ///< in the order of the command line, folders in order of names; each file once
    std::vector<std::string> excluded; ///< files and folders that a configuration leaves out
    std::vector<Skipped> skipped;      ///< links, devices, unreadable folders met while walking
    std::vector<Error> errors;         ///< a named path that is not there or cannot be read
};

/// What a configuration says of the files in a folder.
struct FolderRules {
    std::string base; ///< absolute, with a slash at its end: what the patterns count from
    Gitignore exclude, include;
};

/// Whom to ask about folders and files while walking; paths are absolute and without links. Empty functions have nothing to say.
struct PathRules {
    std::function<const FolderRules*(const std::string& folder)> in{};       ///< nullptr: nothing is said of its files
    std::function<bool(const std::string& path, bool is_folder)> excludes{}; ///< by any configuration above it
};

/// What a walk through folders takes.
struct WalkOptions {
    Scans scans{};     ///< kinds of files beside those that exist to describe containers
    PathRules rules{}; ///< what configurations include and exclude
};

/// Finds the files under `paths`. Folders are walked without following links, honouring .gitignore, and give only files whose name may
/// hold something for dropcap or that `options.rules` include; named files are taken whatever they are called. What
/// they exclude is left out, named or not.
[[nodiscard]] Inputs find_inputs(const std::vector<std::string>& paths, const WalkOptions& options = {});

/// `path` as an absolute path without links in its folder; the file itself need not exist.
[[nodiscard]] std::string absolute_path(const std::string& path);

/// The largest file that is read, in bytes: more than any real manifest, little enough for a CI machine.
inline constexpr std::size_t largest_file = 256U << 20U;

/// The text of a file as UTF-8. A file that was found by walking must be a regular one; a named one may be a pipe.
[[nodiscard]] Result<std::shared_ptr<const Source>> read_source(const InputFile& file);

/// What standard input holds, called `path`.
[[nodiscard]] Result<std::shared_ptr<const Source>> read_standard_input(std::string path);

/// The folder that holds .git, from the working directory upwards, else the working directory itself. Absolute, without links.
[[nodiscard]] std::string project_root();

/// `path` as seen from `root`, with `/` between its parts; empty where it lies outside.
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
    /// How programs that stand at the root call it: relative where it lies inside, else as it is.
    [[nodiscard]] const std::string& shown(const std::string& path) const;

  private:
    [[nodiscard]] std::string below_folder(const std::string& path) const;

    std::string root_;
    mutable std::unordered_map<std::string, std::string> known_;
    mutable std::unordered_map<std::string, std::optional<std::string>> folders_;
};

/// Reads a file that another one names: a regular file inside `root`, links resolved. Errors are those of ParseOptions::read_file.
[[nodiscard]] Result<std::shared_ptr<const Source>> read_inside(const std::string& path, const std::string& root);

/// Where files are read from, when it is not the disk. Errors are those of ParseOptions::read_file.
struct FileAccess {
    std::function<Result<std::shared_ptr<const Source>>(const InputFile& file)> read{};
    std::function<Result<std::shared_ptr<const Source>>(const std::string& path)> read_inside{}; ///< for what another file names
    std::function<bool(const std::string& path)> exists{};
};

/// Takes the next piece of a text that is made bit by bit: a long report need not lie in memory.
using Sink = std::function<void(std::string_view piece)>;

/// Writes what `make` makes to `path`, as a whole or not at all: to a temporary file beside it that is renamed.
[[nodiscard]] Result<std::monostate> write_file(const std::string& path, const std::function<void(const Sink&)>& make);
[[nodiscard]] Result<std::monostate> write_file(const std::string& path, std::string_view text);

} // namespace dropcap
