// `extends`: a service merged over a copy of another one, of the same file or of another
// (compose-go loader/extends.go). Chains are followed with a list of links, not by recursion: their
// length is up to the file's author.

#include "parsers/compose/project.hpp"

#include "parsers/compose/files.hpp"
#include "parsers/compose/substitute.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::compose {

using yaml::Child;
using yaml::Entry;
using yaml::Node;

namespace {

/// Compose has no limit; each link copies what the ones before it say.
constexpr std::size_t most_links = 100;
/// Each file of a chain reads those behind it again when it is checked itself.
constexpr std::size_t most_files_in_chain = 20;

/// Whether a chain goes on for longer than is followed; `via` names the service that is one too
/// many.
bool is_too_long(Place via, std::size_t links, std::size_t files, std::vector<Problem>& problems) {
    if (links > most_links)
        problems.push_back(
            {via, fmt::format("this chain of `extends` is longer than {} services", most_links)});
    else if (files > most_files_in_chain)
        problems.push_back(
            {via, fmt::format("this chain of `extends` goes through more than {} files",
                              most_files_in_chain)});
    return links > most_links || files > most_files_in_chain;
}

Child written(const Node* node) { return Child{node, Origin::written, {}}; }

} // namespace

const Entry* Project::Services::find(std::string_view name) {
    if (by_name.empty())
        for (const Entry& entry : mapping->entries)
            if (entry.key->is_scalar())
                by_name.insert_or_assign(entry.key->text, &entry); // the last of equals counts
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

const Node* Project::extend(const Node& root, const Resets& resets, const File& file,
                            Scope& scope) {
    const Node* model = &root;
    for (const std::string_view section : {"services", "jobs"}) {
        const Node* const mapping = model->get(section);
        if (mapping == nullptr || !mapping->is_mapping()) continue;
        Services services{.mapping = mapping,
                          .path = file.path,
                          .folder = scope.folder,
                          .resets = resets,
                          .done = {}};
        std::vector<Entry> entries(mapping->entries.begin(), mapping->entries.end());
        bool changed = false;
        for (Entry& entry : entries) {
            const Child resolved = resolve(services, entry, scope);
            changed = changed || resolved.node != entry.value.node;
            entry.value = resolved;
        }
        if (changed) model = with_entry(*model, section, merger_.with_entries(*mapping, entries));
    }
    return model;
}

Child Project::resolve(Services& services, const Entry& head, Scope& scope) {
    std::vector<Link> chain{{&services, head.key->text, head.value, head.key->at, {}}};
    std::optional<Done> base = follow(chain, problems_of(head.key->text), scope);
    for (; !chain.empty(); chain.pop_back()) {
        const Link& link = chain.back();
        Done done{.service = link.service, .root_name = link.name, .root_at = link.name_at};
        if (base && base->service.node->is_mapping())
            done = {.service = extended(link, base->service),
                    .links = base->links + 1,
                    .files = base->files + (link.leaves_file ? 1 : 0),
                    .root_name = base->root_name,
                    .root_at = base->root_at};
        link.services->done.insert_or_assign(link.name, done);
        base = done;
    }
    if (base->links > 0)
        reading_.extended.insert_or_assign(
            std::string(head.key->text),
            SharedSettings{"`" + std::string(base->root_name) + "`", base->root_at});
    return base->service;
}

/// Adds to `chain` what its last service extends, up to one that is done, which is returned, or one
/// that extends nothing.
std::optional<Project::Done> Project::follow(std::vector<Link>& chain,
                                             std::vector<Problem>& problems, Scope& scope) {
    std::size_t files = 0;
    for (;;) {
        Link& last = chain.back();
        if (const auto done = last.services->done.find(last.name);
            done != last.services->done.end()) {
            chain.pop_back();
            const Done& base = done->second;
            if (!chain.empty() && is_too_long(chain.back().via, chain.size() + base.links,
                                              files + base.files, problems))
                return std::nullopt;
            return base;
        }
        const std::optional<Link> next = next_link(last, problems, scope);
        if (!next) return std::nullopt;
        const auto is_next = [&](const Link& link) {
            return link.services == next->services && link.name == next->name;
        };
        if (std::ranges::any_of(chain, is_next)) {
            problems.push_back(
                {last.via,
                 fmt::format("`{}` extends itself, by way of `{}`: Compose refuses the circle",
                             next->name, last.name)});
            return std::nullopt;
        }
        files += last.leaves_file ? 1 : 0;
        if (is_too_long(last.via, chain.size(), files, problems)) return std::nullopt;
        chain.push_back(*next);
    }
}

/// What `link` extends; fills in the word that names it. Nothing when it extends nothing or Compose
/// could not.
std::optional<Project::Link> Project::next_link(Link& link, std::vector<Problem>& problems,
                                                Scope& scope) {
    const auto extends = read_extends(link, problems);
    if (!extends) return std::nullopt;
    link.via = extends->via;
    Services* base = link.services;
    if (extends->file != nullptr) {
        const std::string_view path = extends->file->text;
        if (is_remote(path)) {
            document_.unchecked.push_back(
                {extends->file->at,
                 "this file comes from elsewhere and is not fetched: what is extended is not checked"});
            return std::nullopt;
        }
        base = base_services(join(link.services->folder, path),
                             {extends->file->at, reading_.is_private(*extends->file)}, problems,
                             scope);
        if (base == nullptr) return std::nullopt;
    }
    const Entry* const found = base->find(extends->service);
    if (found == nullptr) {
        problems.push_back({extends->service_node->at,
                            fmt::format("Compose cannot extend `{}`: `{}` has no such service",
                                        reading_.shown(*extends->service_node), base->path)});
        return std::nullopt;
    }
    link.leaves_file = base != link.services;
    if (base->elsewhere) note_file(base->path, ProjectFile::Role::extended, extends->service);
    return Link{base, found->key->text, found->value, found->key->at, {}};
}

std::optional<Project::Extends> Project::read_extends(const Link& link,
                                                      std::vector<Problem>& problems) {
    const Node* const service = link.service.node;
    const Entry* const entry = service->find("extends");
    if (entry == nullptr || options_.engine == Engine::swarm) return std::nullopt;
    const Node& value = *entry->value.node;
    const Node* const name = value.is_mapping() ? value.get("service") : &value;
    const Node* file = value.is_mapping() ? value.get("file") : nullptr;
    if (file != nullptr && file->is_null()) file = nullptr; // as if it were not there
    if (name == nullptr || !is_string(*name) || (file != nullptr && !is_string(*file))) {
        problems.push_back(
            {value.at,
             "`extends` is a service's name, or a mapping with `service` and `file`, both strings"});
        return std::nullopt;
    }
    for (const Node* const part : {name, file}) {
        const Substitution* const substitution =
            part == nullptr ? nullptr : reading_.substitution(*part);
        if (substitution == nullptr || substitution->open.empty()) continue;
        document_.unchecked.push_back(
            {part->at, fmt::format("what is extended is not known: {}", substitution->open)});
        return std::nullopt;
    }
    return Extends{name->text, name, file,
                   entry->value.origin == Origin::written ? name->at : entry->value.via};
}

Project::Services* Project::base_services(const std::string& path, const FileWord& word,
                                          std::vector<Problem>& problems, Scope& scope) {
    const Place at = word.at;
    auto& slot = bases_[{path, &scope}];
    if (slot) return slot.get();
    const File& file = open(path, word.is_private);
    if (!file.refusal.empty()) {
        complain_or_pass(file, at, "the file", problems);
        return nullptr;
    }
    if (!reading_.budget.read_file(file.path, file.text.size())) throw TooLarge{at};
    const std::string folder = folder_of(path);
    auto made = std::make_unique<Services>(Services{.mapping = nullptr,
                                                    .path = file.path,
                                                    .folder = folder,
                                                    .resets = {},
                                                    .elsewhere = true,
                                                    .done = {}});
    const Node* model = nullptr;
    for (const Node* root : file.documents) {
        made->resets = {};
        const Node* read = without_resets(*root, file, made->resets);
        if (read == nullptr) continue;
        read = with_folder(*interpolate(*read, environment(scope), arena_, reading_), folder);
        if (model != nullptr) model = apply_resets(*model, made->resets, {}, arena_);
        model = model == nullptr ? read : merger_.merge(written(model), written(read), {}).node;
    }
    made->mapping = model == nullptr ? nullptr : model->get("services");
    if (made->mapping == nullptr || !made->mapping->is_mapping()) {
        problems.push_back(
            {at, fmt::format("Compose cannot extend a service of `{}`: the file has no `services`",
                             path)});
        return nullptr;
    }
    slot = std::move(made);
    return slot.get();
}

/// The service merged over what it extends. `!reset` in its own document takes away from what is
/// extended, too.
Child Project::extended(const Link& link, const Child& base) {
    if (!link.service.node->is_mapping()) return link.service;
    const Path at{"services", link.name};
    const Node* const rest = apply_resets(*base.node, link.services->resets, at, arena_);
    const Node* const marked = merger_.mark(*rest, Origin::extended, link.via);
    const Child merged = merger_.merge(written(marked), link.service, at);
    std::vector<Entry> entries(merged.node->entries.begin(), merged.node->entries.end());
    std::erase_if(entries, [](const Entry& entry) { return entry.key->text == "extends"; });
    return written(merger_.with_entries(*merged.node, entries));
}

} // namespace dropcap::compose
