#pragma once
// Rules that say "holds X": where the evidence for a held capability stands, and the flag for it.

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

/// Who needs `capability` and what everybody else does instead, as the end of a sentence.
[[nodiscard]] std::string advice(Capability capability);

/// Flags `capability` if the container holds it: at the word that adds it; where it is a default
/// that nobody dropped or comes with `privileged`, at the container's name or that value. `risk`
/// and `advice` complete the sentence "`web` adds X: risk; advice". A kept default is folded under
/// missing-drop-all, unless some defaults were dropped and this one was left.
void flag_if_held(const Scene& scene, Capability capability, std::string_view risk,
                  std::string_view advice, std::vector<Flag>& flags);

} // namespace dropcap::rules
