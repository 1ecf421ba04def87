#pragma once
// YAML and JSON text as a tree of nodes that know where they begin and end. The only door to
// yaml-cpp.

#include "model/container.hpp"
#include "parsers/yaml/node.hpp"
#include "parsers/yaml/slices.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dropcap::yaml {

/// Ceilings that keep a hostile file from costing more than its bytes. Each has a message of its
/// own.
struct Limits {
    std::size_t document_bytes = 4u << 20;
    std::size_t events = 2'000'000; ///< a document
    std::size_t depth = 200;
    std::size_t aliases = 10'000;         ///< a document
    std::size_t merged_entries = 200'000; ///< entries that merge keys may bring in, a document
    std::size_t expanded =
        2'000'000; ///< values of a document when each alias counts as what it stands for
};

/// What one document turned out to be.
struct Parsed {
    const Node* root = nullptr;    ///< nullptr: empty document, or broken (then `problems` says so)
    std::vector<Problem> problems; ///< broken YAML, duplicate keys, limits
    std::vector<Unchecked> unchecked; ///< instead of a syntax problem: an unrendered template (root
                                      ///< is then nullptr); pass it on to the Document
    std::vector<Comment> comments;
};

/// Parses one slice of `text`. `source` goes into every Place. Text must outlive the arena: scalars
/// are views into it where they can be. Never throws.
[[nodiscard]] Parsed parse_slice(std::string_view text, Slice slice, std::uint32_t source,
                                 Reader reader, Arena& arena, const Limits& limits = {});

} // namespace dropcap::yaml
