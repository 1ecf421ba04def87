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

/// The same for a text of several values, one after the other, as `jq -c` and
/// `docker inspect --format '{{json .}}'` print them.
[[nodiscard]] std::vector<Tree> read_all(Document& document);

/// `slice` cut where one object ends and the next begins, as in the output of `jq -c`: a reader of
/// YAML takes one value a document, kubectl takes, and docker prints, several. A slice with one
/// value, or that begins with something else than an object, stays whole.
[[nodiscard]] std::vector<yaml::Slice> objects_in(std::string_view text, yaml::Slice slice);

/// The first byte of `text` that is no blank and in no comment, or '\0'.
[[nodiscard]] char first_character(std::string_view text);

} // namespace dropcap::json
