#pragma once
// What BuildKit refuses about one instruction by itself (moby/buildkit:
// frontend/dockerfile/instructions/parse.go).

#include "parsers/dockerfile/instructions.hpp"

#include <string_view>
#include <vector>

namespace dropcap::dockerfile {

/// Whether `# syntax=` names Docker's own frontend (or none is named): another one may know other
/// instructions and flags.
[[nodiscard]] bool is_docker_frontend(std::string_view syntax);

/// What BuildKit refuses about `instruction`, whatever stands around it.
[[nodiscard]] std::vector<BuildProblem> refused_by_buildkit(const Instruction& instruction,
                                                            char escape);

} // namespace dropcap::dockerfile
