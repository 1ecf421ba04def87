#pragma once
// Compose files: services of a whole project as `docker compose` runs it.

#include "parsers/format/file_kind.hpp"
#include "parsers/format/options.hpp"

#include <memory>

namespace dropcap::compose {

/// A Compose file, as the table of kinds has it.
extern const format::FileKind compose_file;

/// Reads Compose file(s). Never throws for any input; what could not be read is in
/// Document::problems.
[[nodiscard]] Document parse_compose(const std::shared_ptr<const Source>& source,
                                     const format::ParseOptions& options);

/// Adds the project that begins with `main` to a document, which may have other sources already.
void read_project(Document& document, const std::shared_ptr<const Source>& main,
                  const format::ParseOptions& options);

} // namespace dropcap::compose
