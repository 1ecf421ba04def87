// Shell text as a list of simple commands: POSIX grammar as far as it decides where a command
// begins and ends, with bash's additions.

#include "parsers/shell/script.hpp"

#include "model/ascii.hpp"
#include "parsers/shell/lexer.hpp"

namespace dropcap::shell {

namespace {

/// Deeper nesting than this is no script that a person wrote; it stays opaque.
constexpr int deepest = 40;

class ScriptLexer : private ShellLexer {
  public:
    explicit ScriptLexer(const text::MappedText& script) : ShellLexer(script) {}

    ShellText split() {
        while (at_ < text_.size()) list('\0', 0);
        std::ranges::stable_sort(out_.commands, {},
                                 [](const ShellCommand& command) { return command.at().begin; });
        return std::move(out_);
    }

  private:
    struct Here {
        std::string terminator;
        bool strips_tabs;
        std::size_t command; ///< index of the command that reads it
    };
    /// What waits while a list inside a word is read.
    struct Frame {
        ShellWord word;
        ShellCommand command;
        std::size_t word_begin = 0;
        bool in_word = false, skip_word = false, here_word = false;
    };

    void take_word(ShellWord word) override {
        if (std::exchange(skip_word_, false)) return;
        if (std::exchange(here_word_, false)) {
            here_.push_back({word.text.text(), here_strips_tabs_, command_index_});
            return;
        }
        command_.words.push_back(std::move(word));
    }

    [[nodiscard]] bool expands_in_single_quotes() const override { return false; }

    /// `$(…)` and backquotes: an unresolved word for the outer command, commands of its own inside.
    bool substitution(int depth) override {
        if (peek() == '`') {
            backquotes(depth);
        } else if (looking_at("$((")) {
            open_until(arithmetic_end(at_ + 3));
        } else {
            parenthesised(depth);
        }
        return true;
    }

    /// Past the `))` that ends what begins at `from`.
    std::size_t arithmetic_end(std::size_t from) {
        const std::size_t end = arithmetic_ends_ ? text_.find("))", from) : std::string_view::npos;
        arithmetic_ends_ =
            end != std::string_view::npos; // none here, none behind: the text is not searched again
        return arithmetic_ends_ ? end + 2 : from;
    }

    void parenthesised(int depth) {
        open_word();
        const std::size_t begin = at_;
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
        Frame outer{std::exchange(word_, {}),
                    std::exchange(command_, {}),
                    word_begin_,
                    std::exchange(in_word_, false),
                    std::exchange(skip_word_, false),
                    std::exchange(here_word_, false)};
        list(closing, depth + 1);
        word_ = std::move(outer.word);
        command_ = std::move(outer.command);
        word_begin_ = outer.word_begin;
        in_word_ = outer.in_word;
        skip_word_ = outer.skip_word;
        here_word_ = outer.here_word;
    }

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
            } else if (is_shell_blank(c)) {
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
        case '`': (void)substitution(depth); return;
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
            at_ = arithmetic_end(at_ + 2);
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
        if (in_word_ && !word_.quoted &&
            word_.text.text().find_first_not_of("0123456789") == std::string::npos) {
            in_word_ = false; // the 2 of `2>file`
            word_ = {};
        }
        if (peek(1) == '(') { // <(list)
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

    /// The bodies of the here-documents that the line just ended has announced.
    void here_documents() {
        for (const Here& here : std::exchange(here_, {})) {
            const std::size_t begin = at_;
            std::size_t end = at_;
            while (at_ < text_.size()) {
                end = at_;
                if (here_line_ends(here)) break;
                end = at_;
            }
            if (here.command < out_.commands.size())
                out_.commands[here.command].input.push_back({input_.slice(begin, end)});
        }
    }

    /// Steps over one line; true when it is the terminator.
    bool here_line_ends(const Here& here) {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        std::string_view line = text_.substr(at_, end - at_);
        at_ = std::min(end + 1, text_.size());
        if (here.strips_tabs) line = trim_left(line, "\t");
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line == here.terminator;
    }

    bool skip_word_ = false; ///< the next word is a redirection's file
    bool here_word_ = false; ///< the next word is a here-document's terminator
    bool here_strips_tabs_ = false;
    bool arithmetic_ends_ = true; ///< a `))` may still follow
    std::size_t command_index_ = 0;
    ShellCommand command_;
    std::vector<Here> here_;
};

} // namespace

ShellText split_script(const text::MappedText& script) { return ScriptLexer(script).split(); }

} // namespace dropcap::shell
