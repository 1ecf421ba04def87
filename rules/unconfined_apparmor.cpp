#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {
namespace {

/// Whether the word is in a pod's annotation, which has spellings of its own and names the one
/// container it is for.
bool is_annotation(const Document& document, const Place& at) {
    return document.text(at).find("unconfined") != std::string_view::npos;
}

std::optional<Fix> fix_for(const Document& document, const Container& container, const Place& at) {
    if (container.format->runtime_profile.empty()) return std::nullopt;
    const std::string_view word = is_annotation(document, at)
                                      ? container.format->runtime_profile_in_annotation
                                      : container.format->runtime_profile;
    return Fix{"Use the runtime's default profile", {{at, rewritten(document, at, word)}}};
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container) || !container.apparmor ||
        !container.apparmor->is(Profile::unconfined))
        return;
    const Fact<Profile>& profile = *container.apparmor;
    const Origin owner =
        is_annotation(scene.document, profile.at) ? Origin::written : profile.origin;
    Flag flag =
        flag_shared(container, profile, title_of_owner(container, owner, "switches AppArmor off"));
    flag.label = "no profile applies";
    flag.notes.emplace_back(
        "only capabilities then restrict mounting and writing to /proc and /sys");
    flag.help = container.format.remedies().confine_apparmor;
    flag.facet = "apparmor";
    flag.fix = fix_for(scene.document, container, profile.at);
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule unconfined_apparmor;
constinit const Rule unconfined_apparmor{
    .id = "unconfined-apparmor",
    .severity = Severity::warning,
    .summary = "The AppArmor profile is switched off",
    .help =
        R"(On hosts with AppArmor (Debian, Ubuntu, SUSE) the engine's default profile forbids mounting, writing to
most of `/proc` and `/sys`, and tracing processes outside the container. It holds even for a process that owns SYS_ADMIN:
the classic escape through a cgroup's `release_agent` needs exactly SYS_ADMIN *and* AppArmor out of the way. `unconfined`
removes that second barrier.

**Who needs it all the same:** FUSE and overlay mounts inside a container, nested engines. Prefer a profile of your own that
permits the one mount, loaded on the hosts with `apparmor_parser`.

**Write instead**

- Compose: remove `apparmor:unconfined` from `security_opt`, or name a profile: `security_opt: ["apparmor=my-profile"]`
- Kubernetes: `securityContext.appArmorProfile: {type: RuntimeDefault}` (since 1.30; before that, the annotation
  `container.apparmor.security.beta.kubernetes.io/NAME: runtime/default`)
- `docker run`: leave out `--security-opt apparmor=unconfined`, or `--security-opt apparmor=my-profile`

On hosts without AppArmor the setting has no effect; the finding is about hosts that have it.)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
kind: Pod
metadata:
  name: mounter
spec:
  containers:
    - name: mounter
      image: example/mounter:1
      securityContext:
        capabilities:
          drop: ["ALL"]
        appArmorProfile:
          type: Unconfined
)",
                .good = R"(apiVersion: v1
kind: Pod
metadata:
  name: mounter
spec:
  containers:
    - name: mounter
      image: example/mounter:1
      securityContext:
        capabilities:
          drop: ["ALL"]
        appArmorProfile:
          type: Localhost
          localhostProfile: mounter
)"},
    .references =
        {"https://docs.docker.com/engine/security/apparmor/",
         "https://kubernetes.io/docs/tutorials/security/apparmor/",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "5.9",
    .check = check,
};

} // namespace dropcap::rules
