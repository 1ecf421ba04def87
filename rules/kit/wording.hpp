#pragma once
// Small words that many rules share: how a container is named, and flags at the evidence with its
// origin told.

#include "model/rule.hpp"

#include <string>
#include <string_view>

namespace dropcap::rules {

/// `web` in backquotes, or `Deployment/web, container proxy` for Kubernetes: how a message names
/// the container.
[[nodiscard]] std::string called(const Container& container);

/// Columns that a title may have.
inline constexpr std::size_t title_columns = 80;

/// How many columns `text` takes on a terminal, one for each character.
[[nodiscard]] std::size_t columns(std::string_view text);

/// `text` in at most `most` columns: its beginning and its end, with "…" between them.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

/// A title: how the container is named, then `says`, a clause that begins with a verb: "service
/// `web` adds NET_ADMIN", "container `proxy` of Deployment/web keeps …". Where both are wider than
/// title_columns, the object is left out and then the middle of the name.
[[nodiscard]] std::string title_of(const Container& container, std::string_view says);

/// A flag at `fact`'s evidence; when it came through an alias, a merge, extends or another file, a
/// note says where it was taken in.
template <class T>
[[nodiscard]] Flag flag_at(const Container& container, const Fact<T>& fact, std::string message);

/// A flag at the container's own name: for what is absent.
[[nodiscard]] Flag flag_absent(const Container& container, std::string message);

/// How to write "drop ALL" for the container's format: "cap_drop: [ALL]",
/// "securityContext.capabilities.drop: [\"ALL\"]", "--cap-drop=ALL".
[[nodiscard]] std::string_view drop_all_for(const Container& container);

/// The note for a fact that was not written at the container itself, if there is one to give.
[[nodiscard]] std::optional<Label> origin_label(const Container& container, Origin origin,
                                                const std::optional<Place>& via,
                                                std::string_view source_note);

/// `word` in the quotes that the text at `at` has, if it has any: what an edit puts in its place.
[[nodiscard]] std::string rewritten(const Document& document, const Place& at,
                                    std::string_view word);

/// The fix that writes `wanted` for `fact`'s word; none where the file does not hold the word
/// itself but what it is made from, such as
/// `${CAP:-CHWON}`. `safe`: nobody loses or gains by it what was not meant.
[[nodiscard]] std::optional<Fix> write_instead(const Document& document,
                                               const Fact<std::string>& fact,
                                               std::string_view wanted, bool safe);

template <class T> // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved, which
                   // clang-tidy does not see in a template
Flag flag_at(const Container& container, const Fact<T>& fact, std::string message) {
    Flag flag{.at = fact.at, .title = std::move(message)};
    if (auto note = origin_label(container, fact.origin, fact.via,
                                 fact.source_note ? *fact.source_note : std::string_view{}))
        flag.related.push_back(std::move(*note));
    return flag;
}

} // namespace dropcap::rules
