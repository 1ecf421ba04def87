#pragma once
// What the edits of YAML formats have in common: lists of capabilities.

#include "model/container.hpp"
#include "model/finding.hpp"
#include "model/hardening.hpp"
#include "parsers/yaml/insert.hpp"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace dropcap::format {

/// Collects the edits that make two lists say what a Hardening wants: those of lists that are
/// written, and the keys of those that are not.
class ListEdits {
  public:
    ListEdits(const yaml::Inserter& inserter, std::uint32_t source)
        : inserter_(inserter), source_(source) {}

    /// Makes ALL the only word of `list`, whose key is `key` where it is not written yet.
    void drop_all(const CapabilityList& list, std::string_view key);
    /// Adds what `list` does not name yet.
    void add(const CapabilityList& list, std::string_view key, const std::vector<Grant>& grants);

    /// Takes an edit that may have turned out to be impossible.
    void take(std::optional<Edit> edit);

    std::vector<yaml::NewKey> missing; ///< keys that are not written yet, in order
    /// All edits, unless one is impossible.
    [[nodiscard]] std::vector<Edit> edits() && {
        return possible_ ? std::move(edits_) : std::vector<Edit>();
    }

  private:
    [[nodiscard]] bool is_own(const CapabilityList& list);

    const yaml::Inserter& inserter_;
    std::uint32_t source_;
    std::vector<Edit> edits_;
    bool possible_ = true;
};

/// The first of `facts` that is written in this text and at the container itself: where a new
/// setting goes next to its kin.
[[nodiscard]] std::optional<Place>
written_entry(std::uint32_t source, std::initializer_list<std::optional<Place>> entries);

/// See FormatInfo::remove_word; for lists of YAML and JSON.
[[nodiscard]] std::vector<Edit> remove_word(const Document& document, const CapabilityList& list,
                                            std::size_t index);

/// The entry of a fact that is written at the container itself.
template <class T>
[[nodiscard]] std::optional<Place> entry_of(const MaybeFact<T>& fact) {
    if (!fact || fact->origin != Origin::written) return std::nullopt;
    return fact->entry;
}

} // namespace dropcap::format
