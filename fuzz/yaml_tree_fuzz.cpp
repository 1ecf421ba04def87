// Any bytes as YAML: no crash, and a tree that keeps its promises about places, nesting and text.

#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "parsers/yaml/extent.hpp"
#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/tree.hpp"

#include <set>

namespace dropcap::fuzz {

using namespace dropcap::yaml;

namespace {

bool has_line_break(std::string_view bytes) {
    for (const std::string_view mark : {"\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
        if (bytes.find(mark) != std::string_view::npos) return true;
    return false;
}

class Checker {
  public:
    Checker(std::string_view text, Span slice) : text_(text), slice_(slice) {}

    void check(const Child& child, Span parent) {
        const Node& node = *child.node;
        require(within(node.at.span, slice_), "a node is in its document");
        if (child.origin == Origin::written)
            require(within(node.at.span, parent), "a child is in its parent");
        if (child.origin != Origin::written)
            require(within(child.via.span, slice_), "a way in is in the document");
        if (!seen_.insert(&node).second) return;
        if (node.is_scalar()) check_scalar(node);
        (void)as_bool(node, Reader::kubernetes);
        (void)describe(node, Reader::compose);
        for (const Child& item : node.items) check(item, node.at.span);
        for (const Entry& entry : node.entries) {
            const bool written = entry.value.origin != Origin::merged;
            if (written) require(within(entry.at.span, node.at.span), "an entry is in its mapping");
            check({.node = entry.key}, entry.at.span);
            check(entry.value, written ? entry.at.span : slice_);
        }
    }

    void check_comments(const std::vector<Comment>& comments) const {
        std::uint32_t end = slice_.begin;
        for (const Comment& comment : comments) {
            require(within(comment.at.span, slice_) && comment.at.span.begin >= end,
                    "comments are in the document, in order");
            require(text_[comment.at.span.begin] == '#', "a comment begins with #");
            end = comment.at.span.end;
        }
    }

  private:
    void check_scalar(const Node& node) const {
        const std::string_view bytes = text_.substr(node.at.span.begin, node.at.span.size());
        if (bytes.empty() || bytes.front() == '*')
            return; // a tag without a value, or an alias as a key
        const char first = bytes.front();
        if (node.style == Node::Style::quoted)
            require(bytes.size() >= 2 && (first == '"' || first == '\'') && bytes.back() == first,
                    "quotes surround a quoted scalar");
        if (node.style == Node::Style::block)
            require(first == '|' || first == '>', "an indicator begins a block scalar");
        if (node.style == Node::Style::plain && !has_line_break(bytes))
            require(bytes == node.text, "a plain scalar on one line is its own bytes");
        if (node.style != Node::Style::block)
            require(!is_blank_or_break(bytes.back()), "no blank ends a scalar");
    }

    std::string_view text_;
    Span slice_;
    std::set<const Node*> seen_;
};

void run(std::string_view bytes) {
    std::uint32_t end = 0;
    for (const Slice slice : slices(bytes)) {
        require(slice.span.begin == end && slice.span.end > end, "slices follow each other");
        end = slice.span.end;
        for (const Reader reader : {Reader::compose, Reader::kubernetes}) {
            Arena arena;
            const Parsed parsed = parse_slice(bytes, slice, 0, reader, arena);
            for (const Problem& problem : parsed.problems)
                require(within(problem.at.span, slice.span), "a problem is in its document");
            for (const Unchecked& unchecked : parsed.unchecked)
                require(within(unchecked.at.span, slice.span), "a template is in its document");
            Checker checker(bytes, slice.span);
            if (parsed.root != nullptr) checker.check({.node = parsed.root}, slice.span);
            checker.check_comments(parsed.comments);
        }
    }
    require(end == bytes.size(), "slices cover the bytes");
}

} // namespace

extern constinit const Target yaml_tree;
constinit const Target yaml_tree{
    .name = "yaml_tree", .about = "YAML and JSON as a tree", .run = run};

} // namespace dropcap::fuzz
