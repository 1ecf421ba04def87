#pragma once
// Builds a document's nodes from parser events: where they end, what they are, how they hang together. Knows no YAML library.

#include "parsers/yaml_extent.hpp"
#include "parsers/yaml_merge.hpp"
#include "parsers/yaml_refusal.hpp"
#include "parsers/yaml_tree.hpp"

#include <vector>

namespace dropcap::yaml {

/// What an event says of a node, beside its kind. `begin` is a byte offset in the text: the node's first property, or the node.
struct Mark {
    std::size_t begin = 0;
    std::size_t anchor = 0; ///< 1-based number of the node's anchor, 0: none
    bool tagged = false;
};

/// Takes events in the order of the text. Every function may throw Refusal.
class Builder {
  public:
    Builder(std::string_view text, Slice slice, std::uint32_t source, Reader reader, Arena& arena, const Limits& limits, Parsed& parsed);

    void null(const Mark& mark);
    void scalar(const Mark& mark, std::string_view value);
    void alias(const Mark& mark);
    void open(Node::Kind kind, bool flow, const Mark& mark);
    void close();

    /// The place of the innermost `[` or `{` that is still open, if there is one.
    [[nodiscard]] std::optional<Span> open_bracket() const;
    /// Behind the last scalar that was read.
    [[nodiscard]] std::size_t last_end() const { return last_end_; }
    /// Takes the comments that no scalar has swallowed; call it after the last event, or after the error that was the last.
    void finish_comments() { take_comments(text_.size(), text_.size()); }
    /// These must stand in quotes: elsewhere go-yaml reads on in a new line. Call it before the first event.
    void expect_in_quotes(std::vector<Span> unicode_breaks) { breaks_ = std::move(unicode_breaks); }
    /// Throws Refusal when one of them before `end` did not.
    void refuse_loose_breaks(std::size_t end) const;

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
    struct Anchored {
        const Node* node = nullptr;
        std::size_t weight = 0;
        bool open = false;
    };

    void count_event(const Mark& mark);
    [[nodiscard]] bool expects_key() const;
    [[nodiscard]] std::ptrdiff_t block_column() const;
    [[nodiscard]] std::size_t end_of_last(const Frame& frame) const;
    [[nodiscard]] std::size_t place_of_nothing(const Mark& mark) const;
    [[nodiscard]] bool is_of_other_token(std::size_t at, std::string_view word) const;
    [[nodiscard]] std::size_t behind_key() const;
    [[nodiscard]] Place place(std::size_t begin, std::size_t end) const;
    [[nodiscard]] Properties properties(const Mark& mark) const;
    [[nodiscard]] std::ptrdiff_t column_of(std::size_t at) const;
    [[nodiscard]] std::size_t closing_end(const Frame& frame) const;
    void written_scalar(Node& node, std::size_t begin, std::string_view value);
    void repair_escapes(Node& node);
    [[nodiscard]] std::string_view keep(std::size_t raw_begin, std::string_view value);
    void add(Child child, std::size_t weight);
    void gather_entries(const Frame& frame);
    void note_anchor(std::size_t anchor, const Node* node, std::size_t weight, bool open);
    void find_comments(Slice slice);
    void take_comments(std::size_t scalar_begin, std::size_t scalar_end);

    std::string_view text_; ///< up to the slice's end
    Span slice_;
    std::uint32_t source_;
    Arena& arena_;
    const Limits& limits_;
    Parsed& parsed_;
    Merger merger_;
    std::vector<Frame> frames_;
    std::vector<Child> children_; ///< of all open collections; a mapping's alternate between key and value
    std::vector<Entry> entries_;  ///< reused
    std::vector<Anchored> anchors_;
    std::vector<std::uint32_t> hashes_; ///< every `#` that may begin a comment
    std::size_t next_hash_ = 0;
    std::vector<Span> breaks_; ///< Unicode line breaks that no quoted scalar has been found around
    std::size_t last_end_;     ///< behind the last scalar
    std::size_t events_ = 0;
    std::size_t aliases_ = 0;
};

} // namespace dropcap::yaml
