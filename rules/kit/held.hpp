#pragma once
// Rules that say "holds X": where the evidence for a held capability is, and the flag for it.

#include "model/rule.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dropcap::rules {

/// The words of a list that name a capability as the engine reads them, each capability once, in
/// order.
struct NamedWord {
    Capability capability;
    const Fact<std::string>* word;
};
[[nodiscard]] std::vector<NamedWord> named_words(const CapabilityList& list,
                                                 const std::vector<WordVerdict>& verdicts);

/// Whether any word of the list is read as one of `set`, or as ALL.
[[nodiscard]] bool names_any(const std::vector<WordVerdict>& verdicts, CapabilitySet set);

/// Where ALL is not dropped: the word of the drop list that was meant to be it, such as CAP_ALL; or
/// nullptr.
[[nodiscard]] const WordVerdict* failed_drop_all(const Scene& scene);

/// Whether the engine refuses the container for such a word: unknown-capability says so, and
/// nothing is kept by a container that never starts.
[[nodiscard]] bool meant_to_drop_all(const Scene& scene);

/// What an intruder does with `capability`, and who needs it: a note each.
[[nodiscard]] std::vector<std::string> notes_on(Capability capability);
/// What to do about a word that adds `capability`: "remove SYS_TIME and run the time daemon on the
/// host".
[[nodiscard]] std::string removal_of(Capability capability);

/// Whether the container drops ALL and something shows that it needs `capability`: then it is not
/// to blame for adding it.
[[nodiscard]] bool is_needed(const Scene& scene, Capability capability);

/// What the container's context adds to the danger of a capability; empty texts: nothing.
struct Aggravation {
    std::string_view label; ///< instead of the capability's own
    std::string_view note;
};

/// Flags `capability` if the container holds it: at the word that adds it; where it is a default
/// that is not dropped or is granted by `privileged`, at the container's name or that value. A kept
/// default is folded under missing-drop-all, whether or not it is added as well. With a context
/// that makes it worse the finding is an error. The facet is the capability's name.
void flag_if_held(const Scene& scene, Capability capability, std::vector<Flag>& flags,
                  const Aggravation& worse = {});

} // namespace dropcap::rules
