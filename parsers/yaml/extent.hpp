#pragma once
// Where things end in raw YAML text. yaml-cpp says where a node begins and what it decodes to; the
// end is found again in the bytes.

#include "model/ascii.hpp"
#include "model/source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dropcap::yaml {

[[nodiscard]] constexpr bool is_break(char c) { return c == '\n' || c == '\r'; }
[[nodiscard]] constexpr bool is_blank_or_break(char c) { return is_blank(c) || is_break(c); }

[[nodiscard]] constexpr Span span_of(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// The first byte at or after `at` that is no white space and in no comment.
[[nodiscard]] std::size_t skip_to_token(std::string_view text, std::size_t at);
/// A line that is `---` or `...` (three times `mark`), alone or followed by a blank.
[[nodiscard]] bool is_marker(std::string_view text, std::size_t line, char mark);
/// Behind the name of an anchor or alias, whose `&` or `*` is at `at`.
[[nodiscard]] std::size_t name_end(std::string_view text, std::size_t at);
/// "", "~", "null", "Null" or "NULL".
[[nodiscard]] bool is_null_word(std::string_view word);
/// The null word that is at `at` as a whole token, or "". In flow collections brackets and
/// commas end a token.
[[nodiscard]] std::string_view null_word_at(std::string_view text, std::size_t at, bool in_flow);

/// The tag and the anchor before a node, as written.
struct Properties {
    std::string_view tag;
    std::string_view anchor; ///< without its `&`
    std::size_t end = 0;     ///< behind the last of them
    std::size_t value = 0;   ///< the next token
};
/// Reads `!tag` and `&anchor`, in either order, at `at`.
[[nodiscard]] Properties read_properties(std::string_view text, std::size_t at);

/// What a scalar occupies.
struct Extent {
    std::size_t end = 0; ///< past the last byte: the closing quote, the last line with content
                         ///< (without its line break)
    std::size_t header_end = 0; ///< block scalars: behind `|2-`; others: equal to `end`
    std::size_t body =
        0; ///< block scalars: the start of the line after the header; others: equal to `end`
};
/// Of a quoted scalar at its opening quote; empty: it is never closed.
[[nodiscard]] std::optional<Extent> quoted_extent(std::string_view text, std::size_t at);
/// Of a plain scalar that decodes to `value`.
[[nodiscard]] Extent plain_extent(std::string_view text, std::size_t at, std::string_view value);
/// Of a block scalar at its `|` or `>`, in a collection that is indented by `parent` columns (-1:
/// none).
[[nodiscard]] Extent block_extent(std::string_view text, std::size_t at, std::ptrdiff_t parent);

} // namespace dropcap::yaml
