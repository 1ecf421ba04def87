#pragma once
// Promises about a report's text, whatever it contains.

#include "lint/report/report.hpp"

#include <string>

namespace dropcap::fuzz {

/// Nothing in `text` acts on a terminal or, as `is_github` does not count, on a CI log.
void check_inert(const std::string& text, bool is_github = false);

/// `report` in every format of `check` and `caps`: inert, and what its readers can read.
void check_told(const report::Report& report);

} // namespace dropcap::fuzz
