#pragma once
// Labels that somebody acts on: commands that `atomic` and `podman container runlabel` run, and a
// development container's settings.

#include "parsers/command/line.hpp"
#include "parsers/dockerfile/image_state.hpp"

#include <span>

namespace dropcap::dockerfile {

/// Adds the containers that an image's labels start to `document`.
void read_labels(std::span<const ImageLabel> labels, const command::CommandContext& context,
                 Document& document);

} // namespace dropcap::dockerfile
