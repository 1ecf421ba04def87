#pragma once
// What `man dropcap` shows.

#include "lint/help/command_table.hpp"

#include <span>
#include <string>

namespace dropcap::help {

/// The manual page, in man(7)'s macros.
[[nodiscard]] std::string render_manual(std::span<const CommandInfo> commands);

} // namespace dropcap::help
