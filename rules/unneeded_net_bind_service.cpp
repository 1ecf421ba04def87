#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {

bool all_high(const std::vector<Fact<Port>>& ports) {
    return !ports.empty() && std::ranges::all_of(ports, [](const Fact<Port>& port) {
        return port.known() != nullptr && port.known()->first >= 1024;
    });
}

/// The lowest declared port.
std::uint16_t lowest(const std::vector<Fact<Port>>& ports) {
    const auto first = [](const Fact<Port>& port) { return port.known()->first; };
    return first(*std::ranges::min_element(ports, {}, first));
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const auto& ports = declared_ports(scene.document, container);
    if (!runs_on_linux(container) || container.partial || !all_high(ports)) return;
    for (const WordVerdict& word : scene.posture().add) {
        if (word.unresolved || word.reading.kind != WordReading::Kind::capability) continue;
        if (word.reading.capability != Capability::NET_BIND_SERVICE) continue;
        Flag flag =
            flag_at(container, container.add.words[word.index],
                    title_of(container, "adds NET_BIND_SERVICE but declares no port below 1024"));
        flag.label = "only ports below 1024 need it";
        flag.about = {Capability::NET_BIND_SERVICE};
        flag.related.push_back({ports.front().at, "needs no capability"});
        flag.notes.push_back(fmt::format("the lowest port that it declares is {}", lowest(ports)));
        flag.help = "remove NET_BIND_SERVICE";
        flag.fix = remove_word(scene, container.add, word.index, false);
        flag.facet = "NET_BIND_SERVICE";
        flags.push_back(std::move(flag));
        return;
    }
}

} // namespace

extern constinit const Rule unneeded_net_bind_service;
constinit const Rule unneeded_net_bind_service{
    .id = "unneeded-net-bind-service",
    .severity = Severity::note,
    .summary = "NET_BIND_SERVICE is added although every declared port is 1024 or higher",
    .help =
        R"(NET_BIND_SERVICE has one use: binding TCP and UDP ports below 1024. A container whose declared ports are all 1024
or higher does not use it, and a short list of capabilities that are really used is easier to defend than a long one. With
the capability, an intruder can take over a well-known port on the container's address and collect what is sent there.

What counts is the port *inside* the container: in Compose's `80:8080` that is 8080. A container that declares no port is not
checked.

**Who needs it all the same:** a container that also listens on a low port it does not declare. Declare the port to resolve the
finding.

**Write instead**

- Compose: `cap_drop: [ALL]` without `cap_add: [NET_BIND_SERVICE]`
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"]}`
- `docker run`: `--cap-drop=ALL`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
    ports: ["80:8080"]
)",
                .good = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
    ports: ["8080:80"]
)"},
    .references = {reference::capabilities, reference::owasp_docker, reference::cwe_250},
    .security_severity = "2.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
