#pragma once
// `kubectl run --privileged` and `kubectl debug --profile=…`: containers that no manifest shows.

#include "parsers/command/line.hpp"

#include <optional>

namespace dropcap::command {

/// The container that kubectl starts with more than a default; empty: nothing of that kind.
[[nodiscard]] std::optional<CommandResult> container_of_kubectl(const CommandLine& line,
                                                                const CommandContext& context);

} // namespace dropcap::command
