#pragma once
// Documents of which nothing is checked, and why.

#include "model/container.hpp"

#include <memory>
#include <string>

namespace dropcap::format {

/// A document that says only that `source` is not checked: `reason` is a clause, `at` the part of
/// it that shows why.
[[nodiscard]] Document not_checked(const std::shared_ptr<const Source>& source, Span at,
                                   std::string reason);

} // namespace dropcap::format
