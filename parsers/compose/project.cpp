// One project: files and documents in order, each interpolated, its includes taken in, its
// `extends` followed, then merged over what was read before (compose-go loader/loader.go,
// loadYamlFile).

#include "parsers/compose/project.hpp"

#include "model/ascii.hpp"
#include "parsers/compose/chosen.hpp"
#include "parsers/compose/dotenv.hpp"
#include "parsers/compose/files.hpp"
#include "parsers/compose/shape.hpp"
#include "parsers/compose/substitute.hpp"
#include "parsers/yaml/slices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::compose {

using yaml::Child;
using yaml::Entry;
using yaml::Node;

namespace {

/// Documents of one file, and files of one project: far more than anybody writes.
constexpr std::size_t most_documents = 1000;
constexpr std::size_t most_files = 500;

/// What Compose calls a project when nothing else names it: the folder's name, normalised.
std::string project_name(std::string_view folder) {
    std::string name;
    for (char c : folder.substr(folder.rfind('/') + 1)) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
        const bool inner = c == '_' || c == '-';
        if (is_lower(c) || is_digit(c) || (inner && !name.empty())) name += c;
    }
    return name;
}

/// Those of `files` that are merged over `main`, where it is the first of them.
std::optional<std::vector<std::string>> files_behind(const Source& main,
                                                     const std::vector<std::string>& files) {
    if (files.empty() || normal_path(files.front()) != normal_path(main.path()))
        return std::nullopt;
    std::vector<std::string> behind;
    for (std::size_t i = 1; i < files.size(); ++i) behind.push_back(normal_path(files[i]));
    return behind;
}

} // namespace

Project::Project(Document& document, const format::ParseOptions& options)
    : document_(document), options_(options), reading_{document},
      merger_(arena_, reading_.budget,
              [this](const Path& path, Problem problem) { complain(path, std::move(problem)); }) {}

/// Notes that the project has to do with a file, and with which of its services.
void Project::note_file(std::string_view path, ProjectFile::Role role, std::string_view service) {
    auto& services = used_[{role, std::string(path)}];
    if (!service.empty()) services.emplace(service);
}

void Project::report_files() {
    for (auto& [file, services] : used_)
        document_.project_files.push_back(
            {file.second, file.first, {services.begin(), services.end()}});
}

void Project::complain(const Path& path, Problem problem) {
    const bool of_service = path.size() > 1 && (path[0] == "services" || path[0] == "jobs");
    (of_service ? problems_of(path[1]) : document_.problems).push_back(std::move(problem));
}

File& Project::add_file(std::shared_ptr<const Source> source, bool main) {
    auto& slot = files_[source->path()];
    if (slot) return *slot;
    slot = std::make_unique<File>(
        File{.path = source->path(), .text = source->text(), .documents = {}, .refusal = {}});
    kept_.push_back(source);
    const auto index = static_cast<std::uint32_t>(document_.sources.size());
    const std::vector<yaml::Slice> slices = yaml::slices(slot->text, most_documents);
    if (slices.size() > most_documents) {
        slot->refusal = fmt::format("it holds more than {} documents", most_documents);
        slot->unread = true;
    }
    std::vector<Comment> comments;
    for (std::size_t i = 0; i < slices.size() && slot->refusal.empty(); ++i) {
        yaml::Parsed parsed =
            yaml::parse_slice(slot->text, slices[i], index, yaml::Reader::compose, arena_);
        if (main) {
            std::ranges::move(parsed.problems, std::back_inserter(document_.problems));
            std::ranges::move(parsed.unchecked, std::back_inserter(document_.unchecked));
        } else if (!parsed.problems.empty() || !parsed.unchecked.empty()) {
            slot->refusal = "it cannot be read as YAML; check it by itself";
        } else if (parsed.root != nullptr && !looks_like_compose_root(*parsed.root)) {
            slot->refusal = "it is no Compose file";
        }
        if (parsed.root != nullptr) slot->documents.push_back(parsed.root);
        std::ranges::move(parsed.comments, std::back_inserter(comments));
    }
    // A file that is none of Compose's leaves no trace: nothing of its text may be shown.
    if (!slot->refusal.empty()) return *slot;
    document_.sources.push_back(std::move(source));
    std::ranges::move(comments, std::back_inserter(document_.comments));
    return *slot;
}

