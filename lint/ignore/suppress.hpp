#pragma once
// Inline suppressions: `# dropcap: ignore[rule, rule] until=YYYY-MM-DD reason` and `# dropcap:
// ignore-file[rule] reason`.

#include "model/container.hpp"
#include "model/finding.hpp"
#include "model/rule.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::ignore {

using Date = std::chrono::year_month_day;

/// "2027-01-31" as a date; empty for anything that is not a day of the calendar in this form.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// A rule named in a suppression comment.
struct IgnoredRule {
    std::string id;
    Place at;          ///< the id's own bytes
    bool used = false; ///< it hid a finding
};

/// What is wrong with a suppression comment, in the parts of a finding.
struct Mistake {
    Place at;
    std::string title;
    std::string help;
    std::string facet; ///< see Flag::facet
};

/// One suppression comment, read.
struct Ignore {
    Place at;                ///< from its `#` to its end
    bool own_line = false;   ///< a comment line; otherwise it is behind something
    bool whole_file = false; ///< ignore-file
    std::vector<IgnoredRule> rules;
    std::string reason;
    std::optional<Date> until;      ///< the last day on which it counts
    std::optional<Mistake> mistake; ///< then it hides nothing
};

/// Reads the comments of `document` that begin with `dropcap:`; others are not dropcap's.
[[nodiscard]] std::vector<Ignore> read_ignores(const Document& document);

/// Marks the findings that `ignores` hide (Finding::suppressed). A comment counts on the finding's
/// line, as a comment line above it, and in the same two places at the container's name, at its
/// first line, and at a key of the container that the finding hangs under. Expired and mistaken
/// comments hide nothing.
void mark_suppressed(const Document& document, std::vector<Ignore>& ignores, Date today,
                     std::vector<Finding>& findings);

/// What is wrong with the comments themselves: findings of the rules in `selected` that are about
/// an IgnoreProblem. An id is unused only when its rule was among `selected`.
/// Call it after mark_suppressed(). In a part of a file no one knows whether `ignore-file` is used
/// in another.
void report_ignores(const Document& document, const std::vector<Ignore>& ignores, Date today,
                    std::span<const Rule* const> selected, std::vector<Finding>& findings);

} // namespace dropcap::ignore
