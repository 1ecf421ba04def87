#include "lint/check/outline.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <utility>

namespace dropcap::check {
namespace {

/// Without a comment behind it: ` #` begins one, wherever it is outside quotes.
std::string_view without_comment(std::string_view text) {
    char quote = '\0';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if ((c == '"' || c == '\'') && (i == 0 || is_in(text[i - 1], blank_or_cr))) {
            quote = c;
        } else if (c == '#' && i > 0 && is_in(text[i - 1], blank_or_cr)) {
            return trim_right(text.substr(0, i));
        }
    }
    return text;
}

/// Where the `}}` of a `{{` ends; the text's end where it does not on this line.
std::size_t past_expression(std::string_view text, std::size_t open) {
    const std::size_t close = text.find("}}", open + 2);
    return close == std::string_view::npos ? text.size() : close + 2;
}

/// Whether `rendered` is `pattern` with something in place of each `{{ … }}`: how many characters
/// are in both.
std::optional<Likeness> fill(std::string_view pattern, std::string_view rendered) {
    Likeness common = 0;
    bool free = false; // an expression came before: what it became may be anything
    while (!pattern.empty()) {
        const std::size_t open = std::min(pattern.find("{{"), pattern.size());
        std::string_view piece = pattern.substr(0, open);
        pattern.remove_prefix(open);
        if (!pattern.empty()) pattern.remove_prefix(past_expression(pattern, 0));
        // `key: {{ block }}` becomes `key:` and lines below it.
        if (!free && pattern.empty() && open > 0 && rendered == trim_right(piece))
            piece = trim_right(piece);
        const bool is_last = pattern.empty() && !piece.empty() && free;
        if (is_last && !rendered.ends_with(piece)) return std::nullopt;
        const std::size_t at = is_last ? rendered.size() - piece.size() : rendered.find(piece);
        if (at == std::string_view::npos || (!free && at != 0)) return std::nullopt;
        common += piece.size();
        rendered.remove_prefix(at + piece.size());
        free = true;
    }
    return common;
}

/// `key:` of a written `key: [a, b]`: whoever writes YAML again gives every item a line.
bool opens_flow(std::string_view text) {
    return text.find(": [") != std::string_view::npos || text.find(": {") != std::string_view::npos;
}

/// The value of `name: "web"` without its quotes.
std::string_view value_of(std::string_view text) {
    const std::size_t colon = text.find(':');
    text = trim_left(text.substr(colon == std::string_view::npos ? 0 : colon + 1));
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
        text.back() == text.front())
        return text.substr(1, text.size() - 2);
    return text;
}

/// How alike a value of a file and a printed one are.
std::optional<Likeness> compare_values(std::string_view own, std::string_view other) {
    if (own == other) return other.size() + 1;
    return own.find("{{") == std::string_view::npos ? std::nullopt : fill(own, other);
}

/// The same for an object's name, which may have got something before or behind it.
std::optional<Likeness> compare_names(std::string_view own, std::string_view other) {
    if (const auto same = compare_values(own, other)) return same;
    return other.find(own) == std::string_view::npos ? std::nullopt
                                                     : std::optional<Likeness>(own.size());
}

/// The name in `metadata: {name: web, …}`.
std::string_view name_in_flow(std::string_view text) {
    const std::size_t at = text.find("name:");
    return at == std::string_view::npos
               ? std::string_view{}
               : value_of(text.substr(at, text.find_first_of(",}", at) - at));
}

/// The same `key: value` but for quotes around the value.
bool same_but_quotes(std::string_view a, std::string_view b) {
    const std::size_t colon = a.find(": ");
    if (colon == std::string_view::npos)
        return value_of(a) == value_of(b) && a.find(':') == b.find(':');
    return b.substr(0, colon + 1) == a.substr(0, colon + 1) && value_of(a) == value_of(b);
}

} // namespace

/// Goes through the lines once. A frame is a line that others may be under.
class Outline::Builder {
  public:
    explicit Builder(Outline& outline) : outline_(outline), text_(outline.source_->text()) {
        outline_.documents_.emplace_back();
    }

    void run() {
        for (std::size_t begin = 0; begin < text_.size();) {
            const std::size_t end = std::min(text_.find('\n', begin), text_.size());
            read(begin, trim_right(text_.substr(begin, end - begin)));
            begin = end + 1;
        }
    }

  private:
    struct Frame {
        std::size_t column;
        LineIndex line;
        LineIndex item;
    };

