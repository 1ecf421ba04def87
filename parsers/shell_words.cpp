#include "parsers/shell_words.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace dropcap {

namespace {

/// Deeper nesting than this is no script that a person wrote; it stays opaque.
constexpr int deepest = 40;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) { return is_name_start(c) || is_digit(c); }

/// Reads words off a text; script and label differ in what ends a word.
class Lexer {
  public:
    explicit Lexer(const MappedText& input, bool script) : input_(input), text_(input.text()), script_(script) {}

    ShellText script() {
        while (at_ < text_.size()) list('\0', 0);
        std::ranges::stable_sort(out_.commands, {}, [](const ShellCommand& command) { return command.at().begin; });
        return std::move(out_);
    }

    ShellCommand label(std::vector<ShellProblem>& problems) {
        while (at_ < text_.size()) label_step();
        end_word();
        problems.insert(problems.end(), out_.problems.begin(), out_.problems.end());
        return std::move(command_);
    }

  private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    [[nodiscard]] bool looking_at(std::string_view word) const { return text_.substr(at_).starts_with(word); }

    // Words

    void open_word() {
        if (in_word_) return;
        in_word_ = true;
        word_begin_ = at_;
    }

    void take(std::size_t length, bool open = false) {
        open_word();
        word_.text.append(input_, at_, at_ + length, open);
        at_ += length;
    }

    void end_word() {
        if (!in_word_) return;
        in_word_ = false;
        word_.at = input_.span(word_begin_, at_);
        ShellWord done = std::exchange(word_, {});
        if (std::exchange(skip_word_, false)) return;
        if (std::exchange(here_word_, false)) {
            here_.push_back({done.text.text(), here_strips_tabs_, command_index_});
            return;
        }
        command_.words.push_back(std::move(done));
    }

    void quote_single() {
        open_word();
        word_.quoted = true;
        const std::size_t begin = at_ + 1;
        const std::size_t end = text_.find('\'', begin);
        if (end == std::string_view::npos) problem(at_, "this single quote is not closed");
        at_ = begin;
        const std::size_t stop = std::min(end, text_.size());
        while (at_ < stop) {
            // In a label `$X` is replaced after splitting, whatever quotes stood around it (podman runlabel, atomic).
            if (!script_ && peek() == '$' && variable(0)) continue;
            take(1);
        }
        at_ = std::min(stop + 1, text_.size());
    }

    /// `$'…'`: backslash escapes, of which only those that a flag may hold matter here.
    void quote_ansi() {
        open_word();
        word_.quoted = true;
        const std::size_t opening = at_;
        at_ += 2;
        while (at_ < text_.size() && peek() != '\'') {
            if (peek() == '\\' && at_ + 1 < text_.size()) { ++at_; }
            take(1);
        }
        if (at_ >= text_.size()) problem(opening, "this $' quote is not closed");
        at_ = std::min(at_ + 1, text_.size());
    }

    void quote_double(int depth) {
        open_word();
        word_.quoted = true;
        const std::size_t opening = at_;
        ++at_;
        while (at_ < text_.size() && peek() != '"') {
            if (peek() == '\\') {
                escape_in_double();
            } else if (peek() == '$' && variable(depth)) {
                continue;
            } else if (script_ && peek() == '`') {
                backquotes(depth);
            } else {
                take(1);
            }
        }
        if (at_ >= text_.size()) problem(opening, "this double quote is not closed");
        at_ = std::min(at_ + 1, text_.size());
    }

    void escape_in_double() {
        const char next = peek(1);
        if (continuation()) return;
        if (next == '"' || next == '\\' || next == '$' || next == '`') {
            replaced(2, next);
        } else {
            take(1);
        }
    }

    /// Skips a backslash and the line break behind it.
    bool continuation() {
        if (peek(1) == '\n') {
            at_ += 2;
        } else if (peek(1) == '\r' && peek(2) == '\n') {
            at_ += 3;
        } else {
            return false;
        }
        return true;
    }

    /// The next `length` input bytes stand for `character`.
    void replaced(std::size_t length, char character) {
        open_word();
        word_.text.append_replaced({&character, 1}, input_.span(at_, at_ + length));
        at_ += length;
    }

    void escape() {
        if (continuation()) return;
        open_word();
        word_.quoted = true;
        if (at_ + 1 >= text_.size()) {
            take(1);
        } else {
            replaced(2, peek(1));
        }
    }

    // What cannot be known

