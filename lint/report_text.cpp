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

/// A long line is shown around the word, never whole.
constexpr std::size_t longest_line = 160;

/// The line of `place` with carets under it. A place over several lines is underlined to the end of its first.
void append_snippet(std::string& out, const Document& document, const Place& place, Style style, Severity severity) {
    const Source& source = document.source(place);
    const Location location = locate(document, place);
    const Span line = source.line_span(location.start.line);
    const std::uint32_t begin = std::clamp(place.span.begin, line.begin, line.end);
    const std::uint32_t end = std::clamp(place.span.end, begin, line.end);
    std::string before = visible(source.slice({line.begin, begin}));
    const std::string word = visible(source.slice({begin, end}));
    std::string after = visible(source.slice({end, line.end}));
    if (width(before) + width(word) + width(after) > longest_line) {
        if (before.size() > longest_line / 2) before = "…";
        if (after.size() > longest_line / 2) after = "…";
    }
    const std::string number = std::to_string(location.start.line);
    const std::string gutter(number.size(), ' ');
    const std::string carets(std::max<std::size_t>(1, std::min(width(word), longest_line)), '^');
    const auto bar = [&](std::string_view left) { return painted(style, blue, fmt::format("{} |", left)); };
    fmt::format_to(std::back_inserter(out), " {}\n {} {}{}{}\n {} {}{}\n", bar(gutter), bar(number), before, word, after, bar(gutter),
                   std::string(width(before), ' '), painted(style, color_of(severity), carets));
}

std::string holds(const Posture& posture) {
    const std::string title(engine_title(posture.engine));
    if (!posture.effective) return "cannot be known";
    if (*posture.effective == CapabilitySet::all()) return fmt::format("all {} capabilities", capability_count);
    if (posture.effective->empty()) return "nothing";
    return fmt::format("{} ({} on {})", list_worst_first(*posture.effective), posture.effective->size(), title);
}

bool is_about_capabilities(const Finding& finding) { return finding.flag.topic.value_or(finding.rule->topic) != Topic::other; }

void append_finding(std::string& out, const FileResult& result, const Finding& finding, Style style) {
    const Document& document = *result.document;
    const std::string head = fmt::format("{}[{}]", severity_name(finding.severity), finding.rule->id);
    const auto line = [&](std::string_view label, std::string_view text) {
        fmt::format_to(std::back_inserter(out), "   {} {}\n", painted(style, bold, fmt::format("= {}:", label)), visible(text));
    };
    fmt::format_to(std::back_inserter(out), "{}: {}\n  {} {}\n", painted(style, color_of(finding.severity), head),
                   painted(style, bold, visible(finding.flag.message)), painted(style, blue, "-->"), at(locate(document, finding.flag.at)));
    append_snippet(out, document, finding.flag.at, style, finding.severity);
    if (finding.container_index != Finding::npos && is_about_capabilities(finding)) {
        const std::string held = holds(result.linted.cases[finding.container_index].posture);
        const bool told = finding.flag.message.find(held.substr(0, held.rfind(" ("))) != std::string::npos; // the message lists them itself
        if (!told) line("holds", held);
    }
    for (const Note& note : finding.flag.notes) line("note", fmt::format("{}: {}", at(locate(document, note.at)), note.message));
    if (finding.flag.fix) line("fix", finding.flag.fix->message);
    line("help", fmt::format("dropcap explain {}", finding.rule->id));
    out += '\n';
}

/// Calls `tell(result, finding)` for every finding that is not suppressed.
template <class Tell>
void for_each_finding(const Report& report, Tell tell) {
    for (const FileResult& result : report.results)
        for (const Finding& finding : result.linted.findings)
            if (!finding.suppressed) tell(result, finding);
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

std::string render_full(const Report& report, Style style) {
    std::string out;
    for_each_finding(report, [&](const FileResult& result, const Finding& finding) { append_finding(out, result, finding, style); });
    return out;
}

std::string render_concise(const Report& report, Style style) {
    std::string out;
    for_each_finding(report, [&](const FileResult& result, const Finding& finding) {
        const std::string head = fmt::format("{}[{}]", severity_name(finding.severity), finding.rule->id);
        fmt::format_to(std::back_inserter(out), "{}: {} {}\n", at(locate(*result.document, finding.flag.at)),
                       painted(style, color_of(finding.severity), head), visible(finding.flag.message));
    });
    return out;
}

std::string render_statistics(const Report& report) {
    std::map<std::string_view, std::size_t> counts;
    for_each_finding(report, [&](const FileResult&, const Finding& finding) { ++counts[finding.rule->id]; });
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
