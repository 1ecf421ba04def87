#include "rules/kit/page.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (container.role != Role::hook || !container.privileged || !container.privileged->is(true))
        return;
    Flag flag = flag_at(container, *container.privileged, title_of(container, "runs privileged"));
    flag.label = "holds all capabilities";
    flag.notes.emplace_back("what the container itself drops does not limit it");
    flag.notes.emplace_back("what it executes is close to root on the host");
    flag.help = "remove `privileged`, or give the container the one capability that it needs";
    flag.facet = "privileged";
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule privileged_hook;
constinit const Rule privileged_hook{
    .id = "privileged-hook",
    .severity = Severity::error,
    .summary = "A hook or an exec runs privileged in the container",
    .help =
        R"(`post_start`, `pre_stop` and `docker exec` start a process inside a running container; `pre_start` starts a separate container
for the service. With `privileged: true` that process holds every capability, even where the service says `cap_drop: [ALL]`,
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
                   reference::cwe_250, reference::attack_t1611},
    .security_severity = "8.2",
    .covers = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
