#pragma once
// A key that Compose does not know: a security setting in the wrong place or misspelt, or nothing
// that matters here.

#include "parsers/compose/shape.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::compose {

/// Where the key stands and what could have stood there.
struct UnknownKey {
    std::string_view key;
    std::string path; ///< as messages call it: "deploy.cap_drop", "volumes[0].content"
    Place at;
    std::span<const Field> fields; ///< the keys that Compose knows there
    const yaml::Node* value = nullptr;
};

/// Reports a misplaced security setting as what it is, for `owner`; any other key once for the
/// whole project, as a minor problem: Compose refuses the file, so nothing runs that it could
/// endanger, and other tools read such keys (`content` of Coolify's volumes).
void tell_unknown_key(ProjectContext& reading, const UnknownKey& unknown, const ProblemSink& sink);

} // namespace dropcap::compose
