#pragma once
// Findings that are known already: those a baseline file accepts, or those the files had at another
// revision. They are distinguished by rule, file, container and facet, never by line or by the
// words of a message, so that what moves or is reworded stays known.

#include "lint/check/digest.hpp"
#include "model/capability.hpp"
#include "model/result.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::compare {

/// Bytes and findings of a baseline, each of a `count` for itself: more than any project needs; the
/// reader holds a file several times over.
inline constexpr std::size_t largest_baseline = 64U << 20U;
inline constexpr std::size_t most_known = 500'000;

/// A finding by its identity. Two findings are the same when all of this is equal, save `keeps`:
/// who drops more says nothing new.
struct KnownFinding {
    std::string rule;
    std::string file;      ///< from the project's root
    std::string container; ///< as messages name it; empty for a finding about the file
    std::string facet;     ///< Flag::facet: what of the container; empty where `keeps` says it
    CapabilitySet keeps;   ///< the default capabilities that are kept, where the finding is about
                           ///< them
    std::size_t count = 1; ///< how many findings it stands for
};

[[nodiscard]] KnownFinding known_finding(const check::Record& record,
                                         const input::ProjectPaths& paths);

/// Compares the `records` that count with `known` and sets their Record::comparison: every known
/// finding stands for one of them. Returns the known ones that stand for none, equal ones as one.
[[nodiscard]] std::vector<KnownFinding> compare(std::vector<check::Record>& records,
                                                const std::vector<KnownFinding>& known,
                                                const input::ProjectPaths& paths);

/// What a baseline file is called where no one names one; it is in the project's root.
inline constexpr std::string_view default_baseline = ".dropcap-baseline.json";

/// Reads a baseline file. Errors name the file, what is wrong with it and what to do.
[[nodiscard]] Result<std::vector<KnownFinding>> read_baseline(const std::string& path);
/// The same for a file's text.
[[nodiscard]] Result<std::vector<KnownFinding>> read_baseline(const Source& source);

/// How many findings these are.
[[nodiscard]] std::size_t count_of(std::span<const KnownFinding> findings);

/// The text of a baseline file: JSON, sorted, the same for the same findings wherever they stand.
[[nodiscard]] std::string baseline_text(std::vector<KnownFinding> findings);

} // namespace dropcap::compare
