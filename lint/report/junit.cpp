// JUnit's XML as Jenkins and GitLab read it: a suite per file, a failed test a finding. A file
// without findings is a test that passed, so that a clean run is not an empty one; what a comment
// or a baseline accepts, and what was not checked, is a skipped test.

#include "lint/report/report.hpp"

#include "lint/report/xml.hpp"
#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace dropcap::report {
namespace {

/// The tests of one file.
struct Suite {
    std::string cases;
    std::map<std::string, unsigned> names; ///< how often each was used
    std::size_t tests = 0, failures = 0, skipped = 0;
};

/// A test's name is the finding's identity: the rule, the container, the facet. Equals are
/// numbered.
std::string case_name(Suite& suite, const check::Record& record) {
    std::string name(record.rule->id);
    if (!record.subject.empty()) name += ": " + record.subject;
    constexpr std::size_t most = 80;
    if (!record.facet.empty() && record.facet.size() <= most) name += ": " + record.facet;
    const unsigned nth = ++suite.names[name];
    return nth == 1 ? name : fmt::format("{} ({})", name, nth);
}

std::string details(const check::Record& record) {
    std::string text;
    const auto place = [&](const terminal::Excerpt& at, std::string_view says) {
        append(text,
               {terminal::visible_path(at.where.path), ":", std::to_string(at.where.start.line),
                ":", std::to_string(at.where.start.column), ": ", says, "\n"});
    };
    const auto line = [&](std::string_view what, std::string_view says) {
        if (!says.empty()) append(text, {what, ": ", terminal::visible(says), "\n"});
    };
    place(record.at, concat({severity_name(record.severity), "[", record.rule->id, "]",
                             record.label.empty() ? "" : " ", terminal::visible(record.label)}));
    for (const check::RelatedRecord& other : record.related)
        place(other.at, terminal::visible(other.text));
    line("holds", record.holds);
    for (const std::string& note : record.notes) line("note", note);
    line("help", record.help);
    if (record.fix) line("fix", record.fix->how());
    line("more", rule_page(*record.rule));
    return text;
}

/// xml_text() of every line.
std::string xml_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += xml_text(text.substr(0, end)) + '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

void open_case(Suite& suite, const std::string& file, std::string_view name) {
    ++suite.tests;
    fmt::format_to(std::back_inserter(suite.cases), "    <testcase classname=\"{}\" name=\"{}\"",
                   xml_text(file), xml_text(name));
}

void add_skipped(Suite& suite, const std::string& file, std::string_view name,
                 std::string_view reason) {
    open_case(suite, file, name);
    ++suite.skipped;
    fmt::format_to(std::back_inserter(suite.cases),
                   ">\n      <skipped message=\"{}\"/>\n    </testcase>\n", xml_text(reason));
}

void add_finding(Suite& suite, const std::string& file, const check::Record& record) {
    const std::string name = case_name(suite, record);
    if (record.suppressed) return add_skipped(suite, file, name, record.suppressed->justification);
    if (!record.counts()) return add_skipped(suite, file, name, "accepted by the baseline");
    open_case(suite, file, name);
    ++suite.failures;
    fmt::format_to(std::back_inserter(suite.cases),
                   ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                   severity_name(record.severity), xml_text(record.title),
                   xml_lines(details(record)));
}

void add_passed(Suite& suite, const std::string& file) {
    open_case(suite, file, "no findings");
    suite.cases += "/>\n";
}

std::string totals(std::size_t tests, std::size_t failures) {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\"", tests, failures);
}

} // namespace

std::string render_junit(const Report& report) {
    const input::ProjectPaths& paths = report.paths;
    std::map<std::string, Suite> suites;
    for (const check::Record& record : report.records) {
        const std::string& file = paths.shown(record.at.where.path);
        add_finding(suites[file], file, record);
    }
    for (const input::Skipped& skipped : report.skipped) {
        const std::string& file = paths.shown(skipped.path);
        add_skipped(suites[file], file, "not checked", skipped.reason);
    }
    for (const std::string& path : report.checked) {
        const std::string& file = paths.shown(path);
        if (Suite& suite = suites[file]; suite.tests == 0) add_passed(suite, file);
    }
    std::size_t tests = 0, failures = 0;
    std::string body;
    for (const auto& [file, suite] : suites) {
        tests += suite.tests, failures += suite.failures;
        fmt::format_to(std::back_inserter(body),
                       "  <testsuite name=\"{}\" {} skipped=\"{}\">\n{}  </testsuite>\n",
                       xml_text(file), totals(suite.tests, suite.failures), suite.skipped,
                       suite.cases);
    }
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dropcap\" {}>\n{}</testsuites>\n",
        totals(tests, failures), body);
}

} // namespace dropcap::report
