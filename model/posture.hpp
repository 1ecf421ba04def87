#pragma once
// The one place that does set arithmetic: from what a container asks for to what it ends up with.

#include "model/container.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dropcap {

/// How the engine reads one word of the container's lists.
struct WordVerdict {
    std::size_t index = 0;   ///< into CapabilityList::words
    bool unresolved = false; ///< then `reading` means nothing
    WordReading reading{};
};

/// What a container ends up with. Where words are unresolved the truth lies between `held` and
/// `possible`.
struct Posture {
    Engine engine = Engine::docker;
    std::optional<CapabilitySet> effective; ///< the bounding set the engine writes; empty: cannot
                                            ///< be known, or the engine refuses
    CapabilitySet held;     ///< held whatever the unresolved values turn out to be (also when the
                            ///< engine refuses: what would be held without the refused words)
    CapabilitySet possible; ///< everything the unresolved values might bring
    CapabilitySet kept_defaults; ///< held because the engine gives them and no one dropped them,
                                 ///< whether or not they are added as well
    bool drops_all =
        false; ///< the drop list says ALL and the engine understands it (privileged or not)
    bool grants_all =
        false; ///< ALL was added and the engine grants it, less what is dropped by name
    std::optional<bool> privileged;     ///< empty: unresolved
    std::vector<WordVerdict> add, drop; ///< a verdict for each word, in order
    std::vector<Problem>
        refusals; ///< why the engine would not create the container, each at its word
    std::vector<std::string> unresolved; ///< the texts that keep `effective` from being known

    /// The index of the added word (the first one) that puts `capability` into the set, if a word
    /// does: by name, else by ALL.
    [[nodiscard]] std::optional<std::size_t> added_by(Capability capability) const;
};

/// What `container` ends up with under `engine`'s rules. Pure. Sources of every rule are named in
/// model/engines/.
[[nodiscard]] Posture effective(const Container& container, Engine engine);

/// The words of `list` as `--format json` shows them: normalised, duplicates removed, in order;
/// ignored and unresolved words left out.
[[nodiscard]] std::vector<std::string> normalised_words(const CapabilityList& list,
                                                        const std::vector<WordVerdict>& verdicts);

} // namespace dropcap
