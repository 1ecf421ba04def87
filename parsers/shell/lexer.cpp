#include "parsers/shell/lexer.hpp"

#include "model/ascii.hpp"

namespace dropcap::shell {

namespace {

bool is_name_start(char c) { return is_letter(c) || c == '_'; }
bool is_name_char(char c) { return is_name_start(c) || is_digit(c); }

/// The value of a digit of base 8 or 16, or -1.
int digit_of(char c, int base) {
    const int value = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : 99;
    return value < base ? value : -1;
}

/// What `\n`, `\t` and the like stand for between `$'` and `'`; anything else stands for itself.
char ansi_character(char c) {
    constexpr std::string_view letters = "abefnrtv", characters = "\a\b\x1b\f\n\r\t\v";
    const std::size_t at = letters.find(c);
    return at == std::string_view::npos ? c : characters[at];
}

} // namespace

void ShellLexer::open_word() {
    if (in_word_) return;
    in_word_ = true;
    word_begin_ = at_;
}

void ShellLexer::take(std::size_t length, bool open) {
    open_word();
    word_.text.append(input_, at_, at_ + length, open);
    at_ += length;
}

void ShellLexer::end_word() {
    if (!in_word_) return;
    in_word_ = false;
    word_.at = input_.span(word_begin_, at_);
    take_word(std::exchange(word_, {}));
}

void ShellLexer::quote_single() {
    open_word();
    word_.quoted = true;
    const std::size_t begin = at_ + 1;
    const std::size_t end = text_.find('\'', begin);
    if (end == std::string_view::npos) problem(at_, "this single quote is not closed");
    at_ = begin;
    const std::size_t stop = std::min(end, text_.size());
    if (!expands_in_single_quotes()) take(stop - at_);
    while (at_ < stop)
        if (peek() != '$' || !variable(0)) take(1);
    at_ = std::max(at_, std::min(stop + 1, text_.size()));
}

/// `$'…'`: backslash escapes as in C.
void ShellLexer::quote_ansi() {
    open_word();
    word_.quoted = true;
    const std::size_t opening = at_;
    at_ += 2;
    while (at_ < text_.size() && peek() != '\'') {
        if (peek() == '\\' && at_ + 1 < text_.size()) {
            ansi_escape();
        } else {
            take(1);
        }
    }
    if (at_ >= text_.size()) problem(opening, "this $' quote is not closed");
    at_ = std::min(at_ + 1, text_.size());
}

/// `\n`, `\'`, `\x41`, `\101`.
void ShellLexer::ansi_escape() {
    const bool hex = peek(1) == 'x';
    const int base = hex ? 16 : 8;
    std::size_t length = hex ? 2 : 1;
    const std::size_t most = length + (hex ? 2 : 3);
    int value = 0;
    const std::size_t digits = length;
    while (length < most && digit_of(peek(length), base) >= 0)
        value = value * base + digit_of(peek(length++), base);
    if (length > digits) {
        const char byte = static_cast<char>(value);
        replaced(length, {&byte, 1});
    } else {
        const char character = ansi_character(peek(1));
        replaced(2, {&character, 1});
    }
}

void ShellLexer::quote_double(int depth) {
    open_word();
    word_.quoted = true;
    const std::size_t opening = at_;
    ++at_;
    while (at_ < text_.size() && peek() != '"') {
        if (peek() == '\\') {
            escape_in_double();
        } else if (peek() == '$' && variable(depth)) {
            continue;
        } else if (peek() != '`' || !substitution(depth)) {
            take(1);
        }
    }
    if (at_ >= text_.size()) problem(opening, "this double quote is not closed");
    at_ = std::min(at_ + 1, text_.size());
}

void ShellLexer::escape_in_double() {
    const char next = peek(1);
    if (continuation()) return;
    if (next == '"' || next == '\\' || next == '$' || next == '`') {
        replaced(2, text_.substr(at_ + 1, 1));
    } else {
        take(1);
    }
}

/// Skips a backslash and the line break behind it.
bool ShellLexer::continuation() {
    if (peek(1) == '\n') {
        at_ += 2;
    } else if (peek(1) == '\r' && peek(2) == '\n') {
        at_ += 3;
    } else {
        return false;
    }
    return true;
}

/// The next `length` input bytes stand for `characters`.
void ShellLexer::replaced(std::size_t length, std::string_view characters) {
    open_word();
    word_.text.append_replaced(characters, input_.span(at_, at_ + length));
    at_ += length;
}

void ShellLexer::escape() {
    if (continuation()) return;
    open_word();
    word_.quoted = true;
    if (at_ + 1 >= text_.size()) {
        take(1);
    } else {
        replaced(2, text_.substr(at_ + 1, 1));
    }
}

bool ShellLexer::variable(int depth) {
    const char next = peek(1);
    if (next == '{') {
        open_until(matching_brace(at_ + 2));
    } else if (next == '(') {
        return substitution(depth);
    } else if (is_name_start(next)) {
        std::size_t end = at_ + 2;
        while (end < text_.size() && is_name_char(text_[end])) ++end;
        open_until(end);
    } else if (is_digit(next) ||
               (next != '\0' && std::string_view("@*#?$!-").find(next) != std::string_view::npos)) {
        open_until(at_ + 2);
    } else {
        return false;
    }
    return true;
}

/// Past the `}` that closes a `${` whose inside begins at `from`; escapes and nested braces are
/// stepped over. No one writes longer ones than this looks at.
std::size_t ShellLexer::matching_brace(std::size_t from) const {
    const std::size_t stop = std::min(text_.size(), from + 4096);
    int open = 1;
    for (std::size_t i = from; i < stop; ++i) {
        const char c = text_[i];
        if (c == '\\') {
            ++i;
        } else if (c == '{' && text_[i - 1] == '$') {
            ++open;
        } else if (c == '}' && --open == 0) {
            return i + 1;
        }
    }
    return std::min(from, text_.size());
}

void ShellLexer::comment() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::size_t last = end;
    if (last > at_ && text_[last - 1] == '\r') --last;
    out_.comments.push_back(input_.span(at_, last));
    at_ = end;
}

} // namespace dropcap::shell