File& Project::open(const std::string& path, bool is_private) {
    if (const auto known = files_.find(path); known != files_.end()) return *known->second;
    File failed{.path = path, .text = {}, .documents = {}, .refusal = {}};
    failed.is_private = is_private;
    if (!options_.read_file) {
        failed.refusal = "no other file can be read from here";
        failed.unread = true;
    } else if (files_.size() > most_files) {
        failed.refusal = fmt::format("the project has more than {} files", most_files);
        failed.unread = true;
    } else if (auto source = read_beside(options_, path); !source) {
        failed.refusal = source.error().message;
        failed.unread = is_our_own_reason(source.error());
    } else {
        const std::string real = (*source)->path();
        File& file = add_file(*source, false);
        if (real == path) return file;
        failed = file; // known by another name too
    }
    return *(files_[path] = std::make_unique<File>(std::move(failed)));
}

void Project::complain_or_pass(const File& file, Place at, std::string_view what,
                               std::vector<Problem>& problems) {
    if (file.is_private)
        document_.unchecked.push_back(
            {at, fmt::format("{} that a variable names here cannot be read", what)});
    else if (file.unread)
        document_.unchecked.push_back(
            {at, fmt::format("{} `{}` is not taken in: {}", what, file.path, file.refusal)});
    else
        problems.push_back(
            {at, fmt::format("Compose cannot take in {} `{}`: {}", what, file.path, file.refusal)});
}

/// What `docker compose up` merges over a file: those that are named behind it or else, over one
/// that it finds by itself, the first override next to it.
std::vector<std::string> Project::files_beside(const Source& main, Scope& scope) {
    if (auto named = files_behind(main, options_.compose.files)) return *std::move(named);
    if (!options_.read_file || options_.engine == Engine::swarm) return {};
    const std::vector<std::string> chosen = chosen_files(environment(scope), scope.folder).files;
    if (auto behind = files_behind(main, chosen)) return *std::move(behind);
    const auto exists = [&](const std::string& path) { return options_.read_file(path).ok(); };
    if (!is_default_name(main.path()) || std::ranges::any_of(earlier_names(main.path()), exists))
        return {};
    for (const std::string_view name : override_names) {
        const std::string path = join(folder_of(main.path()), name);
        if (!exists(path)) continue;
        if (chosen.empty()) return {path};
        note_file(path, ProjectFile::Role::left_out);
        document_.unchecked.push_back(
            {Place{},
             fmt::format("`{}` next to it is not checked: COMPOSE_FILE names other files", path)});
        break;
    }
    return {};
}

const Node* Project::load(const std::shared_ptr<const Source>& main) {
    const Node* const model = load_project(main);
    report_files();
    return model;
}

const Node* Project::load_project(const std::shared_ptr<const Source>& main) {
    scopes_.push_back(std::make_unique<Scope>());
    Scope& scope = *scopes_.back();
    scope.folder = folder_of(main->path());
    scope.env_files = options_.compose.env_files;
    scope.chain = {main->path()};
    std::vector<File*> files{&add_file(main, true)};
    if (!files.front()->refusal.empty()) {
        document_.sources.push_back(main);
        document_.problems.push_back(
            {Place{}, fmt::format("this file is not read: {}", files.front()->refusal)});
        return nullptr;
    }
    try {
        for (const std::string& path : files_beside(*main, scope)) {
            File& file = open(path);
            if (!file.refusal.empty()) {
                complain_or_pass(file, Place{}, "the override file", document_.problems);
                continue;
            }
            note_file(file.path, ProjectFile::Role::merged);
            files.push_back(&file);
        }
        return load_files(files, scope);
    } catch (const TooLarge& large) {
        document_.problems.push_back(
            {large.at,
             "aliases, extends and merges make this project too large to be checked: it grows far beyond its files"});
        return nullptr;
    }
}

