#pragma once
// Reading fields of Kubernetes objects: how a value came to where it is used, and what the API
// server's decoder makes of its type.

#include "model/container.hpp"
#include "parsers/yaml/tree.hpp"
#include "parsers/yaml/value.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::kubernetes {

/// Empty: not written, or null, which the API server takes for the same.
using yaml::Value;

/// One document that is being read.
struct ManifestContext {
    const Source& source;
    Document& document;
    bool pod_security = true; ///< see ParseOptions
    std::size_t shared_budget =
        20'000; ///< values that may still be visited through aliases: a bomb ends here
    std::set<Place> misplaced{}; ///< settings of the document that were reported as such

    /// Counts a value that an alias or a merge key brought in; false when the budget is spent.
    [[nodiscard]] bool spend(const Value& value);
    /// The raw text of a place in this source.
    [[nodiscard]] std::string_view text(Place place) const { return source.slice(place.span); }
};

/// The document's root as a Value.
[[nodiscard]] Value root(const yaml::Node& node);
/// The value of `key`, empty where `from` is no mapping or the value is null.
[[nodiscard]] Value get(const Value& from, std::string_view key);
/// The value below `keys`, in turn.
[[nodiscard]] Value get(const Value& from, std::initializer_list<std::string_view> keys);
/// The item of `list` that `child` is; a null item is an empty Value with a place.
[[nodiscard]] Value item_value(const ManifestContext& reading, const Value& list,
                               const yaml::Child& child);
/// The items of a list, one by one; none where `list` is none.
[[nodiscard]] inline auto items(const ManifestContext& reading, const Value& list) {
    const bool is_list = list && list.node->is_sequence();
    return (is_list ? list.node->items : std::span<const yaml::Child>{}) |
           std::views::transform([&reading, list](const yaml::Child& child) {
               return item_value(reading, list, child);
           });
}
/// The entries of a mapping as (key node, value); null values are empty Values with a place.
[[nodiscard]] Value entry_value(const Value& from, const yaml::Entry& entry);

/// The same thing said in several places, the one that wins first: a step before its template, a
/// container before its pod.
using Layers = std::vector<Value>;
/// `key` in every layer that has it.
[[nodiscard]] Layers get(const Layers& layers, std::string_view key);
/// `key` in the first layer that has it.
[[nodiscard]] Value first(const Layers& layers, std::string_view key);

/// The same value as something that `holder` inherits from its pod or a template.
[[nodiscard]] Value inherited(Value value, Place holder);

/// The decoded text of a scalar that decodes to a string; empty for anything else.
[[nodiscard]] std::string_view string_of(const Value& value);
/// The text that a template engine or a substitution would still fill in, if `value` holds one.
[[nodiscard]] std::optional<Unresolved> unresolved(const ManifestContext& reading,
                                                   const Value& value);

/// How messages call a field: the path of what holds it and its own name. Put together only where
/// there is something to say. What it is made of must outlive it.
class FieldPath {
  public:
    FieldPath(std::string_view whole) : field_(whole) {}
    FieldPath(const char* whole) : field_(whole) {}
    FieldPath(const std::string& whole) : field_(whole) {}
    FieldPath(std::string_view holder, std::string_view field) : holder_(holder), field_(field) {}
    /// An item of the list that `list` is.
    FieldPath(const FieldPath& list, std::size_t index) : FieldPath(list) { index_ = index; }
    /// "spec.containers[0].image"
    [[nodiscard]] std::string text() const;

  private:
    std::string_view holder_{}, field_;
    std::optional<std::size_t> index_{};
};

/// Reads typed fields; what the decoder would refuse becomes a problem.
class Fields {
  public:
    Fields(const ManifestContext& reading, std::vector<Problem>& problems)
        : reading_(reading), problems_(problems) {}

    [[nodiscard]] MaybeFact<bool> boolean(const Value& value, const FieldPath& path) const;
    [[nodiscard]] MaybeFact<std::string> string(const Value& value, const FieldPath& path) const;
    [[nodiscard]] MaybeFact<std::int64_t> integer(const Value& value, const FieldPath& path) const;
    /// The words of a list of strings with the list's key; an unresolved list is one unresolved
    /// word.
    [[nodiscard]] CapabilityList words(const Value& value, const FieldPath& path) const;
    /// Whether `value` is a mapping or absent; anything else that is known is a problem.
    bool want_mapping(const Value& value, const FieldPath& path) const;
    /// Whether `value` is a list or absent; anything else that is known is a problem.
    bool want_list(const Value& value, const FieldPath& path) const;
    void problem(Place at, std::string message) const;

  private:
    void wrong_type(const Value& value, const FieldPath& path, std::string_view wanted) const;

    const ManifestContext& reading_;
    std::vector<Problem>& problems_;
};

/// A fact about `value` with its place, entry and origin.
template <class T>
[[nodiscard]] Fact<T> fact(const Value& value, T known) {
    return Fact<T>{.value = std::move(known),
                   .at = value.node->at,
                   .entry = value.entry,
                   .origin = value.origin,
                   .via = value.via};
}

} // namespace dropcap::kubernetes
