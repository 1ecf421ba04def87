#pragma once
// Where the documents of a stream begin and end.

#include "model/source.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace dropcap::yaml {

/// One YAML document of a stream.
struct Slice {
    Span span; ///< its bytes, from its `---` (or the start) to the next document's
    bool problem = false;
};

/// Documents of a stream that are read; programs print thousands, and nothing honest more than
/// this.
inline constexpr std::size_t most_slices = 100'000;

/// Cuts a stream at its document markers without parsing it (about 1 GB/s). A stream of more than
/// `most` documents gives `most` + 1 slices, the last of which holds all the others.
[[nodiscard]] std::vector<Slice> slices(std::string_view text, std::size_t most = most_slices);

} // namespace dropcap::yaml
