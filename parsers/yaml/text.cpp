#include "parsers/yaml/text.hpp"

#include "model/ascii.hpp"
#include "parsers/yaml/extent.hpp"

#include <algorithm>

namespace dropcap::yaml {

namespace {

/// Goes through a scalar's bytes and through what they decode to, side by side.
class Follower {
  public:
    Follower(std::string_view raw, std::uint32_t begin, std::string_view value)
        : raw_(raw), begin_(begin), value_(value) {}

    /// A plain or quoted scalar, its quotes left out.
    bool flow(char quote) {
        while (at_ < raw_.size()) {
            if (is_blank_or_break(raw_[at_]) && breaks_line()) {
                fold(skip_blanks(raw_, at_, blank_or_break));
            } else if (quote == '"' && raw_[at_] == '\\') {
                escape();
            } else if (quote == '\'' && raw_.substr(at_, 2) == "''") {
                replace(2, 1);
            } else {
                copy(1);
            }
            if (lost_) return false;
        }
        return decoded_ == value_.size();
    }

    /// A literal block scalar's lines, of which `indent` columns are not part of the value.
    bool literal(std::size_t indent) {
        while (at_ < raw_.size() && !lost_) {
            const std::size_t line_end = copy_line(indent);
            if (lost_ || line_end == raw_.size() || decoded_ == value_.size()) break;
            replace(line_end + 1 - at_, 1);
        }
        return finish();
    }

    /// The same for a folded one: most of its line breaks are blanks of the value.
    bool folded(std::size_t indent) {
        while (at_ < raw_.size() && !lost_) {
            std::size_t next = copy_line(indent);
            if (lost_ || decoded_ == value_.size()) break;
            while (next < raw_.size() && is_break(raw_[next])) next = past_empty_line(next);
            fold(next);
        }
        return finish();
    }

    [[nodiscard]] text::MappedText take() { return std::move(text_); }

  private:
    /// Copies a line's content; returns where its line break is.
    std::size_t copy_line(std::size_t indent) {
        const std::size_t line_end = std::min(raw_.find('\n', at_), raw_.size());
        const std::size_t content_end =
            line_end > at_ && raw_[line_end - 1] == '\r' ? line_end - 1 : line_end;
        at_ = std::min(at_ + indent, content_end);
        copy(content_end - at_);
        return line_end;
    }

    /// What is kept behind the last line with content are line breaks.
    bool finish() {
        while (!lost_ && decoded_ < value_.size()) {
            if (value_[decoded_] != '\n') return false;
            replace(0, 1);
        }
        return !lost_;
    }

    [[nodiscard]] bool breaks_line() const {
        const std::size_t end = raw_.find_first_not_of(" \t", at_);
        return end != std::string_view::npos && is_break(raw_[end]);
    }

    /// From a line break to the beginning of the next line that is not empty.
    [[nodiscard]] std::size_t past_empty_line(std::size_t at) const {
        at = raw_.find('\n', at);
        if (at == std::string_view::npos) return raw_.size();
        const std::size_t next = raw_.find_first_not_of(" \t\r", at + 1);
        return next == std::string_view::npos ? raw_.size() : raw_[next] == '\n' ? next : at + 1;
    }

    [[nodiscard]] Span here(std::size_t length) const {
        return span_of(begin_ + at_, begin_ + at_ + length);
    }

    void copy(std::size_t length) {
        if (value_.substr(decoded_, length) != raw_.substr(at_, length)) {
            lost_ = true;
            return;
        }
        text_.append(raw_.substr(at_, length), static_cast<std::uint32_t>(begin_ + at_));
        at_ += length;
        decoded_ += length;
    }

    /// `length` bytes that stand for the next `decoded` ones of the value.
    void replace(std::size_t length, std::size_t decoded) {
        if (decoded_ + decoded > value_.size()) {
            lost_ = true;
            return;
        }
        text_.append_replaced(value_.substr(decoded_, decoded), here(length));
        at_ += length;
        decoded_ += decoded;
    }

    /// Line breaks and indentation up to `next`: a blank, or the breaks that the value keeps.
    void fold(std::size_t next) {
        std::size_t decoded = 0;
        if (decoded_ < value_.size() && value_[decoded_] == ' ') {
            decoded = 1;
        } else {
            while (decoded_ + decoded < value_.size() && value_[decoded_ + decoded] == '\n')
                ++decoded;
        }
        replace(next - at_, decoded);
    }

    void escape() {
        const char kind = at_ + 1 < raw_.size() ? raw_[at_ + 1] : '\0';
        if (is_break(kind)) { // stands for nothing, with the blanks of the next line
            const std::size_t next = raw_.find_first_not_of(" \t\r\n", at_ + 1);
            return replace(std::min(next, raw_.size()) - at_, 0);
        }
        const std::size_t length = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
        replace(std::min(length, raw_.size() - at_), character_length());
    }

    /// Bytes of the value's next character.
    [[nodiscard]] std::size_t character_length() const {
        const auto first =
            static_cast<unsigned char>(decoded_ < value_.size() ? value_[decoded_] : '\0');
        return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    std::string_view raw_;
    std::size_t begin_;
    std::string_view value_;
    std::size_t at_ = 0;
    std::size_t decoded_ = 0;
    bool lost_ = false;
    text::MappedText text_;
};

std::size_t leading_blanks(std::string_view text, std::size_t line) {
    return skip_blanks(text, line, " ") - line;
}

/// The indentation of a block scalar: what its first line with content has more than the value's.
std::size_t indentation(std::string_view raw, std::string_view value) {
    std::size_t line = 0;
    while (line < raw.size() &&
           is_break(raw[std::min(line + leading_blanks(raw, line), raw.size() - 1)]))
        line = std::min(raw.find('\n', line), raw.size() - 1) + 1;
    const std::size_t first = skip_blanks(value, 0, "\n");
    const std::size_t in_raw = line < raw.size() ? leading_blanks(raw, line) : 0;
    return in_raw - std::min(in_raw, leading_blanks(value, first));
}

} // namespace

text::MappedText mapped_text(std::string_view text, const Node& node) {
    const Span span = node.at.span;
    std::string_view raw = text.substr(span.begin, span.size());
    std::uint32_t begin = span.begin;
    bool followed = false;
    text::MappedText result;
    const auto follow = [&](auto&& run) {
        Follower follower(raw, begin, node.text);
        followed = run(follower);
        result = follower.take();
    };
    if (node.style == Node::Style::block) {
        const bool is_folded = raw.starts_with('>');
        const std::size_t header = std::min(raw.find('\n'), raw.size() - 1) + 1;
        begin += static_cast<std::uint32_t>(header);
        raw.remove_prefix(header);
        const std::size_t indent = indentation(raw, node.text);
        follow([&](Follower& follower) {
            return is_folded ? follower.folded(indent) : follower.literal(indent);
        });
    } else {
        const char quote =
            node.style == Node::Style::quoted && raw.size() >= 2 ? raw.front() : '\0';
        if (quote != '\0') {
            raw = raw.substr(1, raw.size() - 2);
            ++begin;
        }
        follow([&](Follower& follower) { return follower.flow(quote); });
    }
    if (followed) return result;
    text::MappedText whole;
    whole.append_replaced(node.text, span);
    return whole;
}

} // namespace dropcap::yaml
