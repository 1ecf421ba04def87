#include "parsers/yaml/builder.hpp"

#include "parsers/yaml/core_tags.hpp"
#include "parsers/yaml/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace dropcap::yaml {

namespace {

Span byte_at(std::size_t at) { return span_of(at, at + 1); }

/// Where a child is in its parent: an alias at its `*name`, anything else at itself.
const Place& place_in_parent(const Child& child) {
    return child.origin == Origin::alias ? child.via : child.node->at;
}

/// Tags with which a null word stays null: any other tag of one's own makes go-yaml read a string.
bool is_null_tag(std::string_view tag) {
    return tag.empty() || tag == "!!null" || tag == "!reset" || tag == "!override";
}

char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

} // namespace

/// The lists of the builder that this thread had before: most documents then find them long enough.
struct TreeBuilder::Spare {
    std::vector<Frame> frames;
    std::vector<Child> children;
    std::vector<Entry> entries;

    void exchange(TreeBuilder& builder) {
        frames.swap(builder.frames_);
        children.swap(builder.children_);
        entries.swap(builder.entries_);
    }
};
thread_local TreeBuilder::Spare TreeBuilder::spare;

TreeBuilder::TreeBuilder(const DocumentText& from, Arena& arena, const Limits& limits,
                         Parsed& parsed)
    : text_(from.document), tags_(from.document), offset_(from.offset), source_(from.source),
      arena_(arena), limits_(limits), parsed_(parsed),
      merge_keys_(from.text, from.offset, from.reader, limits, parsed.problems),
      comments_(from.document, from.offset, from.source, parsed.comments) {
    spare.exchange(*this);
}

TreeBuilder::~TreeBuilder() {
    frames_.clear();
    children_.clear();
    entries_.clear();
    constexpr std::size_t most = 4096; // a document of millions of values leaves nothing behind
    if (children_.capacity() <= most && entries_.capacity() <= most) spare.exchange(*this);
}

Place TreeBuilder::place(std::size_t begin, std::size_t end) const {
    return {.source = source_, .span = span_of(offset_ + begin, offset_ + end)};
}

/// A written child's (or an alias's) bytes in the document.
Span TreeBuilder::in_document(const Child& child) const {
    const Span span = place_in_parent(child).span;
    return {span.begin - offset_, span.end - offset_};
}

void TreeBuilder::count_event(const Mark& mark) {
    if (++events_ > limits_.events)
        throw Refusal{byte_at(mark.begin),
                      fmt::format("this document has more than {} values; the rest is not read",
                                  limits_.events)};
}

bool TreeBuilder::expects_key() const {
    if (frames_.empty() || frames_.back().node->kind != Node::Kind::mapping) return false;
    return (children_.size() - frames_.back().first_child) % 2 == 0;
}

std::ptrdiff_t TreeBuilder::block_column() const {
    return frames_.empty() ? -1 : frames_.back().column;
}

Properties TreeBuilder::properties(const Mark& mark) {
    if (mark.anchor == 0 && !mark.tagged)
        return {.tag = {}, .anchor = {}, .end = mark.begin, .value = mark.begin};
    const Properties found = read_properties(text_, mark.begin);
    if (!found.tag.empty()) tags_.check(found.tag);
    return found;
}

/// Behind the last child of an open collection, or its beginning.
std::size_t TreeBuilder::end_of_last(const Frame& frame) const {
    return children_.size() > frame.first_child ? in_document(children_.back()).end
                                                : frame.node->at.span.begin - offset_;
}

/// Behind the colon of the key that waits for its value; behind the key itself where there is none.
std::size_t TreeBuilder::behind_key() const {
    const Span key = in_document(children_.back());
    const std::size_t next = skip_to_token(text_, key.end);
    if (at_or_nul(text_, next) == ':') return next + 1;
    const Frame& frame = frames_.back();
    if (!frame.bracketed && frame.column >= 0 && !is_explicit_key(key))
        throw Refusal{key, fmt::format("`{}` has no `:`, where a key and a value belong",
                                       text_.substr(key.begin, key.end - key.begin))};
    return key.end;
}

/// Whether a `?` stands before the key, on its line or alone on the one above.
bool TreeBuilder::is_explicit_key(Span key) const {
    std::size_t end = key.begin;
    while (end > 0 && is_blank_or_break(text_[end - 1])) --end;
    if (end > 0 && text_[end - 1] == '?') return true;
    const std::size_t line = key.begin - static_cast<std::size_t>(column_of(key.begin));
    const std::size_t mark = text_.find_first_not_of(" -", line);
    return mark < key.begin && text_[mark] == '?';
}

