#pragma once
// Dockerfiles: the commands in their labels, their privileged build steps, the state of the image.

#include "parsers/format/options.hpp"

#include <memory>

namespace dropcap::dockerfile {

/// Reads Dockerfile or Containerfile. Never throws for any input; what could not be read is in
/// Document::problems.
[[nodiscard]] Document parse_dockerfile(const std::shared_ptr<const Source>& source,
                                        const format::ParseOptions& options);

} // namespace dropcap::dockerfile
