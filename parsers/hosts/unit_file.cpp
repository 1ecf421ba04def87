#include "parsers/hosts/unit_file.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>

namespace dropcap::hosts {

namespace {

/// Goes through the lines of a unit file.
class UnitReader {
  public:
    UnitReader(std::string_view text, std::uint32_t source) : text_(text), source_(source) {}

    UnitFile read() {
        while (at_ < text_.size()) read_line();
        return std::move(file_);
    }

  private:
    [[nodiscard]] std::size_t line_end(std::size_t at) const {
        return std::min(text_.find('\n', at), text_.size());
    }
    /// The line's end without blanks and without the CR of a CR LF.
    [[nodiscard]] std::size_t content_end(std::size_t begin, std::size_t end) const {
        return begin + trim_right(text_.substr(begin, end - begin)).size();
    }
    [[nodiscard]] std::size_t content_begin(std::size_t at, std::size_t end) const {
        return std::min(skip_blanks(text_, at, blank_or_cr), end);
    }
    static Span span(std::size_t begin, std::size_t end) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }
    [[nodiscard]] Place place(std::size_t begin, std::size_t end) const {
        return {source_, span(begin, end)};
    }

    void next_line(std::size_t end) { at_ = std::min(end + 1, text_.size()); }

    void read_line() {
        const std::size_t end = line_end(at_);
        const std::size_t first = content_begin(at_, end);
        const std::size_t last = content_end(first, end);
        if (first == last) return next_line(end);
        if (take_comment(first, last)) return next_line(end);
        if (text_[first] == '[') {
            const std::size_t close = std::min(text_.find(']', first), last);
            section_ = text_.substr(first + 1, close - first - 1);
            file_.sections.push_back({section_, span(first, std::min(close + 1, last))});
            return next_line(end);
        }
        read_setting(first, last);
    }

    bool take_comment(std::size_t first, std::size_t last) {
        if (first == last || (text_[first] != '#' && text_[first] != ';')) return false;
        file_.comments.push_back({.at = place(first, last), .own_line = true});
        return true;
    }

    void read_setting(std::size_t first, std::size_t last) {
        const std::size_t equals = text_.find('=', first);
        if (equals >= last) {
            file_.problems.push_back(
                {place(first, last), "this line is neither a section, a comment nor `Key=value`"});
            return next_line(line_end(first));
        }
        UnitSetting setting;
        setting.section = section_;
        const std::size_t key_end = content_end(first, equals);
        setting.key = text_.substr(first, key_end - first);
        setting.key_at = span(first, key_end);
        at_ = content_begin(equals + 1, line_end(first));
        read_value(setting.value);
        setting.at = span(first, setting.value.empty() ? equals + 1 : setting.value.span().end);
        file_.settings.push_back(std::move(setting));
    }

    /// The rest of the line; behind a backslash at its end the next line too, comments between them
    /// left out.
    void read_value(text::MappedText& value) {
        while (true) {
            const std::size_t end = line_end(at_);
            const std::size_t last = content_end(at_, end);
            const bool goes_on = last > at_ && text_[last - 1] == '\\' && end < text_.size();
            const std::size_t content = goes_on ? content_end(at_, last - 1) : last;
            value.append(text_.substr(at_, content - at_), static_cast<std::uint32_t>(at_));
            next_line(end);
            if (!goes_on) return;
            skip_comment_lines();
            value.append_replaced(" ", span(content, last));
            at_ = content_begin(at_, line_end(at_));
        }
    }

    void skip_comment_lines() {
        while (at_ < text_.size()) {
            const std::size_t end = line_end(at_);
            const std::size_t first = content_begin(at_, end);
            if (!take_comment(first, content_end(first, end))) return;
            next_line(end);
        }
    }

    std::string_view text_;
    std::uint32_t source_;
    std::size_t at_ = 0;
    std::string section_;
    UnitFile file_;
};

} // namespace

UnitFile read_unit_file(std::string_view text, std::uint32_t source) {
    return UnitReader(text, source).read();
}

text::MappedText with_specifiers(const text::MappedText& value) {
    const std::string& text = value.text();
    text::MappedText result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t percent = std::min(text.find('%', at), text.size());
        result.append(value, at, percent);
        if (percent + 1 >= text.size()) {
            result.append(value, percent, text.size());
            break;
        }
        if (text[percent + 1] == '%')
            result.append_replaced("%", value.span(percent, percent + 2));
        else
            result.append(value, percent, percent + 2, true);
        at = percent + 2;
    }
    return result;
}

std::vector<shell::ShellWord> unit_words(const text::MappedText& value) {
    std::vector<shell::ShellProblem> problems; // an open quote is systemd's to complain of
    return shell::split_label(value, problems).words;
}

std::optional<bool> unit_bool(std::string_view word) {
    constexpr std::array<std::string_view, 6> yes = {"1", "yes", "y", "true", "t", "on"};
    constexpr std::array<std::string_view, 6> no = {"0", "no", "n", "false", "f", "off"};
    const auto is = [&](std::string_view known) {
        return std::ranges::equal(word, known, {}, [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        });
    };
    if (std::ranges::any_of(yes, is)) return true;
    if (std::ranges::any_of(no, is)) return false;
    return std::nullopt;
}

std::string_view unit_name(std::string_view path) {
    return path.substr(path.find_last_of("/\\") + 1);
}

} // namespace dropcap::hosts
