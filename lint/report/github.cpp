// Workflow commands of GitHub Actions: the runner turns them into annotations next to the lines of
// a pull request.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions; escapes as in
// the runner's ActionCommand.

#include "lint/report/report.hpp"

#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace dropcap::report {
namespace {

/// GitHub shows this many annotations of each kind for a step and drops the rest.
constexpr std::size_t most_of_a_kind = 10;

/// What stands for itself in a command's message.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char byte : terminal::visible(text)) byte == '%' ? out += "%25" : out += byte;
    return out;
}

/// The same in a command's properties, which a comma ends.
std::string property(std::string_view text) {
    std::string out;
    for (const char byte : escaped(text))
        byte == ':' ? out += "%3A" : byte == ',' ? out += "%2C" : out += byte;
    return out;
}

std::string_view command(Severity severity) {
    return severity == Severity::error     ? "error"
           : severity == Severity::warning ? "warning"
                                           : "notice";
}

/// The message and what belongs to it, a line each; the runner prints %0A as a line break.
std::string body(const check::Record& record) {
    std::string text = escaped(record.message());
    for (const check::RelatedRecord& other : record.related)
        append(text, {"%0A", escaped(terminal::visible_path(other.at.where.path)), ":",
                      std::to_string(other.at.where.start.line), ": ", escaped(other.text)});
    for (const std::string& note : record.notes) append(text, {"%0Anote: ", escaped(note)});
    if (record.fix) append(text, {"%0Afix: ", escaped(record.fix->how())});
    append(text, {"%0Amore: ", escaped(rule_page(*record.rule))});
    return text;
}

void append_annotation(std::string& out, const check::Record& record,
                       const input::ProjectPaths& paths) {
    const terminal::Location& where = record.at.where;
    fmt::format_to(std::back_inserter(out), "::{} file={},line={}", command(record.severity),
                   property(paths.shown(where.path)), where.start.line);
    // Columns count only on one line.
    if (where.start.line == where.end.line)
        fmt::format_to(std::back_inserter(out), ",col={},endLine={},endColumn={}",
                       where.start.column, where.end.line, where.end.column);
    else
        fmt::format_to(std::back_inserter(out), ",endLine={}", where.end.line);
    fmt::format_to(std::back_inserter(out), ",title={}::{}\n",
                   property(fmt::format("dropcap {}", record.rule->id)), body(record));
}

void append_rest(std::string& out, const std::vector<const check::Record*>& rest) {
    if (rest.empty()) return;
    fmt::format_to(
        std::back_inserter(out),
        "::group::dropcap: {} beyond the {} of a kind that GitHub shows next to the code\n",
        terminal::counted(rest.size(), "finding"), most_of_a_kind);
    for (const check::Record* record : rest) append_concise(out, *record, {});
    out += "::endgroup::\n";
}

} // namespace

std::string render_github(const Report& report) {
    auto findings = open_findings(report);
    std::ranges::stable_sort(findings, std::greater{}, &check::Record::severity);
    std::string out;
    std::array<std::size_t, 3> reported{};
    std::vector<const check::Record*> rest;
    const input::ProjectPaths& paths = report.paths;
    for (const check::Record* record : findings) {
        if (reported[static_cast<std::size_t>(record->severity)]++ < most_of_a_kind)
            append_annotation(out, *record, paths);
        else
            rest.push_back(record);
    }
    append_rest(out, rest);
    return out;
}

} // namespace dropcap::report
