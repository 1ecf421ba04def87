#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!adds_by_itself(container) || !posture.grants_all) return;
    const auto all = std::ranges::find_if(posture.add, [](const WordVerdict& verdict) {
        return !verdict.unresolved && verdict.reading.kind == WordReading::Kind::all;
    });
    Flag flag = flag_at(container, container.add.words[all->index],
                        title_of(container, "adds ALL capabilities"));
    flag.label = "is as good as root on the host";
    flag.notes.push_back(
        fmt::format("that is {} capabilities, SYS_ADMIN, SYS_MODULE and SYS_PTRACE among them",
                    posture.held.size()));
    flag.help = remedy::instead_of_all;
    flag.facet = "ALL";
    flag.about = posture.held;
    if (posture.drops_all && container.drop.at) {
        flag.related.push_back({*container.drop.at, "takes nothing back"});
        flag.notes.push_back(fmt::format("on {}, an added ALL wins over a dropped ALL",
                                         engine_title(posture.engine)));
    }
    flags.push_back(std::move(flag));
}

constexpr std::string_view why =
    R"(Adding ALL is `privileged` without the devices: seccomp allows the system calls of every capability that is granted, and SYS_ADMIN,
SYS_MODULE, SYS_RAWIO and DAC_READ_SEARCH are each a documented way to the host's root.

Engines differ where ALL is dropped as well: on Docker the added ALL wins and everything is granted, Podman refuses to start the
container, containerd and CRI-O grant nothing.

**Who needs it all the same:** nothing that runs in production.)";

} // namespace

extern constinit const Rule all_capabilities;
constinit const Rule all_capabilities{
    .id = "all-capabilities",
    .severity = Severity::error,
    .summary = "ALL capabilities are added",
    .help = joined<why, page::drop_all_and_add>,
    .example = {.file = "run.sh",
                .bad = R"(docker run --cap-add=ALL example/agent:1
)",
                .good = R"(docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE example/agent:1
)"},
    .references = {reference::owasp_docker, reference::capabilities, reference::cis_docker,
                   reference::cwe_250, reference::attack_t1611},
    .security_severity = "9.5",
    .topic = Topic::capabilities,
    .covers = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
