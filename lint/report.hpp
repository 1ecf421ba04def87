#pragma once
// What came of the files, and the formats in which it is told.

#include "lint/files.hpp"
#include "lint/lint_document.hpp"
#include "model/container.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// One file that dropcap could make something of.
struct FileResult {
    std::unique_ptr<const Document> document; ///< cases and findings point into it
    Linted linted;
};

/// A whole run.
struct Report {
    std::vector<FileResult> results; ///< in the order of the inputs
    std::vector<const Rule*> rules;  ///< those that ran, sorted by id
    std::vector<Skipped> skipped;    ///< files that were met and not read, or read and not judged
    std::size_t files = 0;           ///< read and judged
    std::size_t not_ours = 0;        ///< read, and neither Compose nor Dockerfile nor Kubernetes
    std::size_t containers = 0;
    std::string root; ///< the project's folder; SARIF's paths are relative to it
};

/// How a terminal is written to.
struct Style {
    bool color = false;
};

/// Where a place is, as people and editors count.
struct Location {
    std::string_view path;
    Position start;
    Position end; ///< behind the last character
};
[[nodiscard]] Location locate(const Document& document, const Place& place);

/// Numbers of findings by severity; suppressed ones count only as such.
struct Tally {
    std::size_t errors = 0, warnings = 0, notes = 0, suppressed = 0;
};
[[nodiscard]] Tally tally(const Report& report);

/// A finding's name across runs, 16 hexadecimal digits: rule, file, container, the text underlined and, among equals, which of them.
/// Lines do not count, so that what moves keeps its name. The results follow Report::results and their findings.
[[nodiscard]] std::vector<std::vector<std::string>> fingerprints(const Report& report);

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

} // namespace dropcap
