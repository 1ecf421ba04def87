#include "lint/config/select.hpp"

#include "model/suggest.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace dropcap::config {
namespace {

constexpr std::array groups = {Group::standard, Group::pedantic, Group::pss_baseline,
                               Group::pss_restricted};

std::optional<Group> find_group(std::string_view word) {
    const auto* const found = std::ranges::find(groups, word, group_name);
    return found == groups.end() ? std::nullopt : std::optional(*found);
}

/// Adds what `words` name to `chosen`; the first unknown word is the error.
std::optional<Error> choose(const std::vector<std::string>& words,
                            std::vector<const Rule*>& chosen) {
    for (const std::string& word : words) {
        const auto named = rules_named(word);
        if (!named) return named.error();
        chosen.insert(chosen.end(), named->begin(), named->end());
    }
    return std::nullopt;
}

} // namespace

Result<std::vector<const Rule*>> rules_named(std::string_view word) {
    std::vector<const Rule*> named;
    const auto group = find_group(word);
    for (const Rule* rule : all_rules())
        if (word == "ALL" || word == rule->id || (group && in_group(*rule, *group)))
            named.push_back(rule);
    if (named.empty()) return Error{unknown_word("rule", word, rule_words())};
    return named;
}

std::vector<std::string_view> rule_words() {
    std::vector<std::string_view> words{"ALL"};
    for (const Rule* rule : all_rules()) words.push_back(rule->id);
    for (const Group group : groups) words.push_back(group_name(group));
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end()); // some name a rule and a group
    return words;
}

Result<std::vector<const Rule*>> select_rules(const Selection& selection) {
    std::vector<std::string> wanted =
        selection.select.empty() ? std::vector<std::string>{"default"} : selection.select;
    wanted.insert(wanted.end(), selection.extend.begin(), selection.extend.end());
    for (const Rule* rule : all_rules())
        if (rule->always_runs || (selection.strict && rule->strict)) wanted.emplace_back(rule->id);
    if (selection.pedantic) wanted.emplace_back("pedantic");
    std::vector<const Rule*> chosen;
    std::vector<const Rule*> ignored;
    if (auto error = choose(wanted, chosen)) return *error;
    if (auto error = choose(selection.ignore, ignored)) return *error;
    std::ranges::sort(chosen, {}, &Rule::id);
    chosen.erase(std::ranges::unique(chosen).begin(), chosen.end());
    std::erase_if(chosen, [&](const Rule* rule) {
        return std::ranges::find(ignored, rule) != ignored.end();
    });
    return chosen;
}

std::vector<const Rule*> covering_rules(const Selection& selection) {
    if (selection.ignore.empty()) return {};
    Selection all = selection;
    all.ignore.clear();
    const auto run = select_rules(selection);
    auto covering = select_rules(all);
    if (!run || !covering) return {};
    std::erase_if(*covering, [&](const Rule* rule) {
        return rule->covers == Topic::other || std::ranges::find(*run, rule) != run->end();
    });
    return *std::move(covering);
}

} // namespace dropcap::config
