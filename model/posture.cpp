#include "model/posture.hpp"

#include <algorithm>

namespace dropcap {
namespace {

/// One list after its words were read: the names in it, and whether it says ALL.
struct Asked {
    CapabilitySet names;
    bool all = false;

    [[nodiscard]] bool empty() const { return names.empty() && !all; }
};

struct Request {
    Asked add;
    Asked drop;
};

constexpr Asked everything{CapabilitySet::all(), true};

// moby/moby:daemon/pkg/oci/caps/utils.go, TweakCapabilities.
CapabilitySet docker(const Request& request) {
    if (request.add.all) return CapabilitySet::all() - request.drop.names;
    if (request.drop.all) return request.add.names;
    return (default_capabilities(Engine::docker) - request.drop.names) | request.add.names;
}

// docker/cli:opts/capabilities.go, EffectiveCapAddCapDrop: ALL swallows its list, what is added is not dropped; then the engine's rules.
CapabilitySet swarm(Request request) {
    if (request.add.all) request.add.names = {};
    if (request.drop.all) request.drop.names = {};
    if (request.add.all && request.drop.all) request.drop.all = false;
    request.drop.names = request.drop.names - request.add.names;
    return docker(request);
}

// containers/container-libs:common/pkg/capabilities/capabilities.go, MergeCapabilities. Its refusals are in podman_conflicts().
CapabilitySet podman(const Request& request) {
    if (request.drop.all) return request.add.names;
    if (request.add.all) return CapabilitySet::all() - request.drop.names;
    return (default_capabilities(Engine::podman) - request.drop.names) | request.add.names;
}

// containerd/nerdctl:pkg/cmd/container/run_security_linux.go: clear on drop ALL, then all or each add, then each named drop unless ALL is
// dropped.
CapabilitySet nerdctl(const Request& request) {
    CapabilitySet set = request.drop.all ? CapabilitySet{} : default_capabilities(Engine::nerdctl);
    set = request.add.all ? CapabilitySet::all() : set | request.add.names;
    return request.drop.all ? set : set - request.drop.names;
}

// containerd/containerd:internal/cri/opts/spec_opts.go, WithCapabilities: add ALL, drop ALL, named adds, named drops, in this order.
CapabilitySet containerd(const Request& request) {
    CapabilitySet set = request.add.all ? CapabilitySet::all() : default_capabilities(Engine::containerd);
    if (request.drop.all) set = {};
    return (set | request.add.names) - request.drop.names;
}

// cri-o/cri-o:internal/factory/container/container.go, SpecSetupCapabilities: the same order from CRI-O's own defaults.
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

/// Whether the engine looks at the words of a privileged container at all: Podman's generator and the CRI do not.
bool reads_words_when_privileged(Engine engine) { return engine == Engine::docker || engine == Engine::swarm; }

/// Reads a list's words into `verdicts`, and what they come to into the result.
Asked read_list(const CapabilityList& list, Engine engine, std::vector<WordVerdict>& verdicts, Posture& posture, bool refuses) {
    Asked asked;
    for (std::size_t index = 0; index < list.words.size(); ++index) {
        const Fact<std::string>& word = list.words[index];
        WordVerdict& verdict = verdicts.emplace_back(WordVerdict{.index = index});
        if (word.unresolved() != nullptr) {
            verdict.unresolved = true;
            posture.unresolved.push_back(word.unresolved()->text);
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

bool any_unresolved(const std::vector<WordVerdict>& verdicts) { return std::ranges::any_of(verdicts, &WordVerdict::unresolved); }

/// Podman refuses the same capability in both lists, unless ALL is dropped; and ALL in both.
void refuse_podman_conflicts(const Container& container, const Request& request, Posture& posture) {
    const auto refuse = [&](WordReading::Kind kind, CapabilitySet names, std::string_view why) {
        for (const WordVerdict& verdict : posture.drop) {
            if (verdict.unresolved || verdict.reading.kind != kind) continue;
            if (kind == WordReading::Kind::capability && !names.contains(verdict.reading.capability)) continue;
            posture.refusals.push_back({container.drop.words[verdict.index].at, std::string(why)});
        }
    };
    if (request.add.all && request.drop.all)
        return refuse(WordReading::Kind::all, {}, "Podman refuses to create the container: it does not allow to add ALL and to drop ALL");
    if (request.add.all || request.drop.all) return;
    refuse(WordReading::Kind::capability, request.add.names & request.drop.names,
           "Podman refuses to create the container: a capability cannot be both added and dropped");
}

/// Swarm passes over `privileged` with a warning (docker/cli:cli/compose/types, UnsupportedProperties).
std::optional<bool> privileged_for(const Container& container, Engine engine, Posture& posture) {
    if (!container.privileged || engine == Engine::swarm) return false;
    if (const Unresolved* open = container.privileged->unresolved()) {
        posture.unresolved.push_back(open->text);
        return std::nullopt;
    }
    return *container.privileged->known();
}

/// The smallest set the open words allow: an open drop stands for every word, an open add for none.
CapabilitySet least(Engine engine, Request request, bool open_drop) {
    if (open_drop) request.drop = everything;
    return combine(engine, request);
}

/// The largest: an open add stands for every word, an open drop for none.
CapabilitySet most(Engine engine, const Request& request, bool open_add) {
    return open_add ? CapabilitySet::all() : combine(engine, request);
}

/// Whether the engine lets an added ALL stand beside what is dropped: the CRI takes it back on drop ALL, Docker does not.
bool grants_all(Engine engine, const Request& request) {
    return request.add.all && !combine(engine, {.add = {.names = {}, .all = true}, .drop = {.names = {}, .all = request.drop.all}}).empty();
}

} // namespace

std::optional<std::size_t> Posture::added_by(Capability capability) const {
    std::optional<std::size_t> by_all;
    std::optional<std::size_t> by_name;
    for (const WordVerdict& verdict : add) {
        if (verdict.unresolved) continue;
        if (verdict.reading.kind == WordReading::Kind::all) by_all = verdict.index;
        if (verdict.reading.kind == WordReading::Kind::capability && verdict.reading.capability == capability) by_name = verdict.index;
    }
    return by_name ? by_name : by_all;
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
    if (engine == Engine::podman && !surely_privileged) refuse_podman_conflicts(container, request, posture);

    posture.drops_all = request.drop.all;
    posture.held = surely_privileged ? CapabilitySet::all() : least(engine, request, any_unresolved(posture.drop));
    posture.possible = posture.privileged == false ? most(engine, request, any_unresolved(posture.add)) : CapabilitySet::all();
    posture.grants_all = grants_all(engine, request);
    if (!surely_privileged && !request.add.all) posture.kept_defaults = (posture.held & default_capabilities(engine)) - request.add.names;
    if (posture.refusals.empty() && posture.held == posture.possible) {
        posture.effective = posture.held;
        posture.unresolved.clear();
    }
    return posture;
}

std::vector<std::string> normalised_words(const CapabilityList& list, const std::vector<WordVerdict>& verdicts) {
    std::vector<std::string> words;
    for (const WordVerdict& verdict : verdicts) {
        if (verdict.unresolved || verdict.reading.kind == WordReading::Kind::ignored) continue;
        std::string word = normalise_word(*list.words[verdict.index].known());
        if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
    }
    return words;
}

} // namespace dropcap