    void read(std::size_t begin, std::string_view line) {
        if (line.starts_with("---")) {
            frames_.clear();
            outline_.documents_.emplace_back();
            return;
        }
        std::size_t column = line.find_first_not_of(' ');
        if (column == std::string_view::npos) return;
        const std::size_t outer = column;
        bool dashed = false;
        while (line[column] == '-' && (column + 1 == line.size() || line[column + 1] == ' ')) {
            dashed = true;
            column = line.find_first_not_of(' ', column + 1);
            if (column == std::string_view::npos)
                return; // a dash alone: what follows stands deeper
        }
        const std::string_view content = line.substr(column);
        if (!dashed && is_command(content)) return;
        const auto first = static_cast<std::uint32_t>(begin + column);
        OutlineLine one{.content = {first, first + static_cast<std::uint32_t>(content.size())},
                        .document = outline_.documents_.size() - 1,
                        .dashed = dashed,
                        .templated = content.find("{{") != std::string_view::npos};
        if (!content.starts_with('#')) place(one, dashed ? outer : column, column);
        add(one, content);
    }

    /// Nothing but template expressions: `{{- if … }}`, `{{ toYaml . | nindent 8 }}`.
    static bool is_command(std::string_view content) {
        while (content.starts_with("{{")) {
            content = trim_left(content.substr(past_expression(content, 0)));
        }
        return content.empty();
    }

    /// A list may stand as deep as its key: `containers:` and `- name` in one column.
    void place(OutlineLine& one, std::size_t outer, std::size_t column) {
        const LineIndex self = outline_.lines_.size();
        while (!frames_.empty() &&
               (one.dashed ? frames_.back().column > outer : frames_.back().column >= column)) {
            if (!one.dashed && frames_.back().column == column) one.item = frames_.back().item;
            frames_.pop_back();
        }
        if (one.dashed) one.item = self;
        if (!frames_.empty()) one.parent = frames_.back().line;
        frames_.push_back({column, self, one.item});
    }

    void add(const OutlineLine& one, std::string_view content) {
        const LineIndex self = outline_.lines_.size();
        const std::string_view text = content.starts_with('#') ? content : without_comment(content);
        outline_.lines_.push_back(one);
        outline_.texts_.push_back(text);
        if (one.templated || opens_flow(text) ||
            text.find_first_of("\"'") != std::string_view::npos)
            outline_.loose_.push_back(self);
        else
            outline_.by_text_[text].push_back(self);
        if (text.starts_with("name:")) {
            if (one.item != no_line) outline_.item_names_.try_emplace(one.item, self);
            if (one.parent != no_line && outline_.texts_[one.parent] == "metadata:" &&
                outline_.lines_[one.parent].parent == no_line) {
                outline_.documents_.back().name = value_of(text);
                outline_.documents_.back().name_line = self;
            }
        }
        if (one.parent != no_line || one.item != no_line) return;
        if (text.starts_with("kind:")) outline_.documents_.back().kind = value_of(text);
        if (text.starts_with("metadata: {")) outline_.documents_.back().name = name_in_flow(text);
    }

    Outline& outline_;
    std::string_view text_;
    std::vector<Frame> frames_;
};

Outline::Outline(std::shared_ptr<const Source> source) : source_(std::move(source)) {
    Builder(*this).run();
}

LineIndex Outline::at(std::uint32_t offset) const {
    const auto behind = std::ranges::upper_bound(
        lines_, offset, {}, [](const OutlineLine& line) { return line.content.begin; });
    if (behind == lines_.begin()) return no_line;
    const auto found = std::prev(behind);
    return offset <= found->content.end ? static_cast<LineIndex>(found - lines_.begin()) : no_line;
}

LineIndex Outline::item_name(LineIndex index) const {
    const LineIndex item = lines_[index].item;
    const auto name = item_names_.find(item);
    return name == item_names_.end() ? item : name->second;
}

std::optional<Likeness> Outline::compare_text(LineIndex ours, const Outline& rendered,
                                              LineIndex line) const {
    const std::string_view own = texts_[ours];
    const std::string_view other = rendered.texts_[line];
    if (own == other) return other.size() + 1;
    if (lines_[ours].templated) return fill(own, other);
    if (other.ends_with(':') && own.starts_with(other) && opens_flow(own.substr(other.size() - 1)))
        return other.size();
    if (same_but_quotes(own, other)) return other.size() + 1;
    const bool both_name_objects =
        ours == document_of(ours).name_line && line == rendered.document_of(line).name_line;
    return both_name_objects ? compare_names(value_of(own), value_of(other)) : std::nullopt;
}

