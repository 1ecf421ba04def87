#include "model/rule.hpp"

#include "model/suggest.hpp"

#include <algorithm>

namespace dropcap {

std::string_view group_name(Group group) {
    constexpr std::array<std::string_view, 4> names = {"default", "pedantic", "pss-baseline",
                                                       "pss-restricted"};
    return names[static_cast<std::size_t>(group)];
}

bool in_group(const Rule& rule, Group group) {
    return rule.group == group ||
           (group == Group::pss_restricted && rule.group == Group::pss_baseline);
}

const Rule* find_rule(IgnoreProblem problem) {
    const auto rules = all_rules();
    const auto found = std::ranges::find(rules, problem, &Rule::about_ignores);
    return found == rules.end() ? nullptr : *found;
}

std::string_view suggest_rule(std::string_view word) {
    std::vector<std::string_view> ids;
    for (const Rule* rule : all_rules()) ids.push_back(rule->id);
    return nearest(word, ids);
}

} // namespace dropcap
