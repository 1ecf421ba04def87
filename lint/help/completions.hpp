#pragma once
// What shells complete, written from the commands' own tables of flags.

#include "lint/help/command_table.hpp"

#include <span>
#include <string>

namespace dropcap::help {

/// The script that teaches bash to complete dropcap's commands, flags and values.
[[nodiscard]] std::string render_bash_completion(std::span<const CommandInfo> commands);
/// The same for zsh: the function `_dropcap`.
[[nodiscard]] std::string render_zsh_completion(std::span<const CommandInfo> commands);
/// The same for fish.
[[nodiscard]] std::string render_fish_completion(std::span<const CommandInfo> commands);

} // namespace dropcap::help
