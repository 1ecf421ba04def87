#pragma once
// What --help and --help-all print.

#include "lint/help/command_table.hpp"

#include <span>
#include <string>

namespace dropcap::help {

/// The first page: the commands, the most used flags and examples, on one screen.
[[nodiscard]] std::string render_first_page(std::span<const CommandInfo> commands);

/// The page of one command, with all of its flags.
[[nodiscard]] std::string render_command_page(const CommandInfo& command);

/// Every flag of every command, and the values of each.
[[nodiscard]] std::string render_everything(std::span<const CommandInfo> commands);

} // namespace dropcap::help
