#pragma once
// A long report on one screen: the same finding over all files is one block with its places.

#include "lint/check/digest.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::report {

/// Findings of one rule and severity.
struct Block {
    /// The first of each kind of sentence, then the others, both in order.
    std::vector<const check::Record*> members;
    std::size_t kinds = 0; ///< how many kinds there are
};

/// Whether a report is longer than a screen, so that it is folded.
[[nodiscard]] constexpr bool is_long(std::size_t findings) { return findings >= 15; }

/// The findings by rule and severity, the mildest first: errors are next to the summary.
[[nodiscard]] std::vector<Block> folded(std::span<const check::Record* const> findings);

/// A sentence without the names in it (`web`, Deployment/web).
[[nodiscard]] std::string kind_of(std::string_view sentence);

} // namespace dropcap::report
