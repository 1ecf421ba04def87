#include "lint/override_review.hpp"

#include "lint/check/digest.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace dropcap {
namespace {

/// What each configuration's overrides had to do with the run; configurations in the order of the
/// files.
std::vector<std::pair<const config::Settings*, std::vector<config::OverrideUse>>>
uses_of(const std::vector<check::Outcome>& outcomes, std::span<const check::Task> tasks) {
    std::vector<std::pair<const config::Settings*, std::vector<config::OverrideUse>>> all;
    std::unordered_map<const config::Settings*, std::size_t> places;
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        const config::Settings* const settings = tasks[at].settings;
        const auto [place, is_new] = places.try_emplace(settings, all.size());
        if (is_new)
            all.emplace_back(settings,
                             std::vector(settings->overrides.size(), config::OverrideUse::none));
        std::vector<config::OverrideUse>& uses = all[place->second].second;
        for (std::size_t nth = 0; nth < outcomes[at].uses.size(); ++nth)
            uses[nth] = std::max(uses[nth], outcomes[at].uses[nth]);
    }
    return all;
}

/// The findings about a configuration itself: overrides whose time is over, for files that were
/// judged.
check::Linted expired_overrides(const config::Settings& settings,
                                const std::vector<config::OverrideUse>& uses) {
    check::Linted linted;
    const Rule* const rule = find_rule(IgnoreProblem::expired);
    if (std::ranges::find(settings.rules, rule) == settings.rules.end()) return linted;
    for (std::size_t at = 0; at < uses.size(); ++at) {
        const config::OverrideSettings& override = settings.overrides[at];
        if (!override.expired || uses[at] == config::OverrideUse::none) continue;
        Finding& finding = linted.findings.emplace_back();
        finding.rule = rule;
        finding.severity = rule->severity;
        const std::string& day = *override.said->until->known();
        finding.flag = {.at = override.said->until->at,
                        .title = concat({"this override ended on ", day}),
                        .help = "resolve what it hid, or give it a new date",
                        .facet = concat({"override until ", day})};
    }
    return linted;
}

} // namespace

void review_overrides(const std::vector<check::Outcome>& outcomes,
                      std::span<const check::Task> tasks, report::Report& report) {
    for (const auto& [settings, uses] : uses_of(outcomes, tasks)) {
        if (settings->path.empty()) continue;
        Document document;
        document.sources.push_back(settings->config.source);
        check::Digest digest;
        check::add_to_digest(digest, document, expired_overrides(*settings, uses),
                             check::Wanted::records);
        std::ranges::move(digest.records, std::back_inserter(report.records));
        for (std::size_t at = 0; at < uses.size(); ++at) {
            const config::OverrideSettings& override = settings->overrides[at];
            if (uses[at] == config::OverrideUse::matched || override.expired) continue;
            const terminal::Location where =
                terminal::locate(*settings->config.source, override.said->at.span);
            report.remarks.push_back(
                {where.path, "this override matched nothing in this run", where.start});
        }
    }
}

} // namespace dropcap