/// Where a value that is not written belongs: behind its key, its dash or its properties.
std::size_t TreeBuilder::place_of_nothing(const Mark& mark) {
    if (mark.anchor != 0 || mark.tagged) return properties(mark).end;
    if (frames_.empty()) return std::min(mark.begin, text_.size());
    const Frame& frame = frames_.back();
    if (frame.node->kind == Node::Kind::mapping) {
        if (expects_key())
            throw Refusal{byte_at(mark.begin),
                          "a key is missing here: there is nothing before this `:` or `,`"};
        return behind_key();
    }
    if (frame.bracketed)
        throw Refusal{byte_at(mark.begin),
                      "a value is missing here: there is nothing between these commas"};
    const std::size_t dash = skip_to_token(text_, end_of_last(frame));
    return at_or_nul(text_, dash) == '-' ? dash + 1 : std::min(mark.begin, text_.size());
}

/// An unwritten null is marked at the next token, which may be the key `~` or `null` of the next
/// entry, or, where a key has no colon, at its own key.
bool TreeBuilder::is_of_other_token(std::size_t at, std::string_view word) const {
    const bool key_follows = at_or_nul(text_, skip_blanks(text_, at + word.size())) == ':';
    const bool at_own_key = !frames_.empty() && at < end_of_last(frames_.back());
    return key_follows || at_own_key;
}

void TreeBuilder::null(const Mark& mark) {
    count_event(mark);
    const Properties found = properties(mark);
    const bool in_flow = !frames_.empty() && frames_.back().node->style == Node::Style::flow;
    std::string_view word = null_word_at(text_, found.value, in_flow);
    if (!expects_key() && is_of_other_token(found.value, word)) word = {};
    const std::size_t begin = word.empty() ? place_of_nothing(mark) : found.value;
    Node* node = arena_.make_node();
    node->at = place(begin, begin + word.size());
    node->text = word;
    node->tag = found.tag;
    node->anchor = found.anchor;
    note_anchor(mark.anchor, node, 1, false);
    add(node, 1);
}

void TreeBuilder::scalar(const Mark& mark, std::string_view value) {
    count_event(mark);
    Node* node = arena_.make_node();
    std::size_t begin = mark.begin;
    std::size_t properties_end = mark.begin;
    char first = at_or_nul(text_, begin);
    if (mark.anchor != 0 || first == '&' || first == '!') {
        const Properties found =
            properties({.begin = mark.begin, .anchor = mark.anchor, .tagged = true});
        node->tag = found.tag;
        node->anchor = found.anchor;
        begin = found.value;
        properties_end = found.end;
        first = at_or_nul(text_, begin);
    }
    if (value.empty() && first != '"' && first != '\'' && first != '|' && first != '>') {
        node->kind = is_null_tag(node->tag) ? Node::Kind::null : Node::Kind::scalar;
        refuse_shallow(mark, mark.begin);
        node->at = place(properties_end, properties_end);
    } else {
        node->kind = Node::Kind::scalar;
        refuse_shallow(mark, begin);
        written_scalar(*node, begin, value);
        if (node->style == Node::Style::plain && is_null_word(value) && is_null_tag(node->tag))
            node->kind = Node::Kind::null;
        if (!node->tag.empty() && is_core_tag(node->tag, "binary")) decode(*node);
    }
    note_anchor(mark.anchor, node, 1, false);
    add(node, 1);
}

/// What `!!binary` stands for: both readers decode it, keys as well as values, to a string.
void TreeBuilder::decode(Node& node) {
    const auto bytes = decode_base64(node.text);
    if (!bytes)
        throw Refusal{{node.at.span.begin - offset_, node.at.span.end - offset_},
                      "this is tagged `!!binary` and is no base64"};
    node.text = arena_.keep(*bytes);
    node.style = Node::Style::quoted;
}

void TreeBuilder::written_scalar(Node& node, std::size_t begin, std::string_view value) {
    const char first = text_[begin];
    Extent extent;
    std::size_t content = begin;
    const bool is_plain_word = first != '"' && first != '\'' && first != '|' && first != '>' &&
                               text_.substr(begin, value.size()) == value;
    if (is_plain_word) {
        const std::size_t end = begin + value.size();
        extent = {.end = end, .header_end = end, .body = end};
    } else if (first == '"' || first == '\'') {
        node.style = Node::Style::quoted;
        const auto quoted = quoted_extent(text_, begin);
        if (!quoted) throw Refusal{byte_at(begin), never_closed(first)};
        extent = *quoted;
        ++content;
    } else if (first == '|' || first == '>') {
        node.style = Node::Style::block;
        extent = block_extent(text_, begin, block_column());
    } else {
        extent = plain_extent(text_, begin, value);
    }
    node.at = place(begin, extent.end);
    last_end_ = extent.end;
    comments_.pass_scalar(begin, extent.header_end);
    if (extent.body < extent.end) comments_.pass_scalar(extent.body, extent.end);
    node.text = is_plain_word ? text_.substr(begin, value.size()) : keep(content, value);
    if (first == '"' && node.text.data() != text_.data() + content)
        repair_escapes(node); // what is there as it is has no escapes
}

