#include "model/posture.hpp"

#include "model/engine_info.hpp"

#include <algorithm>
#include <array>

namespace dropcap {
namespace {

void note_open(Posture& posture, const Unresolved& open) {
    if (std::ranges::find(posture.unresolved, open.text) == posture.unresolved.end())
        posture.unresolved.push_back(open.text);
}

/// Reads a list's words into `verdicts`, and what they result in into the result.
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

/// Some engines refuse words that contradict each other. Each refusal is at the dropped word.
void refuse_conflicts(const Container& container, const EngineInfo& engine, const Request& request,
                      Posture& posture) {
    for (const WordVerdict& verdict : posture.drop) {
        if (verdict.unresolved) continue;
        std::string why = engine.conflict(request, verdict.reading);
        if (!why.empty())
            posture.refusals.push_back({container.drop.words[verdict.index].at, std::move(why)});
    }
}

std::optional<bool> privileged_for(const Container& container, const EngineInfo& engine,
                                   Posture& posture) {
    if (!container.privileged || !engine.knows_privileged) return false;
    if (const Unresolved* open = container.privileged->unresolved()) {
        note_open(posture, *open);
        return std::nullopt;
    }
    return *container.privileged->known();
}

/// What a list may result in: with unresolved words, each reading of them that makes a difference
/// to some capability.
std::array<Asked, 4> readings(const Asked& known, bool open) {
    if (!open) return {known, known, known, known};
    const CapabilitySet every_name = CapabilitySet::all();
    return {known, Asked{known.names, true}, Asked{every_name, known.all}, Asked{every_name, true}};
}

/// What is held whatever the unresolved words turn out to be, and what may be.
struct Bounds {
    CapabilitySet least = CapabilitySet::all();
    CapabilitySet most;
};

// More added is not always more held (Docker lets an added name win over its drop, but an added ALL
// does not), so the bounds go through every reading. Whether a capability is held depends on
// nothing but four facts: is it, is ALL, in which list.
Bounds bounds(const EngineInfo& engine, const Request& request, bool open_add, bool open_drop) {
    if (!open_add && !open_drop) {
        const CapabilitySet set = engine.combine(request);
        return {.least = set, .most = set};
    }
    Bounds result;
    for (const Asked& add : readings(request.add, open_add)) {
        for (const Asked& drop : readings(request.drop, open_drop)) {
            const CapabilitySet set = engine.combine({.add = add, .drop = drop});
            result.least = result.least & set;
            result.most = result.most | set;
        }
    }
    return result;
}

/// The names that are held because they are added: without their words they would be dropped, or
/// might be.
CapabilitySet added_back(const Request& request, bool open_drop) {
    return request.drop.all || open_drop ? request.add.names
                                         : request.add.names & request.drop.names;
}

/// Windows knows no Linux capabilities, whatever the lists say.
void hold_nothing(Posture& posture) {
    posture.held = posture.possible = posture.kept_defaults = {};
    posture.grants_all = false;
    posture.unresolved.clear();
    if (posture.refusals.empty()) posture.effective = CapabilitySet{};
}

/// A list that is the whole set counts as what is added after ALL was dropped, unless every default
/// is in it: then no one dropped anything.
void read_whole_set(const Container& container, CapabilitySet defaults, Request& request,
                    Posture& posture) {
    if (!container.add_is_all) return;
    posture.drops_all = !request.add.all && !request.add.names.contains(defaults);
    if (!posture.drops_all && posture.privileged != true) posture.kept_defaults = defaults;
    request.drop.all = true;
}

/// Whether the engine lets an added ALL stand next to what is dropped: the CRI takes it back on
/// drop ALL, Docker does not.
bool grants_all(const EngineInfo& engine, const Request& request) {
    const Request only_all{.add = {.names = {}, .all = true},
                           .drop = {.names = {}, .all = request.drop.all}};
    return request.add.all && !engine.combine(only_all).empty();
}

// `io.containers.capabilities` becomes the set if the set contains all of it; otherwise the engine
// logs an error and changes nothing. A privileged container ignores it.
void narrow_to_label(const Container& container, const EngineInfo& engine, Posture& posture) {
    if (!container.capability_label) return;
    if (const Unresolved* open = container.capability_label->unresolved()) {
        note_open(posture, *open);
        posture.held = {};
        return;
    }
    const auto limit = engine.read_label(*container.capability_label->known());
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
    const EngineInfo& info = engine_info(engine);
    posture.privileged = privileged_for(container, info, posture);
    const bool surely_privileged = posture.privileged.value_or(false);
    const bool refuses = !surely_privileged || info.refuses_privileged;
    Request request;
    request.add = read_list(container.add, engine, posture.add, posture, refuses);
    request.drop = read_list(container.drop, engine, posture.drop, posture, refuses);
    if (info.conflict != nullptr && !surely_privileged)
        refuse_conflicts(container, info, request, posture);

    posture.drops_all = request.drop.all;
    read_whole_set(container, info.defaults, request, posture);
    const Bounds between =
        bounds(info, request, any_unresolved(posture.add), any_unresolved(posture.drop));
    posture.held = surely_privileged ? CapabilitySet::all() : between.least;
    posture.possible = posture.privileged == false ? between.most : CapabilitySet::all();
    posture.grants_all = grants_all(info, request);
    if (!surely_privileged && !request.add.all && !container.add_is_all)
        posture.kept_defaults =
            (posture.held & info.defaults) - added_back(request, any_unresolved(posture.drop));
    if (info.read_label != nullptr && !surely_privileged) narrow_to_label(container, info, posture);
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
