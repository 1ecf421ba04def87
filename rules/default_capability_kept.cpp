#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dropcap::rules {
namespace {
using enum Capability;

// Adding back NET_BIND_SERVICE is common practice; the other three have rules of their own.
constexpr CapabilitySet other_rules{NET_BIND_SERVICE, DAC_OVERRIDE, NET_RAW, MKNOD};

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!runs_on_linux(container) || !posture.drops_all || posture.grants_all) return;
    const CapabilitySet wanted =
        (posture.held & default_capabilities(posture.engine)) - other_rules;
    for (const NamedWord& added : named_words(container.add, posture.add)) {
        if (!wanted.contains(added.capability)) continue;
        Flag flag =
            flag_at(container, *added.word,
                    title_of(container, fmt::format("adds back {}", name(added.capability))));
        flag.label = info(added.capability).risk;
        std::ranges::move(notes_on(added.capability), std::back_inserter(flag.notes));
        flag.help = removal_of(added.capability);
        flag.facet = name(added.capability);
        flag.about = {added.capability};
        flags.push_back(std::move(flag));
    }
}

constexpr std::string_view why =
    R"(Dropping ALL and adding back CHOWN, SETUID, SETGID and FOWNER is how many images are made to start, and a great step. It is worth a second
look: most of these are needed only by an entrypoint that starts as root, prepares a folder and changes to another user.

**Who needs it all the same:** exactly such entrypoints, as long as they start as root. Start as the service's user (`USER`, `user:`,
`runAsUser`), prepare the folder in the image or an init container, and the list becomes empty.)";

} // namespace

extern constinit const Rule default_capability_kept;
constinit const Rule default_capability_kept{
    .id = "default-capability-kept",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "After drop ALL one of the engine's default capabilities is added back",
    .help = joined<why, page::drop_all_and_add>,
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
    .references = {reference::capabilities, reference::owasp_docker, reference::cis_docker},
    .security_severity = "3.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
