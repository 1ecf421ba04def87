#include "parsers/kubernetes/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace dropcap::kubernetes {
namespace {

using yaml::Node;
using yaml::Reader;

const Node* unless_null(const Node* node) {
    return node == nullptr || node->is_null() ? nullptr : node;
}

/// Null is an empty Value with a place.
Value arrive(const Value& from, const yaml::Child& child, const Place& key, const Place& entry) {
    Value value;
    value.node = unless_null(child.node);
    value.key = key;
    value.entry = entry;
    if (from.origin != Origin::written || child.origin == Origin::written) {
        value.origin = from.origin;
        if (from.via) value.via = from.via;
    } else {
        value.origin = child.origin;
        value.via = child.via;
    }
    return value;
}

/// The item with the dash before it, so that deleting it leaves no empty item; in a flow list just
/// the item.
Place item_entry(const ManifestContext& reading, const Node& list, const yaml::Child& child) {
    Place at = child.origin == Origin::written ? child.node->at : child.via;
    if (list.style != Node::Style::block) return at;
    const std::string_view text = reading.source.text();
    std::size_t begin = at.span.begin;
    while (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '-') --begin;
    if (begin > 0 && text[begin - 1] == '-') at.span.begin = static_cast<std::uint32_t>(begin - 1);
    return at;
}

/// From `open` to past its `close`, or to the end of the line.
std::string_view placeholder(std::string_view text, std::size_t open, std::string_view close) {
    const std::size_t line = std::min(text.find('\n', open), text.size());
    const std::size_t end = text.find(close, open);
    return text.substr(open, end == std::string_view::npos || end > line
                                 ? line - open
                                 : end + close.size() - open);
}

/// `${NAME}` or `${{NAME}}`, as envsubst, Flux and OpenShift templates fill it in.
std::optional<std::string_view> substitution(std::string_view text) {
    const std::size_t open = text.find("${");
    if (open == std::string_view::npos || text.find('}', open) == std::string_view::npos)
        return std::nullopt;
    const std::string_view close = text.substr(open).starts_with("${{") ? "}}" : "}";
    return placeholder(text, open, close);
}

/// A number as YAML 1.1 writes whole ones: 10, 0x1f, 0o17, 017, 0b11, 1_000; also 1e3 and 10.0,
/// which JSON makes whole.
std::optional<std::int64_t> integer_of(std::string_view word) {
    std::string digits(word);
    std::erase(digits, '_');
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.erase(0, 1);
    static constexpr std::array<std::pair<std::string_view, int>, 4> prefixes = {
        {{"0x", 16}, {"0o", 8}, {"0b", 2}, {"0", 8}}};
    int base = 10;
    for (const auto& [prefix, number] : prefixes) {
        if (base != 10 || digits.size() <= prefix.size() || !digits.starts_with(prefix)) continue;
        base = number;
        digits.erase(0, prefix.size());
    }
    const char* const end = digits.data() + digits.size();
    std::int64_t known = 0;
    if (const auto [stop, error] = std::from_chars(digits.data(), end, known, base);
        error == std::errc() && stop == end)
        return negative ? -known : known;
    double real = 0;
    const auto [stop, error] = std::from_chars(digits.data(), end, real);
    if (error != std::errc() || stop != end || real > 1e15 || real != std::floor(real))
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? -real : real);
}

/// The start of the value in the text: `{{` there is a template's, though YAML reads it as a
/// mapping in a mapping.
std::string_view raw(const ManifestContext& reading, const Node& node) {
    return node.is_scalar() ? node.text : reading.text(node.at);
}

} // namespace

bool ManifestContext::spend(const Value& value) {
    if (value.origin == Origin::written) return true;
    if (shared_budget == 0) return false;
    if (--shared_budget > 0) return true;
    document.unchecked.push_back(
        {value.via.value_or(value.key),
         "aliases repeat so much from here on that the rest of the document is not read"});
    return false;
}

Value root(const Node& node) {
    return {.node = unless_null(&node), .key = node.at, .entry = node.at};
}

Value entry_value(const Value& from, const yaml::Entry& entry) {
    return arrive(from, entry.value, entry.key->at, entry.at);
}

Value get(const Value& from, std::string_view key) {
    if (!from || !from.node->is_mapping()) return {};
    const yaml::Entry* const entry = from.node->find(key);
    return entry == nullptr ? Value{} : entry_value(from, *entry);
}

Value get(const Value& from, std::initializer_list<std::string_view> keys) {
    Value value = from;
    for (const std::string_view key : keys) value = get(value, key);
    return value;
}

Value item_value(const ManifestContext& reading, const Value& list, const yaml::Child& child) {
    return arrive(list, child, child.node->at, item_entry(reading, *list.node, child));
}

Layers get(const Layers& layers, std::string_view key) {
    Layers found;
    for (const Value& layer : layers) {
        if (const Value value = get(layer, key)) found.push_back(value);
    }
    return found;
}

