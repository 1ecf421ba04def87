#pragma once
// The project that `--compose-file` names, among the files to look at.

#include "lint/input/files.hpp"
#include "parsers/parse.hpp"

#include <string>
#include <vector>

namespace dropcap::input {

/// The paths to look at when none is given: the first of the Compose files that are named, or the
/// working directory.
[[nodiscard]] std::vector<std::string> default_paths(const format::ComposeOptions& compose);

/// The first of the named Compose files stands for them all: it is looked at even where `inputs`
/// lacks it, and those merged over it are not looked at by themselves unless they were named as
/// paths too. A named file that cannot be read is an error.
void take_compose_files(const format::ComposeOptions& compose, Inputs& inputs);

} // namespace dropcap::input
