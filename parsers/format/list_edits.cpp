#include "parsers/format/list_edits.hpp"

#include "model/capability.hpp"
#include "model/engine.hpp"

#include <algorithm>

namespace dropcap::format {
namespace {

std::vector<Place> places_of(const CapabilityList& list) {
    std::vector<Place> places;
    for (const Fact<std::string>& word : list.words) places.push_back(word.at);
    return places;
}

/// Whether the list already names the capability, in any spelling.
bool names(const CapabilityList& list, Capability capability) {
    return std::ranges::any_of(list.words, [&](const Fact<std::string>& word) {
        return word.known() != nullptr &&
               find_capability(normalise_word(*word.known())) == capability;
    });
}

} // namespace

bool ListEdits::is_own(const CapabilityList& list) {
    const bool own = list.at->source == source_ &&
                     std::ranges::all_of(list.words, [&](const Fact<std::string>& word) {
                         return word.origin == Origin::written && word.at.source == source_ &&
                                word.unresolved() == nullptr;
                     });
    possible_ = possible_ && own;
    return own;
}

void ListEdits::take(std::optional<Edit> edit) {
    possible_ = possible_ && edit;
    if (edit) edits_.push_back(*std::move(edit));
}

void ListEdits::drop_all(const CapabilityList& list, std::string_view key) {
    if (!list.at) return missing.push_back({.key = std::string(key), .items = {{"ALL"}}});
    if (!is_own(list)) return;
    if (list.words.empty()) {
        const std::vector<yaml::NewItem> all{{"ALL"}};
        return take(inserter_.add_items(*list.at, std::nullopt, all));
    }
    std::vector<Edit> edits = inserter_.replace_items(places_of(list), "ALL");
    possible_ = possible_ && !edits.empty();
    for (Edit& edit : edits) edits_.push_back(std::move(edit));
}

void ListEdits::add(const CapabilityList& list, std::string_view key,
                    const std::vector<Grant>& grants) {
    std::vector<yaml::NewItem> items;
    for (const Grant& grant : grants)
        if (!names(list, grant.capability))
            items.push_back({std::string(name(grant.capability)), grant.reason});
    if (items.empty()) return;
    if (!list.at) return missing.push_back({.key = std::string(key), .items = std::move(items)});
    if (!is_own(list)) return;
    const std::optional<Place> last =
        list.words.empty() ? std::nullopt : std::optional(list.words.back().at);
    take(inserter_.add_items(*list.at, last, items));
}

std::vector<Edit> remove_word(const Document& document, const CapabilityList& list,
                              std::size_t index) {
    // Only the neighbours are looked at: each word of a long list may have to go.
    const auto place = [&](std::size_t at) -> std::optional<Place> {
        if (at >= list.words.size()) return std::nullopt;
        const Fact<std::string>& word = list.words[at];
        const bool own = word.origin == Origin::written && word.at.source == list.at->source;
        return own ? std::optional(word.at) : std::nullopt;
    };
    const std::optional<Place> item = place(index);
    if (!item) return {};
    const std::optional<Place> before = index == 0 ? std::nullopt : place(index - 1);
    return yaml::remove_item(document.source(*item), *item, before, place(index + 1));
}

std::optional<Place> written_entry(std::uint32_t source,
                                   std::initializer_list<std::optional<Place>> entries) {
    for (const std::optional<Place>& entry : entries)
        if (entry && entry->source == source) return entry;
    return std::nullopt;
}

} // namespace dropcap::format
