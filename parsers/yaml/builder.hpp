#pragma once
// Builds a document's nodes from parser events: where they end, what they are, how they hang
// together. Knows no YAML library.

#include "parsers/yaml/comments.hpp"
#include "parsers/yaml/extent.hpp"
#include "parsers/yaml/guard.hpp"
#include "parsers/yaml/merge.hpp"
#include "parsers/yaml/refusal.hpp"
#include "parsers/yaml/tree.hpp"

#include <vector>

namespace dropcap::yaml {

/// What an event says of a node, next to its kind. `begin` is a byte offset in the document: the
/// node's first property, or the node.
struct Mark {
    std::size_t begin = 0;
    std::ptrdiff_t column = 0; ///< bytes between the line's start and `begin`
    std::size_t anchor = 0;    ///< 1-based number of the node's anchor, 0: none
    bool tagged = false;
};

/// One document and where it comes from.
struct DocumentText {
    std::string_view document; ///< its bytes as yaml-cpp reads them
    std::string_view text;     ///< the whole text it is in
    std::uint32_t offset = 0;  ///< of the document in `text`
    std::uint32_t source = 0;
    Reader reader = Reader::compose;
};

/// Takes events in the order of the text. Every function may throw Refusal.
class TreeBuilder {
  public:
    TreeBuilder(const DocumentText& from, Arena& arena, const Limits& limits, Parsed& parsed);
    TreeBuilder(const TreeBuilder&) = delete;
    TreeBuilder& operator=(const TreeBuilder&) = delete;
    ~TreeBuilder();

    void null(const Mark& mark);
    void scalar(const Mark& mark, std::string_view value);
    void alias(const Mark& mark);
    void open(Node::Kind kind, bool flow, const Mark& mark);
    void close();

    /// The place of the innermost `[` or `{` that is still open, if there is one.
    [[nodiscard]] std::optional<Span> open_bracket() const;
    /// Behind the last scalar that was read.
    [[nodiscard]] std::size_t last_end() const { return last_end_; }
    /// Takes the comments that no scalar has swallowed; call it after the last event, or after the
    /// error that was the last.
    void finish_comments() { comments_.finish(); }

  private:
    struct Frame {
        Node* node = nullptr;
        std::size_t first_child = 0; ///< in children_
        std::size_t anchor = 0;
        std::size_t weight = 1;     ///< values in it, aliases counted as what they stand for
        std::ptrdiff_t column = -1; ///< of a block collection
        bool bracketed = false;
        bool own_properties = false;
    };
    struct Spare;
    static thread_local Spare spare;
    struct Anchored {
        const Node* node = nullptr;
        std::size_t weight = 0;
        bool open = false;
    };

    void count_event(const Mark& mark);
    [[nodiscard]] bool expects_key() const;
    [[nodiscard]] std::ptrdiff_t block_column() const;
    [[nodiscard]] std::size_t end_of_last(const Frame& frame) const;
    [[nodiscard]] std::size_t place_of_nothing(const Mark& mark);
    [[nodiscard]] bool is_of_other_token(std::size_t at, std::string_view word) const;
    [[nodiscard]] std::size_t behind_key() const;
    [[nodiscard]] Place place(std::size_t begin, std::size_t end) const;
    [[nodiscard]] Properties properties(const Mark& mark);
    [[nodiscard]] Properties own_of_block(const Properties& found, const Mark& mark) const;
    void decode(Node& node);
    [[nodiscard]] bool is_explicit_key(Span key) const;
    [[nodiscard]] Span in_document(const Child& child) const;
    void refuse_shallow(const Mark& mark, std::size_t value) const;
    [[nodiscard]] std::ptrdiff_t column_of(std::size_t at) const;
    [[nodiscard]] std::size_t closing_end(const Frame& frame) const;
    void written_scalar(Node& node, std::size_t begin, std::string_view value);
    void repair_escapes(Node& node);
    [[nodiscard]] std::string_view keep(std::size_t raw_begin, std::string_view value);
    void add(const Node* node, std::size_t weight, const Place* alias = nullptr);
    void gather_entries(const Frame& frame);
    void note_anchor(std::size_t anchor, const Node* node, std::size_t weight, bool open);

    std::string_view text_; ///< the document
    TagGuard tags_;
    std::uint32_t offset_; ///< of the document in its source
    std::uint32_t source_;
    Arena& arena_;
    const Limits& limits_;
    Parsed& parsed_;
    MergeKeys merge_keys_;
    CommentFinder comments_;
    std::vector<Frame> frames_;
    std::vector<Child>
        children_; ///< of all open collections; a mapping's alternate between key and value
    std::vector<Entry> entries_; ///< reused
    std::vector<Anchored> anchors_;
    std::size_t last_end_ = 0; ///< behind the last scalar
    std::size_t events_ = 0;
    std::size_t aliases_ = 0;
};

} // namespace dropcap::yaml
