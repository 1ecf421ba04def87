#include "parsers/formats.hpp"

#include "model/ascii.hpp"

#include <algorithm>
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

namespace {

std::string lower_base_name(std::string_view path) {
    const std::size_t slash = path.find_last_of("/\\");
    std::string name = lowercase(std::string(slash == std::string_view::npos ? path : path.substr(slash + 1)));
    if (name == "-" || name == "<stdin>") name.clear();
    return name;
}

} // namespace

Glance::Glance(std::string_view path, std::string_view text) : path_(path), text_(text), name_(lower_base_name(path)) {}

const RootKeys& Glance::keys() const {
    if (!keys_) keys_ = root_keys(text_);
    return *keys_;
}

std::span<const FileKind* const> file_kinds() { return kinds; }

const FileKind* find_kind(std::string_view path, std::string_view text, const Scans& scans) {
    const Glance file(path, text);
    for (const FileKind* kind : kinds)
        if (scans.has(kind->scan) && (!file.has_name() || kind->may_be(file)) && kind->is(file)) return kind;
    return nullptr;
}

bool Scans::has(Scan scan) const {
    switch (scan) {
    case Scan::scripts: return scripts;
    case Scan::ci: return ci;
    case Scan::docs: return docs;
    case Scan::always: break;
    }
    return true;
}

bool Scans::add(std::string_view word) {
    const bool every = word == "all";
    scripts = scripts || every || word == "scripts";
    ci = ci || every || word == "ci";
    docs = docs || every || word == "docs";
    return every || word == "scripts" || word == "ci" || word == "docs";
}

bool may_be_ours(std::string_view path, const Scans& scans) {
    const Glance file(path, {});
    return std::ranges::any_of(kinds, [&](const FileKind* kind) { return scans.has(kind->scan) && kind->may_be(file); });
}

std::optional<Format> detect_format(std::string_view path, std::string_view text, const Scans& scans) {
    const FileKind* const kind = find_kind(path, text, scans);
    return kind == nullptr ? std::nullopt : std::optional(kind->format);
}

} // namespace dropcap
