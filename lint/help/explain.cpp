#include "lint/help/explain.hpp"

#include "lint/help/explain_error.hpp"
#include "lint/terminal/text.hpp"
#include "model/capability.hpp"
#include "model/engine.hpp"
#include "model/posture.hpp"
#include "model/rule.hpp"
#include "model/suggest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

namespace dropcap::help {
namespace {

std::string indented(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) out += "    ";
        out += text.substr(0, end);
        out += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string rule_page(const Rule& rule) {
    std::string out =
        fmt::format("{} ({}, {})\n\n{}.\n\n{}\n", rule.id, severity_name(rule.severity),
                    group_name(rule.group), rule.summary, rule.help);
    if (!rule.example.bad.empty())
        fmt::format_to(std::back_inserter(out), "\nFlagged ({}):\n\n{}\nNot flagged:\n\n{}",
                       rule.example.file, indented(rule.example.bad), indented(rule.example.good));
    out += "\nReferences:\n";
    for (const std::string_view reference : rule.references)
        if (!reference.empty()) fmt::format_to(std::back_inserter(out), "  {}\n", reference);
    fmt::format_to(std::back_inserter(out),
                   "\nSince dropcap {}. To accept it somewhere: `# dropcap: ignore[{}] reason`\n",
                   rule.since, rule.id);
    return out;
}

std::string default_of(Capability capability) {
    std::string held;
    for (const Engine engine : all_engines()) {
        if (!default_capabilities(engine).contains(capability)) continue;
        if (!held.empty()) held += ", ";
        held += engine_title(engine);
    }
    return held.empty() ? "no engine" : held;
}

std::string capability_page(const CapabilityInfo& about) {
    std::string out = fmt::format("CAP_{} ({} danger, number {}, Linux {})\n", about.name,
                                  tier_name(about.tier), static_cast<int>(about.id), about.since);
    const auto part = [&](std::string_view title, std::string_view text) {
        if (!text.empty()) fmt::format_to(std::back_inserter(out), "\n{}\n  {}\n", title, text);
    };
    part("Allows to", about.allows);
    part("An attacker with code execution in the container", about.abuse);
    part("Who really needs it", about.needed_by);
    part("What breaks without it", about.breaks);
    part("Instead", about.instead);
    part("Held by default on", default_of(about.id));
    part("System calls that the default seccomp profile allows only with it", about.syscalls);
    part(
        "To find out whether you need it",
        "Drop ALL, start, exercise the real work, and add back only what an error names. Verify with\n"
        "  docker inspect --format '{{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}' NAME, or grep Cap /proc/PID/status.");
    return out;
}

/// A group of rules and what it is for.
struct GroupPage {
    Group group;
    std::string_view about;
};

constexpr std::array group_pages = {
    GroupPage{Group::standard,
              "The rules that run unless --select or the setting `select` names others."},
    GroupPage{
        Group::pedantic,
        "Rules that are correct but noisy: they flag what many containers do with little risk.\n"
        "--pedantic, or `pedantic: true` in .dropcap.yaml, adds them to the default group."},
    GroupPage{
        Group::pss_baseline,
        "The rules of the Pod Security Standard Baseline of Kubernetes. They run only if they are\n"
        "selected: --extend-select pss-baseline."},
    GroupPage{
        Group::pss_restricted,
        "The rules of the Pod Security Standard Restricted of Kubernetes, which includes Baseline.\n"
        "They run only if they are selected: --extend-select pss-restricted."},
};

std::string group_page(const GroupPage& page) {
    std::vector<const Rule*> rules;
    std::ranges::copy_if(all_rules(), std::back_inserter(rules),
                         [&](const Rule* rule) { return in_group(*rule, page.group); });
    std::size_t widest = 0;
    for (const Rule* rule : rules) widest = std::max(widest, rule->id.size());
    std::string out = fmt::format("{} (group of {} {})\n\n{}\n\n", group_name(page.group),
                                  rules.size(), rules.size() == 1 ? "rule" : "rules", page.about);
    for (const Rule* rule : rules)
        fmt::format_to(std::back_inserter(out), "  {:<{}}  {:<7}  {}\n", rule->id, widest,
                       severity_name(rule->severity), rule->summary);
    return out + "\n`dropcap explain RULE` explains one of them.\n";
}

CapabilityList list_of(std::initializer_list<std::string_view> words) {
    CapabilityList list{.at = Place{}, .words = {}};
    for (const std::string_view word : words) list.words.emplace_back().value = std::string(word);
    return list;
}

/// How many capabilities a container with these lists holds on an engine.
std::string held(Engine engine, std::initializer_list<std::string_view> add,
                 std::initializer_list<std::string_view> drop) {
    Container container;
    container.add = list_of(add);
    container.drop = list_of(drop);
    const Posture posture = effective(container, engine);
    return posture.effective ? std::to_string(posture.effective->size()) : "refused";
}

/// The spellings of ALL that an engine takes for every capability.
std::string spellings_of_all(Engine engine) {
    std::string accepted;
    for (const std::string_view word : {"ALL", "all", "CAP_ALL", "cap_all"}) {
        if (read_word(engine, word).kind != WordReading::Kind::all) continue;
        if (!accepted.empty()) accepted += ", ";
        accepted += word;
    }
    return accepted;
}

std::string all_page() {
    std::string out =
        "ALL (every capability, in a list of added or dropped capabilities)\n\n"
        "Drop ALL\n"
        "  Removes every capability, also those that the engine gives by default. It is the safe start:\n"
        "  drop ALL, then add by name the few that the program needs. In Compose, for example:\n\n"
        "      cap_drop: [ALL]\n"
        "      cap_add: [NET_BIND_SERVICE]\n\n"
        "Add ALL\n"
        "  Grants every capability that the kernel has. With SYS_ADMIN, SYS_MODULE and SYS_PTRACE among\n"
        "  them, root in the container can take over the host. Name the ones that are needed instead.\n\n"
        "How many capabilities a container holds\n";
    const auto to = std::back_inserter(out);
    constexpr std::string_view row = "  {:<14} {:>11} {:>9} {:>10} {:>9} {:>10}\n";
    fmt::format_to(to, fmt::runtime(row), "", "", "", "drop ALL,", "", "add ALL,");
    fmt::format_to(to, fmt::runtime(row), "", "nothing set", "drop ALL", "add CHOWN", "add ALL",
                   "drop CHOWN");
    for (const Engine engine : all_engines())
        fmt::format_to(to, fmt::runtime(row), engine_title(engine), held(engine, {}, {}),
                       held(engine, {}, {"ALL"}), held(engine, {"CHOWN"}, {"ALL"}),
                       held(engine, {"ALL"}, {}), held(engine, {"ALL"}, {"CHOWN"}));
    out += "\nSpellings that mean every capability\n";
    for (const Engine engine : all_engines())
        fmt::format_to(to, "  {:<14} {}\n", engine_title(engine), spellings_of_all(engine));
    return out;
}

/// Every word that has a page.
std::vector<std::string_view> topics() {
    std::vector<std::string_view> words{"ALL"};
    for (const GroupPage& page : group_pages) words.push_back(group_name(page.group));
    for (const Rule* rule : all_rules()) words.push_back(rule->id);
    for (const CapabilityInfo& row : capabilities()) words.push_back(row.name);
    return words;
}

/// The suggestion for a word without a page: a capability in any spelling, else the nearest word.
std::string unknown_topic(std::string_view what) {
    const auto topics_known = topics();
    const auto meant = suggest_capability(what);
    const bool is_rule = !suggest_rule(what).empty();
    if (!meant || is_rule) return unknown_word("rule or capability", what, topics_known);
    return fmt::format("unknown rule or capability '{}'; did you mean '{}'?", what, *meant);
}

std::string markdown_table() {
    std::string out = "| rule | group | severity | finds |\n|---|---|---|---|\n";
    for (const Rule* rule : all_rules())
        fmt::format_to(std::back_inserter(out), "| [`{}`](#{}) | {} | {} | {} |\n", rule->id,
                       rule->id, group_name(rule->group), severity_name(rule->severity),
                       rule->summary);
    return out;
}

std::string_view fence_of(std::string_view file) {
    if (file.ends_with(".yaml") || file.ends_with(".yml")) return "yaml";
    if (file.ends_with(".sh")) return "sh";
    return file.ends_with(".json") ? "json" : "dockerfile";
}

void write_page(std::string& out, const Rule& rule) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "\n## {}\n\n{}, {}, since {}\n\n{}.\n\n{}\n", rule.id,
                   severity_name(rule.severity), group_name(rule.group), rule.since, rule.summary,
                   rule.help);
    const std::string_view fence = fence_of(rule.example.file);
    for (const auto& [title, text] :
         {std::pair{"Flagged", rule.example.bad}, std::pair{"Not flagged", rule.example.good}})
        if (!text.empty())
            fmt::format_to(to, "\n{} (`{}`):\n\n```{}\n{}```\n", title, rule.example.file, fence,
                           text);
    out += "\nReferences:\n\n";
    for (const std::string_view reference : rule.references)
        if (!reference.empty()) fmt::format_to(to, "- <{}>\n", reference);
}

