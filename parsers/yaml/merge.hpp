#pragma once
// Duplicate keys and merge keys (`<<`) of one mapping, as the reader takes them.

#include "parsers/yaml/tree.hpp"

#include <vector>

namespace dropcap::yaml {

/// Settles one mapping's entries after another; counts what merge keys bring into the document.
class MergeKeys {
  public:
    MergeKeys(std::string_view text, std::uint32_t offset, Reader reader, const Limits& limits,
              std::vector<Problem>& problems)
        : text_(text), offset_(offset), reader_(reader), limits_(limits), problems_(problems) {}

    /// Replaces merge keys in `entries` by what they bring in, appended, and reports duplicate
    /// keys. Throws Refusal at the ceiling.
    void settle(std::vector<Entry>& entries);

  private:
    void report_duplicates(const std::vector<Entry>& entries);
    void resolve(std::vector<Entry>& entries);
    bool report_unmergeable(const Entry& merge);
    void problem(Place at, std::string message) {
        problems_.push_back({.at = at, .message = std::move(message), .code = "merge"});
    }

    std::string_view text_; ///< the whole text
    std::uint32_t offset_;  ///< of the document in it
    Reader reader_;
    const Limits& limits_;
    std::vector<Problem>& problems_;
    std::size_t duplicates_ = 0; ///< reported so far
    std::size_t merged_ = 0;     ///< entries looked at on behalf of merge keys, the whole document
};

} // namespace dropcap::yaml
