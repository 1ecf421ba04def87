#pragma once
// A place in a text with what is shown around it.

#include "model/source.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace dropcap::terminal {

/// A place as people and editors count.
struct Location {
    std::string path;
    Position start;
    Position end;                 ///< behind the last character
    std::uint32_t start_byte = 1; ///< the columns counted in bytes of UTF-8
    std::uint32_t end_byte = 1;
};
[[nodiscard]] Location locate(const Source& source, Span span);

/// A place with what a report shows around it.
struct Excerpt {
    Location where;
    std::string before, word, after; ///< the place's first line in three parts; "…" stands for what
                                     ///< is too long to be shown
    std::string text; ///< all bytes of the place; empty where they are more than `most_shown`
    std::uint32_t context_from = 1; ///< the line before the place
    std::uint32_t context_to = 1;   ///< the line behind its last
    std::string context; ///< these lines; empty where they are more than `most_shown` or no more
                         ///< than the place itself

    static constexpr std::size_t most_shown = 4096; ///< bytes
};

[[nodiscard]] Excerpt excerpt_of(const Source& source, Span at);

} // namespace dropcap::terminal