/// docs/rules.md: a table of all rules, then a section for each.
std::string markdown_pages() {
    std::string out =
        "# Rules\n\n`dropcap rules --format pages` prints this page, `dropcap explain RULE` one section of it. The rules of the group\n"
        "`default` always run. `--pedantic` adds the group `pedantic`. The Pod Security Standards run if they are selected.\n\n";
    out += markdown_table();
    for (const Rule* rule : all_rules()) write_page(out, *rule);
    return out;
}

std::string json_list() {
    nlohmann::ordered_json rules = nlohmann::ordered_json::array();
    for (const Rule* rule : all_rules()) {
        auto references = nlohmann::ordered_json::array();
        for (const std::string_view reference : rule->references)
            if (!reference.empty()) references.push_back(reference);
        rules.push_back({{"id", rule->id},
                         {"group", group_name(rule->group)},
                         {"severity", severity_name(rule->severity)},
                         {"securitySeverity", rule->security_severity},
                         {"summary", rule->summary},
                         {"help", rule->help},
                         {"example",
                          {{"file", rule->example.file},
                           {"bad", rule->example.bad},
                           {"good", rule->example.good}}},
                         {"references", std::move(references)},
                         {"since", rule->since}});
    }
    return nlohmann::ordered_json{{"version", 1}, {"rules", std::move(rules)}}.dump(2) + "\n";
}

