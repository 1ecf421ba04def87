#include "lint/input/glob.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <optional>

namespace dropcap::input {
namespace {

/// Matches the bracket expression at the start of `pattern` against `letter`; empty when it is not
/// closed (then `[` means itself).
struct BracketMatch {
    bool matches = false;
    std::size_t size = 0;
};
std::optional<BracketMatch> match_bracket(std::string_view pattern, char letter) {
    std::size_t at = 1;
    const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
    if (negated) ++at;
    bool found = false;
    for (const std::size_t first = at; at < pattern.size(); ++at) {
        if (pattern[at] == ']' && at > first)
            return BracketMatch{found != negated && letter != '/', at + 1};
        if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
        const char low = pattern[at];
        const bool range =
            at + 2 < pattern.size() && pattern[at + 1] == '-' && pattern[at + 2] != ']';
        if (range) at += 2;
        found = found || (low <= letter && letter <= pattern[at]);
    }
    return std::nullopt;
}

/// How much of `pattern` one letter of the path uses up; 0: it does not match there.
std::size_t match_one(std::string_view pattern, char letter) {
    if (pattern.empty()) return 0;
    if (pattern[0] == '?') return letter == '/' ? 0 : 1;
    if (pattern[0] == '[')
        if (const auto bracket = match_bracket(pattern, letter))
            return bracket->matches ? bracket->size : 0;
    if (pattern[0] == '\\' && pattern.size() > 1) return pattern[1] == letter ? 2 : 0;
    return pattern[0] == letter ? 1 : 0;
}

} // namespace

// Backtracks to the last star only (and, for `**`, the last double star): linear in path times
// pattern, never exponential.
bool glob_matches(std::string_view pattern, std::string_view path) {
    constexpr std::size_t none = std::string_view::npos;
    std::size_t p = 0;
    std::size_t s = 0;
    std::size_t star = none, star_path = 0;
    std::size_t deep = none, deep_path = 0;
    while (true) {
        const std::string_view rest = pattern.substr(p);
        if (rest.starts_with("**") && (p == 0 || pattern[p - 1] == '/') &&
            (rest.size() == 2 || rest[2] == '/')) {
            p += rest.size() == 2 ? 2 : 3; // `**/` also stands for nothing
            deep = p, deep_path = s, star = none;
            if (p == pattern.size()) return true;
            continue;
        }
        if (rest.starts_with('*')) {
            star = ++p, star_path = s;
            continue;
        }
        if (s == path.size() && p == pattern.size()) return true;
        const std::size_t used = s < path.size() ? match_one(rest, path[s]) : 0;
        if (used > 0) {
            p += used, ++s;
        } else if (star != none && star_path < path.size() && path[star_path] != '/') {
            p = star, s = ++star_path;
        } else if (deep != none) {
            const std::size_t slash = path.find('/', deep_path); // the next part
            if (slash == none) return false;
            p = deep, s = deep_path = slash + 1, star = none;
        } else {
            return false;
        }
    }
}

// Text times pattern at most: only the last star is ever taken back.
bool wildcard_matches(std::string_view pattern, std::string_view text) {
    constexpr std::size_t none = std::string_view::npos;
    std::size_t p = 0;
    std::size_t star = none, star_text = 0;
    for (std::size_t t = 0; t < text.size();) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++, star_text = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p, ++t;
        } else if (star != none) {
            p = star + 1, t = ++star_text;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == none;
}

Gitignore::Gitignore(std::string_view text) {
    while (!text.empty()) {
        std::string_view line = take_line(text);
        if (line.ends_with('\r')) line.remove_suffix(1);
        while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        Pattern pattern;
        pattern.negated = line.starts_with('!');
        if (pattern.negated) line.remove_prefix(1);
        pattern.folders_only = line.ends_with('/');
        if (pattern.folders_only) line.remove_suffix(1);
        pattern.anchored = line.find('/') != std::string_view::npos;
        if (line.starts_with('/')) line.remove_prefix(1);
        pattern.glob = line;
        if (!line.empty()) add(std::move(pattern));
    }
}

/// Most lines of a long .gitignore are plain names: these are looked up, whatever their number.
void Gitignore::add(Pattern pattern) {
    if (pattern.glob.find_first_of("*?[\\") == std::string::npos) {
        Last& last = (pattern.anchored ? paths_ : names_)[pattern.glob];
        last.for_folders = patterns_.size() + 1;
        if (!pattern.folders_only) last.for_files = patterns_.size() + 1;
    } else {
        wildcards_.push_back(patterns_.size());
    }
    patterns_.push_back(std::move(pattern));
}

Gitignore::Verdict Gitignore::verdict(std::string_view path, bool is_folder) const {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const auto said_of = [&](const Literals& literals, std::string_view text) -> std::size_t {
        const auto found = literals.empty() ? literals.end() : literals.find(std::string(text));
        if (found == literals.end()) return 0;
        return is_folder ? found->second.for_folders : found->second.for_files;
    };
    std::size_t last = std::max(said_of(names_, name), said_of(paths_, path));
    for (auto at = wildcards_.rbegin(); at != wildcards_.rend() && *at >= last; ++at) {
        const Pattern& pattern = patterns_[*at];
        if (pattern.folders_only && !is_folder) continue;
        if (!glob_matches(pattern.glob, pattern.anchored ? path : name)) continue;
        last = *at + 1;
        break;
    }
    if (last == 0) return Verdict::none;
    return patterns_[last - 1].negated ? Verdict::kept : Verdict::ignored;
}

bool Gitignore::covers(std::string_view path) const {
    for (auto slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1))
        if (verdict(path.substr(0, slash), true) == Verdict::ignored) return true;
    return verdict(path, false) == Verdict::ignored;
}

} // namespace dropcap::input
