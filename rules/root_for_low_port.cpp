#include "model/user.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {

// Port 22 is left alone: an SSH server changes to whoever logs in, which takes root whatever its
// port.
const Fact<Port>* low_port(const std::vector<Fact<Port>>& ports) {
    const auto found = std::ranges::find_if(ports, [](const Fact<Port>& port) {
        const Port* const known = port.known();
        return known != nullptr && known->first != 0 && known->first < 1024 && known->first != 22;
    });
    return found == ports.end() ? nullptr : &*found;
}

/// Whether something else than a low port asks for root: privileged, or another capability that is
/// added.
bool has_other_reasons(const Posture& posture) {
    if (posture.privileged != false) return true;
    return std::ranges::any_of(posture.add, [](const WordVerdict& word) {
        return word.unresolved || word.reading.kind != WordReading::Kind::capability ||
               word.reading.capability != Capability::NET_BIND_SERVICE;
    });
}

constexpr std::string_view docker_opens_ports =
    "Docker lets every user bind low ports in a container's own network";

// Who may bind low ports without root differs (moby's withCommonOptions, containerd's
// enable_unprivileged_ports, Podman's ambient capabilities): elsewhere a capability that is only
// added does not reach a process of an ordinary user.
void add_remedy(Flag& flag, const Container& container) {
    if (container.host_network && container.host_network->is(NamespaceOwner::host)) {
        flag.help = "run it as another user on a port from 1024 up";
        return;
    }
    switch (low_ports(container.engine)) {
    case LowPorts::any_user:
        flag.notes.emplace_back(docker_opens_ports);
        flag.help = "run it as another user, or map a port from 1024 up";
        return;
    case LowPorts::needs_added_capability:
        flag.notes.emplace_back("Podman passes an added capability on to an ordinary user");
        flag.help =
            "run it as another user with NET_BIND_SERVICE alone, or map a port from 1024 up";
        return;
    case LowPorts::needs_root: break;
    }
    flag.help =
        "run it as another user with the sysctl `net.ipv4.ip_unprivileged_port_start=0`, or on a port from 1024 up";
}

std::string says(std::uint16_t port) {
    return fmt::format("needs root only to listen on port {}", port);
}

constexpr std::string_view no_other_need = "nothing else here needs root";
constexpr std::string_view low_port_label = "the port below 1024";

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container) || container.partial || has_other_reasons(scene.posture()))
        return;
    const RunsAs runs = runs_as(scene.document, container);
    if (runs != RunsAs::root && runs != RunsAs::unsaid) return;
    const bool own_user = container.user && container.user->origin != Origin::image;
    // Without words of its own the command in a LABEL repeats its Dockerfile: check_document
    // reports it.
    const auto* port =
        low_port(own_user ? declared_ports(scene.document, container) : container.ports);
    if (port == nullptr) return;
    auto title = title_of(container, says(port->known()->first));
    const bool in_image =
        port->origin == Origin::image; // the service itself sets neither its user nor its ports
    Flag flag = own_user   ? flag_at(container, *container.user, std::move(title))
                : in_image ? flag_absent(container, std::move(title))
                           : flag_at(container, *port, std::move(title));
    flag.label = own_user ? "root" : in_image ? "its image starts as root" : low_port_label;
    if (own_user || in_image)
        flag.related.push_back({port->at, in_image ? "a port below 1024 in its Dockerfile"
                                                   : std::string(low_port_label)});
    flag.notes.emplace_back(no_other_need);
    add_remedy(flag, container);
    flag.facet = std::to_string(port->known()->first);
    flags.push_back(std::move(flag));
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    if (!document.recipe) return;
    const ImageRecipe& recipe = *document.recipe;
    const RunsAs runs = runs_as(recipe);
    const auto* port = low_port(recipe.exposed);
    if (port == nullptr || (runs != RunsAs::root && runs != RunsAs::unsaid)) return;
    const bool is_root = runs == RunsAs::root;
    const MaybeFact<std::string>& root = recipe.becomes ? recipe.becomes : recipe.user;
    Flag flag{.at = is_root ? root->at : port->at,
              .title = fmt::format("the image {}", says(port->known()->first))};
    flag.label = is_root ? "root" : low_port_label;
    if (is_root) flag.related.push_back({port->at, std::string(low_port_label)});
    flag.notes.emplace_back(no_other_need);
    flag.notes.emplace_back(docker_opens_ports);
    flag.help = "write a USER that is not root at the end of the stage";
    flag.facet = std::to_string(port->known()->first);
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule root_for_low_port;
constinit const Rule root_for_low_port{
    .id = "root-for-low-port",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "Root seems to be needed only to bind a port below 1024",
    .help =
        R"(A port below 1024 is an old reason to start a server as root, and a weak one. What the kernel requires is one
capability, NET_BIND_SERVICE, and often not even that: since 20.10 Docker opens low ports to every user in a container's own
network (`net.ipv4.ip_unprivileged_port_start=0`), and containerd does the same for pods since 2.0. Podman, CRI-O and the
host's network do not.

dropcap says so where a container that is or may be root declares a low port and asks for nothing else that needs root.

**Who needs it all the same:** servers that start as root to read a key or write a log and then drop to another user
themselves. They still need SETUID and SETGID, not the rest.

**Write instead**

- listen on 8080 and map it: Compose and `docker run` `80:8080`, Kubernetes a Service with `targetPort: 8080`
- or stay on 80 as another user: Compose `user: "1000"`, `cap_drop: [ALL]` and `sysctls: {net.ipv4.ip_unprivileged_port_start: 80}`;
  Kubernetes the same sysctl under the pod's `securityContext.sysctls` (it counts as safe)
- or give the program itself the capability: `RUN setcap cap_net_bind_service+ep /usr/bin/server` and add NET_BIND_SERVICE
  after dropping ALL. Outside Podman a capability that is only added does not reach an ordinary program of an ordinary user)",
    .example =
        {.file = "run.sh",
         .bad =
             R"(docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE --user root --read-only -p 8080:80 example/web:1
)",
         .good = R"(docker run --cap-drop=ALL --user 1000 --read-only -p 8080:8080 example/web:1
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://docs.kernel.org/networking/ip-sysctl.html",
         "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://cwe.mitre.org/data/definitions/250.html"},
    .security_severity = "3.1",
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
