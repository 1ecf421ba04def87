#include "rules/kit/held.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_if_held(scene, Capability::DAC_OVERRIDE, info(Capability::DAC_OVERRIDE).risk,
                 "give the files to the user that the process runs as, and drop it", flags);
}

} // namespace

extern constinit const Rule dac_override;
constinit const Rule dac_override{
    .id = "dac-override",
    .severity = Severity::warning,
    .summary = "The container holds DAC_OVERRIDE",
    .help =
        R"(DAC_OVERRIDE lets root in the container pass over read, write and execute permission of every file: on bind mounts that is every file of
the host that is mounted, whoever owns it, and the Docker socket where somebody mounted it.

**Who needs it all the same:** hardly anything. A program that fails without it has files with the wrong owner; give them to the user it runs
as, in the image or with an init container, and run as that user.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    cap_add: [DAC_OVERRIDE]
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
    .security_severity = "6.5",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
