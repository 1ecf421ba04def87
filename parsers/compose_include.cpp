// `include`: each entry is a project of its own, with its own folder and `.env`, copied into the including model
// (compose-go loader/include.go).

#include "parsers/compose_files.hpp"
#include "parsers/compose_project.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::compose {

using yaml::Child;
using yaml::Entry;
using yaml::Node;

namespace {

constexpr std::size_t most_nested = 100;

/// A string or a list of strings.
std::vector<const Node*> strings_of(const Node* node) {
    std::vector<const Node*> found;
    if (node == nullptr) return found;
    if (node->is_scalar()) found.push_back(node);
    for (const Child& item : node->items)
        if (item.node->is_scalar()) found.push_back(item.node);
    return found;
}

} // namespace

const Node* Project::include(const Node& root, const Resets& resets, Scope& scope) {
    const Node* const list = root.get("include");
    if (list == nullptr || !list->is_sequence()) return &root; // other types are told with the shape of the file
    const Node* model = &root;
    for (const Child& item : list->items) model = include_one(*item.node, *model, resets, scope);
    return model;
}

const Node* Project::include_one(const Node& item, const Node& root, const Resets& resets, Scope& scope) {
    std::vector<std::pair<std::string, Place>> paths;
    for (const Node* path : strings_of(item.is_mapping() ? item.get("path") : &item)) {
        const Substitution* const substitution = reading_.substitution(*path);
        if (substitution != nullptr && !substitution->open.empty()) {
            document_.unjudged.push_back({path->at, fmt::format("this include is not known: {}", substitution->open)});
            return &root;
        }
        if (is_remote(path->text)) {
            document_.unjudged.push_back(
                {path->at, "this include comes from elsewhere and is not fetched: what it brings in is not judged"});
            return &root;
        }
        paths.emplace_back(join(scope.folder, path->text), path->at);
    }
    if (paths.empty()) return &root;
    const Node* const from = load_included(paths, item, scope);
    if (from == nullptr) return &root;
    const Node* model = &root;
    for (const std::string_view section : {"services", "jobs"}) model = import(*from, *model, section, resets, paths.front().first);
    return model;
}

const Node* Project::load_included(const std::vector<std::pair<std::string, Place>>& paths, const Node& item, Scope& scope) {
    const auto& [main, at] = paths.front();
    const bool circle = std::ranges::find(scope.chain, main) != scope.chain.end();
    if (circle || scope.chain.size() > most_nested) {
        document_.problems.push_back(
            {at, circle ? fmt::format("`{}` includes itself, by way of `{}`: Compose refuses the circle", main, scope.chain.back())
                        : fmt::format("this chain of `include` is longer than {} files; `{}` is not read", most_nested, main)});
        return nullptr;
    }
    auto made = std::make_unique<Scope>();
    const Node* const folder = item.is_mapping() ? item.get("project_directory") : nullptr;
    made->folder = folder != nullptr && folder->is_scalar() ? join(scope.folder, folder->text) : folder_of(main);
    made->parent = &scope;
    made->chain = scope.chain;
    made->chain.push_back(main);
    std::string key = fmt::format("{}\n{}", static_cast<const void*>(&scope), made->folder);
    if (item.is_mapping() && item.find("env_file") != nullptr) key += "\n=";
    for (const Node* file : strings_of(item.is_mapping() ? item.get("env_file") : nullptr)) {
        made->default_env_file = false;
        if (file->text == "/dev/null") continue;
        made->env_files.push_back(join(scope.folder, file->text));
        made->env_file_places.push_back(file->at);
        key += "\n=" + made->env_files.back();
    }
    std::vector<File*> files;
    for (const auto& [path, place] : paths) {
        File& file = open(path);
        if (!file.refusal.empty()) {
            complain_or_pass(file, place, "the included file", document_.problems);
            return nullptr;
        }
        files.push_back(&file);
        key += "\n" + path;
    }
    if (const auto known = included_.find(key); known != included_.end()) return known->second;
    scopes_.push_back(std::move(made));
    return included_[key] = load_files(files, *scopes_.back());
}

/// Compose before compose-go 2.10 refuses a name that both define unless the definitions are equal; later the including file's is merged
/// over the included one.
const Node* Project::import(const Node& from, const Node& into, std::string_view section, const Resets& resets, std::string_view path) {
    const Node* const theirs = from.get(section);
    if (theirs == nullptr || !theirs->is_mapping()) return &into;
    const Node* const ours = into.get(section);
    std::vector<Entry> entries;
    if (ours != nullptr && ours->is_mapping()) entries.assign(ours->entries.begin(), ours->entries.end());
    for (const Entry& entry : theirs->entries) {
        const auto same = std::ranges::find_if(entries, [&](const Entry& own) { return own.key->text == entry.key->text; });
        if (same == entries.end()) {
            entries.push_back(entry);
        } else if (!same_value(*same->value.node, *entry.value.node)) {
            document_.problems.push_back(
                {same->key->at,
                 fmt::format("`{}` is also defined by the included `{}`: Compose 2 refuses the conflict (later versions merge "
                             "this definition over the included one); extend the service, or override it in a list of `path`s",
                             entry.key->text, path)});
            const Path at{section, entry.key->text};
            const Node* const rest = apply_resets(*entry.value.node, resets, at, arena_);
            same->value = merger_.merge(Child{rest, Origin::written, {}}, same->value, at);
        }
    }
    if (ours != nullptr) return with_entry(into, section, merger_.with_entries(*ours, entries));
    std::vector<Entry> sections(into.entries.begin(), into.entries.end());
    Entry added = *from.find(section);
    added.value.node = merger_.with_entries(*theirs, entries);
    sections.push_back(added);
    return merger_.with_entries(into, sections);
}

} // namespace dropcap::compose
