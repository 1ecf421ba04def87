// What `<<` means was tried out on the readers themselves:
//  - go-yaml v3 and v4 (Compose): explicit keys win wherever `<<` stands; a second `<<` is a
//  duplicate key.
//  - go-yaml v2 behind sigs.k8s.io/yaml (Kubernetes): keys are assigned in the order of the text,
//  so `<<` overwrites what stands
//    before it and what stands after it overwrites `<<`; several `<<` are merged one after another.
//  - Compose takes away what is tagged `!reset` before it merges, so such a key does not win over
//  `<<`.
//  - both: in a list the earlier mapping wins; merging is shallow; "<<" in quotes is an ordinary
//  key unless it is tagged `!!merge`; null is no mapping.
//  - an alias of a *list* under `<<`: refused by Kubernetes; Compose resolves aliases first and so
//  accepts it.

#include "parsers/yaml/merge.hpp"

#include "parsers/yaml/core_tags.hpp"
#include "parsers/yaml/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

namespace dropcap::yaml {

namespace {

/// A plain `<<`, or one that is tagged `!!merge`; Compose takes any key with that tag for one.
bool is_merge_key(const Node& key, Reader reader) {
    if (!key.is_scalar()) return false;
    const bool is_tagged = !key.tag.empty() && is_core_tag(key.tag, "merge");
    if (key.text != "<<") return is_tagged && reader == Reader::compose;
    return is_tagged || (key.tag.empty() && key.style == Node::Style::plain);
}

/// Below this many entries comparing each with each is faster than hashing.
constexpr std::size_t few = 16;
/// More than these are not reported for one document.
constexpr std::size_t most_duplicates = 20;

/// Whether an entry keeps merged ones with the same key out.
bool wins(const Entry& entry, Reader reader) {
    return !is_merge_key(*entry.key, reader) && entry.value.node->tag != "!reset";
}

bool is_comparable(const Node& key) { return key.is_scalar() || key.is_null(); }

std::size_t line_of(std::string_view text, std::uint32_t at) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
}

/// For each entry that repeats a key, the first entry with that key: calls `report(first, again)`.
template <class Report>
void each_repeated(const std::vector<Entry>& entries, Report report) {
    if (entries.size() <= few) {
        for (std::size_t i = 1; i < entries.size(); ++i) {
            const auto same = [&](const Entry& other) {
                return other.key->text == entries[i].key->text && is_comparable(*other.key);
            };
            const auto end = entries.begin() + static_cast<std::ptrdiff_t>(i);
            const auto first = std::find_if(entries.begin(), end, same);
            if (first != end && is_comparable(*entries[i].key)) report(*first, entries[i]);
        }
        return;
    }
    std::unordered_map<std::string_view, const Entry*> seen;
    for (const Entry& entry : entries) {
        if (!is_comparable(*entry.key)) continue;
        const auto [first, fresh] = seen.try_emplace(entry.key->text, &entry);
        if (!fresh) report(*first->second, entry);
    }
}

} // namespace

void MergeKeys::report_duplicates(const std::vector<Entry>& entries) {
    each_repeated(entries, [&](const Entry& first, const Entry& again) {
        if (duplicates_ >= most_duplicates) return;
        if (text_[again.key->at.span.begin] == '*' || text_[first.key->at.span.begin] == '*')
            return; // no reader compares these
        if (reader_ == Reader::kubernetes && is_merge_key(*again.key, reader_))
            return; // go-yaml v2 merges both
        ++duplicates_;
        const std::size_t line = line_of(text_, first.key->at.span.begin);
        const std::string_view key = again.key->text;
        if (reader_ == Reader::compose)
            return problem(
                again.key->at,
                fmt::format(
                    "the key `{}` is written twice in this mapping (first on line {}): Compose refuses the file; "
                    "keep one of the two",
                    key, line));
        problem(
            again.key->at,
            fmt::format(
                "the key `{}` is written twice in this mapping (first on line {}): strict validation, kubectl's default, "
                "refuses the object, and without it the first is dropped in silence; keep one of the two",
                key, line));
    });
}

void MergeKeys::settle(std::vector<Entry>& entries) {
    if (entries.size() > 1) report_duplicates(entries);
    if (std::ranges::any_of(
            entries, [this](const Entry& entry) { return is_merge_key(*entry.key, reader_); }))
        resolve(entries);
}

/// True when the value of a merge key cannot be merged, after saying so.
bool MergeKeys::report_unmergeable(const Entry& merge) {
    const Node& value = *merge.value.node;
    const bool through_alias = merge.value.origin == Origin::alias;
    if (value.is_mapping()) return false;
    if (value.is_sequence() && (!through_alias || reader_ != Reader::kubernetes)) {
        const auto odd = std::ranges::find_if(
            value.items, [](const Child& item) { return !item.node->is_mapping(); });
        if (odd == value.items.end()) return false;
        problem(through_alias                  ? merge.value.via
                : odd->origin == Origin::alias ? odd->via
                                               : odd->node->at,
                fmt::format("`<<` merges mappings, and an item of its list is {}",
                            describe(*odd->node, reader_)));
        return true;
    }
    const std::string_view what = describe(value, reader_);
    problem(through_alias     ? merge.value.via
            : value.is_null() ? merge.key->at
                              : value.at,
            fmt::format("`<<` merges a mapping, an alias of one, or a list of these; this is {}{}",
                        through_alias ? "an alias of " : "", what));
    return true;
}

// Walks the mapping from its end, so that whatever is met first is what the reader keeps.
void MergeKeys::resolve(std::vector<Entry>& entries) {
    std::unordered_set<std::string_view> taken;
    if (reader_ == Reader::compose)
        for (const Entry& entry : entries)
            if (wins(entry, reader_)) taken.insert(entry.key->text);
    std::vector<Entry> merged;
    const auto merge_one = [&](const Node& from, Place via) {
        for (const Entry& entry : std::views::reverse(from.entries)) {
            if (++merged_ > limits_.merged_entries)
                throw Refusal{
                    {via.span.begin - offset_, via.span.end - offset_},
                    fmt::format("merge keys bring more than {} entries into this document",
                                limits_.merged_entries)};
            if (!is_comparable(*entry.key) || !taken.insert(entry.key->text).second) continue;
            Entry taken_in = entry;
            taken_in.value.origin = Origin::merged;
            taken_in.value.via = via;
            merged.push_back(taken_in);
        }
    };
    for (const Entry& entry : std::views::reverse(entries)) {
        if (wins(entry, reader_)) {
            taken.insert(entry.key->text);
        } else if (!is_merge_key(*entry.key, reader_)) {
            continue;
        } else if (!report_unmergeable(entry)) {
            const Place via =
                entry.value.origin == Origin::alias ? entry.value.via : entry.value.node->at;
            if (entry.value.node->is_mapping()) merge_one(*entry.value.node, via);
            const bool elsewhere =
                entry.value.origin == Origin::alias; // the list itself stands somewhere else
            for (const Child& item : entry.value.node->items)
                merge_one(*item.node, elsewhere                      ? via
                                      : item.origin == Origin::alias ? item.via
                                                                     : item.node->at);
        }
    }
    std::erase_if(entries,
                  [this](const Entry& entry) { return is_merge_key(*entry.key, reader_); });
    entries.insert(entries.end(), merged.rbegin(), merged.rend());
}

} // namespace dropcap::yaml
