#include "model/suggest.hpp"

#include "model/ascii.hpp"
#include "model/concat.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace dropcap {
namespace {

/// Three rows of the table, kept from one word to the next.
struct Rows {
    std::vector<std::size_t> before, last, row;
};

/// Optimal string alignment distance: like Levenshtein's, and a swap of neighbours counts once.
/// `enough` or more where it is not less.
std::size_t distance(std::string_view a, std::string_view b, std::size_t enough, Rows& rows) {
    auto& [before, last, row] = rows;
    for (auto* const one : {&before, &last, &row}) one->assign(b.size() + 1, 0);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min(
                {last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
        // No way to the end is shorter than it is where it crosses two rows, and a swap skips one.
        if (std::min(std::ranges::min(last), std::ranges::min(before)) >= enough) return enough;
    }
    return last[b.size()];
}

/// The word of `known` that `word` is in other letter case, else the nearest one that differs.
std::string_view suggestion(std::string_view word, std::span<const std::string_view> known) {
    std::vector<std::string_view> others;
    std::ranges::remove_copy(known, std::back_inserter(others), word);
    const std::string small = lowercase(std::string(word));
    for (const std::string_view other : others)
        if (lowercase(std::string(other)) == small) return other;
    return nearest(word, others);
}

std::string question(std::string_view word, std::span<const std::string_view> known) {
    const std::string_view meant = suggestion(word, known);
    return meant.empty() ? std::string() : concat({"; did you mean '", meant, "'?"});
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    constexpr std::size_t longest_word = 64; // no one mistypes more, and the distance is quadratic
    if (word.size() > longest_word) return {};
    std::string_view best;
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    Rows rows;
    for (const std::string_view candidate : known) {
        // As many letters as one is longer have to go. A file of a million words that are no
        // capability is read in seconds.
        const auto [shorter, longer] = std::minmax({word.size(), candidate.size()});
        if (longer - shorter >= least) continue;
        const std::size_t edits = distance(word, candidate, least, rows);
        if (edits < least) {
            least = edits;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view suggestion) {
    return suggestion.empty() ? std::string() : "; did you mean `" + std::string(suggestion) + "`?";
}

std::string alternatives(std::span<const std::string_view> words) {
    std::string list;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (at > 0) list += at + 1 == words.size() ? " or " : ", ";
        list += words[at];
    }
    return list;
}

std::string unknown_word(std::string_view kind, std::string_view word,
                         std::span<const std::string_view> known) {
    return concat({"unknown ", kind, " '", word, "'"}) + question(word, known);
}

std::string invalid_value(std::string_view word, std::string_view setting,
                          std::span<const std::string_view> expected) {
    return invalid_value(word, setting, alternatives(expected)) + question(word, expected);
}

std::string invalid_value(std::string_view word, std::string_view setting,
                          std::string_view expected) {
    return concat({"invalid value '", word, "' for '", setting, "': expected ", expected});
}

} // namespace dropcap
