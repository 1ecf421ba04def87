// The rules of compose-go's override/merge.go and uncity.go: mappings merge key by key, scalars are
// replaced, lists are appended, a null changes nothing. Some keys of a service have rules of their
// own, below.

#include "parsers/compose/merge.hpp"

#include "parsers/compose/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace dropcap::compose {

namespace {

using yaml::Child;
using yaml::Entry;
using yaml::Node;

/// How two values of a service's key become one, where it is not the ordinary way.
enum class Way : std::uint8_t {
    ordinary,
    replace,    ///< the later value counts, whatever it is
    sequence,   ///< a string counts as a list of one
    key_values, ///< `K=V` lists and mappings count as the same
    build,      ///< a string is the context
};

struct Special {
    std::string_view key; ///< below services.NAME, dots between
    Way way;
};

constexpr std::array specials{
    Special{"annotations", Way::key_values},
    Special{"build", Way::build},
    Special{"build.additional_contexts", Way::key_values},
    Special{"build.args", Way::key_values},
    Special{"build.extra_hosts", Way::sequence},
    Special{"build.labels", Way::key_values},
    Special{"command", Way::replace},
    Special{"depends_on", Way::replace},
    Special{"deploy.labels", Way::key_values},
    Special{"dns", Way::sequence},
    Special{"dns_opt", Way::sequence},
    Special{"dns_search", Way::sequence},
    Special{"entrypoint", Way::replace},
    Special{"env_file", Way::sequence},
    Special{"environment", Way::key_values},
    Special{"extra_hosts", Way::sequence},
    Special{"healthcheck.test", Way::replace},
    Special{"label_file", Way::sequence},
    Special{"labels", Way::key_values},
    Special{"logging", Way::replace},
    Special{"models", Way::replace},
    Special{"networks", Way::replace},
    Special{"sysctls", Way::key_values},
    Special{"tmpfs", Way::sequence},
    Special{"ulimits", Way::replace},
};

/// Lists in which equal items stay after a merge; Compose's schema then refuses them (before
/// compose-go 2.15).
constexpr std::array<std::string_view, 4> not_unique{"security_opt", "group_add",
                                                     "device_cgroup_rules", "volumes_from"};

bool is_service_path(const Path& path) {
    return path.size() > 2 && (path[0] == "services" || path[0] == "jobs");
}

Way way_of(const Path& path) {
    if (!is_service_path(path) || path.size() > 4) return Way::ordinary;
    for (const Special& special : specials) {
        const std::size_t dot = special.key.find('.');
        const bool deep = dot != std::string_view::npos;
        if (deep != (path.size() == 4) || special.key.substr(0, dot) != path[2]) continue;
        if (!deep || special.key.substr(dot + 1) == path[3]) return special.way;
    }
    return Way::ordinary;
}

bool keeps_equal_items(const Path& path) {
    return is_service_path(path) && path.size() == 3 &&
           std::ranges::find(not_unique, path[2]) != not_unique.end();
}

/// What makes an item the same as an earlier one: the text before `=`; empty: nothing does.
std::string_view key_of(const Node& item) {
    return item.is_scalar() ? item.text.substr(0, item.text.find('=')) : std::string_view{};
}

/// What brought a value in goes along with its parts when these move into another list or mapping.
Child carry(const Child& from, Child part) {
    if (from.origin == Origin::written) return part;
    part.origin = from.origin;
    part.via = from.via;
    return part;
}

} // namespace

void Merger::spend(std::size_t values, Place at) {
    if (!take(budget_.copied, values)) throw TooLarge{at};
}

const Node* Merger::with_entries(const Node& mapping, std::span<const Entry> entries) {
    Node* const made = arena_.make_node();
    *made = mapping;
    made->kind = Node::Kind::mapping;
    made->items = {};
    made->entries = arena_.keep(entries);
    return made;
}

const Node* Merger::mark(const Node& mapping, Origin origin, Place via) {
    spend(mapping.entries.size(), via == Place{} ? mapping.at : via);
    std::vector<Entry> entries(mapping.entries.begin(), mapping.entries.end());
    for (Entry& entry : entries) {
        entry.value.origin = origin;
        entry.value.via = via;
    }
    return with_entries(mapping, entries);
}

Child Merger::refuse(const Child& over, const Path& path) {
    complain_(
        path,
        {over.node->at,
         fmt::format(
             "`{}` is {} here and something else in what it is merged over: Compose refuses to override it",
             path.back(), type_of(*over.node))});
    return over;
}

