#pragma once
// Patterns on paths as .gitignore writes them.

#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// Whether the whole of `path` matches: `*` and `?` stay within a part, `**` crosses parts, `[a-z]` and `\x` as usual (gitignore(5)).
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view path);

/// Whether the whole of `text` matches: `*` stands for anything, slashes too, `?` for one character. For names that are no paths.
[[nodiscard]] bool wildcard_matches(std::string_view pattern, std::string_view text);

/// The rules of one .gitignore file.
class Gitignore {
  public:
    enum class Verdict { none, ignored, kept };

    Gitignore() = default;
    explicit Gitignore(std::string_view text);

    /// What the file says of `path`, relative to its own folder and without a leading slash: its last matching pattern decides.
    [[nodiscard]] Verdict judge(std::string_view path, bool is_folder) const;
    /// Whether `path` (a file's) or a folder above it is ignored.
    [[nodiscard]] bool covers(std::string_view path) const;
    [[nodiscard]] bool empty() const { return patterns_.empty(); }

  private:
    struct Pattern {
        std::string glob;
        bool negated = false;
        bool folders_only = false;
        bool anchored = false; ///< holds a slash before its end: counts from the .gitignore's folder, otherwise at any depth
    };
    std::vector<Pattern> patterns_;
};

} // namespace dropcap
