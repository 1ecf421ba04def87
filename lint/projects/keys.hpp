#pragma once
// Paths as names of files: one file, one key, however its path is spelled.

#include <string>

namespace dropcap::projects {

/// Names files by their paths from the root of the file system, by their letters alone: a file may
/// be in a tree that is not on the disk.
class Keys {
  public:
    Keys();

    /// `path` from the root, without `.` and inner `..`.
    [[nodiscard]] std::string of(const std::string& path) const;

  private:
    std::string here_; ///< the working directory, with a slash at its end
};

/// Everything before the last slash of a path or a key; empty for a bare name.
[[nodiscard]] std::string folder_of(const std::string& path);

} // namespace dropcap::projects
