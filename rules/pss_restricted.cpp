#include "rules/kit/pod_security.hpp"

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_container(scene, PodSecurityLevel::restricted, flags);
}
void check_document(const Document& document, std::vector<Flag>& flags) {
    flag_pods(document, PodSecurityLevel::restricted, flags);
}

} // namespace

extern const Rule pss_restricted;
constinit const Rule pss_restricted = {
    .id = "pss-restricted",
    .group = Group::pss_restricted,
    .severity = Severity::error,
    .summary = "The Pod Security Standard restricted refuses the pod",
    .help =
        R"(What the admission controller of a namespace with `pod-security.kubernetes.io/enforce: restricted` reports for this pod beyond
baseline, control by control, as of version `latest`. Restricted is the current best practice: no root, no capability but
NET_BIND_SERVICE, no privilege escalation, a seccomp profile, and only volumes that Kubernetes manages.

Words are compared exactly: `drop: ["all"]` does the same as `["ALL"]` at run time and fails here. A pod with
`os.name: windows` is exempt from what exists on Linux only, and one with `hostUsers: false` may run as root inside its own user
namespace.

**Who needs it all the same:** programs that must start as root. Let them start in a user namespace (`hostUsers: false`), or
change the image so that a numbered user owns what it writes.

**Write instead**

```yaml
spec:
  securityContext:
    runAsNonRoot: true
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: ["ALL"]
```)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
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
        allowPrivilegeEscalation: false
        capabilities:
          drop: ["ALL"]
)",
                .good = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsNonRoot: true
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: example/web:1
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: ["ALL"]
)"},
    .references =
        {"https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
         "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
         "https://github.com/kubernetes/pod-security-admission/tree/master/policy"},
    .security_severity = "6.0",
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
