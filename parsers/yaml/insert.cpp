#include "parsers/yaml/insert.hpp"

#include "model/ascii.hpp"
#include "model/concat.hpp"

#include <algorithm>

namespace dropcap::yaml {
namespace {

constexpr std::size_t most_looked_at = 4096; ///< bytes of a mapping and before it

/// One line of a text: its bytes without the break, and how far it is indented.
struct Line {
    std::size_t begin = 0, end = 0, next = 0;
    std::size_t indent = 0;

    [[nodiscard]] bool blank() const { return begin + indent == end; }
};

Line line_from(std::string_view text, std::size_t begin) {
    Line line{.begin = begin};
    line.end = std::min(text.find('\n', begin), text.size());
    line.next = std::min(line.end + 1, text.size());
    if (line.end > begin && text[line.end - 1] == '\r') --line.end;
    while (begin + line.indent < line.end && text[begin + line.indent] == ' ') ++line.indent;
    return line;
}

bool begins_item(std::string_view text, const Line& line) {
    const std::string_view rest = text.substr(line.begin + line.indent, line.end - line.begin);
    return rest.starts_with("- ") || rest.substr(0, line.end - line.begin - line.indent) == "-";
}

/// Where the blanks, and with `dashes` the dashes, before `at` begin on its line.
std::size_t begin_of_blanks(std::string_view text, std::size_t at, bool dashes) {
    while (at > 0 && (is_blank(text[at - 1]) || (dashes && text[at - 1] == '-'))) --at;
    return at;
}

/// Columns before `at` on its line where nothing but blanks and dashes is before it.
std::optional<std::size_t> column_of_key(std::string_view text, std::size_t at) {
    const std::size_t begin = begin_of_blanks(text, at, true);
    if (begin > 0 && text[begin - 1] != '\n') return std::nullopt;
    return at - begin;
}

/// Whether the line is `key:` with nothing behind it but a comment.
bool opens_value(std::string_view text, const Line& line) {
    std::string_view words = text.substr(line.begin, line.end - line.begin);
    if (const auto comment = words.find(" #"); comment != std::string_view::npos)
        words = words.substr(0, comment);
    while (words.ends_with(' ')) words.remove_suffix(1);
    return words.ends_with(':');
}

/// The dashes of `- key:` count as its indentation.
std::size_t key_column(std::string_view text, const Line& line) {
    std::size_t column = line.indent;
    while (text.substr(line.begin + column).starts_with("- ")) column += 2;
    return column;
}

/// Counts how lists are written and how far values are indented.
struct Votes {
    int block = 0, flow = 0;
    std::optional<std::size_t> dash, step;
};

void count(std::string_view text, std::size_t begin, Votes& votes) {
    std::optional<Line> opener;
    for (Line line = line_from(text, begin); line.begin < text.size();
         line = line_from(text, line.next)) {
        if (!line.blank() && text[line.begin + line.indent] != '#') {
            if (opener) {
                const std::size_t column = key_column(text, *opener);
                const bool is_item = begins_item(text, line);
                if (is_item && line.indent >= column) votes.dash = line.indent - column;
                if (is_item) ++votes.block;
                if (!is_item && line.indent > column) votes.step = line.indent - column;
            }
            const std::string_view words = text.substr(line.begin, line.end - line.begin);
            const auto bracket = words.find(": [");
            if (bracket != std::string_view::npos && !words.substr(bracket).starts_with(": []"))
                ++votes.flow;
            opener = opens_value(text, line) ? std::optional(line) : std::nullopt;
        }
    }
}

/// What is in the mapping decides; what is before it where the mapping has no list or nothing that
/// is nested.
Manner manner_of(std::string_view text, Span around) {
    Manner manner;
    Votes votes;
    const std::size_t to = std::min<std::size_t>(around.end, around.begin + most_looked_at);
    const std::size_t begin = begin_of_blanks(text, around.begin, true);
    count(text.substr(0, to), begin, votes);
    if (!votes.dash || !votes.step || votes.block + votes.flow == 0) {
        Votes others;
        const std::size_t from = begin - std::min(begin, most_looked_at);
        count(text.substr(0, around.begin + 1), from, others); // the dash of its own list, too
        if (votes.block + votes.flow == 0) {
            votes.block = others.block;
            votes.flow = others.flow;
        }
        if (!votes.dash) votes.dash = others.dash;
        if (!votes.step) votes.step = others.step;
    }
    if (votes.dash && *votes.dash <= 8) manner.dash = *votes.dash;
    if (votes.step && *votes.step <= 8) manner.step = *votes.step;
    manner.block_lists = votes.block >= votes.flow;
    const std::size_t line_end = text.substr(0, to).find('\n', begin);
    if (line_end != std::string_view::npos && line_end > 0 && text[line_end - 1] == '\r')
        manner.line_break = "\r\n";
    return manner;
}

/// The end, past the break, of the entry whose key is at `key`: up to the next key of its mapping.
std::size_t end_of_entry(std::string_view text, std::size_t key, std::size_t indent) {
    Line line = line_from(text, key - indent);
    std::size_t end = line.next;
    while (line.next < text.size()) {
        line = line_from(text, line.next);
        if (line.blank()) continue;
        const bool is_comment = text[line.begin + line.indent] == '#';
        const bool inside =
            line.indent > indent || (line.indent == indent && begins_item(text, line));
        if (!inside && !is_comment) break;
        if (inside) end = line.next;
    }
    return end;
}

bool is_plain_word(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-';
    });
}

