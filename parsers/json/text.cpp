#include "parsers/json/text.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <iterator>

namespace dropcap::json {

namespace {

/// Behind the comment that begins at `at`, or `at` where none does.
std::size_t past_comment(std::string_view text, std::size_t at) {
    const std::string_view mark = text.substr(at, 2);
    if (mark == "//") return std::min(text.find_first_of("\r\n", at), text.size());
    if (mark != "/*") return at;
    const std::size_t close = text.find("*/", at + 2);
    return close == std::string_view::npos ? text.size() : close + 2;
}

std::size_t past_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
}

bool stands_alone(std::string_view text, std::size_t at) {
    at = skip_blanks_back(text, at);
    return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
}

} // namespace

std::string without_comments(std::string_view text, std::vector<Comment>& comments) {
    std::string copy(text);
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            at = past_string(text, at);
            continue;
        }
        const std::size_t end = past_comment(text, at);
        if (end == at) {
            if (text[at] == '\t') copy[at] = ' ';
            ++at;
            continue;
        }
        comments.push_back(
            {.at = {0, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}},
             .own_line = stands_alone(text, at)});
        for (; at < end; ++at)
            if (text[at] != '\n' && text[at] != '\r') copy[at] = ' ';
    }
    return copy;
}

Tree read(Document& document) {
    Tree tree;
    tree.text = std::make_unique<const std::string>(
        without_comments(document.sources.front()->text(), document.comments));
    const yaml::Slice whole{.span = {0, static_cast<std::uint32_t>(tree.text->size())}};
    yaml::Parsed parsed =
        yaml::parse_slice(*tree.text, whole, 0, yaml::Reader::kubernetes, tree.arena);
    std::ranges::move(parsed.problems, std::back_inserter(document.problems));
    std::ranges::move(parsed.unchecked, std::back_inserter(document.unchecked));
    tree.root = parsed.root;
    return tree;
}

char first_character(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = past_comment(text, at);
        if (end == at && !is_in(text[at], blank_or_break)) return text[at];
        at = std::max(end, at + 1);
    }
    return '\0';
}

} // namespace dropcap::json
