#pragma once
// The pages about rules, groups of rules and capabilities, printed from the tables that hold them.

#include "model/result.hpp"

#include <string>
#include <string_view>

namespace dropcap::help {

/// The page of a rule or a group of rules (by name), or of a capability or ALL (in any spelling).
/// Fails with a suggestion for anything else.
[[nodiscard]] Result<std::string> explain(std::string_view what);

/// The catalogue as "text" (one line per rule), "json", "markdown" (a table) or "pages"
/// (docs/rules.md).
[[nodiscard]] std::string render_rules(std::string_view format);

} // namespace dropcap::help
