#pragma once
// A command line as a container.

#include "parsers/command/line.hpp"

#include <optional>

namespace dropcap::command {

/// The container that a command line makes; empty: it makes none that matters (plain exec, plain
/// build, --help).
[[nodiscard]] std::optional<CommandResult> container_of(const CommandLine& line,
                                                        const CommandContext& context);

/// What every container of a command line begins with: engine, places, format.
[[nodiscard]] CommandResult begin_container(const CommandLine& line, const CommandContext& context);

} // namespace dropcap::command
