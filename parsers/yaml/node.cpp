// The tree's own small parts: lookup in a node, the arena, and what a plain scalar means to its
// reader.

#include "parsers/yaml/node.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <ranges>
#include <utility>

namespace dropcap::yaml {

const Entry* Node::find(std::string_view key) const {
    for (const Entry& entry : std::views::reverse(entries))
        if (entry.key->is_scalar() && entry.key->text == key) return &entry;
    return nullptr;
}

const Node* Node::get(std::string_view key) const {
    const Entry* entry = find(key);
    return entry == nullptr ? nullptr : entry->value.node;
}

namespace {

/// The first bytes of the arena that this thread had before: of ten thousand small files each finds
/// them in the processor's cache.
thread_local std::unique_ptr<std::byte[]> spare;

} // namespace

Arena::Arena()
    : first_(spare ? std::move(spare) : std::make_unique_for_overwrite<std::byte[]>(first_bytes)),
      memory_(std::make_unique<std::pmr::monotonic_buffer_resource>(first_.get(), first_bytes)) {}
Arena::~Arena() {
#ifndef DROPCAP_SANITIZED // there, whoever still looks into it is to be found
    if (first_) spare = std::move(first_);
#endif
}
Arena::Arena(Arena&&) noexcept = default;
Arena& Arena::operator=(Arena&&) noexcept = default;

Node* Arena::make_node() {
    static_assert(std::is_trivially_destructible_v<Node>, "the arena never runs destructors");
    constexpr std::size_t at_once = 32;
    if (next_node_ == nodes_end_) {
        next_node_ =
            static_cast<std::byte*>(memory_->allocate(at_once * sizeof(Node), alignof(Node)));
        nodes_end_ = next_node_ + at_once * sizeof(Node);
    }
    return new (std::exchange(next_node_, next_node_ + sizeof(Node))) Node{};
}

std::string_view Arena::keep(std::string_view text) {
    if (text.empty()) return {};
    char* copy = static_cast<char*>(memory_->allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

namespace {

template <class T>
std::span<const T> copy_into(std::pmr::memory_resource& memory, std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* copy = static_cast<T*>(memory.allocate(items.size_bytes(), alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
}

} // namespace

std::span<const Child> Arena::keep(std::span<const Child> items) {
    return copy_into(*memory_, items);
}
std::span<const Entry> Arena::keep(std::span<const Entry> entries) {
    return copy_into(*memory_, entries);
}
void Arena::clear() {
    memory_->release();
    next_node_ = nodes_end_ = nullptr;
}

namespace {

using Words = std::span<const std::string_view>;

bool contains(Words words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

std::optional<bool> core_bool(std::string_view word) {
    static constexpr std::array<std::string_view, 3> yes{"true", "True", "TRUE"};
    static constexpr std::array<std::string_view, 3> no{"false", "False", "FALSE"};
    if (contains(yes, word)) return true;
    if (contains(no, word)) return false;
    return std::nullopt;
}

/// YAML 1.1's further words, in the three spellings that go-yaml v2 knows (resolve.go).
std::optional<bool> old_bool(std::string_view word) {
    static constexpr std::array<std::string_view, 8> yes{"y",   "Y",  "yes", "Yes",
                                                         "YES", "on", "On",  "ON"};
    static constexpr std::array<std::string_view, 8> no{"n",  "N",   "no",  "No",
                                                        "NO", "off", "Off", "OFF"};
    if (contains(yes, word)) return true;
    if (contains(no, word)) return false;
    return std::nullopt;
}

bool all_of_base(std::string_view digits, unsigned base) {
    const auto fits = [base](char c) {
        if (c == '_') return true;
        if (is_digit(c)) return static_cast<unsigned>(c - '0') < base;
        const char lower = static_cast<char>(c | 0x20);
        return base == 16 && lower >= 'a' && lower <= 'f';
    };
    return !digits.empty() && std::ranges::all_of(digits, fits);
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && (is_digit(text[at]) || text[at] == '_')) ++at;
    return at;
}

bool is_decimal(std::string_view text) {
    if (text.empty() || text.front() == '_') return false;
    std::size_t at = skip_digits(text, 0);
    std::size_t digits = at;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = skip_digits(text, at + 1);
        digits += fraction - at - 1;
        at = fraction;
    }
    if (digits == 0) return false;
    if (at < text.size() && (text[at] | 0x20) == 'e') {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const std::size_t exponent = skip_digits(text, at);
        if (exponent == at) return false;
        at = exponent;
    }
    return at == text.size();
}

bool is_number(std::string_view text) {
    static constexpr std::array<std::string_view, 6> words{".inf", ".Inf", ".INF",
                                                           ".nan", ".NaN", ".NAN"};
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
    if (text.empty() || (!is_digit(text.front()) && text.front() != '.')) return false;
    if (text.size() > 2 && text.front() == '0') {
        const char base = static_cast<char>(text[1] | 0x20);
        if (base == 'x') return all_of_base(text.substr(2), 16);
        if (base == 'o') return all_of_base(text.substr(2), 8);
        if (base == 'b') return all_of_base(text.substr(2), 2);
    }
    return is_decimal(text) || contains(words, text);
}

/// Tags of Compose's own that say nothing about a value's type.
bool is_merge_tag(std::string_view tag) { return tag == "!reset" || tag == "!override"; }

bool resolves_by_its_look(const Node& node) {
    return node.is_scalar() && node.style == Node::Style::plain &&
           (node.tag.empty() || is_merge_tag(node.tag));
}

} // namespace

std::optional<bool> as_bool(const Node& node, Reader reader) {
    constexpr std::size_t longest = std::string_view("false").size();
    if (node.text.size() > longest) return std::nullopt;
    if (!resolves_by_its_look(node) && !(node.is_scalar() && node.tag == "!!bool"))
        return std::nullopt;
    if (const auto known = core_bool(node.text)) return known;
    return reader == Reader::kubernetes ? old_bool(node.text) : std::nullopt;
}

std::string_view describe(const Node& node, Reader reader) {
    switch (node.kind) {
    case Node::Kind::null: return "empty";
    case Node::Kind::sequence: return "a list";
    case Node::Kind::mapping: return "a mapping";
    case Node::Kind::scalar: break;
    }
    if (as_bool(node, reader)) return "a boolean";
    const bool tagged_number = node.tag == "!!int" || node.tag == "!!float";
    return tagged_number || (resolves_by_its_look(node) && is_number(node.text)) ? "a number"
                                                                                 : "a string";
}

} // namespace dropcap::yaml
