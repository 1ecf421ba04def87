// `include`: each entry is a project of its own, with its own folder and `.env`, copied into the
// including model (compose-go loader/include.go).

#include "parsers/compose/project.hpp"

#include "parsers/compose/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dropcap::compose {

using yaml::Child;
using yaml::Entry;
using yaml::Node;

namespace {

/// Compose has no limit. Each file of a chain reads those behind it again when it is checked
/// itself.
constexpr std::size_t most_nested = 20;

constexpr std::string_view file_is_private = "(a variable names it)";

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
    if (list == nullptr || !list->is_sequence())
        return &root; // other types are reported with the shape of the file
    std::array<Section, 2> sections{Section{"services", root}, Section{"jobs", root}};
    for (const Child& item : list->items) {
        std::string path;
        const Node* const from = included(*item.node, scope, path);
        if (from == nullptr) continue;
        for (Section& section : sections) import(*from, section, resets, path);
    }
    const Node* model = &root;
    for (const Section& section : sections) model = with_section(*model, section);
    return model;
}

Project::Section::Section(std::string_view name, const Node& root)
    : key(name), written(root.get(name)) {
    if (written == nullptr || !written->is_mapping()) return;
    entries.assign(written->entries.begin(), written->entries.end());
    for (std::size_t at = 0; at < entries.size(); ++at)
        places.try_emplace(entries[at].key->text, at);
}

/// `root` with what was taken into one of its sections.
const Node* Project::with_section(const Node& root, const Section& section) {
    if (!section.added) return &root;
    if (section.written != nullptr)
        return with_entry(root, section.key,
                          merger_.with_entries(*section.written, section.entries));
    std::vector<Entry> all(root.entries.begin(), root.entries.end());
    all.push_back(*section.added);
    all.back().value.node = merger_.with_entries(*section.added->value.node, section.entries);
    return merger_.with_entries(root, all);
}

/// What an item of `include` brings in, and the path of its first file; nothing where it cannot be
/// known or taken in.
const Node* Project::included(const Node& item, Scope& scope, std::string& main) {
    std::vector<IncludedPath> paths;
    for (const Node* path : strings_of(item.is_mapping() ? item.get("path") : &item)) {
        const Substitution* const substitution = reading_.substitution(*path);
        if (substitution != nullptr && !substitution->open.empty()) {
            document_.unchecked.push_back(
                {path->at, fmt::format("this include is not known: {}", substitution->open)});
            return nullptr;
        }
        if (is_remote(path->text)) {
            document_.unchecked.push_back(
                {path->at,
                 "this include comes from elsewhere and is not fetched: what it brings in is not checked"});
            return nullptr;
        }
        paths.push_back({join(scope.folder, path->text), path->at, reading_.is_private(*path)});
    }
    if (paths.empty()) return nullptr;
    main = paths.front().path;
    return load_included(paths, item, scope);
}

const Node* Project::load_included(const std::vector<IncludedPath>& paths, const Node& item,
                                   Scope& scope) {
    const auto& [main, at, main_is_private] = paths.front();
    const bool circle = std::ranges::find(scope.chain, main) != scope.chain.end();
    if (circle || scope.chain.size() > most_nested) {
        document_.problems.push_back(
            {at,
             circle
                 ? fmt::format("`{}` includes itself, by way of `{}`: Compose refuses the circle",
                               main, scope.chain.back())
                 : fmt::format("this chain of `include` is longer than {} files; `{}` is not read",
                               most_nested, main)});
        return nullptr;
    }
    auto made = std::make_unique<Scope>();
    const Node* const folder = item.is_mapping() ? item.get("project_directory") : nullptr;
    made->folder = folder != nullptr && folder->is_scalar() ? join(scope.folder, folder->text)
                                                            : folder_of(main);
    made->parent = &scope;
    made->chain = scope.chain;
    made->chain.push_back(main);
    made->included_at = at;
    std::string key = fmt::format("{}\n{}", static_cast<const void*>(&scope), made->folder);
    if (item.is_mapping() && item.find("env_file") != nullptr) key += "\n=";
    for (const Node* file : strings_of(item.is_mapping() ? item.get("env_file") : nullptr)) {
        made->default_env_file = false;
        if (file->text == "/dev/null") continue;
        made->env_files.push_back(join(scope.folder, file->text));
        made->env_file_places.push_back(file->at);
        made->env_files_shown.emplace_back(reading_.is_private(*file)
                                               ? file_is_private
                                               : std::string_view(made->env_files.back()));
        key += "\n=" + made->env_files.back();
    }
    std::vector<File*> files;
    for (const auto& [path, place, is_private] : paths) {
        File& file = open(path, is_private);
        if (!file.refusal.empty()) {
            complain_or_pass(file, place, "the included file", document_.problems);
            return nullptr;
        }
        note_file(file.path, ProjectFile::Role::included);
        files.push_back(&file);
        key += "\n" + path;
    }
    if (const auto known = included_.find(key); known != included_.end()) return known->second;
    scopes_.push_back(std::move(made));
    return included_[key] = load_files(files, *scopes_.back());
}

/// Compose before compose-go 2.10 refuses a name that both define unless the definitions are equal;
/// later the including file's is merged over the included one.
void Project::import(const Node& from, Section& into, const Resets& resets, std::string_view path) {
    const Entry* const theirs = from.find(into.key);
    if (theirs == nullptr || !theirs->value.node->is_mapping()) return;
    if (!into.added) into.added = theirs;
    for (const Entry& entry : theirs->value.node->entries) {
        const auto [place, is_new] = into.places.try_emplace(entry.key->text, into.entries.size());
        if (is_new) {
            into.entries.push_back(entry);
            continue;
        }
        Entry& same = into.entries[place->second];
        if (same_value(*same.value.node, *entry.value.node, reading_.budget)) continue;
        document_.problems.push_back(
            {same.key->at,
             fmt::format(
                 "`{}` is also defined by the included `{}`: Compose 2 refuses the conflict (later versions merge "
                 "this definition over the included one); extend the service, or override it in a list of `path`s",
                 entry.key->text, path)});
        const Path at{into.key, entry.key->text};
        const Node* const rest = apply_resets(*entry.value.node, resets, at, arena_);
        same.value = merger_.merge(Child{rest, Origin::written, {}}, same.value, at);
    }
}

} // namespace dropcap::compose
