#pragma once
// `["program", "argument"]` behind RUN, CMD, ENTRYPOINT and the like (moby/buildkit:
// frontend/dockerfile/parser, parseJSON).

#include "parsers/text/mapped_text.hpp"

#include <optional>
#include <vector>

namespace dropcap::dockerfile {

/// A JSON list behind an instruction.
struct ExecForm {
    std::vector<text::MappedText> words; ///< decoded, without their quotes
    bool refused = false;                ///< an item is no string: BuildKit does not build the file
};

/// The list, or nothing where the arguments are no JSON list: BuildKit then takes them for shell
/// text.
[[nodiscard]] std::optional<ExecForm> read_exec_form(const text::MappedText& arguments);

} // namespace dropcap::dockerfile
