#pragma once
// Labels that somebody acts on: commands that `atomic` and `podman container runlabel` run, and a development container's settings.

#include "parsers/command_line.hpp"
#include "parsers/image_state.hpp"

#include <span>

namespace dropcap {

/// Adds the containers that an image's labels start to `document`.
void read_labels(std::span<const ImageLabel> labels, const CommandContext& context, Document& document);

} // namespace dropcap
