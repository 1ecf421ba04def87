#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container) || !container.selinux ||
        !container.selinux->is(SelinuxLabel::disabled))
        return;
    Flag flag = flag_shared(
        container, *container.selinux,
        title_of_owner(container, container.selinux->origin, "switches SELinux separation off"));
    flag.label = "switches labels off";
    flag.notes.emplace_back(
        "its processes run unconfined and may use files of the host and of other containers");
    flag.help = container.format.remedies().label_selinux;
    flag.facet = "selinux";
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule disabled_selinux;
constinit const Rule disabled_selinux{
    .id = "disabled-selinux",
    .severity = Severity::warning,
    .summary = "SELinux labelling is switched off",
    .help =
        R"(On Fedora, RHEL and related systems every container process runs as `container_t` with a pair of categories of its
own: whatever capability it holds, it may not touch files labelled for the host or for another container. It is the barrier
that stopped several runtime escapes on those systems. `label=disable` starts the container as `spc_t` instead, which
SELinux does not confine.

The usual reason is "permission denied" on a mounted folder. That is a missing label on the folder, not a reason to switch
labels off.

**Who needs it all the same:** containers that administer the host, or must share a path whose label cannot change (a home
folder, `/run`), and containers that talk to the engine's socket. `label=type:NAME` with a policy from `udica` is narrower.

**Write instead**

- Compose: `volumes: ["./data:/data:Z"]` (`:z` when several containers share it) without `label:disable`
- Kubernetes: leave `seLinuxOptions` to the runtime, or set a type that your policy knows
- `podman run`, `docker run`: `-v ./data:/data:Z` without `--security-opt label=disable`)",
    .example =
        {.file = "run.sh",
         .bad =
             R"(podman run --cap-drop=ALL --security-opt label=disable -v ./data:/data example/app:1
)",
         .good = R"(podman run --cap-drop=ALL -v ./data:/data:Z example/app:1
)"},
    .references =
        {"https://docs.podman.io/en/latest/markdown/podman-run.1.html",
         "https://docs.docker.com/reference/cli/docker/container/run/#security-opt",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "5.9",
    .check = check,
};

} // namespace dropcap::rules
