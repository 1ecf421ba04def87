#pragma once
// Compose files: services of a whole project as `docker compose` runs it.

#include "parsers/format/options.hpp"

#include <memory>

namespace dropcap::compose {

/// Reads Compose file(s). Never throws for any input; what could not be read is in
/// Document::problems.
[[nodiscard]] Document parse_compose(const std::shared_ptr<const Source>& source,
                                     const format::ParseOptions& options);

} // namespace dropcap::compose
