#pragma once
// Containers that run, next to those of the files: what was declared, what runs, and the
// difference in powers.

#include "lint/terminal/paint.hpp"
#include "lint/verify/running.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dropcap::verify {

/// How what runs differs from what was declared, the worst first.
enum class Verdict : std::uint8_t {
    more,           ///< it has a power that the files do not give it
    not_declared,   ///< no file has it
    not_comparable, ///< a value is not known
    less,           ///< the files give it a power that it does not have
    same,
    not_running, ///< it is declared and does not run
};
/// "more than declared", "not declared", …
[[nodiscard]] std::string_view verdict_name(Verdict verdict);

/// A container of the files, one that runs, or both.
struct Pair {
    const check::CapsRow* declared = nullptr;
    const Running* running = nullptr;
    Verdict verdict = Verdict::same;
    std::vector<std::string> differences{}; ///< "runs with NET_ADMIN", a clause each
    std::string note{};                     ///< how they were matched, where that is not certain
};

/// Matches and compares; the worst first, else in the order of what runs.
[[nodiscard]] std::vector<Pair> matched(std::span<const check::CapsRow> declared,
                                        std::span<const Running> running);

[[nodiscard]] std::string render_text(std::span<const Pair> pairs, terminal::Style style);
[[nodiscard]] std::string render_json(std::span<const Pair> pairs);

} // namespace dropcap::verify
