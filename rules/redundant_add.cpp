#include "rules/kit/facet.hpp"
#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// Names that are in the list twice, however they are spelt.
void check_duplicates(const Scene& scene, Facets& facets, std::vector<Flag>& flags) {
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
        const std::string_view what = name(verdict.reading.capability);
        Flag flag = flag_at(container, container.add.words[verdict.index],
                            title_of(container, fmt::format("adds {} twice", what)));
        flag.label = "added again here";
        flag.related.push_back({container.add.words[(*first)->index].at, "added first here"});
        flag.help = "remove one of the two";
        flag.fix = remove_word(scene, container.add, verdict.index, true);
        flag.facet = facets.next(fmt::format("twice:{}", what));
        flags.push_back(std::move(flag));
    }
}

/// Defaults that are added without ALL being dropped: they are there anyway.
void check_defaults(const Scene& scene, Facets& facets, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    const bool open_drop = std::ranges::any_of(posture.drop, &WordVerdict::unresolved);
    if (posture.drops_all || posture.grants_all || open_drop || container.add_is_all) return;
    CapabilitySet given = default_capabilities(posture.engine);
    for (const NamedWord& dropped : named_words(container.drop, posture.drop))
        given.erase(dropped.capability);
    for (const NamedWord& added : named_words(container.add, posture.add)) {
        if (!given.contains(added.capability)) continue;
        Flag flag = flag_at(
            container, *added.word,
            title_of(container, fmt::format("adds {}, which {} gives anyway",
                                            name(added.capability), engine_title(posture.engine))));
        flag.label = "changes nothing";
        flag.notes.emplace_back(
            "the word looks like a restriction, but all other defaults are kept");
        flag.help = fmt::format("write `{}`, and keep {} only if it is needed",
                                drop_all_for(container), name(added.capability));
        flag.facet = facets.next(std::string(name(added.capability)));
        flag.fix =
            remove_word(scene, container.add,
                        static_cast<std::size_t>(added.word - container.add.words.data()), true);
        flags.push_back(std::move(flag));
    }
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    if (!runs_on_linux(scene.container()) || scene.container().partial) return;
    Facets facets;
    check_duplicates(scene, facets, flags);
    check_defaults(scene, facets, flags);
}

constexpr std::string_view why =
    R"(Adding NET_BIND_SERVICE or CHOWN to a container that keeps the defaults adds nothing: Docker and containerd give both. The line looks like a
considered restriction, while all the other defaults are still there; usually `drop ALL` was meant to come before it.

A capability that is in the list twice is reported as well, however it is spelt.)";

} // namespace

extern constinit const Rule redundant_add;
constinit const Rule redundant_add{
    .id = "redundant-add",
    .severity = Severity::note,
    .summary = "A capability is added that the container holds anyway",
    .help = joined<why, page::drop_all_and_add>,
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
    .references = {reference::capabilities, reference::owasp_docker},
    .security_severity = "1.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