/// A word of ours as YAML or JSON: JSON has only quoted strings, and true and false.
std::string spelled(std::string_view word, bool json) {
    const bool literal = word == "true" || word == "false";
    if ((json && !literal) || !(literal || is_plain_word(word))) return concat({"\"", word, "\""});
    return std::string(word);
}

std::string flow_list(std::span<const NewItem> items, bool json) {
    std::string out = "[";
    for (const NewItem& item : items) {
        if (out.size() > 1) out += ", ";
        out += spelled(item.word, json);
    }
    out += ']';
    return out;
}

std::string flow_key(const NewKey& key, bool json) {
    std::string out = json ? concat({"\"", key.key, "\": "}) : concat({key.key, ": "});
    if (!key.word.empty()) return out + spelled(key.word, json);
    if (key.children.empty()) return out + flow_list(key.items, json);
    out += '{';
    for (const NewKey& child : key.children) {
        if (out.back() != '{') out += ", ";
        out += flow_key(child, json);
    }
    out += '}';
    return out;
}

Edit insertion(const Place& in, std::size_t at, std::string text) {
    const auto offset = static_cast<std::uint32_t>(at);
    return {{in.source, {offset, offset}}, std::move(text)};
}

/// Of an edit that inserts at the start of a line or, where the text ends without a break, behind
/// it.
std::string as_lines(std::string_view text, std::size_t at, std::string lines,
                     std::string_view line_break) {
    if (at == 0 || text[at - 1] == '\n') return lines;
    lines.resize(lines.size() - line_break.size());
    return std::string(line_break) + lines;
}

void write_item(std::string& out, const NewItem& item, std::string_view quote) {
    out += quote.empty() ? spelled(item.word, false) : concat({quote, item.word, quote});
    if (!item.reason.empty()) out += concat({" # ", item.reason});
}

/// The quote that a written word begins with, if any.
std::string_view quote_of(std::string_view word) {
    return word.starts_with('"') || word.starts_with('\'') ? word.substr(0, 1) : "";
}

/// Whether the value at `at` has a key in quotes.
bool has_quoted_key(std::string_view text, std::size_t at) {
    at = skip_blanks_back(text, at);
    if (at == 0 || text[at - 1] != ':') return false;
    at = skip_blanks_back(text, at - 1);
    return at > 0 && text[at - 1] == '"';
}

/// Where the value of the key that ends at `at` begins.
std::size_t value_begin(std::string_view text, std::size_t at) {
    at = skip_blanks(text, at, blank_or_break);
    if (at < text.size() && text[at] == ':') ++at;
    return skip_blanks(text, at, blank_or_break);
}

} // namespace

Inserter::Inserter(const Source& source, Place around)
    : source_(source), text_(source.text()), manner_(manner_of(text_, around.span)) {}

std::optional<Edit> Inserter::add_keys(Place mapping, std::span<const NewKey> keys,
                                       std::optional<Place> after) const {
    if (keys.empty() || mapping.span.begin >= text_.size()) return std::nullopt;
    if (after && (after->source != mapping.source || !mapping.span.contains(after->span.begin)))
        after.reset();
    return text_[mapping.span.begin] == '{' ? add_to_flow(mapping, keys, after)
                                            : add_to_block(mapping, keys, after);
}

std::optional<Edit> Inserter::add_to_block(Place mapping, std::span<const NewKey> keys,
                                           std::optional<Place> after) const {
    const auto indent = column_of_key(text_, mapping.span.begin);
    if (!indent) return std::nullopt;
    std::size_t key = after ? after->span.begin : mapping.span.begin;
    if (column_of_key(text_, key) != indent) key = mapping.span.begin;
    std::string lines;
    for (const NewKey& added : keys) write_block(lines, added, *indent);
    const std::size_t at = end_of_entry(text_, key, *indent);
    return insertion(mapping, at, as_lines(text_, at, std::move(lines), manner_.line_break));
}

