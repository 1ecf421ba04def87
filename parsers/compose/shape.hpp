#pragma once
// What Compose says of what its schema does not accept.

#include "parsers/compose/shape_table.hpp"
#include "parsers/compose/value.hpp"

#include <string_view>
#include <vector>

namespace dropcap::compose {

/// Where the problems of one container or of the file go.
struct ProblemSink {
    std::string_view owner; ///< the container's name; empty: the file
    std::vector<Problem>& problems;
};

/// Adds a problem for each thing in `value` that `shape` does not accept.
void check_shape(ProjectContext& reading, const Value& value, const Shape& shape,
                 const ProblemSink& sink);

/// Whether the root of a YAML document is one of a Compose file: some key of Compose's and no key
/// of anything else.
[[nodiscard]] bool looks_like_compose_root(const yaml::Node& root);
/// Whether a key belongs to everybody: `x-…`.
[[nodiscard]] bool is_extension(std::string_view key);

} // namespace dropcap::compose
