#pragma once
// What came of the files, and the formats in which it is told.

#include "lint/digest.hpp"
#include "model/rule.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// A whole run.
struct Report {
    std::vector<Record> records;    ///< in the order of the inputs, then of place
    std::vector<CapsRow> rows;      ///< for `caps`, in the same order
    std::vector<Skipped> problems;  ///< parts of files that their readers would refuse
    std::vector<Skipped> skipped;   ///< files that were met and not read, or read and not judged
    std::vector<const Rule*> rules; ///< those that ran, sorted by id
    std::size_t files = 0;          ///< read and judged
    std::size_t not_ours = 0;       ///< read, and neither Compose nor Dockerfile nor Kubernetes
    std::size_t containers = 0;
    std::string root; ///< the project's folder; SARIF's paths are relative to it
};

/// How a terminal is written to.
struct Style {
    bool color = false;
};

/// Numbers of findings by severity; suppressed ones count only as such.
struct Tally {
    std::size_t errors = 0, warnings = 0, notes = 0, suppressed = 0;
};
[[nodiscard]] Tally tally(const Report& report);

// The formats of `check`. Text in them is safe for a terminal and a CI log.
[[nodiscard]] std::string render_full(const Report& report, Style style);
[[nodiscard]] std::string render_concise(const Report& report, Style style);
[[nodiscard]] std::string render_statistics(const Report& report);
[[nodiscard]] std::string render_json(const Report& report);
[[nodiscard]] std::string render_sarif(const Report& report);
/// The closing lines: what was found, what was read, what was not and why (`verbose`: each by name).
[[nodiscard]] std::string render_summary(const Report& report, Style style, bool verbose);

// The formats of `caps`.
[[nodiscard]] std::string render_caps_table(const Report& report, Style style);
[[nodiscard]] std::string render_caps_json(const Report& report);

/// One way to tell a report.
struct ReportFormat {
    std::string_view name;     ///< what --format calls it
    std::string_view summary;  ///< what it is, for --help
    bool for_programs = false; ///< standard output is the format's own: no summary follows
    std::string (*render)(const Report&, Style) = nullptr;
};
/// All that knows which formats `check` and `caps` have; the first is the default.
[[nodiscard]] std::span<const ReportFormat> check_formats();
[[nodiscard]] std::span<const ReportFormat> caps_formats();
/// The format called `name`, which must be one of `formats`.
[[nodiscard]] const ReportFormat& find_format(std::span<const ReportFormat> formats, std::string_view name);

} // namespace dropcap
