#include "model/user.hpp"
#include "rules/kit/facet.hpp"
#include "rules/kit/held.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace dropcap::rules {
namespace {

/// What keeps a file capability from having an effect.
enum class Obstacle : std::uint8_t { none, not_granted, no_new_privileges };

Obstacle obstacle(const Scene& scene, Capability capability) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!posture.effective) return Obstacle::none; // it may be granted
    if (!posture.effective->contains(capability)) return Obstacle::not_granted;
    // Root has its capabilities without the file's; no other user gets them from the file when
    // no_new_privs is set.
    const bool blocked = container.no_new_privileges && container.no_new_privileges->is(true);
    return blocked && runs_as(scene.document, container) == RunsAs::non_root
               ? Obstacle::no_new_privileges
               : Obstacle::none;
}

Flag flag_not_granted(const Container& container, Capability capability,
                      const FileCapability& granted) {
    Flag flag{.at = granted.capability.at,
              .title =
                  title_of(container, fmt::format("does not grant {} to `{}`", name(capability),
                                                  shortened(granted.file, 28)))};
    flag.label = "not granted where the image runs";
    flag.notes.push_back(
        granted.effective
            ? fmt::format("starting `{}` fails with \"Operation not permitted\"", granted.file)
            : fmt::format("`{}` runs without it", granted.file));
    flag.help = fmt::format("add {} back, or build without setcap", name(capability));
    return flag;
}

Flag flag_no_new_privileges(const Container& container, Capability capability,
                            const FileCapability& granted) {
    Flag flag{.at = granted.capability.at,
              .title = title_of(container, fmt::format("keeps {} from `{}`", name(capability),
                                                       shortened(granted.file, 28)))};
    flag.label = "ignored with no-new-privileges";
    flag.notes.push_back(fmt::format(
        "`{}` gets {} only as the container's entry point, not when a shell or another program starts it",
        granted.file, name(capability)));
    flag.help = "run the program as the entry point, or build without setcap";
    return flag;
}

/// The word of the run configuration that is the obstacle.
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
    Facets facets;
    for (const FileCapability& granted : file_capabilities(scene.document, container)) {
        if (granted.capability.known() == nullptr) continue;
        const auto capability = find_capability(normalise_word(*granted.capability.known()));
        if (!capability) continue;
        const Obstacle found = obstacle(scene, *capability);
        if (found == Obstacle::none) continue;
        Flag flag = found == Obstacle::not_granted
                        ? flag_not_granted(container, *capability, granted)
                        : flag_no_new_privileges(container, *capability, granted);
        if (auto label = culprit(container, scene.posture(), *capability))
            flag.related.push_back(std::move(*label));
        flag.facet = facets.next(fmt::format("{}:{}", name(*capability), granted.file));
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
bounding set limits it. When the capability is not in that set, the kernel does not start the program without it: `execve`
fails with EPERM ("Operation not permitted"), even for a program that does not use the capability. An image that works stops
working when someone adds `cap_drop: [ALL]`, and the error names no capability.

With `no-new-privileges` the file's capability is ignored unless the program is the container's own entry point; a shell
script that starts the program is enough to lose it. A process that is root does not depend on the file.

**Who needs it all the same:** no one; one of the two settings is not meant.

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
