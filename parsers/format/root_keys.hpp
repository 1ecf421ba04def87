#pragma once
// What YAML or JSON text is about, reported from its raw bytes: cheap enough for every file of a
// large repository.

#include <string_view>

namespace dropcap::format {

/// What is at the root of some document.
struct RootKeys {
    bool kubernetes = false;  ///< the keys apiVersion and kind, in one document
    bool services = false;    ///< the key `services`; in flow style (JSON) with a Compose service
                              ///< below it
    bool may_be_list = false; ///< the root, or `services`, looks like a list
};

/// Looks at the lines' beginnings, at the outer brackets of flow style, and at nothing else; stops
/// as soon as it knows. Text whose root is spelled in a way that only a parser can read (escapes,
/// `? `, tags, anchors, aliases, `<<`) is parsed. Reads through template lines (`{{- if … }}`).
[[nodiscard]] RootKeys root_keys(std::string_view text);

/// Text with `services` at its root in block style: is it Compose's (and not Symfony's, Lando's or
/// a pipeline's)? Parses it where its words leave a doubt.
[[nodiscard]] bool looks_like_compose(std::string_view text);

/// Whether `services`, or the root, is a list as other programs have it: Ansible's tasks.
[[nodiscard]] bool is_other_list(std::string_view text);

/// Whether a Kubernetes document can hold anything that runs in a container. Never false where it
/// does; true where it is not sure. False for custom resource definitions, which are most of the
/// bytes of real manifests: they are not even checked for syntax.
[[nodiscard]] bool may_hold_containers(std::string_view slice_text);

} // namespace dropcap::format
