#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (container.role != Role::hook || !container.privileged || !container.privileged->is(true))
        return;
    flags.push_back(flag_at(
        container, *container.privileged,
        fmt::format(
            "{} runs with all capabilities, whatever the container itself dropped: what it executes is close to root on the "
            "host; remove `privileged`, or give the one capability it needs to the container",
            called(container))));
}

} // namespace

extern constinit const Rule privileged_hook;
constinit const Rule privileged_hook{
    .id = "privileged-hook",
    .severity = Severity::error,
    .summary = "A hook or an exec runs privileged in the container",
    .help =
        R"(`post_start`, `pre_stop` and `docker exec` start a process inside a running container; `pre_start` starts a container of its
own beside it. With `privileged: true` that process holds every capability, even where the service says `cap_drop: [ALL]`,
and it executes files that the container's own, less trusted processes may have written. A hook that only copies files is
then the way out of an otherwise hardened container. `pre_start` does not inherit what the service drops either.

**Who needs it all the same:** hardly any hook. Setting a sysctl, fixing the owner of a volume or loading a module is work for
`sysctls:`, for an init container with one capability, or for the host.

**Write instead**

- Compose: the hook without `privileged`; `user: root` is enough to change files in the container
- Kubernetes: hooks run with the container's own rights; use an init container with the one capability
- command line: `docker exec` without `--privileged`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    post_start:
      - command: ["/bin/prepare"]
        user: root
        privileged: true
)",
                .good = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    post_start:
      - command: ["/bin/prepare"]
        user: root
)"},
    .references = {"https://docs.docker.com/compose/how-tos/lifecycle/",
                   "https://docs.docker.com/reference/cli/docker/container/exec/",
                   "https://cwe.mitre.org/data/definitions/250.html",
                   "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "8.2",
    .covers = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
