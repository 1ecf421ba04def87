#pragma once
// Small texts that many rules share: how a container is named, flags at the evidence with a label
// for its origin, and what to do.

#include "model/rule.hpp"

#include <string>
#include <string_view>

namespace dropcap::rules {

/// Columns that a title may have.
inline constexpr std::size_t title_columns = 80;
/// Columns that a word of the file may have in a title.
inline constexpr std::size_t title_word_columns = 24;
/// How many capabilities a note names; on Docker the last default of these is MKNOD, the mildest
/// that has a rule of its own.
inline constexpr std::size_t most_names = 7;

/// How many columns `text` takes on a terminal, one for each character.
[[nodiscard]] std::size_t columns(std::string_view text);

/// `text` in at most `most` columns: its beginning and its end, with "…" between them.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

/// A title: how the container is named, then `says`, a clause that begins with a verb: "service
/// `web` adds NET_ADMIN", "container `proxy` of Deployment/web keeps …". Where both are wider than
/// title_columns, the object is left out and then the middle of the name.
[[nodiscard]] std::string title_of(const Container& container, std::string_view says);

/// A flag at `fact`'s evidence. Where it came through an alias, a merge, extends or another file, a
/// related place shows where it was taken in; a note says where a substituted value came from.
template <class T>
[[nodiscard]] Flag flag_at(const Container& container, const Fact<T>& fact, std::string title);

/// A flag at the container's own name: for what is absent.
[[nodiscard]] Flag flag_absent(const Container& container, std::string title);

/// How to write "drop ALL" for the container's format: "cap_drop: [ALL]",
/// "securityContext.capabilities.drop: [\"ALL\"]", "--cap-drop=ALL".
[[nodiscard]] std::string_view drop_all_for(const Container& container);

/// What to do about kept defaults: "write `cap_drop: [ALL]` and add back only what it needs".
[[nodiscard]] std::string drop_all_help(const Container& container);

/// What to do, where it is the same in every format.
namespace remedy {
inline constexpr std::string_view instead_of_privileged =
    "remove `privileged` and add the one capability or device that it needs";
inline constexpr std::string_view instead_of_all =
    "remove ALL and add only the capabilities that it needs";
} // namespace remedy

/// The label at the word that brought in a fact which is not written at the container itself.
[[nodiscard]] std::optional<Label> origin_label(Origin origin, const std::optional<Place>& via);

/// `word` in the quotes that the text at `at` has, if it has any: what an edit puts in its place.
[[nodiscard]] std::string rewritten(const Document& document, const Place& at,
                                    std::string_view word);

/// The fix that writes `wanted` for `fact`'s word; none where the file does not hold the word
/// itself but what it is made from, such as
/// `${CAP:-CHWON}`. `safe`: no one loses or gains by it what was not meant.
[[nodiscard]] std::optional<Fix> write_instead(const Document& document,
                                               const Fact<std::string>& fact,
                                               std::string_view wanted, bool safe);

/// The fix that removes a word of a list; none where the file does not allow it.
[[nodiscard]] std::optional<Fix> remove_word(const Scene& scene, const CapabilityList& list,
                                             std::size_t index, bool safe);

template <class T> // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved, which
                   // clang-tidy does not see in a template
Flag flag_at([[maybe_unused]] const Container& container, const Fact<T>& fact, std::string title) {
    Flag flag{.at = fact.at, .title = std::move(title)};
    if (auto label = origin_label(fact.origin, fact.via)) flag.related.push_back(std::move(*label));
    if (fact.source_note) flag.notes.push_back(*fact.source_note);
    return flag;
}

} // namespace dropcap::rules
