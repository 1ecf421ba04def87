#include "rules/kit/pod_security.hpp"

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_container(scene, PodSecurityLevel::baseline, flags);
}
void check_document(const Document& document, std::vector<Flag>& flags) {
    flag_pods(document, PodSecurityLevel::baseline, flags);
}

} // namespace

extern const Rule pss_baseline;
constinit const Rule pss_baseline = {
    .id = "pss-baseline",
    .group = Group::pss_baseline,
    .severity = Severity::error,
    .summary = "The Pod Security Standard baseline refuses the pod",
    .help =
        R"(What the admission controller of a namespace with `pod-security.kubernetes.io/enforce: baseline` reports for this pod, control by
control, as of version `latest`. Baseline keeps out the known ways from a container to its node: privileged containers, host
namespaces, host paths and ports, capabilities beyond a list of thirteen, profiles that switch seccomp, AppArmor or SELinux
off. It is not hardening: a pod may pass and still run as root with every default capability, NET_RAW among them.

Words are compared exactly: `CAP_CHOWN` and `chown` fail where `CHOWN` passes, and adding NET_RAW fails although the runtime
gives it anyway.

**Who needs it all the same:** node agents, storage and network plug-ins. Give them a namespace of their own that enforces
`privileged`, and nothing else in it.

**Write instead**

```yaml
spec:                              # no hostNetwork, hostPID, hostIPC, no hostPath volume
  containers:
    - name: web
      ports:
        - containerPort: 8080      # no hostPort: a Service carries the traffic
      securityContext:
        capabilities:
          drop: ["ALL"]            # and add only what the standard lists
```

`--select pss-restricted` runs both levels.)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example/web:1
      ports:
        - containerPort: 8080
          hostPort: 8080
      securityContext:
        capabilities:
          drop: ["ALL"]
)",
                .good = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example/web:1
      ports:
        - containerPort: 8080
      securityContext:
        capabilities:
          drop: ["ALL"]
)"},
    .references = {"https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
                   "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
                   "https://github.com/kubernetes/pod-security-admission/tree/master/policy"},
    .security_severity = "7.5",
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
