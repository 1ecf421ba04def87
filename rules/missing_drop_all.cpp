#include "model/capability_list.hpp"
#include "model/concat.hpp"
#include "rules/kit/held.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <algorithm>

namespace dropcap::rules {
namespace {
/// Whether a container of the same pod drops ALL. A pod's containers stand together in the
/// document; in a pod of thousands only the nearest are looked at, or each would cost what all of
/// them cost.
bool shares_pod_with_hardened(const Scene& scene) {
    constexpr std::size_t nearest = 100;
    const std::size_t first = scene.index - std::min(scene.index, nearest);
    const std::size_t last = std::min(scene.index + nearest + 1, scene.all.size());
    return std::ranges::any_of(scene.all.subspan(first, last - first), [&](const Case& other) {
        return other.container != &scene.container() &&
               other.container->pod == scene.container().pod && other.posture.drops_all;
    });
}

/// Whether this is the one service that was forgotten. In a file of hundreds nobody would look at
/// it like that.
bool every_other_service_is_hardened(const Scene& scene) {
    constexpr std::size_t many = 100;
    if (scene.all.size() < 2 || scene.all.size() > many) return false;
    return std::ranges::all_of(scene.all, [&](const Case& other) {
        return other.container == &scene.container() || !runs_on_linux(*other.container) ||
               other.posture.drops_all;
    });
}

/// A container without a drop list beside hardened ones: often a third-party sidecar, with the same
/// network and secrets. In a pod one hardened container makes the trap; services of a Compose file
/// share less, so there all the others must be hardened.
std::string_view sidecar_trap(const Scene& scene) {
    const Container& container = scene.container();
    if (container.drop.at) return {};
    if (container.pod && shares_pod_with_hardened(scene))
        return "; a container beside it drops ALL, so this one is the way into their pod";
    if (container.format->services_of_one_file && every_other_service_is_hardened(scene))
        return "; every other service of this file drops ALL";
    return {};
}

/// What the context makes of a kept default, or empty.
std::string_view made_worse(const Container& container, CapabilitySet kept) {
    const auto shares_host = [](const MaybeFact<std::string>& space) {
        return space && space->is("host");
    };
    if (kept.contains(Capability::KILL) && shares_host(container.host_pid))
        return "; with the host's PID namespace KILL reaches every process of the host";
    if (kept.contains(Capability::NET_RAW) && shares_host(container.host_network))
        return "; with the host's network NET_RAW sniffs and spoofs the host's traffic";
    return {};
}

std::string what_is_kept(const Posture& posture) {
    const CapabilitySet defaults = default_capabilities(posture.engine);
    constexpr std::size_t named =
        7; // on Docker the last of them is MKNOD, the mildest that has a rule of its own
    const std::string list = list_worst_first(posture.kept_defaults, named);
    if (posture.kept_defaults == defaults)
        return concat({"all ", std::to_string(defaults.size()), " of ",
                       engine_title(posture.engine), "'s default capabilities (", list, ")"});
    return concat({std::to_string(posture.kept_defaults.size()), " of ",
                   engine_title(posture.engine), "'s ", std::to_string(defaults.size()),
                   " default capabilities (", list, ")"});
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!runs_on_linux(container) || posture.kept_defaults.empty()) return;
    if (meant_to_drop_all(scene)) return;
    Flag flag = flag_absent(
        container, concat({called(container), " keeps ", what_is_kept(posture),
                           ", which most programs never use and an intruder does",
                           made_worse(container, posture.kept_defaults), sidecar_trap(scene),
                           "; write `", drop_all_for(container), "` and add back what it needs"}));
    flag.about = posture.kept_defaults;
    if (container.drop.at) flag.at = *container.drop.at;
    if (const WordVerdict* const failed = failed_drop_all(scene)) {
        const Fact<std::string>& word = container.drop.words[failed->index];
        flag.at = word.at;
        flag.related.push_back({word.at, failed->reading.why});
        flag.fix = write_instead(scene.document, word, "ALL", false);
    }
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule missing_drop_all;
constinit const Rule missing_drop_all{
    .id = "missing-drop-all",
    .severity = Severity::warning,
    .summary = "The container does not drop ALL and keeps default capabilities",
    .help =
        R"(An engine gives every container a set of capabilities whether it needs them or not: Docker and containerd 14, Podman 11, CRI-O 9. Most
programs use none of them. An intruder uses what is there: DAC_OVERRIDE and CHOWN on mounted files, NET_RAW on the neighbours' traffic,
SETUID and SETGID to become another user.

Dropping ALL takes them away for good: what is not in the bounding set comes back through no set-user-ID program. It still matters for a
process that does not run as root, for the same reason. Dropping every default by name counts as well, until the engine's defaults change.

**How to find what is needed:** drop ALL, start, do the real work, and add back the one capability that an error names ("operation not
permitted", "permission denied"); repeat until it runs. From nothing upwards the list stays shorter than from the defaults downwards. Verify
with `docker inspect --format '{{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}' NAME` or `grep Cap /proc/PID/status`.

Beside it belong a user that is not root, `no-new-privileges` and a read-only root filesystem: each closes what the others leave open. When
something breaks, add back the one capability; going back to the defaults is milder than `privileged`, and still gives all of them away.

**Sidecars count too:** a logging agent or proxy with the defaults sits in the same network, often with the same secrets, as the container
that was hardened so carefully.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`
- Podman Quadlet: `DropCapability=all`, then `AddCapability=...`
- devcontainer.json: `"runArgs": ["--cap-drop=ALL"]`, then `"capAdd": [...]`
- GitHub Actions, for a job's container or service: `options: --cap-drop=ALL --cap-add=...`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
)",
                .good = R"(services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
    cap_drop: [ALL]
)"},
    .references =
        {"https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://www.cisecurity.org/benchmark/docker",
         "https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cwe.mitre.org/data/definitions/250.html"},
    .security_severity = "6.5",
    .topic = Topic::capabilities,
    .covers = Topic::kept_default,
    .check = check,
};

} // namespace dropcap::rules
