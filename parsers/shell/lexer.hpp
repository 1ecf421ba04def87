#pragma once
// What words are made of in shell text: quotes, escapes, variables. Shared by scripts and labels,
// which differ in what ends a word.

#include "parsers/shell/words.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace dropcap::shell {

[[nodiscard]] constexpr bool is_shell_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// Builds one word after the other from the text at `at_`.
class ShellLexer {
  public:
    ShellLexer(const ShellLexer&) = delete;
    ShellLexer& operator=(const ShellLexer&) = delete;

  protected:
    explicit ShellLexer(const text::MappedText& input) : input_(input), text_(input.text()) {}
    virtual ~ShellLexer() = default;

    /// A word is complete.
    virtual void take_word(ShellWord word) = 0;
    /// `$(` or a backquote: an open part of the word. False: it has no meaning here.
    virtual bool substitution(int depth) = 0;
    /// Whether `$X` stands for something even between single quotes.
    [[nodiscard]] virtual bool expands_in_single_quotes() const = 0;

    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] bool looking_at(std::string_view word) const {
        return text_.substr(at_).starts_with(word);
    }

    void open_word();
    void end_word();
    /// Takes the next `length` bytes as they are.
    void take(std::size_t length, bool open = false);
    void quote_single();
    void quote_ansi();
    void quote_double(int depth);
    void escape();
    /// `$X`, `${…}`, `$(…)`: open. False: the `$` is an ordinary character.
    bool variable(int depth);
    void open_until(std::size_t end) { take(std::min(end, text_.size()) - at_, true); }
    /// From `#` to the end of the line.
    void comment();
    void problem(std::size_t at, std::string message) {
        out_.problems.push_back({input_.span(at, at + 1), std::move(message)});
    }

    const text::MappedText& input_;
    std::string_view text_;
    std::size_t at_ = 0;
    ShellWord word_;
    std::size_t word_begin_ = 0;
    bool in_word_ = false;
    ShellText out_;

  private:
    void escape_in_double();
    void ansi_escape();
    bool continuation();
    void replaced(std::size_t length, std::string_view characters);
    [[nodiscard]] std::size_t matching_brace(std::size_t from) const;
};

} // namespace dropcap::shell
