#pragma once
// Rules times containers: what the selected rules say of one document, stamped, folded, sorted,
// without duplicates.

#include "lint/ignore/suppress.hpp"
#include "model/container.hpp"
#include "model/finding.hpp"
#include "model/rule.hpp"

#include <chrono>
#include <functional>
#include <span>
#include <vector>

namespace dropcap::check {

/// One document's findings in order of place, then rule id.
struct Linted {
    std::vector<Case> cases; ///< every container with its posture, in the document's order
    std::vector<Finding> findings;
    std::size_t left_out = 0; ///< findings beyond `IgnoreOptions::most_findings`, the least severe
};

/// What to make of findings that somebody accepted.
struct IgnoreOptions {
    bool honoured = true; ///< false with --no-ignores: comments hide nothing and are not checked
    ignore::Date today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    /// Of one document, or of one part of a stream: a finding takes a few kilobytes until it is
    /// reported, and no one reads as many.
    std::size_t most_findings = 50'000;
    /// Rules that report nothing, because they are ignored, and cover what they would have covered.
    std::span<const Rule* const> covering{};
    /// What a configuration makes of the findings from index `from` on, before they are folded.
    /// Empty: nothing.
    std::function<void(const Document& document, std::vector<Finding>& findings, std::size_t from)>
        adjust{};
};

/// Runs `rules` on `document`. Folding is by Topic and Rule::covers; nothing here knows a rule by
/// name. The document must outlive the result.
[[nodiscard]] Linted lint_document(const Document& document, std::span<const Rule* const> rules,
                                   const IgnoreOptions& options = {});

} // namespace dropcap::check
