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

} // namespace dropcap
