#include "lint/check/lint_document.hpp"

#include "model/concat.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace dropcap::check {
namespace {

/// How lists name the container. Baselines keep it, so it is never reworded.
std::string subject_of(const Container& container) {
    return container.object.empty() ? container.name
                                    : concat({container.object, ", container ", container.name});
}

Finding stamp(const Rule& rule, Flag flag) {
    Finding finding;
    finding.rule = &rule;
    finding.severity = flag.severity.value_or(rule.severity);
    finding.flag = std::move(flag);
    return finding;
}

std::vector<Finding> ask_rules(const Document& document, std::span<const Case> cases,
                               std::span<const Rule* const> rules) {
    std::vector<Finding> findings;
    std::vector<Flag> flags;
    for (const Rule* rule : rules) {
        if (rule->check_document != nullptr) {
            rule->check_document(document, flags);
            for (Flag& flag : flags) findings.push_back(stamp(*rule, std::move(flag)));
            flags.clear();
        }
        if (rule->check == nullptr) continue;
        for (std::size_t index = 0; index < cases.size(); ++index) {
            rule->check(Scene{document, cases, index}, flags);
            for (Flag& flag : flags) {
                Finding& finding = findings.emplace_back(stamp(*rule, std::move(flag)));
                finding.container = cases[index].container->name;
                finding.subject = subject_of(*cases[index].container);
                finding.container_index = index;
            }
            flags.clear();
        }
    }
    return findings;
}

Topic topic_of(const Finding& finding) { return finding.flag.topic.value_or(finding.rule->topic); }

bool covers(Topic covered, Topic topic) {
    if (topic == Topic::other) return false;
    return covered == Topic::capabilities || covered == topic;
}

/// What the findings of each container cover: the widest topic, and by which rule (a rule never
/// covers its own).
struct Cover {
    const Rule* rule = nullptr;
    Topic topic = Topic::other;
};

using Covers = std::vector<std::vector<Cover>>;

void note_covers(std::span<const Finding> findings, Covers& by_container) {
    for (const Finding& finding : findings)
        if (finding.container_index != Finding::npos && finding.rule->covers != Topic::other)
            by_container[finding.container_index].push_back({finding.rule, finding.rule->covers});
}

/// One cause, one finding. What covers others may be accepted, or its rule ignored: who accepts a
/// cause accepts what comes of it, and accepting a finding never adds another.
void fold(const Covers& by_container, std::vector<Finding>& findings) {
    std::erase_if(findings, [&](const Finding& finding) {
        if (finding.container_index == Finding::npos) return false;
        return std::ranges::any_of(by_container[finding.container_index], [&](const Cover& cover) {
            return cover.rule != finding.rule && covers(cover.topic, topic_of(finding));
        });
    });
}

auto order_of(const Finding& finding) {
    return std::tie(finding.flag.at, finding.rule->id, finding.flag.facet, finding.subject);
}

/// Whether both come from one setting of the object that carries their containers, such as a pod's
/// securityContext: one cause, one finding. What an alias brings in is each container's own: its
/// finding has the alias as a related place.
bool share_a_setting(const Document& document, const Finding& a, const Finding& b) {
    if (a.container_index == Finding::npos || b.container_index == Finding::npos) return false;
    const Container& one = document.containers[a.container_index];
    const Container& other = document.containers[b.container_index];
    const auto outside = [&](const Container& container) {
        return container.extent.source != a.flag.at.source ||
               !container.extent.span.contains(a.flag.at.span.begin);
    };
    return !one.object.empty() && one.object == other.object && outside(one) && outside(other) &&
           std::ranges::equal(a.flag.related, b.flag.related, {}, &Label::at, &Label::at);
}

bool are_one(const Document& document, const Finding& a, const Finding& b) {
    if (a.rule != b.rule || a.flag.at != b.flag.at || a.flag.facet != b.flag.facet) return false;
    return a.subject == b.subject || share_a_setting(document, a, b);
}

void sort_and_drop_duplicates(const Document& document, std::vector<Finding>& findings) {
    const auto comes_first = [](const Finding& a, const Finding& b) {
        return order_of(a) < order_of(b);
    };
    if (!std::ranges::is_sorted(findings, comes_first))
        std::ranges::stable_sort(findings, comes_first); // a few mostly are
    const auto rest = std::ranges::unique(
        findings, [&](const Finding& a, const Finding& b) { return are_one(document, a, b); });
    findings.erase(rest.begin(), rest.end());
}

/// Keeps the most severe, in their order. Returns how many are left out.
std::size_t keep_most_severe(std::vector<Finding>& findings, std::size_t most) {
    if (findings.size() <= most) return 0;
    const std::size_t left_out = findings.size() - most;
    std::ranges::stable_sort(findings, std::greater{}, &Finding::severity);
    findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(most), findings.end());
    return left_out;
}

} // namespace

Linted lint_document(const Document& document, std::span<const Rule* const> rules,
                     const IgnoreOptions& options) {
    Linted linted;
    linted.cases.reserve(document.containers.size());
    for (const Container& container : document.containers)
        linted.cases.push_back({&container, effective(container, container.engine)});
    linted.findings = ask_rules(document, linted.cases, rules);
    auto ignores =
        options.honoured ? ignore::read_ignores(document) : std::vector<ignore::Ignore>{};
    ignore::mark_suppressed(document, ignores, options.today, linted.findings);
    if (options.adjust) options.adjust(document, linted.findings, 0);
    Covers covers(linted.cases.size());
    note_covers(linted.findings, covers);
    if (!options.covering.empty())
        note_covers(ask_rules(document, linted.cases, options.covering), covers);
    fold(covers, linted.findings);
    const std::size_t checked = linted.findings.size();
    ignore::report_ignores(document, ignores, options.today, rules, linted.findings);
    if (options.adjust) options.adjust(document, linted.findings, checked);
    sort_and_drop_duplicates(document, linted.findings);
    linted.left_out = keep_most_severe(linted.findings, options.most_findings);
    if (linted.left_out > 0) sort_and_drop_duplicates(document, linted.findings);
    return linted;
}

} // namespace dropcap::check
