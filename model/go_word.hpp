#pragma once
// Words of capability lists as Go's standard library changes them: every engine is written in Go.

#include <string>
#include <string_view>

namespace dropcap {

/// `word` in capitals as strings.ToUpper makes it where the result is ASCII: two letters beyond
/// ASCII have capitals in it, so that "ſys_admin" adds SYS_ADMIN.
[[nodiscard]] std::string go_uppercase(std::string_view word);

/// `word` without the ASCII blanks around it, as strings.TrimSpace returns it.
[[nodiscard]] std::string_view go_trimmed(std::string_view word);

} // namespace dropcap
