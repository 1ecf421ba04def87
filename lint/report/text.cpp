// For people: the word underlined, the sentence, what the container holds, where to read more.

#include "lint/report/report.hpp"

#include "lint/terminal/paint.hpp"
#include "lint/terminal/snippet.hpp"
#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <ranges>

namespace dropcap::report {
namespace {

using namespace terminal;

std::string at(const terminal::Location& location) {
    return concat({terminal::visible_path(location.path), ":", std::to_string(location.start.line),
                   ":", std::to_string(location.start.column)});
}

std::string head(const check::Record& record, terminal::Style style) {
    return painted(style, terminal::color_of(record.severity),
                   concat({severity_name(record.severity), "[", record.rule->id, "]"}));
}

void append_arrow(std::string& out, const check::Record& record, terminal::Style style) {
    append(out, {"  ", painted(style, blue, "-->"), " ", at(record.at.where)});
}

/// A finding whole, but for its last line.
void append_finding(std::string& out, const check::Record& record, terminal::Style style) {
    const auto line = [&](std::string_view label, std::string_view text) {
        const std::string_view indent = "   = ";
        append(out,
               {"   ", painted(style, bold, concat({"= ", label, ":"})), " ",
                terminal::wrapped(terminal::visible(text),
                                  {style.columns, indent.size() + label.size() + 2, indent.size()}),
                "\n"});
    };
    const std::size_t used =
        severity_name(record.severity).size() + record.rule->id.size() + 4; // "error[rule]: "
    append(out, {head(record, style), ": ",
                 painted(style, bold,
                         terminal::wrapped(terminal::visible(record.message()),
                                           {style.columns, used, 2})),
                 "\n"});
    append_arrow(out, record, style);
    out += '\n';
    terminal::append_snippet(out, record.at, style, record.severity);
    if (!record.holds.empty()) line("holds", record.holds);
    for (const check::RelatedRecord& note : record.related)
        line("note", fmt::format("{}: {}", at(note.at.where), note.text));
    if (record.fix) line("fix", record.fix->message);
}

/// A finding that says of another container what the one before it said.
void append_likewise(std::string& out, const check::Record& record, terminal::Style style) {
    append_arrow(out, record, style);
    fmt::format_to(std::back_inserter(out), ": {} likewise\n",
                   painted(style, bold, fmt::format("`{}`", terminal::visible(record.subject))));
    terminal::append_snippet(out, record.at, style, record.severity);
}

void erase_all(std::string& text, const std::string& word) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
        text.erase(at, word.size());
}

/// The message without the names of the container and of what carries it.
std::string said(const check::Record& record) {
    std::string text = record.message();
    erase_all(text, fmt::format("`{}`", record.container));
    erase_all(text,
              fmt::format("`{}`", record.subject.substr(0, record.subject.find(", container "))));
    return text;
}

/// Whether `next` says of another container of the same file what `record` says, word for word and
/// nothing beside it.
bool says_the_same(const check::Record& record, const check::Record& next) {
    const auto has_more = [](const check::Record& one) {
        return one.container.empty() || !one.related.empty() || !one.notes.empty() ||
               one.fix.has_value();
    };
    return next.rule == record.rule && next.severity == record.severity &&
           next.at.where.path == record.at.where.path && next.subject != record.subject &&
           next.holds == record.holds && !has_more(record) && !has_more(next) &&
           said(next) == said(record);
}

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

/// What a finding is called that is told: with --since only new ones are.
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
            fmt::format_to(std::back_inserter(out), "  {}: {}{}{}: {}\n",
                           terminal::visible_path(entry.file), terminal::visible(entry.rule),
                           entry.container.empty() ? "" : " of ",
                           terminal::visible(entry.container), terminal::visible(entry.text));
    }
    return out;
}

using Counts = std::vector<std::pair<std::string_view, std::size_t>>;

/// How often each rule was found, the most frequent first.
Counts by_rule(const Report& report) {
    std::map<std::string_view, std::size_t> counts;
    for (const check::Record* record : open_findings(report)) ++counts[record->rule->id];
    Counts rows(counts.begin(), counts.end());
    std::ranges::stable_sort(rows, std::greater{}, [](const auto& row) { return row.second; });
    return rows;
}

