#pragma once
// JSON as development tools write it: with comments and trailing commas.

#include "model/container.hpp"
#include "parsers/yaml/tree.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::json {

/// A copy of `text` that the tree can read, of the same length, offset by offset: comments, and
/// tabs outside of strings, are blanks. `comments` gets each comment.
[[nodiscard]] std::string without_comments(std::string_view text, std::vector<Comment>& comments);

/// The tree of a JSON text, kept alive with what it points into.
struct Tree {
    yaml::Arena arena;
    std::unique_ptr<const std::string> text;
    const yaml::Node* root = nullptr; ///< nullptr: broken or empty
};

/// Reads `document`'s own source; comments and what is wrong with it go into `document`.
[[nodiscard]] Tree read(Document& document);

/// The first byte of `text` that is no blank and in no comment, or '\0'.
[[nodiscard]] char first_character(std::string_view text);

} // namespace dropcap::json
