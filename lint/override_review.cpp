#include "lint/override_review.hpp"

#include "lint/check/digest.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// The rules and capabilities of an override, whatever their order in the file.
std::string facet_of(const Override& override) {
    std::vector<std::string> words;
    for (const auto& rule : override.ignore)
        if (rule.known() != nullptr) words.push_back(*rule.known());
    for (const auto& allowed : override.allow)
        if (allowed.known() != nullptr) words.emplace_back(name(*allowed.known()));
    std::ranges::sort(words);
    return fmt::format("override:{}", fmt::join(words, ","));
}

Flag flag_of(const Override& override) {
    Flag flag{.at = override.until->at,
              .title = fmt::format("the override ended on {}", *override.until->known())};
    flag.label = "hides nothing any more";
    flag.notes.emplace_back("what it hid is reported again");
    flag.help = "remove it and resolve what it hid, or write a new date";
    flag.facet = facet_of(override);
    return flag;
}

/// The findings about a configuration itself: overrides whose time is over, for files that were
/// linted.
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
        finding.flag = flag_of(*override.said);
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
