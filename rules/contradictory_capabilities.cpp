#include "rules/scope.hpp"
#include "rules/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// Both understood, and the same.
bool same(const WordVerdict& a, const WordVerdict& b) {
    if (a.unresolved || b.unresolved || a.reading.kind != b.reading.kind) return false;
    return a.reading.kind == Kind::all || (a.reading.kind == Kind::capability && a.reading.capability == b.reading.capability);
}

std::string_view what_is_meant(const WordVerdict& word) { return word.reading.kind == Kind::all ? "ALL" : name(word.reading.capability); }

/// What the container's own engine understands of a list, spelt so that every engine does: what it does not, other rules tell.
CapabilityList understood(const std::vector<WordVerdict>& verdicts) {
    CapabilityList list;
    for (const WordVerdict& verdict : verdicts)
        if (same(verdict, verdict)) list.words.push_back({.value = std::string(what_is_meant(verdict)), .at = {}, .entry = {}});
    return list;
}

/// What becomes of the capability (or, for ALL, of everything) under one engine's rules.
std::string_view outcome(const Container& container, Engine engine, const WordVerdict& word) {
    const Posture posture = effective(container, engine);
    if (!posture.refusals.empty()) return "refuses to start the container";
    if (word.reading.kind == Kind::all) return posture.held.size() > capability_count / 2 ? "grants everything" : "grants nothing of it";
    return posture.held.contains(word.reading.capability) ? "grants it" : "takes it away";
}

/// What this container's engine makes of it, then what the others would.
std::string outcomes(const Scene& scene, const WordVerdict& word) {
    const Engine engine = scene.posture().engine;
    Container container;
    container.add = understood(scene.posture().add);
    container.drop = understood(scene.posture().drop);
    std::string text = fmt::format("{} {}", engine_title(engine), outcome(container, engine, word));
    for (const Engine other : {Engine::docker, Engine::podman, Engine::containerd})
        if (other != engine) text += fmt::format(", {} {}", engine_title(other), outcome(container, other, word));
    return text;
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!runs_on_linux(container)) return;
    for (const WordVerdict& add : posture.add) {
        const auto first = std::ranges::find_if(posture.add, [&](const WordVerdict& verdict) { return same(add, verdict); });
        if (first == posture.add.end() || first->index != add.index) continue; // a second time is redundant-add's
        const auto drop = std::ranges::find_if(posture.drop, [&](const WordVerdict& verdict) { return same(add, verdict); });
        if (drop == posture.drop.end()) continue;
        const Fact<std::string>* later = &container.add.words[add.index];
        const Fact<std::string>* earlier = &container.drop.words[drop->index];
        if (later->at < earlier->at) std::swap(later, earlier);
        const std::string_view what = what_is_meant(add);
        Flag flag =
            flag_at(container, *later,
                    fmt::format("{} both adds and drops {}: {}; keep one of the two", called(container), what, outcomes(scene, add)));
        const bool earlier_drops = earlier == &container.drop.words[drop->index];
        flag.notes.push_back({earlier->at, fmt::format("{} is {} here", what, earlier_drops ? "dropped" : "added")});
        flags.push_back(std::move(flag));
    }
}

} // namespace

extern constinit const Rule contradictory_capabilities;
constinit const Rule contradictory_capabilities{
    .id = "contradictory-capabilities",
    .severity = Severity::warning,
    .summary = "The same capability, or ALL, is both added and dropped",
    .help = R"(What comes of it depends on who runs the container:

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
    .references = {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
                   "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/utils.go",
                   "https://github.com/containerd/containerd/blob/main/internal/cri/opts/spec_opts.go"},
    .security_severity = "5.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