// yaml-cpp decodes `\N` and `\_` to the single bytes 0x85 and 0xA0, which are no UTF-8: such a byte
// outside a sequence is one of these.
void TreeBuilder::repair_escapes(Node& node) {
    const std::string_view raw = text_.substr(node.at.span.begin - offset_, node.at.span.size());
    if (raw.find("\\N") == std::string_view::npos && raw.find("\\_") == std::string_view::npos)
        return;
    std::string repaired;
    std::size_t continuation = 0;
    for (const char c : node.text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xC0)
            continuation = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
        else if (byte >= 0x80 && continuation > 0)
            --continuation;
        else if (byte >= 0x80)
            repaired += '\xC2';
        repaired += c;
    }
    node.text = arena_.keep(repaired);
}

/// The text's own bytes where they are the value, a copy where they are not.
std::string_view TreeBuilder::keep(std::size_t raw_begin, std::string_view value) {
    const std::string_view raw = text_.substr(raw_begin, value.size());
    return raw == value ? raw : arena_.keep(value);
}

void TreeBuilder::alias(const Mark& mark) {
    count_event(mark);
    const Span at = span_of(mark.begin, name_end(text_, mark.begin));
    const std::string_view name = text_.substr(at.begin, at.end - at.begin);
    if (++aliases_ > limits_.aliases)
        throw Refusal{at, fmt::format("this document has more than {} aliases", limits_.aliases)};
    const Anchored* target =
        mark.anchor <= anchors_.size() && mark.anchor > 0 ? &anchors_[mark.anchor - 1] : nullptr;
    if (target == nullptr || target->node == nullptr)
        throw Refusal{at, fmt::format("the alias `{}` has no anchor before it", name)};
    if (target->open)
        throw Refusal{
            at,
            fmt::format("the alias `{}` is inside the value it repeats: it would contain itself",
                        name)};
    refuse_shallow(mark, mark.begin);
    const Place via = place(at.begin, at.end);
    if (expects_key()) {
        Node* key = arena_.make_node();
        *key = *target->node;
        key->at = via;
        return add(key, target->weight);
    }
    add(target->node, target->weight, &via);
}

/// A block collection's own properties end where its first key's begin: those on the key's line, if
/// they do not begin there (YAML 1.2.2, 8.2.2).
Properties TreeBuilder::own_of_block(const Properties& found, const Mark& mark) const {
    const std::size_t line = found.value - static_cast<std::size_t>(column_of(found.value));
    const std::size_t first = skip_blanks(text_, line, " ");
    if (line <= mark.begin || first >= found.value) return found;
    Properties own = read_properties(text_.substr(0, line), mark.begin);
    own.value = first;
    return own;
}

void TreeBuilder::open(Node::Kind kind, bool flow, const Mark& mark) {
    count_event(mark);
    if (frames_.size() >= limits_.depth)
        throw Refusal{byte_at(mark.begin),
                      fmt::format("lists and mappings are nested more than {} levels deep here",
                                  limits_.depth)};
    Node* const node = arena_.make_node();
    node->kind = kind;
    node->style = flow ? Node::Style::flow : Node::Style::block;
    std::size_t begin = mark.begin;
    const bool own_properties = mark.anchor != 0 || mark.tagged;
    if (own_properties) {
        const Properties found = flow ? properties(mark) : own_of_block(properties(mark), mark);
        node->tag = found.tag;
        node->anchor = found.anchor;
        begin = found.value;
    }
    node->at = place(begin, begin);
    refuse_shallow(mark, begin);
    note_anchor(mark.anchor, node, 0, true);
    Frame& frame = frames_.emplace_back(); // filled where it lies, see add()
    frame.node = node;
    frame.first_child = children_.size();
    frame.anchor = mark.anchor;
    frame.bracketed = flow && at_or_nul(text_, begin) == (kind == Node::Kind::mapping ? '{' : '[');
    frame.own_properties = own_properties;
    if (!flow) frame.column = begin == mark.begin ? mark.column : column_of(begin);
}

