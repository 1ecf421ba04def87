#include "rules/kit/wording.hpp"

#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

} // namespace

std::string shortened(std::string_view text, std::size_t most) {
    if (columns(text) <= most) return std::string(text);
    const std::size_t half = most > 1 ? (most - 1) / 2 : 0;
    std::size_t begin = std::min(half, text.size());
    std::size_t end = text.size() - begin;
    while (begin > 0 && continues(text[begin])) --begin;
    while (end < text.size() && continues(text[end])) ++end;
    return concat({text.substr(0, begin), "…", text.substr(end)});
}

std::string title_of(const Container& container, std::string_view says) {
    std::string whole = concat({display_name(container), " ", says});
    if (columns(whole) <= title_columns) return whole;
    constexpr std::size_t least = 8;
    const std::string_view noun = noun_of(container);
    const std::size_t others = columns(noun) + columns(says) + (noun.empty() ? 3 : 4);
    const std::size_t room = others + least < title_columns ? title_columns - others : least;
    return concat({noun, noun.empty() ? "`" : " `", shortened(container.name, room), "` ", says});
}

Flag flag_absent(const Container& container, std::string title) {
    return {.at = container.name_at, .title = std::move(title)};
}

std::string_view drop_all_for(const Container& container) {
    return container.format.remedies().drop_all;
}

std::string drop_all_help(const Container& container) {
    return concat({"write `", drop_all_for(container), "` and add back only what it needs"});
}

std::optional<Label> origin_label(Origin origin, const std::optional<Place>& via) {
    if (!via) return std::nullopt;
    switch (origin) {
    case Origin::written: break;
    case Origin::alias: return Label{*via, "taken in here through an alias"};
    case Origin::merged: return Label{*via, "taken in here through a merge key"};
    case Origin::extended: return Label{*via, "taken in here through `extends`"};
    case Origin::overridden: return Label{*via, "merged with it here"};
    case Origin::inherited: return Label{*via, "inherited here"};
    case Origin::image: return Label{*via, "built from it here"};
    }
    return std::nullopt;
}

std::string rewritten(const Document& document, const Place& at, std::string_view word) {
    const std::string_view now = document.text(at);
    const bool quoted =
        now.size() >= 2 && (now.front() == '"' || now.front() == '\'') && now.front() == now.back();
    return quoted ? fmt::format("{}{}{}", now.front(), word, now.back()) : std::string(word);
}

std::optional<Fix> write_instead(const Document& document, const Fact<std::string>& fact,
                                 std::string_view wanted, bool safe) {
    if (rewritten(document, fact.at, *fact.known()) != document.text(fact.at)) return std::nullopt;
    return Fix{.message = fmt::format("Write {}", wanted),
               .edits = {{fact.at, rewritten(document, fact.at, wanted)}},
               .safe = safe};
}

std::optional<Fix> remove_word(const Scene& scene, const CapabilityList& list, std::size_t index,
                               bool safe) {
    const Container& container = scene.container();
    if (container.format->remove_word == nullptr || container.partial) return std::nullopt;
    const Fact<std::string>& word = list.words[index];
    if (word.origin != Origin::written || word.unresolved() != nullptr) return std::nullopt;
    std::vector<Edit> edits = container.format->remove_word(scene.document, list, index);
    if (edits.empty()) return std::nullopt;
    return Fix{
        .message = concat({"Remove ", *word.known()}), .edits = std::move(edits), .safe = safe};
}

} // namespace dropcap::rules
