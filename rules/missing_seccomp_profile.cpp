#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!container.format->starts_without_seccomp || !runs_on_linux(container)) return;
    // The runtime switches seccomp off for a privileged container whatever the profile: that
    // finding is the cause.
    if (container.seccomp || scene.posture().privileged == true) return;
    Flag flag = flag_absent(container, title_of(container, "names no seccomp profile"));
    flag.label = "no seccomp profile is set";
    flag.notes.emplace_back(
        "Kubernetes starts it without a filter, unless its kubelet runs with seccompDefault");
    flag.help = fmt::format("{} for the pod", container.format.remedies().confine_seccomp);
    flag.facet = "seccomp";
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule missing_seccomp_profile;
constinit const Rule missing_seccomp_profile{
    .id = "missing-seccomp-profile",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "Kubernetes: neither the pod nor the container names a seccomp profile",
    .help =
        R"(Docker and Podman filter system calls by default. Kubernetes does the opposite: a pod that sets no profile
runs `Unconfined`, unless the node's kubelet was started with `seccompDefault: true`. A manifest that says `RuntimeDefault`
is filtered on every node, and the Pod Security Standards' restricted level asks for it.

**Who needs it all the same:** no one needs to leave it out; a workload that misses a call should name a profile that has it
(`Localhost`) or say `Unconfined`, where the next reader sees it.

**Write instead**

```yaml
spec:
  securityContext:
    seccompProfile:
      type: RuntimeDefault
```

for the pod (all its containers inherit it), or the same under a container's `securityContext`. Windows pods have no seccomp.)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example/web:1
      securityContext:
        capabilities:
          drop: ["ALL"]
)",
                .good = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: example/web:1
      securityContext:
        capabilities:
          drop: ["ALL"]
)"},
    .references = {"https://kubernetes.io/docs/tutorials/security/seccomp/",
                   "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
                   "https://www.cisecurity.org/benchmark/kubernetes",
                   "https://docs.kernel.org/userspace-api/seccomp_filter.html"},
    .security_severity = "3.7",
    .check = check,
};

} // namespace dropcap::rules
