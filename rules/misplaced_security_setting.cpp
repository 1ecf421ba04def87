#include "rules/kit/facet.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {

void check_document(const Document& document, std::vector<Flag>& flags) {
    Facets facets;
    for (const Misplaced& one : document.misplaced) {
        const std::string says = fmt::format("has no effect in {}", shortened(one.where, 40));
        const std::size_t room = title_columns - std::min(title_columns - 12, says.size() + 3);
        Flag flag{.at = one.at,
                  .title = fmt::format("`{}` {}", shortened(one.setting, room), says)};
        flag.label = "has no effect here";
        flag.notes.push_back(one.effect);
        if (!one.subject.empty())
            flag.notes.push_back(fmt::format("it was meant for {}", one.subject));
        flag.help = one.instead;
        flag.facet = facets.next(fmt::format("{}:{}", one.subject, one.setting));
        flags.push_back(std::move(flag));
    }
}

} // namespace

extern constinit const Rule misplaced_security_setting;
constinit const Rule misplaced_security_setting{
    .id = "misplaced-security-setting",
    .severity = Severity::error,
    .summary = "A security setting is where its format ignores or refuses it",
    .help =
        R"(A setting in the wrong place looks like hardening and has no effect. Capabilities, `privileged`,
`allowPrivilegeEscalation` and `readOnlyRootFilesystem` belong to a *container* in Kubernetes. In the pod's
`securityContext` a strict API server refuses them, and a lenient one, an older client or a Helm pipeline drops them without
an error. The same happens to `cap_drop` under Compose's `deploy`, to `securityContext` next to the containers instead of
inside one, and to names in the wrong case: field names are case-sensitive in Kubernetes.

**Who needs it all the same:** no one; the setting has no effect in this place.

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
