#pragma once
// Texts that are read in the place of what files hold: standard input with a name, an edit that is
// tried.

#include "lint/input/files.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace dropcap::input {

/// Texts by the files that they replace, however their paths are spelled.
class ReplacedTexts {
  public:
    /// `text` replaces the file of its path, and an earlier text of that file.
    void add(std::shared_ptr<const Source> text);
    /// The text of the file, called as it is asked for; nullptr: the file holds its own.
    [[nodiscard]] std::shared_ptr<const Source> find(const std::string& path) const;

  private:
    std::unordered_map<std::string, std::shared_ptr<const Source>> texts_; ///< by absolute path
    std::unordered_set<std::string> names_; ///< without folders: most files are none of these
};

/// `files` with `texts` in the place of some, also of those that are added later. `root` is the
/// project's folder, for where `files` is the disk.
[[nodiscard]] FileAccess with_texts(const FileAccess& files, std::string root,
                                    std::shared_ptr<const ReplacedTexts> texts);
/// The same with one text.
[[nodiscard]] FileAccess with_text(const FileAccess& files, std::string root,
                                   std::shared_ptr<const Source> text);

} // namespace dropcap::input
