#include "rules/kit/held.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// Names that stand twice, however they are spelt.
void check_duplicates(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    std::vector<const WordVerdict*> seen;
    for (const WordVerdict& verdict : scene.posture().add) {
        if (verdict.unresolved || verdict.reading.kind != Kind::capability) continue;
        const auto first = std::ranges::find_if(seen, [&](const WordVerdict* other) {
            return other->reading.capability == verdict.reading.capability;
        });
        if (first == seen.end()) {
            seen.push_back(&verdict);
            continue;
        }
        Flag flag = flag_at(container, container.add.words[verdict.index],
                            fmt::format("{} adds {} twice; leave one out", called(container),
                                        name(verdict.reading.capability)));
        flag.related.push_back({container.add.words[(*first)->index].at, "the first time"});
        flags.push_back(std::move(flag));
    }
}

/// Defaults that are added without ALL being dropped: they are there anyway.
void check_defaults(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    const bool open_drop = std::ranges::any_of(posture.drop, &WordVerdict::unresolved);
    if (posture.drops_all || posture.grants_all || open_drop || container.add_is_all) return;
    CapabilitySet given = default_capabilities(posture.engine);
    for (const NamedWord& dropped : named_words(container.drop, posture.drop))
        given.erase(dropped.capability);
    for (const NamedWord& added : named_words(container.add, posture.add)) {
        if (!given.contains(added.capability)) continue;
        flags.push_back(flag_at(
            container, *added.word,
            fmt::format("{} adds {}, which {} gives anyway; leave it out, or drop ALL first (`{}`)",
                        called(container), name(added.capability), engine_title(posture.engine),
                        drop_all_for(container))));
    }
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    if (!runs_on_linux(scene.container()) || scene.container().partial) return;
    check_duplicates(scene, flags);
    check_defaults(scene, flags);
}

} // namespace

extern constinit const Rule redundant_add;
constinit const Rule redundant_add{
    .id = "redundant-add",
    .severity = Severity::note,
    .summary = "A capability is added that the container holds anyway",
    .help =
        R"(Adding NET_BIND_SERVICE or CHOWN to a container that keeps the defaults adds nothing: Docker and containerd give both. The line reads as if
somebody had thought about capabilities, while all the other defaults are still there; usually `drop ALL` was meant to stand before it.

A capability that stands twice in the list is told as well, however it is spelt.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE, CAP_NET_BIND_SERVICE]
)",
                .good = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
)"},
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html"},
    .security_severity = "1.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
