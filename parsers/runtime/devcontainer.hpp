#pragma once
// The settings of a development container that decide about its power (containers.dev, "Dev
// Container metadata reference").

#include "model/container.hpp"
#include "parsers/yaml/tree.hpp"

#include <functional>

namespace dropcap::runtime {

/// Where a node is in the document's sources, without its quotes.
using NodePlace = std::function<Place(const yaml::Node& node)>;

/// Adds what one object says to `container`: `privileged` is OR-ed, `capAdd` and `securityOpt` are
/// united, the later `containerUser` wins (devcontainers/cli: src/spec-node/imageMetadata.ts,
/// mergeConfiguration).
void take_devcontainer_settings(Container& container, const yaml::Node& object,
                                const NodePlace& place);

/// Reports settings that look like some of these and are none: the tools of development containers
/// pass over properties that they do not know. `runArgs` that is no list is one of them.
void report_unknown_settings(Document& document, const yaml::Node& object, const NodePlace& place);

} // namespace dropcap::runtime
