#pragma once
// `setcap CAPS FILE`: the capabilities that an image's build gives to programs.

#include "model/container.hpp"
#include "parsers/shell/words.hpp"

#include <span>
#include <vector>

namespace dropcap::dockerfile {

/// What the words of one command give, if it is a setcap.
[[nodiscard]] std::vector<FileCapability>
file_capabilities_of(std::span<const shell::ShellWord> words);

} // namespace dropcap::dockerfile
