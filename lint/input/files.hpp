#pragma once
// From the paths on the command line to the files to look at, and from a file to its text.

#include "lint/input/glob.hpp"
#include "lint/input/project_paths.hpp"
#include "model/result.hpp"
#include "model/source.hpp"
#include "parsers/parse.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dropcap::input {

/// What a configuration file is called.
inline constexpr std::string_view config_file_name = ".dropcap.yaml";

/// What Compose reads variables from, and among them which files a project has.
inline constexpr std::string_view env_file_name = ".env";

/// A file to look at. `path` is how reports call it: relative to the working directory where it was
/// given so, without a leading `./`.
struct InputFile {
    std::string path;
    bool named = false;    ///< is on the command line; otherwise found while walking
    bool included = false; ///< found while walking because a configuration includes it: its name
                           ///< says nothing, its content decides
    std::string root{};    ///< of a file outside the project: the folder that other files it names
                           ///< must be in; empty: the project
};

/// A file, or a part of one, that was met and not read or not checked, and why.
struct Skipped {
    std::string path;
    std::string reason;
    Position at{};
    std::string detail{}; ///< what differs from one to the next with the same reason; may be empty
};

struct Inputs {
    std::vector<InputFile>
        files; ///< in the order of the command line, folders in order of names; each file once
    std::vector<std::string> env_files{}; ///< `.env` files met while walking, .gitignore or not
    std::vector<std::string> excluded;    ///< files and folders that a configuration leaves out
    std::vector<Skipped> skipped;         ///< links, devices, unreadable folders met while walking
    bool is_cut = false;                  ///< there are more entries than WalkOptions::most_entries
    std::vector<Error> errors;            ///< a named path that is not there or cannot be read
};

/// What a configuration says of the files in a folder.
struct FolderRules {
    std::string base; ///< absolute, with a slash at its end: what the patterns count from
    Gitignore exclude, include;
};

/// What to ask about folders and files while walking; paths are absolute and without links. Empty
/// functions have nothing to say.
struct PathRules {
    std::function<const FolderRules*(const std::string& folder)>
        in{}; ///< nullptr: nothing is said of its files
    std::function<bool(const std::string& path, bool is_folder)>
        excludes{}; ///< by any configuration above it
};

/// What a walk through folders takes.
struct WalkOptions {
    format::Scans
        scans{};       ///< kinds of files in addition to those that exist to describe containers
    PathRules rules{}; ///< what configurations include and exclude
    std::size_t most_entries = 0; ///< of all folders together; 0: no limit
};

/// Finds the files under `paths`. Folders are walked without following links, honouring .gitignore,
/// and give only files whose name may hold something for dropcap or that `options.rules` include;
/// named files are taken whatever they are called. What they exclude is left out, named or not.
[[nodiscard]] Inputs find_inputs(const std::vector<std::string>& paths,
                                 const WalkOptions& options = {});

/// `path` as an absolute path without links in its folder; the file itself need not exist.
[[nodiscard]] std::string absolute_path(const std::string& path);

/// The largest file that is read, in bytes: more than any real manifest, little enough for a CI
/// machine.
inline constexpr std::size_t largest_input_file = 256U << 20U;

/// The text of a file as UTF-8. A file that was found while walking must be a regular one; a named
/// one may be a pipe.
[[nodiscard]] Result<std::shared_ptr<const Source>> read_source(const InputFile& file);

/// What standard input holds, called `path`.
[[nodiscard]] Result<std::shared_ptr<const Source>> read_standard_input(std::string path);

/// Reads a file that another one names: a regular file inside `root`, links resolved. Errors are
/// those of ParseOptions::read_file.
[[nodiscard]] Result<std::shared_ptr<const Source>> read_inside(const std::string& path,
                                                                const std::string& root);

/// Where files are read from, when it is not the disk. Errors are those of ParseOptions::read_file.
struct FileAccess {
    std::function<Result<std::shared_ptr<const Source>>(const InputFile& file)> read{};
    std::function<Result<std::shared_ptr<const Source>>(const std::string& path)>
        read_inside{}; ///< for what another file names
};

/// Takes the next piece of a text that is made bit by bit: a long report need not be in memory.
using Sink = std::function<void(std::string_view piece)>;

/// Writes what `make` makes to `path`, as a whole or not at all: to a temporary file next to it
/// that is renamed.
[[nodiscard]] Result<std::monostate> write_file(const std::string& path,
                                                const std::function<void(const Sink&)>& make);
[[nodiscard]] Result<std::monostate> write_file(const std::string& path, std::string_view text);

} // namespace dropcap::input
