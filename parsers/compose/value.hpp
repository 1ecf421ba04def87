#pragma once
// A value of a Compose file and how it came to the service that uses it.

#include "model/container.hpp"
#include "model/result.hpp"
#include "parsers/compose/budget.hpp"
#include "parsers/compose/interpolation.hpp"
#include "parsers/yaml/tree.hpp"
#include "parsers/yaml/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace dropcap::compose {

/// Empty: not written. A null is a value: Compose has an opinion on it.
using yaml::Value;

/// What reading a project shares: the texts, and what interpolation did to their scalars.
struct ProjectContext {
    Document& document;
    std::unordered_map<const yaml::Node*, Substitution> substitutions{};
    /// What Dockerfiles say, by file, stage and arguments; an error is why nothing is known.
    std::unordered_map<std::string, Result<std::shared_ptr<const ImageRecipe>>> recipes{};
    std::unordered_map<std::string, std::uint32_t>
        dockerfiles{}; ///< by path: which of the document's sources it is
    std::unordered_set<const yaml::Node*>
        required{}; ///< required variables without a value that are reported
    std::unordered_map<std::string, std::size_t>
        unknown_keys{}; ///< by path: which of the document's problems reports them
    /// What services extend in the end, by the extending one's name.
    std::unordered_map<std::string, SharedSettings> extended{};
    Budget budget{};

    [[nodiscard]] const Substitution* substitution(const yaml::Node& node) const {
        const auto found = substitutions.find(&node);
        return found == substitutions.end() ? nullptr : &found->second;
    }
    /// Whether the text came, at least in part, from a variable that another file sets, and is no
    /// word that everybody knows: it may be a secret, and is not shown.
    [[nodiscard]] bool is_private(const yaml::Node& node) const;
    /// The scalar's text as messages say it: as it is written where it is private.
    [[nodiscard]] std::string_view shown(const yaml::Node& node) const;
    /// Counts a value, which costs as much as `cost` settings; false when it came from elsewhere
    /// and the budget for these is spent.
    [[nodiscard]] bool spend(const Value& value, std::size_t cost = 1);
    /// Counts what is said once and holds for each of many: `count` settings, on account of what
    /// is at `at`.
    [[nodiscard]] bool spend_copies(Place at, std::size_t count);
    /// Counts a value whose shape is looked at; false as above.
    [[nodiscard]] bool look_at(const Value& value);

  private:
    bool tell_spent(Place at);
};

/// The value of `key`, empty where `from` is no mapping or lacks it.
[[nodiscard]] Value get(const Value& from, std::string_view key);
/// An entry's value as it came to `from`'s service.
[[nodiscard]] Value entry_value(const Value& from, const yaml::Entry& entry);
/// The items of a list; none where `list` is none.
[[nodiscard]] std::vector<Value> items(const Document& document, const Value& list);

/// A number or text, quoted or not, as Compose's schema sees it ("a string", "a number", "a
/// boolean", "a list", "a mapping", "empty").
[[nodiscard]] std::string_view type_of(const yaml::Node& node);
[[nodiscard]] bool is_string(const yaml::Node& node);

/// true, false and the words that Compose casts in the places that take them (yes, no, on, off, y,
/// n in any case).
[[nodiscard]] std::optional<bool> cast_bool(const yaml::Node& node);

/// A fact about `value` with its place, entry, origin and the note of its variables.
template <class T>
[[nodiscard]] Fact<T> fact(const ProjectContext& reading, const Value& value, T known) {
    Fact<T> made{.value = std::move(known),
                 .at = value.node->at,
                 .entry = value.entry,
                 .origin = value.origin,
                 .via = value.via};
    if (const Substitution* const used = reading.substitution(*value.node);
        used != nullptr && !used->note.empty())
        made.source_note = used->note;
    return made;
}

/// The text that stands for a value that cannot be known, and why.
[[nodiscard]] std::optional<Unresolved> unresolved(const ProjectContext& reading,
                                                   const Value& value);

} // namespace dropcap::compose