/// Bytes between the line's start and `at`.
std::ptrdiff_t TreeBuilder::column_of(std::size_t at) const {
    std::size_t line = at;
    while (line > 0 && !is_break(text_[line - 1])) --line;
    return static_cast<std::ptrdiff_t>(at - line);
}

// go-yaml wants a mapping's value on a new line to be indented more than its key, unless it is a
// list of `- ` or a block scalar. yaml-cpp takes it for the value all the same.
void TreeBuilder::refuse_shallow(const Mark& mark, std::size_t value) const {
    if (frames_.empty() || frames_.back().node->kind != Node::Kind::mapping ||
        frames_.back().column < 0 || expects_key())
        return;
    const auto check = [&](std::size_t at, std::ptrdiff_t column) {
        if (column > frames_.back().column ||
            std::string_view("-|>").find(at_or_nul(text_, at)) != std::string_view::npos)
            return;
        throw Refusal{byte_at(at),
                      "this value must be indented more than its key, or be on the key's line"};
    };
    check(mark.begin, mark.column);
    if (value != mark.begin) check(value, column_of(value));
}

/// Behind the bracket that closes a collection, whose children have all been seen.
std::size_t TreeBuilder::closing_end(const Frame& frame) const {
    std::size_t at = end_of_last(frame);
    if (!frame.bracketed) return at;
    if (children_.size() == frame.first_child) ++at;
    const char closing = frame.node->kind == Node::Kind::mapping ? '}' : ']';
    for (std::size_t next = skip_to_token(text_, at); next < text_.size();
         next = skip_to_token(text_, next + 1)) {
        if (text_[next] == closing) return next + 1;
        if (text_[next] != ',' && text_[next] != ':' && text_[next] != '?') break;
    }
    return at;
}

void TreeBuilder::close() {
    const Frame& frame = frames_.back();
    Node& node = *frame.node;
    node.at.span.end = offset_ + static_cast<std::uint32_t>(closing_end(frame));
    const std::span<const Child> children{children_.data() + frame.first_child,
                                          children_.size() - frame.first_child};
    if (node.kind == Node::Kind::sequence) {
        node.items = arena_.keep(children);
    } else {
        if (!frame.bracketed && frame.own_properties && !children.empty())
            node.at.span.begin = children.front().node->at.span.begin;
        gather_entries(frame);
        node.entries = arena_.keep(std::span<const Entry>(entries_));
    }
    children_.resize(frame.first_child);
    const std::size_t weight = frame.weight;
    note_anchor(frame.anchor, &node, weight, false);
    frames_.pop_back();
    add(&node, weight);
}

void TreeBuilder::gather_entries(const Frame& frame) {
    entries_.clear();
    for (std::size_t i = frame.first_child; i + 1 < children_.size(); i += 2) {
        const Node* key = children_[i].node;
        const Child& value = children_[i + 1];
        Entry& entry = entries_.emplace_back();
        entry.key = key;
        entry.value.node = value.node;
        entry.value.origin = value.origin;
        entry.value.via = value.via;
        entry.at.source = source_;
        entry.at.span.begin = key->at.span.begin;
        entry.at.span.end = place_in_parent(value).span.end;
    }
    merge_keys_.settle(entries_);
}

/// Fills the child where it lies: one that is put together elsewhere first is copied in wider steps
/// than it was written in, which processors are slow at, and this runs for every value. `alias`:
/// where the `*name` stands.
void TreeBuilder::add(const Node* node, std::size_t weight, const Place* alias) {
    if (frames_.empty()) {
        parsed_.root = node;
        return;
    }
    Child& child = children_.emplace_back();
    child.node = node;
    if (alias != nullptr) {
        child.origin = Origin::alias;
        child.via = *alias;
    }
    Frame& parent = frames_.back();
    parent.weight += weight;
    if (parent.weight > limits_.expanded)
        throw Refusal{
            in_document(child),
            fmt::format("aliases make this document more than {} values large", limits_.expanded)};
}

void TreeBuilder::note_anchor(std::size_t anchor, const Node* node, std::size_t weight, bool open) {
    if (anchor == 0) return;
    if (anchors_.size() < anchor) anchors_.resize(anchor);
    anchors_[anchor - 1] = {.node = node, .weight = weight, .open = open};
}

std::optional<Span> TreeBuilder::open_bracket() const {
    for (const Frame& frame : std::views::reverse(frames_))
        if (frame.bracketed) return byte_at(frame.node->at.span.begin - offset_);
    return std::nullopt;
}

} // namespace dropcap::yaml
