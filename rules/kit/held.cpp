#include "rules/kit/held.hpp"

#include "model/ascii.hpp"
#include "model/concat.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <algorithm>

namespace dropcap::rules {
namespace {

using Kind = WordReading::Kind;

/// "adds X", "keeps X, which Docker gives by default", "holds X, since it is privileged": and where
/// that is written. What is kept although other defaults were dropped was overlooked: that is a
/// finding of its own.
struct Evidence {
    std::string verb;
    Flag flag;
    Topic topic = Topic::capabilities;
};

Evidence evidence(const Scene& scene, Capability capability) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    const std::string_view word = name(capability);
    const bool is_kept = posture.kept_defaults.contains(capability);
    if (const auto index = posture.added_by(capability); index && !is_kept) {
        const bool by_all = posture.add[*index].reading.kind == Kind::all;
        return {container.add_is_all ? concat({"holds ", word})
                : by_all             ? concat({"holds ", word, ", since ALL is added"})
                                     : concat({"adds ", word}),
                flag_at(container, container.add.words[*index], {})};
    }
    if (posture.privileged == true)
        return {concat({"holds ", word, ", since it is privileged"}),
                flag_at(container, *container.privileged, {})};
    const bool dropped_some = names_any(posture.drop, default_capabilities(posture.engine));
    if (dropped_some)
        return {concat({"drops other defaults and keeps ", word}), flag_absent(container, {})};
    return {concat({"keeps ", word, ", which ", engine_title(posture.engine), " gives by default"}),
            flag_absent(container, {}), Topic::kept_default};
}

/// A sentence without its capital and its full stop; abbreviations such as VPNs stay as they are.
std::string inside_a_sentence(std::string_view sentence) {
    std::string text(sentence);
    text.pop_back();
    if (is_upper(text[0]) && !is_upper(text[1])) text[0] = to_lower(text[0]);
    return text;
}

} // namespace

std::vector<NamedWord> named_words(const CapabilityList& list,
                                   const std::vector<WordVerdict>& verdicts) {
    std::vector<NamedWord> words;
    for (const WordVerdict& verdict : verdicts) {
        if (verdict.unresolved || verdict.reading.kind != Kind::capability) continue;
        const Capability capability = verdict.reading.capability;
        if (std::ranges::find(words, capability, &NamedWord::capability) == words.end())
            words.push_back({capability, &list.words[verdict.index]});
    }
    return words;
}

bool names_any(const std::vector<WordVerdict>& verdicts, CapabilitySet set) {
    return std::ranges::any_of(verdicts, [&](const WordVerdict& verdict) {
        return verdict.reading.kind == Kind::all || (verdict.reading.kind == Kind::capability &&
                                                     set.contains(verdict.reading.capability));
    });
}

const WordVerdict* failed_drop_all(const Scene& scene) {
    for (const WordVerdict& verdict : scene.posture().drop) {
        if (verdict.reading.kind == Kind::capability) continue; // a name is no misspelt ALL
        const std::string* const word = scene.container().drop.words[verdict.index].known();
        if (word != nullptr && suggest_capability(*word) == "ALL") return &verdict;
    }
    return nullptr;
}

std::string advice(Capability capability) {
    const CapabilityInfo& about = info(capability);
    if (about.instead.empty()) return "nothing in a container needs it, leave it out";
    return concat(
        {"needed by ", inside_a_sentence(about.needed_by), "; otherwise: ", about.instead});
}

bool meant_to_drop_all(const Scene& scene) {
    const WordVerdict* const failed = failed_drop_all(scene);
    return failed != nullptr && failed->reading.kind == Kind::refused;
}

void flag_if_held(const Scene& scene, Capability capability, std::string_view risk,
                  std::string_view advice, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!adds_by_itself(container) || !scene.posture().held.contains(capability)) return;
    if (!runs_on_linux(container) && !scene.posture().added_by(capability)) return;
    if (scene.posture().kept_defaults.contains(capability) && meant_to_drop_all(scene)) return;
    // Of a container that is only partly written here nobody knows what becomes of the defaults.
    if (scene.container().partial && scene.posture().privileged == false &&
        !scene.posture().added_by(capability))
        return;
    Evidence found = evidence(scene, capability);
    found.flag.title = concat({called(container), " ", found.verb, ": ", risk, "; ", advice});
    found.flag.topic = found.topic;
    found.flag.about = {capability};
    flags.push_back(std::move(found.flag));
}

} // namespace dropcap::rules
