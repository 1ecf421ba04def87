#pragma once
// How a finding's line begins, in every format for people.

#include "lint/check/digest.hpp"
#include "lint/terminal/paint.hpp"
#include "lint/terminal/snippet.hpp"
#include "lint/terminal/text.hpp"
#include "model/concat.hpp"
#include "model/rule.hpp"

#include <cstddef>
#include <string>

namespace dropcap::report {

/// Bytes of a report that are handed over at a time.
inline constexpr std::size_t worth_a_write = 64U << 10U;

/// "compose.yaml:3:5".
[[nodiscard]] inline std::string place_of(const terminal::Location& location) {
    return concat({terminal::visible_path(location.path), ":", std::to_string(location.start.line),
                   ":", std::to_string(location.start.column)});
}

/// "warning[net-raw]".
[[nodiscard]] inline std::string head_of(const check::Record& record, terminal::Style style) {
    return terminal::painted(style, terminal::color_of(record.severity),
                             concat({severity_name(record.severity), "[", record.rule->id, "]"}));
}

} // namespace dropcap::report
