// For people: a line per finding, and the closing lines of a run.

#include "lint/report/report.hpp"

#include "lint/report/fold.hpp"
#include "lint/report/headline.hpp"

#include "lint/terminal/paint.hpp"
#include "lint/terminal/snippet.hpp"
#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <ranges>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dropcap::report {
namespace {

using namespace terminal;

std::string found(const Tally& counts, std::string_view noun) {
    const std::size_t all = counts.errors + counts.warnings + counts.notes;
    if (all == 0) return fmt::format("No {}s", noun);
    std::string parts;
    const auto part = [&](std::size_t count, std::string_view severity) {
        if (count > 0) parts += (parts.empty() ? "" : ", ") + terminal::counted(count, severity);
    };
    part(counts.errors, "error");
    part(counts.warnings, "warning");
    part(counts.notes, "note");
    return fmt::format("{} ({})", terminal::counted(all, noun), parts);
}

/// What a finding is called that is reported: with --since only new ones are.
std::string_view noun(const Report& report) {
    const bool only_new = std::ranges::any_of(report.compared, &ComparedWith::is_revision);
    return only_new ? "new finding" : "finding";
}

std::string_view known_how(const ComparedWith& one) {
    if (!one.is_revision) return "accepted by";
    return one.known == 1 ? "was there at" : "were there at";
}

/// Entries of a baseline that match nothing any more; with `verbose` each of them.
std::string stale(const Report& report, bool verbose) {
    std::string out;
    for (const auto& [with, is_revision, known, entries] : report.compared) {
        if (entries.empty()) continue;
        const auto count =
            entries.size() == 1 ? "1 entry" : fmt::format("{} entries", entries.size());
        const auto [match, it] =
            entries.size() == 1 ? std::pair("matches", "it") : std::pair("match", "them");
        fmt::format_to(std::back_inserter(out),
                       "{} of {} {} nothing any more: --write-baseline removes {}.\n", count,
                       terminal::visible_path(with), match, it);
        if (!verbose) continue;
        for (const compare::KnownFinding& entry : entries)
            fmt::format_to(std::back_inserter(out), "  {}: {}{}{}{}{}\n",
                           terminal::visible_path(entry.file), terminal::visible(entry.rule),
                           entry.container.empty() ? "" : " of ",
                           terminal::visible(entry.container), entry.facet.empty() ? "" : ": ",
                           terminal::visible(entry.facet));
    }
    return out;
}

/// How often a rule was found, and how many of its findings have a fix.
struct RuleCount {
    std::string_view rule;
    std::size_t found = 0, safe = 0, unsafe = 0;
};

/// A count for each rule that was found, the most frequent first.
std::vector<RuleCount> by_rule(std::span<const check::Record* const> findings) {
    std::map<std::string_view, RuleCount> counts;
    for (const check::Record* record : findings) {
        RuleCount& count = counts[record->rule->id];
        count.rule = record->rule->id;
        ++count.found;
        if (record->fix) ++(record->fix->safe ? count.safe : count.unsafe);
    }
    std::vector<RuleCount> rows;
    for (const auto& [rule, count] : counts) rows.push_back(count);
    std::ranges::stable_sort(rows, std::greater{}, &RuleCount::found);
    return rows;
}

/// "2 findings can be fixed with --fix, 5 more with --unsafe-fixes".
std::string fixable(const std::vector<RuleCount>& rows) {
    std::size_t safe = 0;
    std::size_t unsafe = 0;
    for (const RuleCount& row : rows) {
        safe += row.safe;
        unsafe += row.unsafe;
    }
    if (safe + unsafe == 0) return {};
    if (unsafe == 0)
        return fmt::format("{} can be fixed with --fix.", terminal::counted(safe, "finding"));
    if (safe == 0)
        return fmt::format("{} can be fixed with --unsafe-fixes; --diff shows how.",
                           terminal::counted(unsafe, "finding"));
    return fmt::format("{} can be fixed with --fix, {} more with --unsafe-fixes; --diff shows how.",
                       terminal::counted(safe, "finding"), unsafe);
}

/// After a long list: a table of what was found.
std::string table(const std::vector<RuleCount>& rows) {
    std::string out;
    for (const RuleCount& row : rows) {
        const std::size_t fixes = row.safe + row.unsafe;
        fmt::format_to(std::back_inserter(out), "{:>6}  {}{}\n", row.found, row.rule,
                       fixes == 0 ? std::string() : fmt::format(" ({} fixable)", fixes));
    }
    return out;
}

/// After a long list: what to do about it in an old repository.
std::string next_steps(const Report& report, const Tally& counts) {
    std::string out =
        "`dropcap explain RULE` says more of a rule; --show-all lists every finding.\n";
    if (report.compared.empty())
        out += "To start with new findings only, use --write-baseline or --since REV.\n";
    if (report.threshold && *report.threshold < Severity::error && counts.errors > 0)
        out += fmt::format(
            "The exit code is 1, as {}s count; with --fail-on error only {} would.\n",
            severity_name(*report.threshold), terminal::counted(counts.errors, "error"));
    return out;
}

struct LeftOut {
    const input::Skipped* first;
    std::vector<const input::Skipped*> all;
};

/// What was not checked, by kind of reason, in the order of first appearance.
std::vector<LeftOut> by_reason(const std::vector<input::Skipped>& skipped) {
    std::vector<LeftOut> groups;
    std::map<std::string, std::size_t> known;
    for (const input::Skipped& one : skipped) {
        const auto [found, is_new] = known.try_emplace(kind_of(one.reason), groups.size());
        if (is_new) groups.push_back({&one, {}});
        groups[found->second].all.push_back(&one);
    }
    return groups;
}

/// Where it was left out: the line only where it is not the whole file.
std::string place_of(const input::Skipped& one) {
    return one.at == Position{}
               ? terminal::visible_path(one.path)
               : fmt::format("{}:{}", terminal::visible_path(one.path), one.at.line);
}

void append_left_out(std::string& out, const LeftOut& group, terminal::Style style, bool verbose) {
    const std::string& reason = group.first->reason;
    const bool same = std::ranges::all_of(
        group.all, [&](const input::Skipped* one) { return one->reason == reason; });
    const auto detail = [](const input::Skipped& one) {
        return one.detail.empty() ? std::string() : ": " + terminal::visible(one.detail);
    };
    std::string text = (same ? "" : "such as: ") + terminal::visible(reason);
    if (group.all.size() == 1)
        text += fmt::format(" ({}{})", place_of(*group.first), detail(*group.first));
    fmt::format_to(std::back_inserter(out), "{:>6}  {}\n", group.all.size(),
                   terminal::wrapped(text, {style.columns, 8, 8}));
    if (!verbose || group.all.size() == 1) return;
    for (const input::Skipped* one : group.all)
        fmt::format_to(std::back_inserter(out), "          {}{}\n", place_of(*one) + detail(*one),
                       same ? std::string() : ": " + terminal::visible(one->reason));
}

} // namespace

