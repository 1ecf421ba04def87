#pragma once
// Where in a text a suppression comment can be written, and the text with it.

#include "lint/ignore/suppress.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::ignore {

/// A place for a comment.
struct CommentPlace {
    enum class Kind : std::uint8_t { above, beside, file };
    Kind kind = Kind::above;
    std::uint32_t line = 0; ///< 1-based; of no meaning for `file`

    friend constexpr auto operator<=>(const CommentPlace&, const CommentPlace&) = default;
};

/// A comment to be written: its place and the rules it names, in order and each once.
struct NewComment {
    CommentPlace place;
    std::vector<std::string_view> rules;
};

/// `source`'s text with `comments`, each at another place. One of the `existing` comments at such a
/// place is extended instead of a second one being written. No other byte changes.
[[nodiscard]] std::string with_comments(const Source& source, const std::vector<Ignore>& existing,
                                        const std::vector<NewComment>& comments,
                                        std::string_view reason);

} // namespace dropcap::ignore
