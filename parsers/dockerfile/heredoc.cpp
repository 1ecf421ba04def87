#include "parsers/dockerfile/heredoc.hpp"

#include "model/ascii.hpp"

#include <algorithm>

namespace dropcap::dockerfile {

namespace {

/// The word without its quotes and escapes.
HeredocStart unquoted(std::string_view word) {
    HeredocStart start;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const bool escape = word[at] == '\\' && at + 1 < word.size();
        const bool quote = word[at] == '"' || word[at] == '\'';
        start.expands = start.expands && !escape && !quote;
        if (escape) ++at;
        if (!quote) start.name += word[at];
    }
    return start;
}

/// A heredoc whose name is `word`, which may be quoted.
std::optional<HeredocStart> named(std::string_view word) {
    if (word.empty() || word.find('<') != std::string_view::npos) return std::nullopt;
    return unquoted(word);
}

/// `[n]<<[-]NAME`, the whole word.
std::optional<HeredocStart> heredoc_in(std::string_view word) {
    word = trim_left(word, "0123456789");
    if (!word.starts_with("<<")) return std::nullopt;
    word.remove_prefix(2);
    const bool strips_tabs = word.starts_with('-');
    if (strips_tabs) word.remove_prefix(1);
    auto start = named(word);
    if (start) start->strips_tabs = strips_tabs;
    return start;
}

/// Where the word at `at` ends, or npos where a quote is left open. `\` escapes here whatever `#
/// escape=` says.
std::size_t word_end(std::string_view line, std::size_t at) {
    char quote = '\0';
    for (; at < line.size() && (quote != '\0' || !is_space(line[at])); ++at) {
        if (line[at] == '\\' && quote != '\'') {
            ++at;
        } else if (quote == '\0' && (line[at] == '"' || line[at] == '\'')) {
            quote = line[at];
        } else if (line[at] == quote) {
            quote = '\0';
        }
    }
    return quote == '\0' ? std::min(at, line.size()) : std::string_view::npos;
}

} // namespace

std::vector<HeredocStart> heredoc_starts(std::string_view line) {
    std::vector<HeredocStart> starts;
    for (std::size_t at = skip_blanks(line, 0, white_space); at < line.size();) {
        std::size_t end = word_end(line, at);
        if (end == std::string_view::npos) return {}; // BuildKit's lexer gives up on the whole line
        const std::string_view word = line.substr(at, end - at);
        if (trim_left(word, "0123456789") == "<<") {
            const std::size_t name = skip_blanks(line, end, white_space);
            end = word_end(line, name);
            if (end == std::string_view::npos) return {};
            if (auto start = named(line.substr(name, end - name)))
                starts.push_back(std::move(*start));
        } else if (auto start = heredoc_in(word)) {
            starts.push_back(std::move(*start));
        }
        at = skip_blanks(line, end, white_space);
    }
    return starts;
}

} // namespace dropcap::dockerfile
