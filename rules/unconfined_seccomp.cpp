#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {
namespace {

// Without a profile Kubernetes filters nothing (unless the kubelet says otherwise), so there the
// word is replaced, not removed.
std::optional<Fix> fix_for(const Document& document, const Container& container, const Place& at) {
    if (container.format->runtime_profile.empty()) return std::nullopt;
    return Fix{"Use the runtime's default profile",
               {{at, rewritten(document, at, container.format->runtime_profile)}}};
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container) || !container.seccomp ||
        !container.seccomp->is(Profile::unconfined))
        return;
    Flag flag = flag_shared(
        container, *container.seccomp,
        title_of_owner(container, container.seccomp->origin, "switches the seccomp filter off"));
    flag.label = "no system call is filtered";
    flag.notes.emplace_back(
        "it can make every system call of the host's kernel, also the rare ones that exploits need");
    flag.help = container.format.remedies().confine_seccomp;
    flag.facet = "seccomp";
    flag.fix = fix_for(scene.document, container, flag.at);
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule unconfined_seccomp;
constinit const Rule unconfined_seccomp{
    .id = "unconfined-seccomp",
    .severity = Severity::warning,
    .summary = "The seccomp filter is switched off",
    .help =
        R"(The default seccomp profile keeps a container away from dozens of system calls that ordinary programs never make:
loading kernel modules, `kexec`, `bpf`, `userfaultfd`, the keyring, mounting, creating namespaces. Most kernel bugs that
became container escapes started in one of them. With `unconfined` all of them are allowed, and those that require no
capability are allowed for every user.

Capabilities and seccomp check different things: a process without any capability still reaches the kernel through system
calls, and the default profile opens single calls when the capability that guards them is granted. Switching the filter
off is therefore rarely needed to make a capability work.

**Who needs it all the same:** debuggers and profilers on old kernels, some nested container engines, sandboxes that
install a stricter filter of their own (browsers). All of them are better served by the default profile plus the few calls
they miss, in a file of their own.

**Write instead**

- Compose: remove `seccomp:unconfined` from `security_opt`, or name a profile: `security_opt: ["seccomp=./profile.json"]`
- Kubernetes: `securityContext.seccompProfile: {type: RuntimeDefault}` for the pod or the container, or
  `{type: Localhost, localhostProfile: profiles/mine.json}`
- `docker run`: leave out `--security-opt seccomp=unconfined`, or `--security-opt seccomp=profile.json`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  browser:
    image: example/browser:1
    cap_drop: [ALL]
    security_opt:
      - seccomp=unconfined
)",
                .good = R"(services:
  browser:
    image: example/browser:1
    cap_drop: [ALL]
    security_opt:
      - seccomp=./browser-seccomp.json
)"},
    .references =
        {"https://docs.docker.com/engine/security/seccomp/",
         "https://kubernetes.io/docs/tutorials/security/seccomp/",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "6.5",
    .check = check,
};

} // namespace dropcap::rules
