#include "parsers/formats.hpp"

#include <array>

namespace dropcap {

// Names and shebangs that leave no doubt come first; what has to be told apart by the keys of YAML comes last.
extern constinit const FileKind dockerfile, script, makefile, systemd_unit, workflow, gitlab_ci, jenkinsfile, markdown, quadlet,
    quadlet_drop_in, devcontainer, inspect, oci, compose_file, manifest;
// clang-format off
constexpr std::array kinds{
    &dockerfile,
    &script,
    &makefile,
    &systemd_unit,
    &workflow,
    &gitlab_ci,
    &jenkinsfile,
    &markdown,
    &quadlet,
    &quadlet_drop_in,
    &devcontainer,
    &inspect,
    &oci,
    &compose_file,
    &manifest,
};
// clang-format on

std::span<const FileKind* const> file_kinds() { return kinds; }

const FileKind* find_kind(std::string_view path, std::string_view text, const Scans& scans) {
    const Glance file(path, text);
    for (const FileKind* kind : kinds)
        if (scans.has(kind->scan) && (!file.has_name() || kind->may_be(file)) && kind->is(file)) return kind;
    return nullptr;
}

} // namespace dropcap
