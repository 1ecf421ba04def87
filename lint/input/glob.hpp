#pragma once
// Patterns on paths as .gitignore writes them.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dropcap::input {

/// Whether the whole of `path` matches: `*` and `?` stay within a part, `**` crosses parts, `[a-z]`
/// and `\x` as usual (gitignore(5)).
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view path);

/// Whether the whole of `text` matches: `*` stands for anything, slashes too, `?` for one
/// character. For names that are no paths.
[[nodiscard]] bool wildcard_matches(std::string_view pattern, std::string_view text);

/// The rules of one .gitignore file.
class Gitignore {
  public:
    enum class Verdict { none, ignored, kept };

    Gitignore() = default;
    explicit Gitignore(std::string_view text);

    /// What the file says of `path`, relative to its own folder and without a leading slash: its
    /// last matching pattern decides.
    [[nodiscard]] Verdict verdict(std::string_view path, bool is_folder) const;
    /// Whether `path` (a file's) or a folder above it is ignored.
    [[nodiscard]] bool covers(std::string_view path) const;
    [[nodiscard]] bool empty() const { return patterns_.empty(); }
    /// How many patterns have to be tried one by one; the others are looked up.
    [[nodiscard]] std::size_t wildcards() const { return wildcards_.size(); }

  private:
    struct Pattern {
        std::string glob;
        bool negated = false;
        bool folders_only = false;
        bool anchored = false; ///< holds a slash before its end: counts from the .gitignore's
                               ///< folder, otherwise at any depth
    };
    /// Where the last pattern of a text stands, counted from 1; 0: there is none.
    struct Last {
        std::size_t for_folders = 0;
        std::size_t for_files = 0;
    };
    using Literals = std::unordered_map<std::string, Last>;

    void add(Pattern pattern);

    std::vector<Pattern> patterns_;
    std::vector<std::size_t> wildcards_; ///< which of them hold a wildcard
    Literals names_, paths_; ///< the others by what they match: a name at any depth, or a path
};

} // namespace dropcap::input
