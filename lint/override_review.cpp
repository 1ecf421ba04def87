#include "lint/override_review.hpp"

#include "lint/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace dropcap {
namespace {

/// What each configuration's overrides had to do with the run; configurations in the order of the files.
std::vector<std::pair<const Settings*, std::vector<OverrideUse>>> uses_of(const std::vector<Outcome>& outcomes,
                                                                          std::span<const Task> tasks) {
    std::vector<std::pair<const Settings*, std::vector<OverrideUse>>> all;
    std::unordered_map<const Settings*, std::size_t> places;
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        const Settings* const settings = tasks[at].settings;
        const auto [place, is_new] = places.try_emplace(settings, all.size());
        if (is_new) all.emplace_back(settings, std::vector(settings->overrides.size(), OverrideUse::none));
        std::vector<OverrideUse>& uses = all[place->second].second;
        for (std::size_t nth = 0; nth < outcomes[at].uses.size(); ++nth) uses[nth] = std::max(uses[nth], outcomes[at].uses[nth]);
    }
    return all;
}

/// The findings about a configuration itself: overrides whose time is over, for files that were judged.
Linted expired_overrides(const Settings& settings, const std::vector<OverrideUse>& uses) {
    Linted linted;
    const Rule* const rule = find_rule("expired-ignore");
    if (std::ranges::find(settings.rules, rule) == settings.rules.end()) return linted;
    for (std::size_t at = 0; at < uses.size(); ++at) {
        const OverrideSettings& override = settings.overrides[at];
        if (!override.expired || uses[at] == OverrideUse::none) continue;
        Finding& finding = linted.findings.emplace_back();
        finding.rule = rule;
        finding.severity = rule->severity;
        finding.flag = {.at = override.said->until->at,
                        .message = fmt::format("this override ended on {}: resolve what it hid, or give it a new date",
                                               *override.said->until->known())};
    }
    return linted;
}

} // namespace

void review_overrides(const std::vector<Outcome>& outcomes, std::span<const Task> tasks, Report& report) {
    for (const auto& [settings, uses] : uses_of(outcomes, tasks)) {
        if (settings->path.empty()) continue;
        Document document;
        document.sources.push_back(settings->config.source);
        Digest digest;
        add_to_digest(digest, document, expired_overrides(*settings, uses), Wanted::records);
        std::ranges::move(digest.records, std::back_inserter(report.records));
        for (std::size_t at = 0; at < uses.size(); ++at) {
            const OverrideSettings& override = settings->overrides[at];
            if (uses[at] == OverrideUse::matched || override.expired) continue;
            const Location where = locate(*settings->config.source, override.said->at.span);
            report.remarks.push_back({where.path, "this override matched nothing in this run", where.start});
        }
    }
}

} // namespace dropcap
