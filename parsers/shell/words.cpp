#include "parsers/shell/words.hpp"

#include "parsers/shell/lexer.hpp"

namespace dropcap::shell {

namespace {

/// A label's value: words and comments, no operators.
class LabelLexer : private ShellLexer {
  public:
    explicit LabelLexer(const text::MappedText& value) : ShellLexer(value) {}

    ShellCommand split(std::vector<ShellProblem>& problems) {
        while (at_ < text_.size()) step();
        end_word();
        problems.insert(problems.end(), out_.problems.begin(), out_.problems.end());
        return std::move(command_);
    }

  private:
    void take_word(ShellWord word) override { command_.words.push_back(std::move(word)); }
    bool substitution(int) override { return false; }
    /// `$X` is replaced after splitting, whatever quotes stood around it (podman runlabel, atomic).
    [[nodiscard]] bool expands_in_single_quotes() const override { return true; }

    void step() {
        const char c = peek();
        if (is_shell_blank(c) || c == '\n') {
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

    ShellCommand command_;
};

} // namespace

Span ShellWord::span(std::size_t begin, std::size_t end) const {
    const Span inner = text.span(begin, end);
    if (text.is_verbatim(begin, end) && (begin != end || !quoted)) return inner;
    // Quotes are inside or around: reach to the word's end, and back to its beginning when the
    // range begins there.
    Span outer = inner;
    if (begin == 0) outer.begin = at.begin;
    if (end == text.size()) outer.end = at.end;
    // A variable's value stands for the whole reference to it: then the byte before comes from the
    // same place.
    if (begin != 0)
        outer.begin = std::max(std::min(text.span(begin - 1, begin).end, inner.begin), at.begin);
    return outer;
}

ShellCommand split_label(const text::MappedText& value, std::vector<ShellProblem>& problems) {
    return LabelLexer(value).split(problems);
}

} // namespace dropcap::shell
