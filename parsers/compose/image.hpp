#pragma once
// What the service's own Dockerfile says about its container.

#include "parsers/compose/service.hpp"

namespace dropcap::compose {

/// What the service's own Dockerfile says about its container.
void add_image(ProjectContext& reading, const format::ParseOptions& options, const Service& service,
               Container& container);

} // namespace dropcap::compose