void Inserter::write_block(std::string& out, const NewKey& key, std::size_t indent) const {
    out += std::string(indent, ' ') + key.key + ':';
    const bool has_reasons =
        std::ranges::any_of(key.items, [](const NewItem& item) { return !item.reason.empty(); });
    if (!key.word.empty()) {
        out += ' ' + spelled(key.word, false);
    } else if (!key.items.empty() && !manner_.block_lists && !has_reasons) {
        out += ' ' + flow_list(key.items, false);
    }
    out += manner_.line_break;
    for (const NewKey& child : key.children) write_block(out, child, indent + manner_.step);
    if (!manner_.block_lists && !has_reasons) return;
    for (const NewItem& item : key.items) {
        out += std::string(indent + manner_.dash, ' ') + "- ";
        write_item(out, item, {});
        out += manner_.line_break;
    }
}

std::optional<Edit> Inserter::add_to_flow(Place mapping, std::span<const NewKey> keys,
                                          std::optional<Place> after) const {
    const std::size_t first = skip_blanks(text_, mapping.span.begin + 1, blank_or_break);
    if (first >= mapping.span.end || text_[first] == '#') return std::nullopt;
    const bool json = text_[first] == '"';
    const bool empty = text_[first] == '}';
    const std::size_t key = after ? after->span.begin : first;
    const std::size_t begin = begin_of_blanks(text_, key, false);
    const bool own_line = begin == 0 || text_[begin - 1] == '\n';
    const std::string between = own_line ? ',' + std::string(manner_.line_break) +
                                               std::string(text_.substr(begin, key - begin))
                                         : ", ";
    const bool quoted = json || (empty && has_quoted_key(text_, mapping.span.begin));
    std::string text;
    for (const NewKey& added : keys)
        text += (text.empty() ? "" : between) + flow_key(added, quoted);
    if (empty) return insertion(mapping, mapping.span.begin + 1, std::move(text));
    if (after) return insertion(mapping, after->span.end, between + text);
    return insertion(mapping, first, text + between);
}

std::optional<Edit> Inserter::add_items(Place key, std::optional<Place> last,
                                        std::span<const NewItem> items) const {
    if (items.empty()) return std::nullopt;
    const std::size_t value = value_begin(text_, key.span.end);
    if (value >= text_.size()) return std::nullopt;
    const std::string_view quote = last ? quote_of(source_.slice(last->span)) : "";
    std::string text;
    if (text_[value] == '[') {
        for (const NewItem& item : items) {
            text += last || !text.empty() ? ", " : "";
            write_item(text, {item.word}, last ? quote : quote_of(source_.slice(key.span)));
        }
        return insertion(key, last ? last->span.end : value + 1, std::move(text));
    }
    if (!last) return std::nullopt;
    const auto column = column_of_key(text_, last->span.begin);
    if (!column || *column < 2) return std::nullopt;
    const Line line = line_from(text_, last->span.begin - *column);
    if (!begins_item(text_, line)) return std::nullopt;
    const std::string_view before = text_.substr(line.begin, *column);
    for (const NewItem& item : items) {
        text += before;
        write_item(text, item, quote);
        text += manner_.line_break;
    }
    return insertion(key, line.next,
                     as_lines(text_, line.next, std::move(text), manner_.line_break));
}

namespace {

/// The line of an item that begins with a dash and is alone on it; empty: it is not.
std::optional<Span> line_of_item(std::string_view text, Span item) {
    const auto column = column_of_key(text, item.begin);
    if (!column || *column < 2) return std::nullopt;
    const Line line = line_from(text, item.begin - *column);
    if (!begins_item(text, line)) return std::nullopt;
    return Span{static_cast<std::uint32_t>(line.begin), static_cast<std::uint32_t>(line.next)};
}

bool is_separator(std::string_view text) {
    return text.find_first_not_of(", \t\r\n") == std::string_view::npos;
}

} // namespace

std::vector<Edit> remove_item(const Source& source, Place item, std::optional<Place> before,
                              std::optional<Place> behind) {
    if (!before && !behind) return {};
    if (const auto line = line_of_item(source.text(), item.span))
        return {{{item.source, *line}, {}}};
    const Span separator =
        before ? Span{before->span.end, item.span.begin} : Span{item.span.end, behind->span.begin};
    if (!is_separator(source.slice(separator))) return {};
    const Span gone =
        before ? Span{separator.begin, item.span.end} : Span{item.span.begin, separator.end};
    return {{{item.source, gone}, {}}};
}

std::vector<Edit> Inserter::replace_items(std::span<const Place> items,
                                          std::string_view word) const {
    std::vector<Edit> edits;
    for (std::size_t at = 0; at < items.size(); ++at) {
        const std::string_view quote = quote_of(source_.slice(items[at].span));
        if (at == 0) {
            edits.push_back({items[at], concat({quote, word, quote})});
            continue;
        }
        Place gone = items[at];
        if (const auto line = line_of_item(text_, gone.span)) {
            gone.span = *line;
        } else {
            gone.span.begin = items[at - 1].span.end;
            if (!is_separator(source_.slice({gone.span.begin, items[at].span.begin}))) return {};
        }
        edits.push_back({gone, {}});
    }
    return edits;
}

} // namespace dropcap::yaml
