// For people: the word underlined, the sentence, what the container holds, where to read more.

#include "lint/report.hpp"
#include "lint/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace dropcap {
namespace {

constexpr std::string_view reset = "\x1b[0m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view yellow = "\x1b[1;33m";
constexpr std::string_view blue = "\x1b[1;34m";

std::string_view color_of(Severity severity) { return severity == Severity::error ? red : severity == Severity::warning ? yellow : blue; }

std::string painted(Style style, std::string_view color, std::string_view text) {
    return style.color ? fmt::format("{}{}{}", color, text, reset) : std::string(text);
}

std::string at(const Location& location) {
    return fmt::format("{}:{}:{}", visible_path(location.path), location.start.line, location.start.column);
}

constexpr std::size_t most_carets = 160;

/// The line of a place with carets under it. A place over several lines is underlined to the end of its first.
void append_snippet(std::string& out, const Excerpt& excerpt, Style style, Severity severity) {
    const std::string before = visible(excerpt.before);
    const std::string word = visible(excerpt.word);
    const std::string number = std::to_string(excerpt.where.start.line);
    const std::string gutter(number.size(), ' ');
    const std::string carets(std::max<std::size_t>(1, std::min(width(word), most_carets)), '^');
    const auto bar = [&](std::string_view left) { return painted(style, blue, fmt::format("{} |", left)); };
    fmt::format_to(std::back_inserter(out), " {}\n {} {}{}{}\n {} {}{}\n", bar(gutter), bar(number), before, word, visible(excerpt.after),
                   bar(gutter), std::string(width(before), ' '), painted(style, color_of(severity), carets));
}

void append_finding(std::string& out, const Record& record, Style style) {
    const std::string head = fmt::format("{}[{}]", severity_name(record.severity), record.rule->id);
    const auto line = [&](std::string_view label, std::string_view text) {
        fmt::format_to(std::back_inserter(out), "   {} {}\n", painted(style, bold, fmt::format("= {}:", label)), visible(text));
    };
    fmt::format_to(std::back_inserter(out), "{}: {}\n  {} {}\n", painted(style, color_of(record.severity), head),
                   painted(style, bold, visible(record.message)), painted(style, blue, "-->"), at(record.at.where));
    append_snippet(out, record.at, style, record.severity);
    if (!record.holds.empty()) line("holds", record.holds);
    for (const NoteRecord& note : record.notes) line("note", fmt::format("{}: {}", at(note.at.where), note.message));
    if (record.fix) line("fix", record.fix->message);
    line("help", fmt::format("dropcap explain {}", record.rule->id));
    out += '\n';
}

std::string found(const Tally& counts) {
    const std::size_t all = counts.errors + counts.warnings + counts.notes;
    if (all == 0) return "No findings";
    std::string parts;
    const auto part = [&](std::size_t count, std::string_view noun) {
        if (count > 0) parts += (parts.empty() ? "" : ", ") + counted(count, noun);
    };
    part(counts.errors, "error");
    part(counts.warnings, "warning");
    part(counts.notes, "note");
    return fmt::format("{} ({})", counted(all, "finding"), parts);
}

/// Skipped files by reason, each reason once.
std::map<std::string_view, std::size_t> by_reason(const std::vector<Skipped>& skipped) {
    std::map<std::string_view, std::size_t> reasons;
    for (const Skipped& file : skipped) ++reasons[file.reason];
    return reasons;
}

} // namespace

void append_concise(std::string& out, const Record& record, Style style) {
    const std::string head = fmt::format("{}[{}]", severity_name(record.severity), record.rule->id);
    fmt::format_to(std::back_inserter(out), "{}: {} {}\n", at(record.at.where), painted(style, color_of(record.severity), head),
                   visible(record.message));
}

std::string render_full(const Report& report, Style style) {
    std::string out;
    for (const Record* record : open_findings(report)) append_finding(out, *record, style);
    return out;
}

std::string render_concise(const Report& report, Style style) {
    std::string out;
    for (const Record* record : open_findings(report)) append_concise(out, *record, style);
    return out;
}

std::string render_statistics(const Report& report) {
    std::map<std::string_view, std::size_t> counts;
    for (const Record* record : open_findings(report)) ++counts[record->rule->id];
    std::vector<std::pair<std::string_view, std::size_t>> rows(counts.begin(), counts.end());
    std::ranges::stable_sort(rows, std::greater{}, [](const auto& row) { return row.second; });
    std::string out;
    for (const auto& [rule, count] : rows) fmt::format_to(std::back_inserter(out), "{:>6}  {}\n", count, rule);
    return out;
}

std::string render_summary(const Report& report, Style style, bool verbose) {
    const Tally counts = tally(report);
    std::string out = fmt::format("{} in {}, {}.", found(counts), counted(report.files, "file"), counted(report.containers, "container"));
    if (counts.suppressed > 0) out += fmt::format(" {} suppressed by comments.", counts.suppressed);
    if (report.not_ours > 0) out += fmt::format(" {} held no container configuration.", counted(report.not_ours, "other file"));
    out += '\n';
    for (const auto& [reason, count] : by_reason(report.skipped))
        fmt::format_to(std::back_inserter(out), "{}\n",
                       painted(style, dim, fmt::format("Not judged: {}: {}", counted(count, "file or part"), visible(reason))));
    if (verbose)
        for (const Skipped& file : report.skipped)
            fmt::format_to(std::back_inserter(out), "  {}: {}\n", visible_path(file.path), visible(file.reason));
    return out;
}

} // namespace dropcap
