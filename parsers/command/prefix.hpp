#pragma once
// What may be in front of a command: assignments, words of the shell's grammar, programs that
// run the command behind them.

#include "parsers/shell/words.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace dropcap::command {

/// The last part of a path, with either slash.
[[nodiscard]] std::string_view command_base_name(std::string_view word);

/// Where the command goes on behind the word at `at`, when that word only runs what follows (`X=1`,
/// `env -i`, `sudo -u app`, `then`); `at` itself when the word is the command.
[[nodiscard]] std::size_t skip_prefix(std::span<const shell::ShellWord> words, std::size_t at);

} // namespace dropcap::command
