#pragma once
// What came of the files, and the formats in which it is reported.

#include "lint/check/digest.hpp"
#include "lint/compare/baseline.hpp"
#include "lint/terminal/paint.hpp"
#include "model/rule.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::report {

/// What a report was compared with.
struct ComparedWith {
    std::string with;                         ///< a baseline's path or a revision
    bool is_revision = false;                 ///< then what is known is not in the report at all
    std::size_t known = 0;                    ///< findings that were known
    std::vector<compare::KnownFinding> stale; ///< entries of a baseline that match nothing any more
};

/// A whole run.
struct Report {
    std::vector<check::Record> records;   ///< in the order of the inputs, then of place
    std::vector<check::CapsRow> rows;     ///< for `caps`, in the same order
    std::vector<input::Skipped> problems; ///< parts of files that their readers would refuse
    std::vector<std::string> excluded;    ///< files and folders that a configuration leaves out
    std::vector<input::Skipped> remarks;  ///< worth telling with -v: overrides that matched nothing
    std::vector<input::Skipped>
        skipped; ///< files that were met and not read, or read and not checked
    std::vector<check::LabelRecord> labels; ///< Pod Security labels of namespaces
    std::vector<const Rule*> rules;         ///< those that ran, sorted by id
    std::vector<std::string> checked;       ///< the inputs that were checked, by path
    std::size_t files = 0;                  ///< how many these are
    std::size_t not_ours = 0; ///< read, and neither Compose nor Dockerfile nor Kubernetes
    std::size_t containers = 0;
    std::vector<ComparedWith> compared;
    input::ProjectPaths paths{};         ///< what files are called in the project
    bool show_all = false;               ///< a long report is not folded
    std::optional<Severity> threshold{}; ///< what makes the exit code 1; empty: nothing does
};

/// Numbers of findings by severity; hidden ones count only as such, by who hides them.
struct Tally {
    std::size_t errors = 0, warnings = 0, notes = 0, by_comments = 0, by_configuration = 0;
};
[[nodiscard]] Tally tally(const Report& report);

/// SARIF's word, and JSON's: "new" or "unchanged".
[[nodiscard]] std::string_view baseline_state(check::Comparison comparison);

/// The findings that count, in order.
[[nodiscard]] std::vector<const check::Record*> open_findings(const Report& report);

/// The project's address (CMake's DROPCAP_HOME), and the page about a rule there.
extern const std::string_view home_page;
[[nodiscard]] std::string rule_page(const Rule& rule);
/// SARIF's word for who hides a finding: "inSource" or "external".
[[nodiscard]] std::string_view suppression_kind(HiddenBy by);

// The formats of `check`. Text in them is safe for a terminal and a CI log.
// Those that may be long are handed over in pieces.
void write_full(const Report& report, terminal::Style style, const input::Sink& sink);
void write_concise(const Report& report, terminal::Style style, const input::Sink& sink);
[[nodiscard]] std::string render_statistics(const Report& report);
void write_json(const Report& report, const input::Sink& sink);
void write_sarif(const Report& report, const input::Sink& sink);
[[nodiscard]] std::string render_github(const Report& report);
void write_gitlab(const Report& report, const input::Sink& sink);
[[nodiscard]] std::string render_junit(const Report& report);
[[nodiscard]] std::string render_checkstyle(const Report& report);
void write_rdjson(const Report& report, const input::Sink& sink);
/// A finding as a line of `concise`.
void append_concise(std::string& out, const check::Record& record, terminal::Style style);
/// The closing lines: what was found, what was read, what was not and why (`verbose`: each by
/// name).
[[nodiscard]] std::string render_summary(const Report& report, terminal::Style style, bool verbose);
/// The part of it that says what was not checked and why; empty where everything was.
[[nodiscard]] std::string render_left_out(const Report& report, terminal::Style style,
                                          bool verbose);

// The formats of `caps`.
[[nodiscard]] std::string render_caps_table(const Report& report, terminal::Style style);
/// The closing lines: how many containers stand how, and what was not checked.
[[nodiscard]] std::string render_caps_summary(const Report& report, terminal::Style style,
                                              bool verbose);
[[nodiscard]] std::string render_caps_json(const Report& report);

/// Where the summary of a run goes when a format is printed.
enum class Summary : std::uint8_t {
    follows, ///< behind the findings
    inside,  ///< the format can hold what was read and what was not, and standard output is its
             ///< own
    aside,   ///< the format cannot hold it: to standard error
};

/// One way to tell a report.
struct ReportFormat {
    std::string_view name;  ///< what --format calls it
    std::string_view about; ///< what it is, for --help
    Summary summary = Summary::follows;
    void (*write)(const Report&, terminal::Style, const input::Sink&) = nullptr;
};
/// All that knows which formats `check` and `caps` have; the first is the default.
[[nodiscard]] std::span<const ReportFormat> check_formats();
[[nodiscard]] std::span<const ReportFormat> caps_formats();
/// The format called `name`, which must be one of `formats`.
[[nodiscard]] const ReportFormat& find_format(std::span<const ReportFormat> formats,
                                              std::string_view name);

} // namespace dropcap::report
