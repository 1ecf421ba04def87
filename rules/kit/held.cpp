#include "rules/kit/held.hpp"

#include "evidence/needs.hpp"

#include "model/ascii.hpp"
#include "model/concat.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace dropcap::rules {
namespace {

using Kind = WordReading::Kind;

/// Where it is written that the container holds the capability, and why it does.
Flag evidence(const Scene& scene, Capability capability, const Aggravation& worse) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    const std::string_view word = name(capability);
    const bool is_kept = posture.kept_defaults.contains(capability);
    const auto titled = [&](std::initializer_list<std::string_view> says) {
        return title_of(container, concat(says));
    };
    if (const auto index = posture.added_by(capability)) {
        const Fact<std::string>& added = container.add.words[*index];
        const bool by_all = posture.add[*index].reading.kind == Kind::all;
        Flag flag = container.add_is_all ? flag_at(container, added, titled({"holds ", word}))
                    : by_all ? flag_at(container, added, titled({"holds ", word, " through ALL"}))
                             : flag_at(container, added, titled({"adds ", word}));
        flag.label = by_all                ? concat({"grants ", word})
                     : worse.label.empty() ? std::string(info(capability).risk)
                                           : std::string(worse.label);
        flag.help = by_all ? std::string(remedy::instead_of_all) : removal_of(capability);
        if (is_kept) flag.topic = Topic::kept_default; // without the word it would be held, too
        return flag;
    }
    if (posture.privileged == true) {
        Flag flag = flag_at(container, *container.privileged,
                            titled({"holds ", word, " through `privileged`"}));
        flag.label = concat({"grants ", word});
        flag.help = remedy::instead_of_privileged;
        return flag;
    }
    const bool dropped_some = names_any(posture.drop, default_capabilities(posture.engine));
    Flag flag = flag_absent(container, dropped_some
                                           ? titled({"drops other defaults but keeps ", word})
                                           : titled({"keeps ", word, " from ",
                                                     engine_title(posture.engine), "'s defaults"}));
    flag.label = concat({"does not drop ", word});
    flag.help = drop_all_help(container);
    flag.topic = Topic::kept_default;
    return flag;
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

std::vector<std::string> notes_on(Capability capability) {
    const CapabilityInfo& about = info(capability);
    return {concat({"an intruder ", inside_a_sentence(about.abuse)}),
            concat({"needed by ", inside_a_sentence(about.needed_by)})};
}

std::string removal_of(Capability capability) {
    const CapabilityInfo& about = info(capability);
    if (about.instead.empty()) return concat({"remove ", about.name});
    return concat({"remove ", about.name, " and ", about.instead});
}

bool meant_to_drop_all(const Scene& scene) {
    const WordVerdict* const failed = failed_drop_all(scene);
    return failed != nullptr && failed->reading.kind == Kind::refused;
}

bool is_needed(const Scene& scene, Capability capability) {
    if (!scene.posture().drops_all) return false;
    const Needs needs = evidence::needs_of(scene.document, scene.container(), scene.posture());
    return needs.set().contains(capability);
}

void flag_if_held(const Scene& scene, Capability capability, std::vector<Flag>& flags,
                  const Aggravation& worse) {
    const Container& container = scene.container();
    if (!adds_by_itself(container) || !scene.posture().held.contains(capability)) return;
    if (!runs_on_linux(container) && !scene.posture().added_by(capability)) return;
    if (scene.posture().kept_defaults.contains(capability) && meant_to_drop_all(scene)) return;
    // Of a container that is only partly written here the file does not say which defaults it
    // keeps.
    if (scene.container().partial && scene.posture().privileged == false &&
        !scene.posture().added_by(capability))
        return;
    if (worse.note.empty() && is_needed(scene, capability)) return;
    Flag flag = evidence(scene, capability, worse);
    if (!worse.note.empty()) {
        flag.severity = Severity::error;
        flag.notes.emplace_back(worse.note);
    }
    std::ranges::move(notes_on(capability), std::back_inserter(flag.notes));
    flag.facet = name(capability);
    flag.about = {capability};
    flags.push_back(std::move(flag));
}

} // namespace dropcap::rules
