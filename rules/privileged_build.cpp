#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

/// podman build --cap-add: every RUN of the build holds what is added.
void check_words(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    for (const WordVerdict& word : scene.posture().add) {
        if (word.unresolved) continue;
        const bool all = word.reading.kind == WordReading::Kind::all;
        const bool critical = word.reading.kind == WordReading::Kind::capability &&
                              info(word.reading.capability).tier == Tier::critical;
        if (!all && !critical) continue;
        flags.push_back(flag_at(
            container, container.add.words[word.index],
            fmt::format(
                "the build {} adds {}: every package and script that the build pulls in holds it and can take the "
                "build host over; remove it and move the step that needs it out of the build",
                called(container), all ? "ALL capabilities" : name(word.reading.capability))));
    }
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (container.role != Role::build) return;
    if (!container.privileged || !container.privileged->is(true)) return check_words(scene, flags);
    if (container.is_builder) {
        flags.push_back(flag_at(
            container, *container.privileged,
            fmt::format(
                "the builder {} allows `security.insecure`: every build on it may ask for all capabilities of its "
                "host; leave the flag out, or keep such a builder for the one build that needs it",
                called(container))));
        return;
    }
    flags.push_back(flag_at(
        container, *container.privileged,
        fmt::format(
            "the build {} runs privileged: every package and script that the build pulls in holds all capabilities of "
            "the build host; remove it and move the step that needs it out of the build",
            called(container))));
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    if (!document.recipe) return;
    for (const auto& run : document.recipe->insecure_runs) {
        flags.push_back(
            {.at = run.at,
             .title =
                 "this RUN holds all capabilities of the build host, without seccomp and AppArmor: whatever it downloads and "
                 "runs can take the host over; leave `--security=insecure` out and do the privileged part outside the build"});
    }
}

} // namespace

extern constinit const Rule privileged_build;
constinit const Rule privileged_build{
    .id = "privileged-build",
    .severity = Severity::warning,
    .summary = "A build step runs with all capabilities",
    .help =
        R"(`RUN --security=insecure` and Compose's `build.privileged` run build steps with all 41 capabilities, ambient ones included, and
without seccomp and AppArmor. A build executes more code of strangers than most services do: package hooks, downloaded
installers, test suites. One of them gone bad is root on the build host, and a build host signs and ships everything else.

BuildKit knows the danger and asks twice: the daemon must allow the entitlement `security.insecure`, and so must the
person who builds. The setting in the file is a standing request for both.

**Who needs it all the same:** images that mount loop devices, run nested containers or load kernel modules while they are
built. Builders in a virtual machine of their own, thrown away after each build, keep the risk where it is.

**Write instead**

- Dockerfile: `RUN` without `--security=insecure`; produce the artefact that needs privileges outside and `COPY` it
- Compose: remove `build.privileged` and `security.insecure` from `build.entitlements`
- command line: `docker buildx build` without `--allow security.insecure`, `podman build` without `--cap-add`)",
    .example = {.file = "Dockerfile",
                .bad = R"(# syntax=docker/dockerfile:1
FROM debian:12
RUN --security=insecure /usr/local/bin/make-disk-image
USER 1000
)",
                .good = R"(# syntax=docker/dockerfile:1
FROM debian:12
COPY disk.img /srv/disk.img
USER 1000
)"},
    .references = {"https://docs.docker.com/reference/dockerfile/#run---security",
                   "https://docs.docker.com/reference/compose-file/build/#privileged",
                   "https://docs.docker.com/build/building/entitlements/",
                   "https://cwe.mitre.org/data/definitions/250.html"},
    .security_severity = "6.8",
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
