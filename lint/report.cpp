#include "lint/report.hpp"

namespace dropcap {

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
