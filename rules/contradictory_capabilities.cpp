#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace dropcap::rules {
namespace {
/// What is in both lists, each capability once, with the first word of either.
struct Contradiction {
    std::optional<Capability> capability; ///< empty: ALL
    const Fact<std::string>* added;
    const Fact<std::string>* dropped;

    [[nodiscard]] std::string_view what() const { return capability ? name(*capability) : "ALL"; }
};

const Fact<std::string>* first_all(const CapabilityList& list,
                                   const std::vector<WordVerdict>& verdicts) {
    const auto all = std::ranges::find_if(verdicts, [](const WordVerdict& verdict) {
        return !verdict.unresolved && verdict.reading.kind == WordReading::Kind::all;
    });
    return all == verdicts.end() ? nullptr : &list.words[all->index];
}

std::vector<Contradiction> contradictions(const Scene& scene) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    std::vector<Contradiction> found;
    const auto* const added_all = first_all(container.add, posture.add);
    const auto* const dropped_all = first_all(container.drop, posture.drop);
    if (added_all != nullptr && dropped_all != nullptr)
        found.push_back({{}, added_all, dropped_all});
    const std::vector<NamedWord> dropped = named_words(container.drop, posture.drop);
    for (const NamedWord& added : named_words(container.add, posture.add)) {
        const auto same = std::ranges::find(dropped, added.capability, &NamedWord::capability);
        if (same != dropped.end()) found.push_back({added.capability, added.word, same->word});
    }
    return found;
}

/// What the container's own engine understands of a list, spelt so that every engine does: other
/// rules report what it does not understand.
CapabilityList understood(const CapabilityList& list, const std::vector<WordVerdict>& verdicts) {
    CapabilityList rest;
    const auto take = [&](std::string_view word) {
        rest.words.push_back({.value = std::string(word), .at = {}, .entry = {}});
    };
    if (first_all(list, verdicts) != nullptr) take("ALL");
    for (const NamedWord& word : named_words(list, verdicts)) take(name(word.capability));
    return rest;
}

/// What one engine does with the capability or, for ALL, with everything.
std::string_view outcome(const Container& container, Engine engine, const Contradiction& both) {
    const Posture posture = effective(container, engine);
    if (!posture.refusals.empty()) return "refuses to start the container";
    if (!both.capability)
        return posture.held.size() > capability_count / 2 ? "grants everything"
                                                          : "grants nothing of it";
    return posture.held.contains(*both.capability) ? "grants it" : "takes it away";
}

/// What this container's engine makes of it, then what the others would.
std::string outcomes(const Scene& scene, const Contradiction& both) {
    const Engine engine = scene.posture().engine;
    Container container;
    container.add = understood(scene.container().add, scene.posture().add);
    container.drop = understood(scene.container().drop, scene.posture().drop);
    std::string text = fmt::format("{} {}", engine_title(engine), outcome(container, engine, both));
    for (const Engine other : {Engine::docker, Engine::podman, Engine::containerd})
        if (other != engine)
            text += fmt::format(", {} {}", engine_title(other), outcome(container, other, both));
    return text;
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    for (const Contradiction& both : contradictions(scene)) {
        const bool drop_is_later = both.added->at < both.dropped->at;
        Flag flag =
            flag_at(container, drop_is_later ? *both.dropped : *both.added,
                    title_of(container, fmt::format("both adds and drops {}", both.what())));
        flag.label = drop_is_later ? "dropped here" : "added here";
        flag.related.push_back({drop_is_later ? both.added->at : both.dropped->at,
                                drop_is_later ? "added here" : "dropped here"});
        flag.notes.push_back(outcomes(scene, both));
        flag.help = "keep one of the two";
        flag.facet = both.what();
        flags.push_back(std::move(flag));
    }
}

} // namespace

extern constinit const Rule contradictory_capabilities;
constinit const Rule contradictory_capabilities{
    .id = "contradictory-capabilities",
    .severity = Severity::warning,
    .summary = "The same capability, or ALL, is both added and dropped",
    .help =
        R"(The result depends on the engine that runs the container:

| | Docker | Podman | containerd, CRI-O |
|---|---|---|---|
| X added and dropped | added | refuses to start | dropped |
| ALL added and dropped | everything | refuses to start | nothing |
| ALL dropped, X dropped by name and added | X | X | nothing |

Dropping ALL and adding back X is no contradiction: that is the pattern to use.

**Write instead** only one of the two.)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL, NET_BIND_SERVICE]
    cap_add: [NET_BIND_SERVICE]
)",
                .good = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
)"},
    .references = {reference::capabilities, reference::docker_reading,
                   reference::containerd_reading},
    .security_severity = "5.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