/// After a long list of findings: what most of them are.
std::string most_often(const Counts& rows, std::size_t findings) {
    constexpr std::size_t a_screenful = 20, named = 4;
    if (findings < a_screenful || rows.size() < 2) return {};
    std::string text = "Most often:";
    for (const auto& [rule, count] : rows | std::views::take(named))
        text += fmt::format("{} {} {}", text.ends_with(':') ? "" : ",", count, rule);
    if (rows.size() > named)
        text += fmt::format(", +{}", terminal::counted(rows.size() - named, "more rule"));
    return text + ".";
}

/// Bytes of the first word: a quoted text, a blank, or what stands before the next of them.
std::size_t first_word(std::string_view text) {
    if (text.front() == '`') return std::min(text.find('`', 1), text.size() - 1) + 1;
    return std::max<std::size_t>(std::min(text.find_first_of(" `"), text.size()), 1);
}

/// A reason without the names in it (`web`, Deployment/web): what is left out for the same cause
/// stands together.
std::string kind_of(std::string_view reason) {
    std::string kind;
    while (!reason.empty()) {
        const std::string_view word = reason.substr(0, first_word(reason));
        // A quoted text of several words is a command line to run.
        const bool is_name = word.front() == '`' ? word.find(' ') == std::string_view::npos
                                                 : word.find('/') != std::string_view::npos;
        if (!is_name) kind += word;
        reason.remove_prefix(word.size());
    }
    return kind;
}

struct LeftOut {
    const input::Skipped* first;
    std::vector<const input::Skipped*> all;
};

/// What was not judged, by kind of reason, in the order of first appearance.
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

namespace {

/// Hands over what has been written once it is worth a write.
void hand_over(std::string& out, const input::Sink& sink) {
    constexpr std::size_t worth_a_write = 64U << 10U;
    if (out.size() < worth_a_write) return;
    sink(out);
    out.clear();
}

} // namespace

void append_concise(std::string& out, const check::Record& record, terminal::Style style) {
    append(out, {at(record.at.where), ": ", head(record, style), " ",
                 terminal::visible(record.message()), "\n"});
}

void write_full(const Report& report, terminal::Style style, const input::Sink& sink) {
    std::string out;
    const check::Record* before = nullptr;
    const auto close = [&] {
        if (before != nullptr)
            append(out, {"   ", painted(style, bold, "= help:"), " dropcap explain ",
                         before->rule->id, "\n\n"});
    };
    for (const check::Record* record : open_findings(report)) {
        if (before != nullptr && says_the_same(*before, *record)) {
            append_likewise(out, *record, style);
        } else {
            close();
            append_finding(out, *record, style);
        }
        before = record;
        hand_over(out, sink);
    }
    close();
    sink(out);
}

void write_concise(const Report& report, terminal::Style style, const input::Sink& sink) {
    std::string out;
    for (const check::Record* record : open_findings(report)) {
        append_concise(out, *record, style);
        hand_over(out, sink);
    }
    sink(out);
}

std::string render_statistics(const Report& report) {
    std::string out;
    for (const auto& [rule, count] : by_rule(report))
        fmt::format_to(std::back_inserter(out), "{:>6}  {}\n", count, rule);
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
        out += fmt::format(" {} held no container configuration.",
                           terminal::counted(report.not_ours, "other file"));
    const auto line = [&](const std::string& text) {
        return text.empty() ? text : terminal::wrapped(text, {.columns = style.columns}) + "\n";
    };
    return line(out) +
           line(most_often(by_rule(report), counts.errors + counts.warnings + counts.notes)) +
           render_left_out(report, style, verbose) + excluded(report, style, verbose) +
           stale(report, verbose);
}

std::string render_left_out(const Report& report, terminal::Style style, bool verbose) {
    if (report.skipped.empty()) return {};
    const auto groups = by_reason(report.skipped);
    const bool all_named = verbose || groups.size() == report.skipped.size();
    std::string out =
        painted(style, bold, all_named ? "Not judged:" : "Not judged (-v names each):") + "\n";
    for (const LeftOut& group : groups) append_left_out(out, group, style, verbose);
    return out;
}

} // namespace dropcap::report
