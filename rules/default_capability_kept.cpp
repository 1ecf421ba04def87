#include "rules/kit/held.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {
using enum Capability;

// NET_BIND_SERVICE is the add-back everybody agrees on; the other three have rules of their own.
constexpr CapabilitySet told_elsewhere{NET_BIND_SERVICE, DAC_OVERRIDE, NET_RAW, MKNOD};

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!runs_on_linux(container) || !posture.drops_all || posture.grants_all) return;
    const CapabilitySet wanted =
        (posture.held & default_capabilities(posture.engine)) - told_elsewhere;
    for (const NamedWord& added : named_words(container.add, posture.add)) {
        if (!wanted.contains(added.capability)) continue;
        const CapabilityInfo& about = info(added.capability);
        flags.push_back(flag_at(container, *added.word,
                                fmt::format("{} adds back {}: {}; {}", called(container),
                                            about.name, about.risk, advice(added.capability))));
        flags.back().about = {added.capability};
    }
}

} // namespace

extern constinit const Rule default_capability_kept;
constinit const Rule default_capability_kept{
    .id = "default-capability-kept",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "After drop ALL one of the engine's default capabilities is added back",
    .help =
        R"(Dropping ALL and adding back CHOWN, SETUID, SETGID and FOWNER is how many images are made to start, and a great step. It is worth a second
look: most of these are needed only by an entrypoint that starts as root, prepares a folder and changes to another user.

**Who needs it all the same:** exactly such entrypoints, as long as they start as root. Start as the service's user (`USER`, `user:`,
`runAsUser`), prepare the folder in the image or an init container, and the list becomes empty.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  db:
    image: example/db:1
    cap_drop: [ALL]
    cap_add: [CHOWN, SETUID, SETGID]
)",
                .good = R"(services:
  db:
    image: example/db:1
    user: "70"
    cap_drop: [ALL]
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://www.cisecurity.org/benchmark/docker"},
    .security_severity = "3.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
