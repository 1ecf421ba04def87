#pragma once
// Shell text as words and simple commands, each byte with its place in the source.

#include "parsers/text/mapped_text.hpp"

#include <string>
#include <vector>

namespace dropcap::shell {

/// One word: quotes and escapes removed, `$X`, `${…}`, `$(…)` kept as they are written and marked
/// open.
struct ShellWord {
    text::MappedText text;
    Span at;             ///< with its quotes
    bool quoted = false; ///< a quote or an escape was part of it

    /// The source bytes of the decoded bytes [begin, end): with the quotes when they are inside,
    /// so that an edit may replace it.
    [[nodiscard]] Span span(std::size_t begin, std::size_t end) const;
};

/// A here-document: what stands between the line and its terminator.
struct HereDocument {
    text::MappedText body;
};

/// The words of one simple command: no operators, no redirections, no comments.
struct ShellCommand {
    std::vector<ShellWord> words;
    std::vector<HereDocument> input;

    [[nodiscard]] Span at() const { return {words.front().at.begin, words.back().at.end}; }
};

/// Where the text is no shell text, and why.
struct ShellProblem {
    Span at;
    std::string message;
};

/// What a shell text is made of.
struct ShellText {
    std::vector<ShellCommand>
        commands; ///< in order of place; those inside `$(…)` and backquotes too
    std::vector<Span> comments;
    std::vector<ShellProblem> problems;
};

/// Splits a label's value as google/shlex and Python's shlex do: quotes, escapes, `#` comments, but
/// no operators.
[[nodiscard]] ShellCommand split_label(const text::MappedText& value,
                                       std::vector<ShellProblem>& problems);

} // namespace dropcap::shell
