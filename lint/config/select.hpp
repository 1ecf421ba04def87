#pragma once
// Which rules run.

#include "model/result.hpp"
#include "model/rule.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::config {

/// What to run: rules in any order.
using RuleSet = std::vector<const Rule*>;

/// What was asked for: ids, groups (default, pedantic, pss-baseline, pss-restricted) and ALL.
struct Selection {
    std::vector<std::string> select; ///< empty: the default group
    std::vector<std::string> extend;
    std::vector<std::string> ignore;
    bool pedantic = false;
    bool strict = false; ///< adds the rules that are errors then
};

/// The rules that `word` names: one, those of a group, or all. Fails on any other word, with a
/// suggestion.
[[nodiscard]] Result<std::vector<const Rule*>> rules_named(std::string_view word);

/// The words that name rules, sorted: every id, every group and ALL.
[[nodiscard]] std::vector<std::string_view> rule_words();

/// The rules that run, sorted by id. What is ignored wins over what is selected; an id given by
/// name wins over its group. Fails on a word that is neither a rule nor a group, with a suggestion.
[[nodiscard]] Result<std::vector<const Rule*>> select_rules(const Selection& selection);

/// Rules that would run if none were ignored, and whose findings make others superfluous: what is
/// ignored is accepted, and accepting something adds no findings. Empty where select_rules() fails.
[[nodiscard]] std::vector<const Rule*> covering_rules(const Selection& selection);

} // namespace dropcap::config