const Node* Project::load_files(const std::vector<File*>& files, Scope& scope) {
    if (++loads_ > most_files) throw TooLarge{scope.included_at};
    const Node* model = nullptr;
    for (const File* file : files) {
        if (!reading_.budget.read_file(file->path, file->text.size()))
            throw TooLarge{scope.included_at};
        for (const Node* root : file->documents) model = add_document(model, *root, *file, scope);
    }
    if (model == nullptr || scope.folder.empty()) return model;
    return with_services(
        *model, [&](const Node& service) { return with_default_context(service, scope.folder); });
}

const Node* Project::add_document(const Node* model, const Node& root, const File& file,
                                  Scope& scope) {
    if (!root.is_mapping()) {
        document_.problems.push_back(
            {root.at, fmt::format("a Compose file is a mapping, and this is {}", type_of(root))});
        return model;
    }
    Resets resets;
    const Node* read = without_resets(root, file, resets);
    if (read == nullptr) return model;
    if (file.text.find('$') != std::string_view::npos)
        read = interpolate(*read, environment(scope), arena_, reading_);
    read = with_folder(*read, scope.folder);
    read = include(*read, resets, scope);
    if (model != nullptr && !resets.empty()) model = apply_resets(*model, resets, {}, arena_);
    read = extend(*read, resets, file, scope);
    if (model == nullptr) return read;
    const Node* const marked = mark_services(*read);
    return merger_.merge(Child{model, Origin::written, {}}, Child{marked, Origin::written, {}}, {})
        .node;
}

/// The document without what it resets; nullptr: it resets itself.
const Node* Project::without_resets(const Node& root, const File& file, Resets& resets) {
    const auto mentions = [&](std::string_view tag) {
        return file.text.find(tag) != std::string_view::npos;
    };
    return mentions("!reset") || mentions("!override")
               ? take_resets(root, arena_, reading_.budget, resets)
               : &root;
}

/// The services of a later file or document: what they say comes from there.
const Node* Project::mark_services(const Node& root) {
    const Node* const services = root.get("services");
    if (services == nullptr || !services->is_mapping()) return &root;
    std::vector<Entry> entries(services->entries.begin(), services->entries.end());
    for (Entry& entry : entries)
        if (entry.value.node->is_mapping())
            entry.value.node = merger_.mark(*entry.value.node, Origin::overridden, {});
    return with_entry(root, "services", merger_.with_entries(*services, entries));
}

/// `mapping` with another value for a key that it has.
const Node* Project::with_entry(const Node& mapping, std::string_view key, const Node* value) {
    std::vector<Entry> entries(mapping.entries.begin(), mapping.entries.end());
    for (Entry& entry : entries)
        if (entry.key->text == key) entry.value.node = value;
    return merger_.with_entries(mapping, entries);
}

/// `root` with every service and job as `change` returns it.
const Node* Project::with_services(const Node& root, const Change& change) {
    const Node* model = &root;
    for (const std::string_view section : {"services", "jobs"}) {
        const Node* const services = model->get(section);
        if (services == nullptr || !services->is_mapping()) continue;
        std::vector<Entry> entries(services->entries.begin(), services->entries.end());
        bool changed = false;
        for (Entry& entry : entries) {
            const Node* const service = change(*entry.value.node);
            changed = changed || service != entry.value.node;
            entry.value.node = service;
        }
        if (changed) model = with_entry(*model, section, merger_.with_entries(*services, entries));
    }
    return model;
}

/// The same services with build contexts as seen from the working directory, whatever they are
/// merged into later.
const Node* Project::with_folder(const Node& root, const std::string& folder) {
    if (folder.empty()) return &root;
    return with_services(root,
                         [&](const Node& service) { return with_build_folder(service, folder); });
}