Value first(const Layers& layers, std::string_view key) {
    for (const Value& layer : layers) {
        if (Value value = get(layer, key)) return value;
    }
    return {};
}

std::string_view string_of(const Value& value) {
    if (!value || !value.node->is_scalar()) return {};
    return yaml::describe(*value.node, Reader::kubernetes) == "a string" ? value.node->text
                                                                         : std::string_view{};
}

std::optional<Unresolved> unresolved(const ManifestContext& reading, const Value& value) {
    if (!value) return std::nullopt;
    const std::string_view text = raw(reading, *value.node);
    if (value.node->is_scalar()) {
        if (const auto found = substitution(text))
            return Unresolved{std::string(*found),
                              "a substitution before `kubectl apply` fills it in"};
        if (const std::size_t open = text.find("{{"); open != std::string_view::npos) {
            return Unresolved{std::string(placeholder(text, open, "}}")), "a template fills it in"};
        }
        return std::nullopt;
    }
    if (!text.starts_with("{{")) return std::nullopt;
    return Unresolved{std::string(placeholder(text, 0, "}}")), "a template fills it in"};
}

Value inherited(Value value, Place holder) {
    if (value.origin == Origin::written) value.via = holder;
    value.origin = Origin::inherited;
    return value;
}

std::string FieldPath::text() const {
    std::string text;
    text.reserve(holder_.size() + 1 + field_.size());
    text += holder_;
    if (!text.empty() && !field_.empty()) text += '.';
    text += field_;
    return index_ ? fmt::format("{}[{}]", text, *index_) : text;
}

void Fields::problem(Place at, std::string message) const {
    problems_.push_back({.at = at, .message = std::move(message), .code = "value"});
}

void Fields::wrong_type(const Value& value, const FieldPath& path, std::string_view wanted) const {
    const std::string_view what = yaml::describe(*value.node, Reader::kubernetes);
    const std::string shown = value.node->is_scalar()
                                  ? fmt::format(" `{}`", reading_.text(value.node->at))
                                  : std::string();
    problem(value.node->at,
            fmt::format("`{}` must be {}, and this is {}{}: Kubernetes refuses the object",
                        path.text(), wanted, what, shown));
}

MaybeFact<bool> Fields::boolean(const Value& value, const FieldPath& path) const {
    if (!value) return std::nullopt;
    if (auto open = unresolved(reading_, value))
        return Fact<bool>{std::move(*open), value.node->at, value.entry, value.origin, value.via};
    const std::optional<bool> known =
        value.node->is_scalar() ? yaml::as_bool(*value.node, Reader::kubernetes) : std::nullopt;
    if (known) return fact(value, *known);
    wrong_type(value, path, "true or false without quotes");
    return std::nullopt;
}

MaybeFact<std::string> Fields::string(const Value& value, const FieldPath& path) const {
    if (!value) return std::nullopt;
    if (auto open = unresolved(reading_, value))
        return Fact<std::string>{std::move(*open), value.node->at, value.entry, value.origin,
                                 value.via};
    if (value.node->is_scalar() && yaml::describe(*value.node, Reader::kubernetes) == "a string")
        return fact(value, std::string(value.node->text));
    wrong_type(value, path, "a string");
    return std::nullopt;
}

MaybeFact<std::int64_t> Fields::integer(const Value& value, const FieldPath& path) const {
    if (!value) return std::nullopt;
    if (auto open = unresolved(reading_, value))
        return Fact<std::int64_t>{std::move(*open), value.node->at, value.entry, value.origin,
                                  value.via};
    if (value.node->is_scalar() && yaml::describe(*value.node, Reader::kubernetes) == "a number") {
        if (const auto known = integer_of(value.node->text)) return fact(value, *known);
    }
    wrong_type(value, path, "a whole number without quotes");
    return std::nullopt;
}

CapabilityList Fields::words(const Value& value, const FieldPath& path) const {
    CapabilityList list;
    if (!value) return list;
    list.at = value.key;
    if (auto open = unresolved(reading_, value)) {
        list.words.push_back(Fact<std::string>{std::move(*open), value.node->at, value.entry,
                                               value.origin, value.via});
        return list;
    }
    if (!want_list(value, path)) return list;
    for (const Value& item : items(reading_, value)) {
        // The decoder makes an empty string of a null item, as Go does for a list of strings.
        if (!item) {
            list.words.push_back(
                Fact<std::string>{std::string(), item.key, item.entry, item.origin, item.via});
        } else if (auto word = string(item, {path, list.words.size()})) {
            list.words.push_back(std::move(*word));
        }
    }
    return list;
}

bool Fields::want_mapping(const Value& value, const FieldPath& path) const {
    if (!value || value.node->is_mapping()) return true;
    if (!unresolved(reading_, value)) wrong_type(value, path, "a mapping");
    return false;
}

bool Fields::want_list(const Value& value, const FieldPath& path) const {
    if (!value || value.node->is_sequence()) return true;
    if (!unresolved(reading_, value)) wrong_type(value, path, "a list");
    return false;
}

} // namespace dropcap::kubernetes