    /// `$X`, `${…}`, `$(…)`: open. False: the `$` is an ordinary character.
    bool variable(int depth) {
        const char next = peek(1);
        if (next == '{') {
            open_until(matching_brace(at_ + 2));
        } else if (next == '(' && script_) {
            substitution(depth);
        } else if (is_name_start(next)) {
            std::size_t end = at_ + 2;
            while (end < text_.size() && is_name_char(text_[end])) ++end;
            open_until(end);
        } else if (is_digit(next) || (next != '\0' && std::string_view("@*#?$!-").find(next) != std::string_view::npos)) {
            open_until(at_ + 2);
        } else {
            return false;
        }
        return true;
    }

    void open_until(std::size_t end) { take(std::min(end, text_.size()) - at_, true); }

    /// Past the `}` that closes a `${` whose inside begins at `from`; quotes and nested braces are stepped over.
    [[nodiscard]] std::size_t matching_brace(std::size_t from) const {
        int open = 1;
        for (std::size_t i = from; i < text_.size(); ++i) {
            const char c = text_[i];
            if (c == '\\') {
                ++i;
            } else if (c == '{' && text_[i - 1] == '$') {
                ++open;
            } else if (c == '}' && --open == 0) {
                return i + 1;
            } else if (c == '\n' && open > 0 && i - from > 4096) {
                break;
            }
        }
        return std::min(from, text_.size());
    }

    /// `$(…)`: an open word for the outer command, commands of its own inside.
    void substitution(int depth) {
        open_word();
        const std::size_t begin = at_;
        if (looking_at("$((")) {
            const std::size_t end = text_.find("))", at_ + 3);
            open_until(end == std::string_view::npos ? at_ + 3 : end + 2);
            return;
        }
        at_ += 2;
        nested(')', depth);
        if (peek() == ')') ++at_;
        word_.text.append(input_, begin, at_, true);
    }

    void backquotes(int depth) {
        open_word();
        const std::size_t begin = at_++;
        nested('`', depth);
        if (peek() == '`') ++at_;
        word_.text.append(input_, begin, at_, true);
    }

    /// Runs a list inside the current word and comes back to the word.
    void nested(char closing, int depth) {
        if (depth >= deepest) {
            const std::size_t end = text_.find(closing, at_);
            at_ = std::min(end, text_.size());
            return;
        }
        Frame outer{std::exchange(word_, {}),       std::exchange(command_, {}),      word_begin_,
                    std::exchange(in_word_, false), std::exchange(skip_word_, false), std::exchange(here_word_, false)};
        list(closing, depth + 1);
        word_ = std::move(outer.word);
        command_ = std::move(outer.command);
        word_begin_ = outer.word_begin;
        in_word_ = outer.in_word;
        skip_word_ = outer.skip_word;
        here_word_ = outer.here_word;
    }

    // Commands

    void end_command() {
        end_word();
        skip_word_ = here_word_ = false;
        if (!command_.words.empty()) {
            out_.commands.push_back(std::exchange(command_, {}));
        } else {
            command_ = {};
        }
    }

    /// Commands up to `closing` (not consumed) or the end of the text.
    void list(char closing, int depth) {
        while (at_ < text_.size()) {
            const char c = peek();
            if (closing != '\0' && c == closing) break;
            if (c == '\n') {
                end_command();
                ++at_;
                here_documents();
            } else if (is_blank(c)) {
                end_word();
                ++at_;
            } else if (c == '#' && !in_word_) {
                comment();
            } else {
                step(c, depth);
            }
        }
        end_command();
    }

    void step(char c, int depth) {
        switch (c) {
        case '\\': escape(); return;
        case '\'': quote_single(); return;
        case '"': quote_double(depth); return;
        case '`': backquotes(depth); return;
        case '$':
            if (peek(1) == '\'') return quote_ansi();
            if (peek(1) == '"') { // a translated string: the same words
                ++at_;
                return quote_double(depth);
            }
            if (!variable(depth)) take(1);
            return;
        case '(': parenthesis(depth); return;
        case ')':
        case ';':
        case '|':
            end_command();
            ++at_;
            return;
        case '&': ampersand(); return;
        case '<':
        case '>': redirection(depth); return;
        default: take(1);
        }
    }

    void ampersand() {
        if (peek(1) == '>') {
            end_word();
            ++at_;
            redirection(0);
            return;
        }
        end_command();
        ++at_;
    }

    /// A subshell, a function's `()`, an array's value or `((…))`.
    void parenthesis(int depth) {
        if (in_word_ && !word_.text.empty() && word_.text.text().back() == '=') return array(depth);
        if (!in_word_ && looking_at("((")) {
            const std::size_t end = text_.find("))", at_ + 2);
            at_ = end == std::string_view::npos ? at_ + 2 : end + 2;
            return;
        }
        end_command();
        ++at_;
        if (depth >= deepest) return;
        list(')', depth + 1);
        if (peek() == ')') ++at_;
    }

