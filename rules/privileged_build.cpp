#include "rules/kit/facet.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

constexpr std::string_view who_holds_it =
    "every package and script that the build downloads and runs can take the build host over";
constexpr std::string_view outside_the_build =
    "remove it and move the step that needs it out of the build";

/// podman build --cap-add: every RUN of the build holds what is added.
void check_words(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    Facets facets;
    for (const WordVerdict& word : scene.posture().add) {
        if (word.unresolved) continue;
        const bool all = word.reading.kind == WordReading::Kind::all;
        const bool critical = word.reading.kind == WordReading::Kind::capability &&
                              info(word.reading.capability).tier == Tier::critical;
        if (!all && !critical) continue;
        const std::string_view what = all ? "ALL" : name(word.reading.capability);
        Flag flag = flag_at(
            container, container.add.words[word.index],
            title_of(container, fmt::format("adds {}{}", what, all ? " capabilities" : "")));
        flag.label = "held by every build step";
        flag.notes.emplace_back(who_holds_it);
        flag.help = outside_the_build;
        flag.facet = facets.next(std::string(what));
        flags.push_back(std::move(flag));
    }
}

/// docker buildx create: every build on the builder may ask for `security.insecure`.
Flag flag_builder(const Container& container) {
    Flag flag = flag_at(container, *container.privileged,
                        title_of(container, "allows `security.insecure`"));
    flag.label = "lets builds ask for all capabilities";
    flag.notes.emplace_back("every build on it may ask for all capabilities of its host");
    flag.notes.emplace_back("needed by a builder that is kept for the one build that needs it");
    flag.help = "remove the entitlement from the builder";
    flag.facet = "security.insecure";
    return flag;
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (container.role != Role::build) return;
    if (!container.privileged || !container.privileged->is(true)) return check_words(scene, flags);
    if (container.is_builder) {
        flags.push_back(flag_builder(container));
        return;
    }
    Flag flag = flag_at(container, *container.privileged, title_of(container, "runs privileged"));
    flag.label = "gives build steps all capabilities";
    flag.notes.emplace_back(who_holds_it);
    flag.help = outside_the_build;
    flag.facet = "privileged";
    flags.push_back(std::move(flag));
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    if (!document.recipe) return;
    Facets facets;
    for (const auto& run : document.recipe->insecure_runs)
        flags.push_back(
            {.at = run.at,
             .title = "a RUN holds all capabilities of the build host",
             .label = "without seccomp and AppArmor",
             .notes = {std::string(who_holds_it)},
             .help = "remove `--security=insecure` and do the privileged part outside the build",
             .facet = facets.next("security.insecure")});
}

} // namespace

extern constinit const Rule privileged_build;
constinit const Rule privileged_build{
    .id = "privileged-build",
    .severity = Severity::warning,
    .summary = "A build step runs with all capabilities",
    .help =
        R"(`RUN --security=insecure` and Compose's `build.privileged` run build steps with all capabilities, ambient ones included, and
without seccomp and AppArmor. A build executes more third-party code than most services do: package hooks, downloaded
installers, test suites. If one of them is malicious, it is root on the build host, which signs and ships everything else.

BuildKit asks twice: the daemon must allow the entitlement `security.insecure`, and so must the
person who builds. The setting in the file is a permanent request for both.

**Who needs it all the same:** images that mount loop devices, run nested containers or load kernel modules while they are
built. Builders in a virtual machine of their own that is deleted after each build limit the risk.

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
                   "https://docs.docker.com/build/building/entitlements/", reference::cwe_250},
    .security_severity = "6.8",
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
