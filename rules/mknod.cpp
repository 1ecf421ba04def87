#include "rules/kit/held.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_if_held(scene, Capability::MKNOD, info(Capability::MKNOD).risk,
                 "nothing in a running service creates devices, so drop it", flags);
}

} // namespace

extern constinit const Rule mknod;
constinit const Rule mknod{
    .id = "mknod",
    .severity = Severity::warning,
    .summary = "The container holds MKNOD",
    .help =
        R"(MKNOD creates device nodes. The device rules of the container decide what may be opened, so that alone it seldom suffices; beside a device
that was passed through, a loose device rule or a user who shares the file system, a node for the host's disk is the host's data.

Docker and containerd give it by default; Podman and CRI-O do not.

**Who needs it all the same:** nothing in a running service. For one device use `devices:`, `--device` or a device plug-in.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    cap_add: [MKNOD]
)",
                .good = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://www.cisecurity.org/benchmark/docker",
         "https://cwe.mitre.org/data/definitions/250.html"},
    .security_severity = "5.5",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
