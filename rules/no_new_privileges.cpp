#include "model/hardening.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {
namespace {

/// Completes a flag with the words that both cases share.
Flag with_words(Flag flag, const Container& container) {
    flag.notes.emplace_back(
        "a setuid program or one with file capabilities makes an ordinary user root again");
    // docker stack deploy ignores security_opt (docker/cli, cli/compose), so a service cannot set
    // it.
    if (container.engine == Engine::swarm) {
        flag.notes.emplace_back("Swarm services cannot set it");
        flag.help = "set `\"no-new-privileges\": true` in the nodes' daemon.json";
    } else {
        flag.help = container.format.remedies().no_new_privileges;
    }
    flag.facet = "no-new-privileges";
    return flag;
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    // A privileged container has nothing left to gain, and Kubernetes refuses the two together.
    if (!runs_on_linux(container) || container.partial || scene.posture().privileged == true)
        return;
    const auto& fact = container.no_new_privileges;
    if (fact && !fact->is(false)) return;
    Flag flag =
        fact ? flag_at(container, *fact, title_of(container, "lets its processes gain privileges"))
             : flag_absent(container,
                           title_of(container, "does not forbid its processes to gain privileges"));
    flag.label = fact ? "allows it" : "nothing forbids it";
    if (!fact && container.engine != Engine::swarm && container.format->harden != nullptr) {
        std::vector<Edit> edits =
            container.format->harden(scene.document, container, {.no_new_privileges = true});
        if (!edits.empty())
            flag.fix = Fix{.message = "Set no-new-privileges", .edits = std::move(edits)};
    }
    flags.push_back(with_words(std::move(flag), container));
}

} // namespace

extern constinit const Rule no_new_privileges;
constinit const Rule no_new_privileges{
    .id = "no-new-privileges",
    .group = Group::pedantic,
    .severity = Severity::warning,
    .summary = "Processes may gain privileges through setuid programs and file capabilities",
    .help =
        R"(With the kernel's `no_new_privs` bit set, `execve` never grants more than the caller has: `su`, `sudo`, `ping` with the
setuid bit and programs with file capabilities run with the rights of whoever started them. Without it, a process that
runs as an ordinary user needs one setuid-root program in the image to get the container's whole bounding set back. Dropping
capabilities makes that set smaller; with this bit the process cannot reach it.

It takes nothing from a process that is root already, and nothing from one that drops to another user by itself.
In Kubernetes the field has no default: left out, the bit is not set.

**Who needs it all the same:** images that rely on `sudo`, `su` or a setuid helper after the start; programs with file
capabilities that a shell starts (the container's own entry point still gets them). Containers whose `allowPrivilegeEscalation`
is false cannot be privileged at the same time.

**Write instead**

- Compose: `security_opt: ["no-new-privileges:true"]`
- Kubernetes: `securityContext.allowPrivilegeEscalation: false` on every container (the pod has no such field)
- `docker run`, `podman run`: `--security-opt no-new-privileges`; with nerdctl never the spelling with a colon, which it
  ignores
- for every container of a host: `"no-new-privileges": true` in Docker's `daemon.json`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
)",
                .good = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
)"},
    .references =
        {"https://docs.kernel.org/userspace-api/no_new_privs.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://www.cisecurity.org/benchmark/docker",
         "https://cwe.mitre.org/data/definitions/250.html"},
    .security_severity = "4.3",
    .check = check,
};

} // namespace dropcap::rules
