// The OCI runtime's config.json, which an engine writes for runc: the last word on what a container
// gets (opencontainers/runtime-spec:config.md, config-linux.md).

#include "parsers/command/container.hpp"
#include "parsers/format/containers.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/json/text.hpp"
#include "parsers/yaml/facts.hpp"

#include <algorithm>
#include <array>

namespace dropcap::runtime {

namespace {

using yaml::Entry;
using yaml::Node;

/// A namespace that is not listed is the host's; one with a path is somebody else's.
void take_namespaces(Container& container, const Node& root) {
    const Entry* const spaces = yaml::entry_at(root, "linux.namespaces");
    if (spaces == nullptr) return;
    const auto take = [&](MaybeFact<NamespaceOwner>& target, std::string_view type) {
        for (const yaml::Child& item : spaces->value.node->items) {
            const auto listed = yaml::word_at(*item.node, "type");
            if (!listed || !listed->is(std::string(type))) continue;
            if (auto path = yaml::word_at(*item.node, "path"); path && !path->known()->empty()) {
                target = reread(path, read_namespace_owner);
            }
            return;
        }
        target = Fact<NamespaceOwner>{
            .value = NamespaceOwner::host, .at = spaces->key->at, .entry = spaces->at};
    };
    take(container.host_pid, "pid");
    take(container.host_ipc, "ipc");
    take(container.host_network, "network");
    take(container.host_uts, "uts");
}

/// How the engines that write such files call the container in its annotations; else its host name.
std::string name_of(const Node& root) {
    if (const Entry* const annotations = yaml::entry_at(root, "annotations"))
        for (const std::string_view key :
             {"io.kubernetes.cri.container-name", "io.kubernetes.container.name",
              "io.podman.annotations.container-name"})
            if (const Node* const name = annotations->value.node->get(key);
                name != nullptr && name->is_scalar())
                return std::string(name->text);
    const auto host = yaml::word_at(root, "hostname");
    return host && !host->known()->empty() ? *host->known() : "container";
}

/// How the OCI runtime's config.json spells what rules ask for.
constexpr FormatInfo oci_format{
    .name = "oci",
    .remedies = {.drop_all = "\"bounding\": []",
                 .no_new_privileges = "write `\"noNewPrivileges\": true`",
                 .non_root_user = "write a `uid` above 0",
                 .read_only_root = "write `\"readonly\": true` for `root`",
                 .confine_seccomp = "write a filter under `linux.seccomp`",
                 .confine_apparmor = "write a loaded profile into `apparmorProfile`",
                 .label_selinux = "write a `selinuxLabel` that your policy knows"},
    .is_literal = true};

Container container_of(const Node& root, const format::ParseOptions& options) {
    Container container;
    container.kind = ContainerKind::runtime;
    container.format = oci_format;
    container.engine = options.engine.value_or(Engine::docker);
    container.name = name_of(root);
    container.extent = root.at;
    // What is not in the bounding set cannot come back; without the list there is none of them.
    container.add_is_all = true;
    container.add = yaml::list_at(root, "process.capabilities.bounding");
    const Entry* const process = yaml::entry_at(root, "process");
    container.name_at = container.add.at     ? *container.add.at
                        : process != nullptr ? process->key->at
                                             : root.at;
    container.no_new_privileges = yaml::flag_at(root, "process.noNewPrivileges");
    container.user = yaml::word_at(root, "process.user.uid");
    container.read_only_root = yaml::flag_at(root, "root.readonly");
    if (const Entry* const seccomp = yaml::entry_at(root, "linux.seccomp"))
        container.seccomp =
            Fact<Profile>{.value = Profile::custom, .at = seccomp->key->at, .entry = seccomp->at};
    container.apparmor = reread(yaml::word_at(root, "process.apparmorProfile"), read_profile);
    take_namespaces(container, root);
    if (const Entry* const sysctl = yaml::entry_at(root, "linux.sysctl"))
        container.sets_low_port_sysctl =
            sysctl->value.node->find("net.ipv4.ip_unprivileged_port_start") != nullptr;
    return container;
}

Document parse_oci(const std::shared_ptr<const Source>& source,
                   const format::ParseOptions& options) {
    Document document;
    document.sources.push_back(source);
    const json::Tree tree = json::read(document);
    if (tree.root != nullptr && tree.root->is_mapping() &&
        yaml::entry_at(*tree.root, "process") != nullptr)
        format::add_container(document, container_of(*tree.root, options));
    return document;
}

bool may_be_oci(const format::FileInfo& file) { return file.name().ends_with(".json"); }

/// The version comes first in what engines write; elsewhere the file has the name that runc wants.
bool is_oci(const format::FileInfo& file) {
    constexpr std::size_t beginning = 1024;
    if (json::first_character(file.text()) != '{') return false;
    const std::string_view text =
        file.name() == "config.json" ? file.text() : file.text().substr(0, beginning);
    return text.find("\"ociVersion\"") != std::string_view::npos &&
           file.text().find("\"process\"") != std::string_view::npos;
}

} // namespace

extern constinit const format::FileKind oci;
constinit const format::FileKind oci{.title = "an OCI runtime's config.json",
                                     .precedence = format::Precedence::structure,
                                     .format = oci_format,
                                     .scan = format::Scan::always,
                                     .may_be = may_be_oci,
                                     .is = is_oci,
                                     .parse = parse_oci};

} // namespace dropcap::runtime
