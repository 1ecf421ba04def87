#pragma once
// "Did you mean": the nearest of a few known words.

#include <span>
#include <string>
#include <string_view>

namespace dropcap {

/// The word of `known` nearest to `word` in edits (insert, delete, replace, swap), if it is near
/// enough to be meant; else empty.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> known);

/// "; did you mean `X`?", or nothing when there is no suggestion.
[[nodiscard]] std::string did_you_mean(std::string_view suggestion);

/// "a, b or c".
[[nodiscard]] std::string alternatives(std::span<const std::string_view> words);

// Sentences about words that a user typed. They suggest the nearest of `known`, never `word`
// itself.

/// "unknown rule 'net-rwa'; did you mean 'net-raw'?"
[[nodiscard]] std::string unknown_word(std::string_view kind, std::string_view word,
                                       std::span<const std::string_view> known);
/// "invalid value 'eror' for '--fail-on': expected error, warning or note; did you mean 'error'?"
[[nodiscard]] std::string invalid_value(std::string_view word, std::string_view setting,
                                        std::span<const std::string_view> expected);
/// "invalid value '0' for '--jobs': expected a number from 1 to 256"
[[nodiscard]] std::string invalid_value(std::string_view word, std::string_view setting,
                                        std::string_view expected);

} // namespace dropcap
