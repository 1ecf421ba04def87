#pragma once
// Text on its way into an XML report.

#include <string>
#include <string_view>

namespace dropcap::report {

/// `text` for an attribute in double quotes or an element's content, on one line: what XML 1.0
/// gives a meaning is escaped, what it cannot hold (control characters, bytes that are not UTF-8,
/// U+FFFE and U+FFFF, even as references) is made visible.
[[nodiscard]] std::string xml_text(std::string_view text);

} // namespace dropcap::report
