#pragma once
// What a container is in the file that describes it.

#include <cstdint>
#include <string_view>

namespace dropcap {

/// What describes the container.
enum class ContainerKind : std::uint8_t {
    object, ///< a Kubernetes object; Container::object_kind says which
    service,
    job,
    hook,
    pre_start,
    label, ///< a command in an image's label
    build,
    builder,
    command,
    exec,
    pod,             ///< `podman pod create`, `kubectl run`
    debug_container, ///< `kubectl debug`
    container,       ///< a unit of Podman's, or what `inspect` prints
    runtime,         ///< a runtime's configuration
    devcontainer,
    feature,  ///< of a development container
    agent,    ///< of a Jenkins pipeline, like the next three
    inside,   ///< `image.inside(…)`
    with_run, ///< `image.withRun(…)`
    run,      ///< `image.run(…)`
};

/// The word for it in output that programs read: "service", "pre_start"; empty for an object.
[[nodiscard]] std::string_view kind_word(ContainerKind kind);

/// The noun that the format itself uses before the container's name: "service"; empty where it
/// has none.
[[nodiscard]] std::string_view kind_noun(ContainerKind kind);

} // namespace dropcap
