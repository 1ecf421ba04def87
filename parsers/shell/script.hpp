#pragma once
// Shell text as a list of simple commands.

#include "parsers/shell/words.hpp"

namespace dropcap::shell {

/// Splits a script as a POSIX shell does (with bash's `[[`, `<<<`, `<(…)`, `$'…'` and arrays, which
/// are left alone).
[[nodiscard]] ShellText split_script(const text::MappedText& script);

} // namespace dropcap::shell
