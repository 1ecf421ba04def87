#include "lint/help/explain.hpp"

#include "model/engine.hpp"
#include "model/rule.hpp"
#include "model/suggest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

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
    if (const Rule* rule = find_rule(what)) return rule_page(*rule);
    if (const auto capability = find_capability(normalise_word(what)))
        return capability_page(info(*capability));
    const auto meant = suggest_capability(what);
    const std::string_view rule = suggest_rule(what);
    return Error{fmt::format("there is no rule or capability '{}'{}", what,
                             did_you_mean(rule.empty() && meant ? *meant : rule))};
}

std::string render_rules(std::string_view format) {
    if (format == "json") return json_list();
    if (format == "markdown") return markdown_table();
    if (format == "pages") return markdown_pages();
    return text_list();
}

} // namespace dropcap::help
