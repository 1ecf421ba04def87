#include "lint/report.hpp"

#include <algorithm>

namespace dropcap {
namespace {

/// A format that looks the same on every terminal.
template <std::string (*Render)(const Report&)>
std::string plain(const Report& report, Style) {
    return Render(report);
}

constexpr ReportFormat formats_of_check[] = {
    {"full", "for people: the word underlined, what the container holds, where to read more", false, render_full},
    {"concise", "path:line:column: severity[rule] message, a line each", false, render_concise},
    {"json", "everything, for scripts", true, plain<render_json>},
    {"sarif", "SARIF 2.1.0 for code scanning and editors", true, plain<render_sarif>},
};

constexpr ReportFormat formats_of_caps[] = {
    {"table", "for people", false, render_caps_table},
    {"json", "for scripts", true, plain<render_caps_json>},
};

} // namespace

std::span<const ReportFormat> check_formats() { return formats_of_check; }

std::span<const ReportFormat> caps_formats() { return formats_of_caps; }

const ReportFormat& find_format(std::span<const ReportFormat> formats, std::string_view name) {
    return *std::ranges::find(formats, name, &ReportFormat::name);
}

Tally tally(const Report& report) {
    Tally counts;
    for (const Record& record : report.records) {
        if (record.suppressed)
            ++counts.suppressed;
        else if (record.severity == Severity::error)
            ++counts.errors;
        else if (record.severity == Severity::warning)
            ++counts.warnings;
        else
            ++counts.notes;
    }
    return counts;
}

} // namespace dropcap
