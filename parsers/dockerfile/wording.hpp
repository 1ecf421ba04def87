#pragma once
// How a Dockerfile spells what rules ask for: the commands in its labels are command lines.

#include "parsers/command/wording.hpp"

namespace dropcap::dockerfile {

inline constexpr FormatInfo dockerfile_format{.name = "dockerfile",
                                              .remedies = command::flags,
                                              .is_command = true,
                                              .starts_own_image = true,
                                              .harden = command::harden,
                                              .remove_word = command::remove_flag};

} // namespace dropcap::dockerfile