    /// `X=(a b c)`: words of data, not a command.
    void array(int depth) {
        const std::size_t begin = at_++;
        const std::size_t commands = out_.commands.size();
        nested(')', depth);
        out_.commands.resize(std::min(commands, out_.commands.size()));
        if (peek() == ')') ++at_;
        word_.text.append(input_, begin, at_, true);
    }

    void redirection(int depth) {
        if (in_word_ && !word_.quoted && std::ranges::all_of(word_.text.text(), is_digit)) {
            in_word_ = false; // the 2 of `2>file`
            word_ = {};
        }
        if (peek(1) == '(' && script_) { // <(list)
            open_word();
            const std::size_t begin = at_;
            at_ += 2;
            nested(')', depth);
            if (peek() == ')') ++at_;
            word_.text.append(input_, begin, at_, true);
            return;
        }
        end_word();
        if (looking_at("<<<")) {
            at_ += 3;
        } else if (looking_at("<<")) {
            at_ += 2;
            here_strips_tabs_ = peek() == '-';
            if (here_strips_tabs_) ++at_;
            here_word_ = true;
            command_index_ = out_.commands.size();
            return;
        } else {
            ++at_;
            if (peek() == '>' || peek() == '&' || peek() == '|') ++at_;
        }
        skip_word_ = true;
    }

    void comment() {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        std::size_t last = end;
        if (last > at_ && text_[last - 1] == '\r') --last;
        out_.comments.push_back(input_.span(at_, last));
        at_ = end;
    }

    /// The bodies of the here-documents that the line just ended has announced.
    void here_documents() {
        for (Here& here : std::exchange(here_, {})) {
            const std::size_t begin = at_;
            std::size_t end = at_;
            while (at_ < text_.size()) {
                end = at_;
                if (here_line_ends(here)) break;
                end = at_;
            }
            if (here.command < out_.commands.size()) out_.commands[here.command].input.push_back({input_.slice(begin, end)});
        }
    }

    struct Here;

    /// Steps over one line; true when it is the terminator.
    bool here_line_ends(const Here& here) {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        std::string_view line = text_.substr(at_, end - at_);
        at_ = std::min(end + 1, text_.size());
        if (here.strips_tabs) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line == here.terminator;
    }

    void label_step() {
        const char c = peek();
        if (is_blank(c) || c == '\n') {
            end_word();
            ++at_;
        } else if (c == '#' && !in_word_) {
            comment();
        } else if (c == '\\') {
            escape();
        } else if (c == '\'') {
            quote_single();
        } else if (c == '"') {
            quote_double(0);
        } else if (c != '$' || !variable(0)) {
            take(1);
        }
    }

    void problem(std::size_t at, std::string message) { out_.problems.push_back({input_.span(at, at + 1), std::move(message)}); }

    struct Here {
        std::string terminator;
        bool strips_tabs;
        std::size_t command; ///< index of the command that reads it
    };
    struct Frame {
        ShellWord word;
        ShellCommand command;
        std::size_t word_begin;
        bool in_word, skip_word, here_word;
    };

    const MappedText& input_;
    std::string_view text_;
    bool script_;
    std::size_t at_ = 0;

    ShellWord word_;
    std::size_t word_begin_ = 0;
    bool in_word_ = false;
    bool skip_word_ = false; ///< the next word is a redirection's file
    bool here_word_ = false; ///< the next word is a here-document's terminator
    bool here_strips_tabs_ = false;
    std::size_t command_index_ = 0;
    ShellCommand command_;
    std::vector<Here> here_;
    ShellText out_;
};

} // namespace

Span ShellWord::span(std::size_t begin, std::size_t end) const {
    const Span inner = text.span(begin, end);
    if (text.is_verbatim(begin, end) && (begin != end || !quoted)) return inner;
    // Quotes stand inside or around: reach to the word's end, and back to its beginning when the range begins there.
    Span outer = inner;
    if (begin == 0) outer.begin = at.begin;
    if (end == text.size()) outer.end = at.end;
    if (begin != 0) outer.begin = std::max(text.span(begin - 1, begin).end, at.begin);
    return outer;
}

ShellText split_script(const MappedText& script) { return Lexer(script, true).script(); }

ShellCommand split_label(const MappedText& value, std::vector<ShellProblem>& problems) { return Lexer(value, false).label(problems); }

} // namespace dropcap
