// The grammar of compose-go's dotenv/parser.go, oddities included: `:` separates too, a bare key
// takes the environment's value, a quoted value may span lines, and what follows its closing quote
// is read as the next statement.

#include "parsers/compose/dotenv.hpp"

#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::compose {

namespace {

bool is_key_character(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return true; // letters of other scripts
    return is_alphanumeric(c) || std::string_view("_.-[]").find(c) != std::string_view::npos;
}

/// The byte of `\a`, `\n` …; '\0' for a letter that is no escape.
char escaped(char letter) {
    static constexpr std::string_view letters = "abfnrtv\"\\";
    static constexpr std::string_view bytes = "\a\b\f\n\r\t\v\"\\";
    const std::size_t found = letters.find(letter);
    return found == std::string_view::npos ? '\0' : bytes[found];
}

/// `\0` and up to three digits, `text` behind the `\0`: the character of three octal digits, or the
/// digits behind a backslash. Returns how many digits it took.
std::size_t expand_octal(std::string_view text, std::string& out) {
    std::size_t digits = 0;
    while (digits < 3 && digits < text.size() && is_digit(text[digits])) ++digits;
    unsigned code = 0;
    bool octal = digits == 3;
    for (const char c : text.substr(0, digits)) {
        octal = octal && c < '8';
        code = code * 8 + static_cast<unsigned>(c - '0');
    }
    if (!octal || code > 0xFF) {
        out += '\\';
        out += text.substr(0, digits);
    } else if (code < 0x80) {
        out += static_cast<char>(code);
    } else { // a code point, which UTF-8 writes in two bytes
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
    return digits;
}

/// The escapes of a double-quoted value; `\$` becomes the `$$` of interpolation.
std::string expand_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == '$') {
            out += "$$";
            ++i;
        } else if (next == '0') {
            i += 1 + expand_octal(text.substr(i + 2), out);
        } else if (const char byte = next == '\0' ? '\0' : escaped(next); byte != '\0') {
            out += byte;
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

class Reader {
  public:
    Reader(std::string_view text, const std::string& from, const Environment& given,
           Environment& read)
        : rest_(text), from_(from), given_(given), read_(read) {}

    std::string run() {
        if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
        while (error_.empty() && find_statement()) statement();
        return std::move(error_);
    }

  private:
    /// Skips blanks and comments; false at the end.
    bool find_statement() {
        while (!rest_.empty()) {
            if (rest_.front() == '#') {
                rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
            } else if (is_space(rest_.front())) {
                step();
            } else {
                return true;
            }
        }
        return false;
    }

    void step() {
        if (rest_.front() == '\n') ++line_;
        rest_.remove_prefix(1);
    }

    void statement() {
        if (rest_.starts_with("export") && rest_.size() > 6 && is_space(rest_[6])) {
            rest_.remove_prefix(6);
            rest_ = trim_left(rest_, line_space);
        }
        std::size_t end = 0;
        while (end < rest_.size() &&
               (is_in(rest_[end], line_space) || is_key_character(rest_[end])))
            ++end;
        const char separator = end < rest_.size() ? rest_[end] : '\n';
        if (separator != '=' && separator != ':' && separator != '\n')
            return fail("a character that no variable name can have");
        const std::string key(trim_right(rest_.substr(0, end), white_space));
        if (key.find(' ') != std::string::npos) return fail("a variable name with a blank in it");
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        if (separator == '\n') {
            ++line_;
            return; // a bare key takes what the environment has, and there it is already
        }
        rest_ = trim_left(rest_, line_space);
        value(key);
    }

    void value(const std::string& key) {
        if (rest_.starts_with('"') || rest_.starts_with('\'')) return quoted(key);
        const std::string_view line = take_line(rest_);
        set(key, trim_right(line.substr(0, line.find(" #")), white_space));
        ++line_;
    }

    void quoted(const std::string& key) {
        const char quote = rest_.front();
        std::string text;
        std::size_t lines = 0;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '\n') ++lines;
            if (rest_[i] == '\\' && i + 1 < rest_.size()) {
                if (rest_[i + 1] != quote) text += '\\';
                if (rest_[i + 1] == '\n') ++lines;
                text += rest_[++i];
            } else if (rest_[i] != quote) {
                text += rest_[i];
            } else {
                rest_.remove_prefix(i + 1);
                if (quote == '"')
                    set(key, expand_escapes(text));
                else
                    keep(key, Variable{std::move(text), from_, {}});
                line_ += lines;
                return;
            }
        }
        fail("a quoted value that is never closed");
    }

    void set(const std::string& key, std::string_view text) {
        // What a value can refer to: the environment, then the lines and files above.
        Substitution substitution = substitute(text, [&](std::string_view name) -> const Variable* {
            const Variable* const given = given_.find(name);
            return given != nullptr ? given : read_.find(name);
        });
        if (substitution.refusal == Substitution::Refusal::required ||
            substitution.refusal == Substitution::Refusal::format)
            return fail("a variable in a value that Compose cannot replace");
        if (substitution.refusal == Substitution::Refusal::too_long)
            substitution.cause = "its value is too long";
        keep(key, Variable{std::move(substitution.text), from_, std::move(substitution.cause)});
    }

    void keep(const std::string& key, Variable variable) {
        if (given_.find(key) == nullptr) read_.replace(key, std::move(variable));
    }

    void fail(std::string_view what) { error_ = fmt::format("line {}: {}", line_, what); }

    std::string_view rest_;
    const std::string& from_;
    const Environment& given_;
    Environment& read_;
    std::size_t line_ = 1;
    std::string error_;
};

} // namespace

std::string read_dotenv(std::string_view text, const std::string& from, const Environment& given,
                        Environment& read) {
    return Reader(text, from, given, read).run();
}

} // namespace dropcap::compose
