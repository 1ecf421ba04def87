#pragma once
// What YAML or JSON text is about, reported from its raw bytes: cheap enough for every file of a
// large repository.

#include <string_view>

namespace dropcap::format {

/// Keys that are at the root of some document.
struct RootKeys {
    bool kubernetes = false; ///< apiVersion and kind, in one document
    bool services = false;   ///< Compose's own
};

/// Looks at the lines' beginnings only and stops as soon as it knows. Reads through template lines
/// (`{{- if … }}`).
[[nodiscard]] RootKeys root_keys(std::string_view text);

/// Text with `services` at its root: does anything in it look like Compose (and not like Symfony's
/// or a pipeline's services)?
[[nodiscard]] bool looks_like_compose(std::string_view text);

/// Whether a Kubernetes document can hold anything that runs in a container. Never false where it
/// does; true where it is not sure. False for custom resource definitions, which are most of the
/// bytes of real manifests: they are not even checked for syntax.
[[nodiscard]] bool may_hold_containers(std::string_view slice_text);

} // namespace dropcap::format