/// Items with other names are other items, whatever they say.
std::optional<Likeness> Outline::compare_items(LineIndex ours, const Outline& rendered,
                                               LineIndex line) const {
    const LineIndex own = item_name(ours);
    const LineIndex other = rendered.item_name(line);
    if (own == no_line || other == no_line || (own == ours && other == line)) return 0;
    const auto likeness = compare_text(own, rendered, other);
    const bool both_named =
        texts_[own].starts_with("name:") && rendered.texts_[other].starts_with("name:");
    return likeness || both_named ? likeness : std::optional<Likeness>(0);
}

/// Objects of other kinds or names are other objects.
std::optional<Likeness> Outline::compare_documents(LineIndex ours, const Outline& rendered,
                                                   LineIndex line) const {
    const OutlineDocument& own = document_of(ours);
    const OutlineDocument& other = rendered.document_of(line);
    Likeness sum = 0;
    if (!own.kind.empty() && !other.kind.empty()) {
        const auto kinds = compare_values(own.kind, other.kind);
        if (!kinds) return std::nullopt;
        sum += *kinds;
    }
    if (own.name.empty() || other.name.empty()) return sum;
    const auto names = compare_names(own.name, other.name);
    return names ? std::optional<Likeness>(sum + *names) : std::nullopt;
}

std::optional<Likeness> Outline::compare(LineIndex ours, const Outline& rendered,
                                         LineIndex line) const {
    auto sum = compare_text(ours, rendered, line);
    if (!sum) return sum;
    const auto documents = compare_documents(ours, rendered, line);
    if (!documents) return documents;
    // An item that is nothing but an expression is any item of the list that it is in, and
    // nothing else.
    bool is_anything = *sum == 0;
    if (is_anything && !(lines_[ours].dashed && rendered.lines_[line].dashed)) return std::nullopt;
    *sum += *documents;
    while (true) {
        const auto items = compare_items(ours, rendered, line);
        if (!items) return items;
        *sum += *items;
        ours = lines_[ours].parent;
        line = rendered.lines_[line].parent;
        const auto above =
            ours == no_line || line == no_line ? std::nullopt : compare_text(ours, rendered, line);
        if (!above) return is_anything ? std::nullopt : sum;
        is_anything = false;
        *sum += *above;
    }
}

/// The likeliest of several lines; none where two are as likely.
class Outline::Best {
  public:
    void consider(LineIndex line, std::optional<Likeness> likeness) {
        if (!likeness || *likeness == 0 || *likeness < best_.likeness || line == best_.line) return;
        several_ = best_.line != no_line && *likeness == best_.likeness;
        best_ = {line, *likeness};
    }
    [[nodiscard]] std::optional<Match> match() const {
        return best_.line == no_line || several_ ? std::nullopt : std::optional<Match>(best_);
    }

  private:
    Match best_;
    bool several_ = false;
};

std::optional<Outline::Match> Outline::origin_of(const Outline& rendered, LineIndex line) const {
    Best best;
    if (const auto same = by_text_.find(rendered.texts_[line]); same != by_text_.end())
        for (const LineIndex candidate : same->second)
            best.consider(candidate, compare(candidate, rendered, line));
    for (const LineIndex candidate : loose_)
        best.consider(candidate, compare(candidate, rendered, line));
    if (line == rendered.document_of(line).name_line)
        for (const OutlineDocument& document : documents_)
            if (document.name_line != no_line)
                best.consider(document.name_line, compare(document.name_line, rendered, line));
    return best.match();
}

std::optional<Outline::Match> Outline::flow_origin_of(const Outline& rendered,
                                                      LineIndex line) const {
    const std::string_view said = rendered.texts_[line];
    for (LineIndex above = rendered.lines_[line].parent; above != no_line;
         above = rendered.lines_[above].parent) {
        Best best;
        for (const LineIndex candidate : loose_)
            if (opens_flow(texts_[candidate]) &&
                texts_[candidate].find(said) != std::string_view::npos)
                best.consider(candidate, compare(candidate, rendered, above));
        if (const auto match = best.match()) return match;
    }
    return std::nullopt;
}

} // namespace dropcap::check
