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
    flags.push_back(flag_absent(
        container,
        fmt::format(
            "{} names no seccomp profile: unless its kubelet runs with seccompDefault, Kubernetes starts it "
            "without any filter; set `seccompProfile.type: RuntimeDefault` for the pod",
            called(container))));
}

} // namespace

extern constinit const Rule missing_seccomp_profile;
constinit const Rule missing_seccomp_profile{
    .id = "missing-seccomp-profile",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "Kubernetes: neither the pod nor the container names a seccomp profile",
    .help =
        R"(Docker and Podman filter system calls unless they are told not to. Kubernetes does the opposite: a pod that says nothing
runs `Unconfined`, unless the node's kubelet was started with `seccompDefault: true`. A manifest that says `RuntimeDefault`
is filtered on every node, and the Pod Security Standards' restricted level asks for it.

**Who needs it all the same:** nobody needs silence; a workload that misses a call should name a profile that has it
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
