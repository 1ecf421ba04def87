#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

void check_document(const Document& document, std::vector<Flag>& flags) {
    for (const Misplaced& one : document.misplaced) {
        const auto whom = one.subject.empty() ? std::string{} : fmt::format("`{}`: ", one.subject);
        flags.push_back({.at = one.at,
                         .title = fmt::format("{}`{}` in {} has no effect: {}; {}", whom,
                                              one.setting, one.where, one.effect, one.instead)});
    }
}

} // namespace

extern constinit const Rule misplaced_security_setting;
constinit const Rule misplaced_security_setting{
    .id = "misplaced-security-setting",
    .severity = Severity::error,
    .summary = "A security setting stands where its format ignores or refuses it",
    .help =
        R"(The worst kind of hardening is the one that only its author believes in. Capabilities, `privileged`,
`allowPrivilegeEscalation` and `readOnlyRootFilesystem` belong to a *container* in Kubernetes; written in the pod's
`securityContext` a strict API server refuses them, and a lenient one, an older client or a Helm pipeline drops them in
silence. The same happens to `cap_drop` under Compose's `deploy`, to `securityContext` beside the containers instead of
inside one, and to names in the wrong case: field names are case-sensitive in Kubernetes.

**Who needs it all the same:** nobody; the setting does nothing where it stands.

**Write instead**

```yaml
# Kubernetes
spec:
  securityContext:            # the pod: runAsNonRoot, runAsUser, fsGroup, seccompProfile, sysctls
    runAsNonRoot: true
  containers:
    - name: web
      securityContext:        # the container: capabilities, privileged, allowPrivilegeEscalation, readOnlyRootFilesystem
        allowPrivilegeEscalation: false
        capabilities:
          drop: ["ALL"]
```

```yaml
# Compose
services:
  web:
    cap_drop: [ALL]           # a list, directly under the service
```)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    allowPrivilegeEscalation: false
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
    runAsNonRoot: true
  containers:
    - name: web
      image: example/web:1
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: ["ALL"]
)"},
    .references = {"https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
                   "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
                   "https://docs.docker.com/reference/compose-file/services/#cap_drop",
                   "https://cwe.mitre.org/data/definitions/1188.html"},
    .security_severity = "7.0",
    .check_document = check_document,
};

} // namespace dropcap::rules
