// What `docker inspect` and `podman inspect` print about containers: what is really running, to be
// held against what was meant. moby/moby:api/types/container/hostconfig.go;
// containers/podman:libpod/define/container_inspect.go.

#include "parsers/command/container.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/containers.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/format/security_opt.hpp"
#include "parsers/json/text.hpp"
#include "parsers/yaml/facts.hpp"

#include <algorithm>
#include <charconv>

namespace dropcap::runtime {

namespace {

using yaml::Entry;
using yaml::Node;

/// What `docker inspect` prints was started by a command.
constexpr FormatInfo inspect_format{
    .name = "inspect", .remedies = command::flags, .is_literal = true};

class InspectReader {
  public:
    InspectReader(Document& document, const format::ParseOptions& options)
        : document_(document), options_(options) {}

    void read(const Node& node) {
        for (const yaml::Child& item : node.items) read(*item.node);
        const Entry* const host = node.is_mapping() ? yaml::entry_at(node, "HostConfig") : nullptr;
        if (host == nullptr || !host->value.node->is_mapping()) return;
        format::add_container(document_, container_of(node, *host->value.node));
    }

  private:
    [[nodiscard]] Container container_of(const Node& node, const Node& host) {
        Container container;
        container.kind = ContainerKind::container;
        container.format = inspect_format;
        container.extent = node.at;
        const bool is_podman =
            node.find("BoundingCaps") != nullptr || node.find("EffectiveCaps") != nullptr;
        container.engine = options_.engine.value_or(is_podman ? Engine::podman : Engine::docker);
        take_name(container, node);
        container.privileged = yaml::flag_at(host, "Privileged");
        if (is_podman) {
            take_bounding(container, node);
        } else {
            container.add = yaml::list_at(host, "CapAdd");
            container.drop = yaml::list_at(host, "CapDrop");
        }
        take_confinement(container, node, host);
        take_namespaces(container, host);
        take_ports(container, node);
        return container;
    }

    static void take_name(Container& container, const Node& node) {
        auto name = yaml::word_at(node, "Name");
        if (!name) name = yaml::word_at(node, "Id");
        if (name) container.name = name->known()->substr(name->known()->starts_with('/') ? 1 : 0);
        const std::uint32_t begin = node.at.span.begin;
        container.name_at = name ? name->at : Place{0, {begin, begin + 1}};
        container.image = yaml::word_at(node, "Config.Image");
        if (!container.image) container.image = yaml::word_at(node, "ImageName");
    }

    /// Podman works its sets out itself: what it lists is what is held, and its CapAdd and CapDrop
    /// are only the difference to its defaults.
    static void take_bounding(Container& container, const Node& node) {
        container.add_is_all = true;
        container.add = yaml::list_at(node, "BoundingCaps");
        if (!container.add.at) container.add = yaml::list_at(node, "EffectiveCaps");
    }

    void take_confinement(Container& container, const Node& node, const Node& host) {
        const bool privileged = container.privileged && container.privileged->is(true);
        const format::SecurityOptReader reader = container.engine == Engine::podman
                                                     ? format::SecurityOptReader::podman
                                                     : format::SecurityOptReader::docker;
        for (const Fact<std::string>& option : yaml::list_at(host, "SecurityOpt").words) {
            if (privileged && *option.known() == "label=disable") continue; // comes with privileged
            static_cast<void>(format::apply_security_opt(container, reader, option,
                                                         [&](std::size_t) { return option.at; }));
        }
        container.read_only_root = yaml::flag_at(host, "ReadonlyRootfs");
        const auto profile = yaml::word_at(node, "AppArmorProfile");
        if (profile && !container.apparmor && !privileged && profile->is("unconfined"))
            container.apparmor = reread(profile, read_profile);
        container.user = yaml::word_at(node, "Config.User");
        if (!container.user) return;
        // The image's USER is already in it: where none is left, it is root.
        std::string user = container.user->known()->substr(0, container.user->known()->find(':'));
        container.user->value = user.empty() ? "root" : std::move(user);
    }

    static void take_namespaces(Container& container, const Node& host) {
        const auto take = [&](MaybeFact<NamespaceOwner>& target, std::string_view key) {
            const auto mode = yaml::word_at(host, key);
            if (mode && (mode->is("host") || mode->known()->starts_with("container:")))
                target = reread(mode, read_namespace_owner);
        };
        take(container.host_pid, "PidMode");
        take(container.host_ipc, "IpcMode");
        take(container.host_network, "NetworkMode");
        take(container.host_user, "UsernsMode");
        take(container.host_uts, "UTSMode");
        const Entry* const devices = yaml::entry_at(host, "Devices");
        container.has_devices = devices != nullptr && !devices->value.node->items.empty();
        container.sets_low_port_sysctl =
            yaml::entry_at(host, "Sysctls") != nullptr &&
            yaml::entry_at(host, "Sysctls")
                    ->value.node->find("net.ipv4.ip_unprivileged_port_start") != nullptr;
    }

    /// `"80/tcp": {}`.
    static void take_ports(Container& container, const Node& node) {
        const Entry* const ports = yaml::entry_at(node, "Config.ExposedPorts");
        if (ports == nullptr) return;
        for (const Entry& port : ports->value.node->entries) {
            const std::string_view text = port.key->text.substr(0, port.key->text.find('/'));
            std::uint16_t number = 0;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), number);
            if (error == std::errc{} && end == text.data() + text.size())
                container.ports.push_back(
                    {.value = Port{number, number}, .at = port.key->at, .entry = port.at});
        }
    }

    Document& document_;
    const format::ParseOptions& options_;
};

Document parse_inspect(const std::shared_ptr<const Source>& source,
                       const format::ParseOptions& options) {
    Document document;
    document.sources.push_back(source);
    for (const json::Tree& tree : json::read_all(document))
        if (tree.root != nullptr) InspectReader(document, options).read(*tree.root);
    return document;
}

bool may_be_inspect(const format::FileInfo& file) { return file.name().ends_with(".json"); }

bool is_inspect(const format::FileInfo& file) {
    const char first = json::first_character(file.text());
    // The search begins at a capital H, which is rare in JSON.
    return (first == '[' || first == '{') &&
           file.text().find("HostConfig\"") != std::string_view::npos &&
           file.text().find("\"Config\"") != std::string_view::npos;
}

} // namespace

extern constinit const format::FileKind inspect;
constinit const format::FileKind inspect{.title = "the output of docker or podman inspect",
                                         .precedence = format::Precedence::structure,
                                         .format = inspect_format,
                                         .scan = format::Scan::always,
                                         .may_be = may_be_inspect,
                                         .is = is_inspect,
                                         .parse = parse_inspect};

} // namespace dropcap::runtime