Child Merger::merge(const Child& base, const Child& over, const Path& path) {
    switch (way_of(path)) {
    case Way::replace: return over;
    case Way::sequence: return append(as_list(base), as_list(over), path);
    case Way::build: return merge_mappings(as_build(base), as_build(over), path);
    case Way::key_values:
        if (base.node->is_mapping() && over.node->is_mapping())
            return merge_mappings(base, over, path);
        return append(as_list(base), as_list(over), path);
    case Way::ordinary: break;
    }
    if (over.node->is_null()) return base;
    if (base.node->is_mapping())
        return over.node->is_mapping() ? merge_mappings(base, over, path) : refuse(over, path);
    if (base.node->is_sequence())
        return over.node->is_sequence() ? append(base, over, path) : refuse(over, path);
    return over;
}

Entry Merger::merge_entries(const Entry& base, const Entry& over, const Path& path) {
    Entry merged = base;
    merged.value = merge(base.value, over.value, path);
    const bool replaced = merged.value.node == over.value.node;
    const bool over_is_nearer =
        base.value.origin != Origin::written && over.value.origin == Origin::written;
    if (replaced || (over_is_nearer && merged.value.node != base.value.node)) {
        merged.key = over.key;
        merged.at = over.at;
    }
    return merged;
}

Child Merger::merge_mappings(const Child& base, const Child& over, const Path& path) {
    if (base.node == nullptr || !base.node->is_mapping()) return over;
    if (over.node == nullptr || !over.node->is_mapping()) return base;
    spend(base.node->entries.size() + over.node->entries.size(), over.node->at);
    std::vector<Entry> entries;
    std::unordered_map<std::string_view, std::size_t> index;
    for (Entry entry : base.node->entries) {
        entry.value = carry(base, entry.value);
        index.insert_or_assign(entry.key->text, entries.size());
        entries.push_back(entry);
    }
    Path below = path;
    below.emplace_back();
    for (Entry entry : over.node->entries) {
        entry.value = carry(over, entry.value);
        const auto [found, fresh] = index.try_emplace(entry.key->text, entries.size());
        below.back() = entry.key->text;
        if (fresh)
            entries.push_back(entry);
        else
            entries[found->second] = merge_entries(entries[found->second], entry, below);
    }
    return Child{with_entries(*base.node, entries), Origin::written, {}};
}

Child Merger::append(const Child& base, const Child& over, const Path& path) {
    const bool unique = !keeps_equal_items(path);
    std::vector<Child> items;
    std::unordered_map<std::string_view, std::size_t> index;
    spend(base.node->items.size() + over.node->items.size(), over.node->at);
    for (const Child& item : base.node->items) {
        if (unique) index.try_emplace(key_of(*item.node), items.size());
        items.push_back(carry(base, item));
    }
    const std::size_t own = items.size();
    for (const Child& item : over.node->items) {
        const std::string_view key = key_of(*item.node);
        const auto found = key.empty() ? index.end() : index.find(key);
        if (found != index.end() && found->second < own)
            items[found->second] = carry(over, item);
        else
            items.push_back(carry(over, item));
    }
    Node* const made = arena_.make_node();
    *made =
        base.origin != Origin::written && over.origin == Origin::written ? *over.node : *base.node;
    made->kind = Node::Kind::sequence;
    made->entries = {};
    made->items = arena_.keep(items);
    return Child{made, Origin::written, {}};
}

/// A list for a list, a string, a mapping (`K=V` each) or nothing.
Child Merger::as_list(const Child& value) {
    if (value.node->is_sequence()) return value;
    std::vector<Child> items;
    if (value.node->is_scalar()) items.push_back(Child{value.node, Origin::written, {}});
    spend(value.node->entries.size(), value.node->at);
    for (const Entry& entry : value.node->entries) {
        Node* const item = arena_.make_node();
        *item = *entry.key;
        item->at = entry.at;
        item->style = Node::Style::quoted; // a string, whatever it looks like
        item->text = arena_.keep(entry.value.node->is_null() ? std::string(entry.key->text)
                                                             : fmt::format("{}={}", entry.key->text,
                                                                           entry.value.node->text));
        items.push_back(Child{item, entry.value.origin, entry.value.via});
    }
    Node* const list = arena_.make_node();
    list->kind = Node::Kind::sequence;
    list->at = value.node->at;
    list->items = arena_.keep(items);
    return Child{list, value.origin, value.via};
}

Child Merger::as_build(const Child& value) {
    if (!value.node->is_scalar()) return value;
    Node* const key = arena_.make_node();
    key->kind = Node::Kind::scalar;
    key->at = value.node->at;
    key->text = "context";
    Node* const mapping = arena_.make_node();
    mapping->kind = Node::Kind::mapping;
    mapping->at = value.node->at;
    const Entry context{
        .key = key, .value = Child{value.node, Origin::written, {}}, .at = value.node->at};
    mapping->entries = arena_.keep(std::span<const Entry>(&context, 1));
    return Child{mapping, value.origin, value.via};
}

namespace {

/// Goes through a document once; alias targets are looked at where they are used, as Compose does.
class ResetTaker {
  public:
    ResetTaker(yaml::Arena& arena, Budget& budget, Resets& resets)
        : arena_(arena), budget_(budget), resets_(resets) {}

