#pragma once
// The door of the parsers: a text in, a Document out, whatever the text is.

#include "model/container.hpp"
#include "parsers/compose/layout.hpp"
#include "parsers/detect.hpp"
#include "parsers/format/options.hpp"
#include "parsers/settings/config_file.hpp"
#include "parsers/settings/package_files.hpp"

#include <memory>

namespace dropcap {

/// Reads a text as whatever it is. Never throws for any input; what could not be read is in
/// Document::problems.
[[nodiscard]] Document parse(std::shared_ptr<const Source> source,
                             const format::ParseOptions& options);

} // namespace dropcap
