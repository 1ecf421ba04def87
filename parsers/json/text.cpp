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

namespace {

Tree read(Document& document, const std::string& text, const yaml::Slice& slice) {
    Tree tree;
    tree.text = std::make_unique<const std::string>(text);
    yaml::Parsed parsed =
        yaml::parse_slice(*tree.text, slice, 0, yaml::Reader::kubernetes, tree.arena);
    std::ranges::move(parsed.problems, std::back_inserter(document.problems));
    std::ranges::move(parsed.unchecked, std::back_inserter(document.unchecked));
    tree.root = parsed.root;
    return tree;
}

yaml::Slice whole(const std::string& text) {
    return {.span = {0, static_cast<std::uint32_t>(text.size())}};
}

/// Behind the object or list that begins at `at`.
std::size_t past_brackets(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = past_string(text, at);
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        ++at;
        if ((c == '}' || c == ']') && --depth == 0) break;
    }
    return at;
}

} // namespace

Tree read(Document& document) {
    const std::string text = without_comments(document.sources.front()->text(), document.comments);
    return read(document, text, whole(text));
}

std::vector<Tree> read_all(Document& document) {
    const std::string text = without_comments(document.sources.front()->text(), document.comments);
    std::vector<Tree> trees;
    for (const yaml::Slice& slice : objects_in(text, whole(text)))
        trees.push_back(read(document, text, slice));
    return trees;
}

std::vector<yaml::Slice> objects_in(std::string_view text, yaml::Slice slice) {
    std::vector<yaml::Slice> objects;
    const std::string_view all = text.substr(0, slice.span.end);
    std::size_t at = skip_blanks(all, slice.span.begin, blank_or_break);
    while (at < all.size() && all[at] == '{' && objects.size() < yaml::most_slices) {
        const std::size_t end = past_brackets(all, at);
        yaml::Slice object = slice;
        object.span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
        objects.push_back(object);
        at = skip_blanks(all, end, blank_or_break);
    }
    if (objects.size() < 2) return {slice};
    objects.back().span.end = slice.span.end; // what follows is refused there
    return objects;
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