    /// The node without what is reset in it; nullptr when it is reset itself.
    const Node* take(const Node& node) {
        if (!compose::take(budget_.looked_at, 1)) throw TooLarge{node.at};
        const bool reset = node.tag == "!reset";
        if (reset || node.tag == "!override") {
            resets_.paths.push_back(path_);
            return reset ? nullptr : &node;
        }
        if (node.is_mapping()) return take_entries(node);
        return node.is_sequence() ? take_items(node) : &node;
    }

  private:
    const Node* take_entries(const Node& node) {
        std::vector<Entry> kept;
        bool changed = false;
        path_.emplace_back();
        for (Entry entry : node.entries) {
            path_.back() = entry.key->text;
            const Node* const taken = take(*entry.value.node);
            changed = changed || taken != entry.value.node;
            entry.value.node = taken;
            if (taken != nullptr) kept.push_back(entry);
        }
        path_.pop_back();
        if (!changed) return &node;
        Node* const made = arena_.make_node();
        *made = node;
        made->entries = arena_.keep(kept);
        return made;
    }

    const Node* take_items(const Node& node) {
        std::vector<Child> kept;
        bool changed = false;
        path_.emplace_back(
            "[]"); // a path that no entry has: items are never removed from what was read before
        for (Child child : node.items) {
            const Node* const taken = take(*child.node);
            changed = changed || taken != child.node;
            child.node = taken;
            if (taken != nullptr) kept.push_back(child);
        }
        path_.pop_back();
        if (!changed) return &node;
        Node* const made = arena_.make_node();
        *made = node;
        made->items = arena_.keep(kept);
        return made;
    }

    yaml::Arena& arena_;
    Budget& budget_;
    Resets& resets_;
    Path path_;
};

/// Removes what the paths in [first, last) name, which agree up to `depth`; they are sorted.
const Node* remove(const Node& node, std::span<const Path> paths, std::size_t depth,
                   yaml::Arena& arena) {
    if (!node.is_mapping()) return &node;
    std::unordered_map<std::string_view, std::span<const Path>> by_key;
    for (std::size_t i = 0; i < paths.size();) {
        std::size_t end = i + 1;
        while (end < paths.size() && paths[end][depth] == paths[i][depth]) ++end;
        by_key.emplace(paths[i][depth], paths.subspan(i, end - i));
        i = end;
    }
    std::vector<Entry> kept;
    for (Entry entry : node.entries) {
        const auto found = by_key.find(entry.key->text);
        if (found != by_key.end()) {
            if (found->second.front().size() == depth + 1)
                continue; // the shortest path comes first
            entry.value.node = remove(*entry.value.node, found->second, depth + 1, arena);
        }
        kept.push_back(entry);
    }
    Node* const made = arena.make_node();
    *made = node;
    made->entries = arena.keep(kept);
    return made;
}

} // namespace

const Node* take_resets(const Node& root, yaml::Arena& arena, Budget& budget, Resets& resets) {
    const Node* const taken = ResetTaker(arena, budget, resets).take(root);
    std::ranges::sort(resets.paths);
    return taken;
}

const Node* apply_resets(const Node& root, const Resets& resets, const Path& at,
                         yaml::Arena& arena) {
    const auto is_below = [&](const Path& path) {
        return path.size() > at.size() && std::equal(at.begin(), at.end(), path.begin());
    };
    const auto first =
        std::ranges::find_if(std::ranges::lower_bound(resets.paths, at), resets.paths.end(),
                             [&](const Path& path) { return path != at; });
    const auto last = std::find_if_not(first, resets.paths.end(), is_below);
    if (first == last) return &root;
    return remove(root, std::span<const Path>(first, last), at.size(), arena);
}

bool same_value(const Node& a, const Node& b, Budget& budget) {
    if (&a == &b) return true;
    if (!take(budget.looked_at, 1)) throw TooLarge{a.at};
    if (a.kind != b.kind || a.items.size() != b.items.size() ||
        a.entries.size() != b.entries.size())
        return false;
    if (a.is_scalar()) return a.text == b.text && type_of(a) == type_of(b);
    for (std::size_t i = 0; i < a.items.size(); ++i)
        if (!same_value(*a.items[i].node, *b.items[i].node, budget)) return false;
    for (std::size_t i = 0; i < a.entries.size(); ++i) {
        const std::string_view key = a.entries[i].key->text;
        const bool same_order = b.entries[i].key->is_scalar() && b.entries[i].key->text == key;
        if (!same_order && !take(budget.looked_at, b.entries.size())) throw TooLarge{a.at};
        const Node* const other = same_order ? b.entries[i].value.node : b.get(key);
        if (other == nullptr || !same_value(*a.entries[i].value.node, *other, budget)) return false;
    }
    return true;
}

} // namespace dropcap::compose
