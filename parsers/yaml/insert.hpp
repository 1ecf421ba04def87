#pragma once
// Edits that add a key to a mapping or an item to a list, in the manner of the text around them.
// They are computed from the text alone: whoever applies one reads the result again.

#include "model/finding.hpp"
#include "model/source.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::yaml {

/// An item of a list, with a comment where the list takes one.
struct NewItem {
    std::string word;
    std::string reason{};
};

/// `key: value`, where the value is a word, a list or a mapping.
struct NewKey {
    std::string key;
    std::string word{};
    std::vector<NewItem> items{};
    std::vector<NewKey> children{};
};

/// How a text writes mappings and lists.
struct Manner {
    std::size_t step = 2;    ///< columns that a nested mapping is indented
    std::size_t dash = 2;    ///< columns that a list's dashes are indented below its key
    bool block_lists = true; ///< `- item` rather than `[item]`
    std::string_view line_break = "\n";
};

/// Edits one text. The text must outlive it.
class Inserter {
  public:
    /// `around`: the mapping that is edited; its manner counts more than that of the rest.
    Inserter(const Source& source, Place around);

    /// Adds `keys` to the mapping at `mapping`, behind the entry at `after` or, where that is empty
    /// or no entry of it, behind its first one. Empty: the text does not allow it.
    [[nodiscard]] std::optional<Edit> add_keys(Place mapping, std::span<const NewKey> keys,
                                               std::optional<Place> after) const;
    /// Adds items to the list of the key at `key`, whose last item is `last`.
    [[nodiscard]] std::optional<Edit> add_items(Place key, std::optional<Place> last,
                                                std::span<const NewItem> items) const;
    /// Makes `word` the only item of the list whose items are `items`. None: the text does not
    /// allow it.
    [[nodiscard]] std::vector<Edit> replace_items(std::span<const Place> items,
                                                  std::string_view word) const;

  private:
    [[nodiscard]] std::optional<Edit> add_to_block(Place mapping, std::span<const NewKey> keys,
                                                   std::optional<Place> after) const;
    [[nodiscard]] std::optional<Edit> add_to_flow(Place mapping, std::span<const NewKey> keys,
                                                  std::optional<Place> after) const;
    void write_block(std::string& out, const NewKey& key, std::size_t indent) const;

    const Source& source_;
    std::string_view text_;
    Manner manner_;
};

/// Removes `item` from a list that has others as well: `before` and `behind` are its neighbours.
/// None: the text does not allow it.
[[nodiscard]] std::vector<Edit> remove_item(const Source& source, Place item,
                                            std::optional<Place> before,
                                            std::optional<Place> behind);

} // namespace dropcap::yaml
