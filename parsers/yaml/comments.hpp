#pragma once
// A document's comments: every `#` at the start of a line or behind a blank that no scalar covers.

#include "parsers/yaml/tree.hpp"

#include <vector>

namespace dropcap::yaml {

class CommentFinder {
  public:
    /// `offset` is the document's first byte in its source.
    CommentFinder(std::string_view document, std::uint32_t offset, std::uint32_t source,
                  std::vector<Comment>& found);

    /// Scalars in the order of the text: what stands before one is a comment, what is in one is
    /// not.
    void pass_scalar(std::size_t begin, std::size_t end);
    /// No scalar follows.
    void finish() { pass_scalar(document_.size(), document_.size()); }

  private:
    std::string_view document_;
    std::uint32_t offset_;
    std::uint32_t source_;
    std::vector<Comment>& found_;
    std::vector<std::uint32_t> hashes_; ///< every `#` that may begin a comment
    std::size_t next_ = 0;
    std::size_t covered_ = 0; ///< behind the last comment
};

} // namespace dropcap::yaml
