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
    Flag flag = flag_at(
        container, container.add.words[all->index],
        fmt::format(
            "{} adds ALL: {} capabilities, SYS_ADMIN, SYS_MODULE and SYS_PTRACE among them, as good as root on the "
            "host; add only what it provably needs",
            called(container), posture.held.size()));
    flag.about = posture.held;
    if (posture.drops_all && container.drop.at)
        flag.related.push_back(
            {*container.drop.at,
             fmt::format("dropping ALL takes nothing back on {}", engine_title(posture.engine))});
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule all_capabilities;
constinit const Rule all_capabilities{
    .id = "all-capabilities",
    .severity = Severity::error,
    .summary = "ALL capabilities are added",
    .help =
        R"(Adding ALL is `privileged` with the devices left out: seccomp opens up for every capability that is granted, and SYS_ADMIN, SYS_MODULE,
SYS_RAWIO and DAC_READ_SEARCH are each a documented way to the host's root.

Engines differ where ALL is dropped as well: on Docker the added ALL wins and everything is granted, Podman refuses to start the
container, containerd and CRI-O grant nothing.

**Who needs it all the same:** nothing that runs in production.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "run.sh",
                .bad = R"(docker run --cap-add=ALL example/agent:1
)",
                .good = R"(docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE example/agent:1
)"},
    .references =
        {"https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://www.cisecurity.org/benchmark/docker",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "9.5",
    .topic = Topic::capabilities,
    .covers = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
