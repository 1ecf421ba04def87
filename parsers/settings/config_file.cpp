// `.dropcap.yaml` → Config. Unknown keys and wrong types are problems with a place: a slip must not
// switch a check off.

#include "parsers/settings/config_file.hpp"
#include "model/config.hpp"
#include "model/suggest.hpp"
#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/tree.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <span>

namespace dropcap::settings {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Reader;

/// Where a key's value goes: one row a key is the whole grammar.
template <class Target>
struct Key {
    std::string_view name;
    void (*read)(Config& config, Target& target, const Entry& entry);
};

void problem(Config& config, Place at, std::string message) {
    config.problems.push_back({at, std::move(message)});
}

template <class T>
Fact<T> fact(const Node& node, T value) {
    return {.value = std::move(value), .at = node.at, .entry = node.at};
}

/// What may have been meant by `word`: the setting nearest to it, else all there are.
template <class Target>
std::string known_instead(std::string_view word, std::span<const Key<Target>> keys) {
    std::vector<std::string_view> names;
    for (const auto& known : keys) names.push_back(known.name);
    if (const auto meant = nearest(word, names); !meant.empty()) return did_you_mean(meant);
    return fmt::format("; it has {}", fmt::join(names, ", "));
}

template <class Target>
void read_mapping(Config& config, Target& target, const Node& node,
                  std::span<const Key<Target>> keys, std::string_view what) {
    if (!node.is_mapping())
        return problem(config, node.at,
                       fmt::format("{} is a mapping of settings, not {}", what,
                                   yaml::describe(node, Reader::compose)));
    for (const Entry& entry : node.entries) {
        const auto key = std::ranges::find(keys, entry.key->text, &Key<Target>::name);
        if (key != keys.end()) {
            key->read(config, target, entry);
            continue;
        }
        problem(config, entry.key->at,
                fmt::format("{} has no setting `{}`{}", what, entry.key->text,
                            known_instead(entry.key->text, keys)));
    }
}

void read_strings(Config& config, std::vector<Fact<std::string>>& target, const Entry& entry) {
    const Node& list = *entry.value.node;
    if (list.is_scalar()) return target.push_back(fact(list, std::string(list.text)));
    if (!list.is_sequence())
        return problem(config, list.at, fmt::format("`{}` is a list of words", entry.key->text));
    for (const yaml::Child& item : list.items) {
        if (item.node->is_scalar())
            target.push_back(fact(*item.node, std::string(item.node->text)));
        else
            problem(config, item.node->at, fmt::format("`{}` is a list of words", entry.key->text));
    }
}

void read_string(Config& config, MaybeFact<std::string>& target, const Entry& entry) {
    const Node& node = *entry.value.node;
    if (node.is_scalar() && !node.text.empty())
        target = fact(node, std::string(node.text));
    else
        problem(config, node.at,
                fmt::format("`{}` is a text, not {}", entry.key->text,
                            yaml::describe(node, Reader::compose)));
}

void read_bool(Config& config, MaybeFact<bool>& target, const Entry& entry) {
    const Node& node = *entry.value.node;
    if (const auto value = yaml::as_bool(node, Reader::compose))
        target = fact(node, *value);
    else
        problem(config, node.at, fmt::format("`{}` is true or false", entry.key->text));
}

void read_engine(Config& config, MaybeFact<Engine>& target, const Entry& entry) {
    const Node& node = *entry.value.node;
    if (const auto engine = find_engine(node.text))
        target = fact(node, *engine);
    else
        problem(config, node.at, "`engine` is " + alternatives(engine_names()));
}

void read_fail_on(Config& config, MaybeFact<std::string>& target, const Entry& entry) {
    constexpr std::array<std::string_view, 4> words = {"error", "warning", "note", "never"};
    const Node& node = *entry.value.node;
    if (std::ranges::find(words, node.text) != words.end())
        target = fact(node, std::string(node.text));
    else
        problem(config, node.at, "`fail-on` is error, warning, note or never");
}

void read_scan(Config& config, std::vector<Fact<std::string>>& target, const Entry& entry) {
    constexpr std::array<std::string_view, 4> words = {"scripts", "ci", "docs", "all"};
    read_strings(config, target, entry);
    for (const Fact<std::string>& word : target)
        if (std::ranges::find(words, *word.known()) == words.end())
            problem(config, word.at, "`scan` is scripts, ci, docs or all");
}

void read_severities(Config& config, std::vector<SeveritySetting>& target, const Entry& entry) {
    const Node& node = *entry.value.node;
    if (!node.is_mapping())
        return problem(config, node.at,
                       "`severity` is a mapping of rule to error, warning or note");
    for (const Entry& row : node.entries) {
        const auto severity = find_severity(row.value.node->text);
        if (severity)
            target.push_back({fact(*row.key, std::string(row.key->text)), *severity});
        else
            problem(config, row.value.node->at, "a severity is error, warning or note");
    }
}

void read_capabilities(Config& config, std::vector<Fact<Capability>>& target, const Entry& entry) {
    std::vector<Fact<std::string>> words;
    read_strings(config, words, entry);
    for (const auto& word : words) {
        const std::string name = normalise_word(*word.known());
        if (const auto capability = find_capability(name)) {
            target.push_back({.value = *capability, .at = word.at, .entry = word.entry});
            continue;
        }
        const auto meant = suggest_capability(name);
        problem(config, word.at,
                fmt::format("there is no capability `{}`{}", name,
                            meant ? fmt::format("; did you mean `{}`?", *meant) : ""));
    }
}

constexpr auto override_keys = std::to_array<Key<Override>>({
    {"files", [](Config& c, Override& o, const Entry& e) { read_strings(c, o.files, e); }},
    {"containers",
     [](Config& c, Override& o, const Entry& e) { read_strings(c, o.containers, e); }},
    {"images", [](Config& c, Override& o, const Entry& e) { read_strings(c, o.images, e); }},
    {"ignore", [](Config& c, Override& o, const Entry& e) { read_strings(c, o.ignore, e); }},
    {"extend-select",
     [](Config& c, Override& o, const Entry& e) { read_strings(c, o.extend_select, e); }},
    {"severity", [](Config& c, Override& o, const Entry& e) { read_severities(c, o.severity, e); }},
    {"allow", [](Config& c, Override& o, const Entry& e) { read_capabilities(c, o.allow, e); }},
    {"engine", [](Config& c, Override& o, const Entry& e) { read_engine(c, o.engine, e); }},
    {"reason", [](Config& c, Override& o, const Entry& e) { read_string(c, o.reason, e); }},
    {"until", [](Config& c, Override& o, const Entry& e) { read_string(c, o.until, e); }},
});

bool changes_something(const Override& override) {
    return !override.ignore.empty() || !override.extend_select.empty() ||
           !override.severity.empty() || !override.allow.empty() || override.engine;
}

void check_override(Config& config, const Override& override) {
    if (override.files.empty() && override.containers.empty() && override.images.empty())
        problem(config, override.at,
                "an override says what it is for: `files`, `containers` or `images`");
    if (!changes_something(override))
        problem(
            config, override.at,
            "this override changes nothing: give it `ignore`, `allow`, `severity`, `extend-select` or `engine`");
    if ((!override.ignore.empty() || !override.allow.empty()) && !override.reason)
        problem(config, override.at,
                "an override that ignores rules or allows capabilities says why: add a `reason`");
    if (override.engine && !(override.containers.empty() && override.images.empty()))
        problem(config, override.engine->at,
                "`engine` is set for whole files, not for containers or images");
}

void read_overrides(Config& config, Config& target, const Entry& entry) {
    const Node& node = *entry.value.node;
    if (!node.is_sequence()) return problem(config, node.at, "`overrides` is a list");
    for (const yaml::Child& item : node.items) {
        Override override;
        override.at = item.node->at;
        const std::size_t before = config.problems.size();
        read_mapping(config, override, *item.node, std::span<const Key<Override>>(override_keys),
                     "an override");
        if (config.problems.size() == before)
            check_override(config, override); // what was misread may not be missing
        target.overrides.push_back(std::move(override));
    }
}

void read_variables(Config& config, ProjectSetting& target, const Entry& entry) {
    const Node& node = *entry.value.node;
    if (!node.is_mapping())
        return problem(config, node.at, "`env` is a mapping of variables to values");
    for (const Entry& row : node.entries) {
        if (row.value.node->is_scalar())
            target.environment.emplace_back(fact(*row.key, std::string(row.key->text)),
                                            std::string(row.value.node->text));
        else
            problem(config, row.value.node->at, "the value of a variable is a text");
    }
}

constexpr auto project_keys = std::to_array<Key<ProjectSetting>>({
    {"files", [](Config& c, ProjectSetting& p, const Entry& e) { read_strings(c, p.files, e); }},
    {"env-file",
     [](Config& c, ProjectSetting& p, const Entry& e) { read_strings(c, p.env_files, e); }},
    {"env", read_variables},
});

void read_projects(Config& config, Config& target, const Entry& entry) {
    const Node& node = *entry.value.node;
    if (!node.is_sequence()) return problem(config, node.at, "`projects` is a list");
    for (const yaml::Child& item : node.items) {
        ProjectSetting project;
        project.at = item.node->at;
        const std::size_t before = config.problems.size();
        read_mapping(config, project, *item.node,
                     std::span<const Key<ProjectSetting>>(project_keys), "a project");
        if (config.problems.size() == before && project.files.empty())
            problem(config, project.at, "a project has `files`: its Compose files, in order");
        target.projects.push_back(std::move(project));
    }
}

constexpr auto config_keys = std::to_array<Key<Config>>({
    {"select", [](Config& c, Config& t, const Entry& e) { read_strings(c, t.select, e); }},
    {"extend-select",
     [](Config& c, Config& t, const Entry& e) { read_strings(c, t.extend_select, e); }},
    {"ignore", [](Config& c, Config& t, const Entry& e) { read_strings(c, t.ignore, e); }},
    {"severity", [](Config& c, Config& t, const Entry& e) { read_severities(c, t.severity, e); }},
    {"include", [](Config& c, Config& t, const Entry& e) { read_strings(c, t.include, e); }},
    {"exclude", [](Config& c, Config& t, const Entry& e) { read_strings(c, t.exclude, e); }},
    {"pedantic", [](Config& c, Config& t, const Entry& e) { read_bool(c, t.pedantic, e); }},
    {"engine", [](Config& c, Config& t, const Entry& e) { read_engine(c, t.engine, e); }},
    {"fail-on", [](Config& c, Config& t, const Entry& e) { read_fail_on(c, t.fail_on, e); }},
    {"strict", [](Config& c, Config& t, const Entry& e) { read_bool(c, t.strict, e); }},
    {"stage", [](Config& c, Config& t, const Entry& e) { read_string(c, t.stage, e); }},
    {"scan", [](Config& c, Config& t, const Entry& e) { read_scan(c, t.scan, e); }},
    {"baseline", [](Config& c, Config& t, const Entry& e) { read_string(c, t.baseline, e); }},
    {"overrides", read_overrides},
    {"projects", read_projects},
});

} // namespace

ConfigKeys config_keys_known() {
    ConfigKeys known;
    for (const auto& key : config_keys) known.configuration.push_back(key.name);
    for (const auto& key : override_keys) known.override.push_back(key.name);
    for (const auto& key : project_keys) known.project.push_back(key.name);
    return known;
}

Config parse_config(std::shared_ptr<const Source> source) {
    Config config;
    config.source = std::move(source);
    const std::string_view text = config.source->text();
    yaml::Arena arena;
    const auto slices = yaml::slices(text);
    for (const yaml::Slice& slice : slices) {
        yaml::Parsed parsed = yaml::parse_slice(text, slice, 0, Reader::compose, arena);
        std::ranges::move(parsed.problems, std::back_inserter(config.problems));
        for (const Unchecked& part : parsed.unchecked)
            problem(config, part.at, "a template is no configuration: " + part.reason);
        if (parsed.root == nullptr || parsed.root->is_null()) continue;
        if (&slice != &slices.front())
            problem(config, parsed.root->at, "a configuration is one YAML document");
        else
            read_mapping(config, config, *parsed.root, std::span<const Key<Config>>(config_keys),
                         "the configuration");
    }
    return config;
}

} // namespace dropcap::settings
