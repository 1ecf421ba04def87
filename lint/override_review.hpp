#pragma once
// After a run: which overrides of its configurations are over, and which had nothing to do.

#include "lint/check/check.hpp"
#include "lint/report/report.hpp"

#include <span>
#include <vector>

namespace dropcap {

/// Adds to `report` what there is to tell: a finding for each override that is over and reached a
/// file, a remark for each that matched nothing.
void review_overrides(const std::vector<check::Outcome>& outcomes,
                      std::span<const check::Task> tasks, report::Report& report);

} // namespace dropcap
