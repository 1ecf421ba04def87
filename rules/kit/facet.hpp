#pragma once
// Facets of findings: see Flag::facet.

#include "model/concat.hpp"

#include <string>
#include <unordered_map>
#include <utility>

namespace dropcap::rules {

/// The facets of one container's findings by one rule. Where a list has the same word several
/// times, the second and later ones get a number: "CHOWN", "CHOWN#2".
class Facets {
  public:
    [[nodiscard]] std::string next(std::string facet) {
        const unsigned count = ++seen_[facet];
        return count == 1 ? std::move(facet) : concat({facet, "#", std::to_string(count)});
    }

  private:
    std::unordered_map<std::string, unsigned> seen_;
};

} // namespace dropcap::rules
