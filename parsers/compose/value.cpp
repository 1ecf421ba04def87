#include "parsers/compose/value.hpp"

#include "model/ascii.hpp"
#include "parsers/compose/private_values.hpp"
#include "parsers/text/template_text.hpp"

#include <algorithm>
#include <array>

namespace dropcap::compose {

namespace {

using yaml::Node;
using yaml::Reader;

/// The outermost thing that brought a value in is the one to report: what is within it came along.
Value arrive(const Value& from, const yaml::Child& child, Place key, Place entry) {
    Value value{.node = child.node, .key = key, .entry = entry, .origin = child.origin, .via = {}};
    if (child.origin != Origin::written && child.via != Place{}) value.via = child.via;
    if (from.origin != Origin::written) {
        value.origin = from.origin;
        value.via = from.via;
    }
    return value;
}

/// What ends a value in brackets or braces, and is in no anchor and in no tag that people
/// write.
bool is_flow_mark(char c) { return std::string_view(",[]{}").find(c) != std::string_view::npos; }

/// Where the dash of a block list's item stands, when nothing but blanks, anchors and tags lies
/// between it and `begin`.
std::optional<std::size_t> dash_before(std::string_view text, std::size_t begin) {
    for (std::size_t at = begin; at > 0; --at) {
        const char c = text[at - 1];
        const bool alone = at < text.size() && is_blank(text[at]) &&
                           (at == 1 || is_blank(text[at - 2]) || text[at - 2] == '\n');
        if (c == '-' && alone) return at - 1;
        if (is_blank(c)) continue;
        if (is_flow_mark(c))
            return std::nullopt; // a list in brackets: without blanks it is one word, and is not to
                                 // be walked for each item
        std::size_t word = at - 1;
        while (word > 0 && !is_blank(text[word - 1]) && text[word - 1] != '\n' &&
               !is_flow_mark(text[word - 1]))
            --word;
        if (text[word] != '&' && text[word] != '!') return std::nullopt;
        at = word + 1;
    }
    return std::nullopt;
}

Place item_entry(const Document& document, const yaml::Child& child) {
    Place at = child.origin == Origin::alias ? child.via : child.node->at;
    if (const auto dash = dash_before(document.source(at).text(), at.span.begin))
        at.span.begin = static_cast<std::uint32_t>(*dash);
    return at;
}

bool equals_word(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
    });
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return equals_word(text, word); });
}

} // namespace

bool ProjectContext::is_private(const yaml::Node& node) const {
    const Substitution* const used = substitution(node);
    return used != nullptr && used->is_outside && !is_public_word(node.text);
}

std::string_view ProjectContext::shown(const yaml::Node& node) const {
    return is_private(node) ? std::string_view(substitution(node)->written) : node.text;
}

bool ProjectContext::spend(const Value& value, std::size_t cost) {
    return value.origin == Origin::written || spend_copies(value.via.value_or(value.key), cost);
}

bool ProjectContext::spend_copies(Place at, std::size_t count) {
    return take(budget.shared, count) || tell_spent(at);
}

bool ProjectContext::look_at(const Value& value) {
    if (value.origin == Origin::written) return true;
    return !budget.is_spent &&
           (take(budget.looked_at, 1) || tell_spent(value.via.value_or(value.key)));
}

/// Once; always false.
bool ProjectContext::tell_spent(Place at) {
    if (!budget.is_spent)
        document.unchecked.push_back(
            {at,
             "aliases, merges and extends repeat so much from here on that the rest of the project is not read"});
    budget.is_spent = true;
    return false;
}

Value entry_value(const Value& from, const yaml::Entry& entry) {
    return arrive(from, entry.value, entry.key->at, entry.at);
}

Value get(const Value& from, std::string_view key) {
    if (!from || !from.node->is_mapping()) return {};
    const yaml::Entry* const entry = from.node->find(key);
    return entry == nullptr ? Value{} : entry_value(from, *entry);
}

std::vector<Value> items(const Document& document, const Value& list) {
    std::vector<Value> found;
    if (!list || !list.node->is_sequence()) return found;
    found.reserve(list.node->items.size());
    for (const yaml::Child& child : list.node->items) {
        const Place entry = item_entry(document, child);
        found.push_back(arrive(list, child, child.node->at, entry));
    }
    return found;
}

std::string_view type_of(const Node& node) { return yaml::describe(node, Reader::compose); }

bool is_string(const Node& node) { return type_of(node) == "a string"; }

std::optional<bool> cast_bool(const Node& node) {
    if (const auto known = yaml::as_bool(node, Reader::compose)) return known;
    static constexpr std::array<std::string_view, 4> yes{"true", "y", "yes", "on"};
    static constexpr std::array<std::string_view, 4> no{"false", "n", "no", "off"};
    if (!is_string(node)) return std::nullopt;
    if (is_one_of(node.text, yes)) return true;
    if (is_one_of(node.text, no)) return false;
    return std::nullopt;
}

std::optional<Unresolved> unresolved(const ProjectContext& reading, const Value& value) {
    if (!value || !value.node->is_scalar()) return std::nullopt;
    const Substitution* const substitution = reading.substitution(*value.node);
    if (substitution != nullptr && substitution->refusal != Substitution::Refusal::none)
        return Unresolved{substitution->written, "Compose cannot replace its variables"};
    if (substitution != nullptr && !substitution->open.empty())
        return Unresolved{substitution->written, substitution->open};
    if (text::is_template_text(value.node->text))
        return Unresolved{std::string(value.node->text), "a template fills it in"};
    return std::nullopt;
}

} // namespace dropcap::compose
