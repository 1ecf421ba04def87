#pragma once
// The containers that the labels of a service's image start.

#include "parsers/compose/service.hpp"

namespace dropcap::compose {

/// The containers that labels of the service's image start, put into the document.
void add_labels(ProjectContext& reading, const format::ParseOptions& options,
                const Service& service);

} // namespace dropcap::compose
