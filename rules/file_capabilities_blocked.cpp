#include "rules/kit/held.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/user.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

/// Why the capability that `file` carries does not come into effect in the container; empty: it
/// does, or nobody can tell.
std::string obstacle(const Scene& scene, Capability capability, const FileCapability& granted) {
    const std::string& file = granted.file;
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!posture.effective) return {};
    if (!posture.effective->contains(capability) && !granted.effective) {
        return fmt::format(
            "{} does not grant {}, so `{}` runs without it: add {} back, or build without setcap",
            called(container), name(capability), file, name(capability));
    }
    if (!posture.effective->contains(capability)) {
        return fmt::format(
            "{} does not grant {}, so starting `{}` fails with \"Operation not permitted\": add {} back, or build without setcap",
            called(container), name(capability), file, name(capability));
    }
    // Root has its capabilities without the file's; nobody else gets them from the file when
    // no_new_privs is set.
    const bool blocked = container.no_new_privileges && container.no_new_privileges->is(true);
    if (!blocked || runs_as(scene.document, container) != RunsAs::non_root) return {};
    return fmt::format(
        "{} sets no-new-privileges, so `{}` gets {} only as the container's entry point, not when a shell or another program starts it",
        called(container), file, name(capability));
}

/// The word of the run configuration that stands in the way, for a note.
std::optional<Label> culprit(const Container& container, const Posture& posture,
                             Capability capability) {
    if (!posture.effective->contains(capability)) {
        if (!container.drop.at || !names_any(posture.drop, {capability}))
            return std::nullopt; // the engine does not give it anyway
        return Label{*container.drop.at, fmt::format("{} is dropped here", name(capability))};
    }
    return Label{container.no_new_privileges->at, "no-new-privileges is set here"};
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    for (const FileCapability& granted : file_capabilities(scene.document, container)) {
        if (granted.capability.known() == nullptr) continue;
        const auto capability = find_capability(normalise_word(*granted.capability.known()));
        if (!capability) continue;
        auto message = obstacle(scene, *capability, granted);
        if (message.empty()) continue;
        Flag flag{.at = granted.capability.at, .title = std::move(message)};
        if (auto note = culprit(container, scene.posture(), *capability))
            flag.related.push_back(std::move(*note));
        flags.push_back(std::move(flag));
    }
}

} // namespace

extern constinit const Rule file_capabilities_blocked;
constinit const Rule file_capabilities_blocked{
    .id = "file-capabilities-blocked",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "A program's file capability is dropped or made useless where its image runs",
    .help =
        R"(`setcap cap_net_bind_service+ep server` writes a capability onto a file: whoever starts the program gets it. The container's
bounding set has the last word. When the capability is not in it, the kernel does not start the program without it, it
refuses to start it at all: `execve` fails with EPERM ("Operation not permitted"), even for a program that would have done
without. Images that worked yesterday stop when somebody adds `cap_drop: [ALL]`, and the message names no capability.

With `no-new-privileges` the file's capability is ignored unless the program is the container's own entry point; a shell
script in between is enough to lose it. A process that is root does not depend on the file.

**Who needs it all the same:** nobody; one of the two settings is not meant.

**Write instead**, for the capability that the file carries

- Compose: `cap_drop: [ALL]` with `cap_add: [NET_BIND_SERVICE]`
- Kubernetes: `capabilities: {drop: ["ALL"], add: ["NET_BIND_SERVICE"]}`; `allowPrivilegeEscalation: false` is fine for the
  entry point
- `docker run`: `--cap-drop=ALL --cap-add=NET_BIND_SERVICE`
- or no `setcap` in the Dockerfile, and a port from 1024 up)",
    .example = {.file = "Dockerfile",
                .bad = R"(FROM debian:12
COPY server /usr/bin/server
RUN setcap cap_net_bind_service+ep /usr/bin/server
USER 1000
LABEL RUN="docker run --cap-drop=ALL IMAGE"
)",
                .good = R"(FROM debian:12
COPY server /usr/bin/server
RUN setcap cap_net_bind_service+ep /usr/bin/server
USER 1000
LABEL RUN="docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE IMAGE"
)"},
    .references = {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
                   "https://man7.org/linux/man-pages/man8/setcap.8.html",
                   "https://docs.kernel.org/userspace-api/no_new_privs.html"},
    .security_severity = "1.0",
    .check = check,
};

} // namespace dropcap::rules