/// A build that names no context has the project's folder, after everything is merged.
const Node* Project::with_default_context(const Node& service, const std::string& folder) {
    const Entry* const build = service.find("build");
    if (build == nullptr || !build->value.node->is_mapping() ||
        build->value.node->find("context") != nullptr)
        return &service;
    Node* const key = arena_.make_node();
    key->kind = Node::Kind::scalar;
    key->at = build->key->at;
    Node* const value = arena_.make_node();
    *value = *key;
    key->text = "context";
    value->text = arena_.keep(folder);
    std::vector<Entry> entries(build->value.node->entries.begin(),
                               build->value.node->entries.end());
    entries.push_back(
        {.key = key, .value = Child{value, Origin::written, {}}, .at = build->key->at});
    return with_entry(service, "build", merger_.with_entries(*build->value.node, entries));
}

const Node* Project::with_build_folder(const Node& service, const std::string& folder) {
    const Node* const build = service.get("build");
    if (build == nullptr) return &service;
    const Node* const context = build->is_mapping() ? build->get("context") : build;
    if (context == nullptr || !is_string(*context) || context->text.starts_with('/') ||
        is_remote(context->text))
        return &service;
    Node* const seen = arena_.make_node();
    *seen = *context;
    seen->text = arena_.keep(join(folder, context->text));
    if (const Substitution* const substitution = reading_.substitution(*context))
        reading_.substitutions.emplace(seen, Substitution(*substitution));
    return with_entry(service, "build",
                      build->is_mapping() ? with_entry(*build, "context", seen) : seen);
}

const Environment& Project::environment(Scope& scope) {
    if (scope.environment) return *scope.environment;
    scope.environment.emplace();
    Environment& made = *scope.environment;
    if (scope.parent != nullptr) {
        made.look_first_in(environment(*scope.parent));
    } else {
        for (const auto& [name, value] : options_.compose.environment)
            made.set(name, {value, "given by --env", {}});
        if (options_.nameless)
            made.set_others({{},
                             "set in an unknown place",
                             "standard input without a name has no `.env` next to it "
                             "(--stdin-filename gives it a name)"});
    }
    if (options_.engine == Engine::swarm && scope.env_files.empty())
        return made; // docker stack deploy reads no .env
    Environment read;
    for (std::size_t i = 0; i < scope.env_files.size(); ++i) {
        const bool is_placed = i < scope.env_file_places.size();
        read_env_file(scope.env_files[i],
                      {is_placed ? scope.env_file_places[i] : Place{},
                       is_placed ? scope.env_files_shown[i] : scope.env_files[i]},
                      made, read);
    }
    if (scope.env_files.empty() && scope.default_env_file) {
        const std::string path = join(scope.folder, ".env");
        read_env_file(path, {std::nullopt, path}, made, read);
    }
    made.add(read);
    const std::string name = project_name(scope.folder);
    made.set("COMPOSE_PROJECT_NAME",
             {name, "the project's name", name.empty() ? "that is not written in the files" : ""});
    return made;
}

/// Nothing of the file's text goes into a message: it holds what people do not want to be shown.
void Project::read_env_file(const std::string& path, const EnvFileName& named,
                            const Environment& given, Environment& read) {
    if (!options_.read_file) return;
    auto source = read_beside(options_, path);
    const Place at = named.at.value_or(Place{});
    if (!source) {
        const auto& [why, code] = source.error();
        if (!named.at && (code == ErrorCode::no_such_file || code == ErrorCode::is_a_folder))
            return; // a `.env` that no one names need not be there
        const std::string reason = named.shown == path ? why : "it cannot be read";
        if (!named.at || is_our_own_reason(source.error()))
            document_.unchecked.push_back(
                {at,
                 fmt::format("the environment file `{}` is not read: {}", named.shown, reason)});
        else
            document_.problems.push_back(
                {at, fmt::format("Compose cannot read the environment file `{}`: {}", named.shown,
                                 reason)});
        return;
    }
    if (!reading_.budget.read_file(path, (*source)->text().size())) throw TooLarge{at};
    const std::string error =
        read_dotenv((*source)->text(), fmt::format("set in {}", named.shown), given, read);
    if (!error.empty())
        document_.problems.push_back(
            {at,
             fmt::format("Compose cannot read the environment file `{}`: {}", named.shown, error)});
}

} // namespace dropcap::compose
