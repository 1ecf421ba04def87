#include "model/posture.hpp"

#include <algorithm>
#include <array>

namespace dropcap {
namespace {

/// One list after its words were read: the names in it, and whether it says ALL.
struct Asked {
    CapabilitySet names;
    bool all = false;
};

struct Request {
    Asked add;
    Asked drop;
};

// moby/moby:daemon/pkg/oci/caps/utils.go, TweakCapabilities.
CapabilitySet docker(const Request& request) {
    if (request.add.all) return CapabilitySet::all() - request.drop.names;
    if (request.drop.all) return request.add.names;
    return (default_capabilities(Engine::docker) - request.drop.names) | request.add.names;
}

// docker/cli:opts/capabilities.go, EffectiveCapAddCapDrop: ALL swallows its list, what is added is
// not dropped; then the engine's rules, by which that changes nothing but for names dropped beside
// ALL.
CapabilitySet swarm(Request request) {
    if (request.drop.all) request.drop.names = {};
    return docker(request);
}

// containers/container-libs:common/pkg/capabilities/capabilities.go, MergeCapabilities. Its
// refusals are in podman_conflicts().
CapabilitySet podman(const Request& request) {
    if (request.drop.all) return request.add.names;
    if (request.add.all) return CapabilitySet::all() - request.drop.names;
    return (default_capabilities(Engine::podman) - request.drop.names) | request.add.names;
}

// containerd/nerdctl:pkg/cmd/container/run_security_linux.go: clear on drop ALL, then all or each
// add, then each named drop unless ALL is dropped.
CapabilitySet nerdctl(const Request& request) {
    CapabilitySet set = request.drop.all ? CapabilitySet{} : default_capabilities(Engine::nerdctl);
    set = request.add.all ? CapabilitySet::all() : set | request.add.names;
    return request.drop.all ? set : set - request.drop.names;
}

// containerd/containerd:internal/cri/opts/spec_opts.go, WithCapabilities: add ALL, drop ALL, named
// adds, named drops, in this order.
CapabilitySet containerd(const Request& request) {
    CapabilitySet set =
        request.add.all ? CapabilitySet::all() : default_capabilities(Engine::containerd);
    if (request.drop.all) set = {};
    return (set | request.add.names) - request.drop.names;
}

// cri-o/cri-o:internal/factory/container/container.go, SpecSetupCapabilities: the same order from
// CRI-O's own defaults.
CapabilitySet crio(const Request& request) {
    CapabilitySet set = request.add.all ? CapabilitySet::all() : default_capabilities(Engine::crio);
    if (request.drop.all) set = {};
    return (set | request.add.names) - request.drop.names;
}

CapabilitySet combine(Engine engine, const Request& request) {
    switch (engine) {
    case Engine::docker: return docker(request);
    case Engine::swarm: return swarm(request);
    case Engine::podman: return podman(request);
    case Engine::nerdctl: return nerdctl(request);
    case Engine::containerd: return containerd(request);
    case Engine::crio: return crio(request);
    }
    return {};
}

/// Whether the engine looks at the words of a privileged container at all: Podman's generator and
/// CRI-O do not, the others refuse no word, and to Swarm no container is privileged.
bool reads_words_when_privileged(Engine engine) { return engine == Engine::docker; }

void note_open(Posture& posture, const Unresolved& open) {
    if (std::ranges::find(posture.unresolved, open.text) == posture.unresolved.end())
        posture.unresolved.push_back(open.text);
}

/// Reads a list's words into `verdicts`, and what they come to into the result.
Asked read_list(const CapabilityList& list, Engine engine, std::vector<WordVerdict>& verdicts,
                Posture& posture, bool refuses) {
    Asked asked;
    for (std::size_t index = 0; index < list.words.size(); ++index) {
        const Fact<std::string>& word = list.words[index];
        WordVerdict& verdict = verdicts.emplace_back(WordVerdict{.index = index});
        if (word.unresolved() != nullptr) {
            verdict.unresolved = true;
            note_open(posture, *word.unresolved());
            continue;
        }
        verdict.reading = read_word(engine, *word.known());
        switch (verdict.reading.kind) {
        case WordReading::Kind::capability: asked.names.insert(verdict.reading.capability); break;
        case WordReading::Kind::all: asked.all = true; break;
        case WordReading::Kind::refused:
            if (refuses) posture.refusals.push_back({word.at, verdict.reading.why});
            break;
        case WordReading::Kind::ignored: break;
        }
    }
    return asked;
}

bool any_unresolved(const std::vector<WordVerdict>& verdicts) {
    return std::ranges::any_of(verdicts, &WordVerdict::unresolved);
}

/// Podman refuses ALL in both lists, and the same name in both unless one of them says ALL. Each
/// refusal is at the dropped word.
void refuse_podman_conflicts(const Container& container, const Request& request, Posture& posture) {
    const bool both_all = request.add.all && request.drop.all;
    const bool names_matter = !request.add.all && !request.drop.all;
    for (const WordVerdict& verdict : posture.drop) {
        if (verdict.unresolved) continue;
        const WordReading& reading = verdict.reading;
        const Place at = container.drop.words[verdict.index].at;
        if (both_all && reading.kind == WordReading::Kind::all)
            posture.refusals.push_back(
                {at,
                 "Podman refuses to create the container: ALL cannot be both added and dropped"});
        if (names_matter && reading.kind == WordReading::Kind::capability &&
            request.add.names.contains(reading.capability)) {
            const std::string word(name(reading.capability));
            posture.refusals.push_back({at, "Podman refuses to create the container: " + word +
                                                " cannot be both added and dropped"});
        }
    }
}

/// Swarm passes over `privileged` with a warning (docker/cli:cli/compose/types,
/// UnsupportedProperties).
std::optional<bool> privileged_for(const Container& container, Engine engine, Posture& posture) {
    if (!container.privileged || engine == Engine::swarm) return false;
    if (const Unresolved* open = container.privileged->unresolved()) {
        note_open(posture, *open);
        return std::nullopt;
    }
    return *container.privileged->known();
}

/// What a list may come to: with open words, each reading of them that makes a difference to some
/// capability.
std::array<Asked, 4> readings(const Asked& known, bool open) {
    if (!open) return {known, known, known, known};
    const CapabilitySet every_name = CapabilitySet::all();
    return {known, Asked{known.names, true}, Asked{every_name, known.all}, Asked{every_name, true}};
}

/// What is held whatever the open words turn out to be, and what may be.
struct Bounds {
    CapabilitySet least = CapabilitySet::all();
    CapabilitySet most;
};

// More added is not always more held (Docker lets an added name win over its drop, but an added ALL
// does not), so the bounds go through every reading. Whether a capability is held depends on
// nothing but four facts: is it, is ALL, in which list.
Bounds bounds(Engine engine, const Request& request, bool open_add, bool open_drop) {
    Bounds result;
    for (const Asked& add : readings(request.add, open_add)) {
        for (const Asked& drop : readings(request.drop, open_drop)) {
            const CapabilitySet set = combine(engine, {.add = add, .drop = drop});
            result.least = result.least & set;
            result.most = result.most | set;
        }
    }
    return result;
}

/// Windows knows no Linux capabilities, whatever the lists say.
void hold_nothing(Posture& posture) {
    posture.held = posture.possible = posture.kept_defaults = {};
    posture.grants_all = false;
    posture.unresolved.clear();
    if (posture.refusals.empty()) posture.effective = CapabilitySet{};
}

/// A list that is the whole set counts as what is added after ALL was dropped, unless every default
/// is in it: then nobody dropped anything.
void read_whole_set(const Container& container, Request& request, Posture& posture) {
    if (!container.add_is_all) return;
    const CapabilitySet defaults = default_capabilities(posture.engine);
    posture.drops_all = !request.add.all && !request.add.names.contains(defaults);
    if (!posture.drops_all && posture.privileged != true) posture.kept_defaults = defaults;
    request.drop.all = true;
}

/// Whether the engine lets an added ALL stand beside what is dropped: the CRI takes it back on drop
/// ALL, Docker does not.
bool grants_all(Engine engine, const Request& request) {
    return request.add.all && !combine(engine, {.add = {.names = {}, .all = true},
                                                .drop = {.names = {}, .all = request.drop.all}})
                                   .empty();
}

/// The capabilities that a label lists, or nothing where Podman does not know one of them and
/// leaves the set as it is.
std::optional<CapabilitySet> listed(std::string_view label) {
    CapabilitySet set;
    while (!label.empty()) {
        const std::size_t comma = std::min(label.find(','), label.size());
        const WordReading reading = read_word(Engine::podman, label.substr(0, comma));
        if (reading.kind != WordReading::Kind::capability) return std::nullopt;
        set.insert(reading.capability);
        label.remove_prefix(std::min(comma + 1, label.size()));
    }
    return set;
}

// containers/podman:pkg/specgen/generate/security_linux.go: `io.containers.capabilities` becomes
// the set where the set holds all of it, else an error is logged and nothing changes. A privileged
// container ignores it.
void narrow_for_podman(const Container& container, Posture& posture) {
    if (!container.capability_label) return;
    if (const Unresolved* open = container.capability_label->unresolved()) {
        note_open(posture, *open);
        posture.held = {};
        return;
    }
    const auto limit = listed(*container.capability_label->known());
    if (!limit || !posture.possible.contains(*limit)) return;
    posture.held = posture.held & *limit;
    posture.possible = posture.possible & *limit;
    posture.kept_defaults = {}; // what is left was listed by somebody
}

} // namespace

std::optional<std::size_t> Posture::added_by(Capability capability) const {
    std::optional<std::size_t> by_all;
    for (const WordVerdict& verdict : add) {
        if (verdict.unresolved) continue;
        if (verdict.reading.kind == WordReading::Kind::capability &&
            verdict.reading.capability == capability)
            return verdict.index;
        if (verdict.reading.kind == WordReading::Kind::all && !by_all) by_all = verdict.index;
    }
    return by_all;
}

Posture effective(const Container& container, Engine engine) {
    Posture posture;
    posture.engine = engine;
    posture.privileged = privileged_for(container, engine, posture);
    const bool surely_privileged = posture.privileged.value_or(false);
    const bool refuses = !surely_privileged || reads_words_when_privileged(engine);
    Request request;
    request.add = read_list(container.add, engine, posture.add, posture, refuses);
    request.drop = read_list(container.drop, engine, posture.drop, posture, refuses);
    if (engine == Engine::podman && !surely_privileged)
        refuse_podman_conflicts(container, request, posture);

    posture.drops_all = request.drop.all;
    read_whole_set(container, request, posture);
    const Bounds between =
        bounds(engine, request, any_unresolved(posture.add), any_unresolved(posture.drop));
    posture.held = surely_privileged ? CapabilitySet::all() : between.least;
    posture.possible = posture.privileged == false ? between.most : CapabilitySet::all();
    posture.grants_all = grants_all(engine, request);
    if (!surely_privileged && !request.add.all && !container.add_is_all)
        posture.kept_defaults = (posture.held & default_capabilities(engine)) - request.add.names;
    if (engine == Engine::podman && !surely_privileged) narrow_for_podman(container, posture);
    if (container.partial) posture.kept_defaults = {}; // what drops them may be written elsewhere
    if (posture.held == posture.possible) {
        posture.unresolved.clear();
        if (posture.refusals.empty()) posture.effective = posture.held;
    }
    if (container.pod && container.pod->windows) hold_nothing(posture);
    return posture;
}

std::vector<std::string> normalised_words(const CapabilityList& list,
                                          const std::vector<WordVerdict>& verdicts) {
    std::vector<std::string> words;
    for (const WordVerdict& verdict : verdicts) {
        if (verdict.unresolved || verdict.reading.kind == WordReading::Kind::ignored) continue;
        std::string word = normalise_word(*list.words[verdict.index].known());
        if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
    }
    return words;
}

} // namespace dropcap