void append_concise(std::string& out, const check::Record& record, terminal::Style style) {
    append(out, {place_of(record.at.where), ": ", head_of(record, style), " ",
                 terminal::visible(record.message()), "\n"});
}

void write_concise(const Report& report, terminal::Style style, const input::Sink& sink) {
    std::string out;
    for (const check::Record* record : open_findings(report)) {
        append_concise(out, *record, style);
        if (out.size() < worth_a_write) continue;
        sink(out);
        out.clear();
    }
    sink(out);
}

std::string render_statistics(const Report& report) {
    std::string out;
    for (const RuleCount& row : by_rule(open_findings(report)))
        fmt::format_to(std::back_inserter(out), "{:>6}  {}\n", row.found, row.rule);
    return out;
}

namespace {

/// What the configuration leaves out, and with `verbose` what in it is idle.
std::string excluded(const Report& report, terminal::Style style, bool verbose) {
    std::string out;
    if (!report.excluded.empty())
        out += painted(style, bold,
                       fmt::format("Excluded by the configuration: {}",
                                   terminal::counted(report.excluded.size(), "path"))) +
               "\n";
    if (!verbose) return out;
    for (const std::string& path : report.excluded)
        fmt::format_to(std::back_inserter(out), "  {}\n", terminal::visible_path(path));
    for (const input::Skipped& remark : report.remarks)
        fmt::format_to(std::back_inserter(out), "{}:{}:{}: {}\n",
                       terminal::visible_path(remark.path), remark.at.line, remark.at.column,
                       terminal::visible(remark.reason));
    return out;
}

} // namespace

std::string render_summary(const Report& report, terminal::Style style, bool verbose) {
    const Tally counts = tally(report);
    std::string out = fmt::format("{} in {}, {}.", found(counts, noun(report)),
                                  terminal::counted(report.files, "file"),
                                  terminal::counted(report.containers, "container"));
    for (const ComparedWith& one : report.compared)
        if (one.known > 0)
            out += fmt::format(" {} {} {}.", one.known, known_how(one),
                               terminal::visible_path(one.with));
    if (counts.by_comments > 0)
        out += fmt::format(" {} suppressed by comments.", counts.by_comments);
    if (counts.by_configuration > 0)
        out += fmt::format(" {} suppressed by the configuration.", counts.by_configuration);
    if (report.not_ours > 0)
        out += fmt::format(" {} {} in no format that dropcap reads.",
                           terminal::counted(report.not_ours, "other file"),
                           report.not_ours == 1 ? "is" : "are");
    const auto line = [&](const std::string& text) {
        return text.empty() ? text : terminal::wrapped(text, {.columns = style.columns}) + "\n";
    };
    const std::vector<const check::Record*> findings = open_findings(report);
    const std::vector<RuleCount> rows = by_rule(findings);
    const bool long_list = is_long(findings.size());
    return line(out) + (long_list && rows.size() > 1 ? table(rows) : std::string()) +
           line(fixable(rows)) + (long_list ? next_steps(report, counts) : std::string()) +
           render_left_out(report, style, verbose) + excluded(report, style, verbose) +
           stale(report, verbose);
}

std::string render_left_out(const Report& report, terminal::Style style, bool verbose) {
    if (report.skipped.empty()) return {};
    const auto groups = by_reason(report.skipped);
    const bool all_named = verbose || groups.size() == report.skipped.size();
    std::string out =
        painted(style, bold, all_named ? "Not checked:" : "Not checked (-v names each):") + "\n";
    for (const LeftOut& group : groups) append_left_out(out, group, style, verbose);
    return out;
}

} // namespace dropcap::report