std::string text_list() {
    std::size_t widest = 0;
    for (const Rule* rule : all_rules()) widest = std::max(widest, rule->id.size());
    std::string out;
    for (const Rule* rule : all_rules())
        fmt::format_to(std::back_inserter(out), "{:<{}}  {:<14}  {:<7}  {}\n", rule->id, widest,
                       group_name(rule->group), severity_name(rule->severity), rule->summary);
    return out;
}

} // namespace

Result<std::string> explain(std::string_view what) {
    std::string page;
    if (const Rule* rule = find_rule(what)) page = rule_page(*rule);
    const auto* const group = std::ranges::find(
        group_pages, what, [](const GroupPage& one) { return group_name(one.group); });
    if (group != group_pages.end()) // one word may name both
        page += (page.empty() ? "" : "\n") + group_page(*group);
    if (!page.empty()) return page;
    const std::string word = normalise_word(what);
    if (word == "ALL") return all_page();
    if (const auto capability = find_capability(word)) return capability_page(info(*capability));
    if (is_error_line(what)) return explain_error(what);
    if (auto image = explain_image(what)) return *std::move(image);
    if (what.find_first_of(":/") != std::string_view::npos)
        return Error{fmt::format("no experiment is about the image '{}'", terminal::visible(what))};
    return Error{unknown_topic(what)};
}

std::string render_rules(std::string_view format) {
    if (format == "json") return json_list();
    if (format == "markdown") return markdown_table();
    if (format == "pages") return markdown_pages();
    return text_list();
}

} // namespace dropcap::help
