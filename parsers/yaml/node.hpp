#pragma once
// The nodes of a tree, the arena that owns them, and what a node is to the readers of YAML.

#include "model/container.hpp"
#include "model/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string_view>

namespace dropcap::yaml {

struct Node;

/// A node as it hangs in its parent: the node itself (shared when it is an alias's target) and how
/// it came there.
struct Child {
    const Node* node = nullptr;
    Origin origin = Origin::written; ///< alias: `via` is `*name`; merged: `via` is the value of
                                     ///< `<<`; further origins are set by the formats
    Place via{};                     ///< meaningless with Origin::written
};

/// One `key: value` of a mapping.
struct Entry {
    const Node* key = nullptr;
    Child value;
    Place at{}; ///< from the key's first byte to the value's last
};

/// One value of a document. Lives in a Tree's arena; never changes once the tree is built.
struct Node {
    enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
    enum class Style : std::uint8_t {
        plain,
        quoted,
        block,
        flow
    }; ///< scalars: plain, quoted, block; collections: block, flow

    Kind kind = Kind::null;
    Style style = Style::plain;
    Place at{}; ///< the value without anchor and tag: first byte to past the last; a null that is
                ///< not written stands, empty, behind its key or dash
    std::string_view text; ///< scalars: the decoded value; null: as spelt ("", "~", "null")
    std::string_view tag;  ///< as written ("!reset", "!!str"), empty where there is none
    std::string_view anchor;
    std::span<const Child> items; ///< sequences
    std::span<const Entry>
        entries; ///< mappings, merge keys resolved, in order of the text, merged entries last

    [[nodiscard]] bool is_mapping() const { return kind == Kind::mapping; }
    [[nodiscard]] bool is_sequence() const { return kind == Kind::sequence; }
    [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
    [[nodiscard]] bool is_null() const { return kind == Kind::null; }
    /// The last entry with this key (what both readers keep when a key stands twice), or nullptr.
    [[nodiscard]] const Entry* find(std::string_view key) const;
    /// The value of that entry, or nullptr.
    [[nodiscard]] const Node* get(std::string_view key) const;
};

/// Whose YAML it is: readers differ in merge keys, duplicate keys and the words for true and false.
enum class Reader : std::uint8_t {
    compose, ///< go-yaml v3/v4: explicit keys win wherever `<<` stands; duplicate keys are an error
    kubernetes, ///< sigs.k8s.io/yaml on go-yaml v2: see yaml_tree.cpp; duplicate keys: the last one
                ///< wins, kubectl's strict decoding refuses
};

/// Owns the nodes. Move-only; node addresses stay valid as long as it lives. Formats build their
/// own nodes in it too.
class Arena {
  public:
    Arena();
    ~Arena();
    Arena(Arena&&) noexcept;
    Arena& operator=(Arena&&) noexcept;

    /// A new node; fill it before anyone sees it.
    [[nodiscard]] Node* make_node();
    /// Copies that live as long as the arena.
    [[nodiscard]] std::string_view keep(std::string_view text);
    [[nodiscard]] std::span<const Child> keep(std::span<const Child> items);
    [[nodiscard]] std::span<const Entry> keep(std::span<const Entry> entries);
    /// Forgets every node and gives the memory back for reuse.
    void clear();

  private:
    /// Enough for the documents that people write: their nodes are in memory that the document
    /// before has used.
    static constexpr std::size_t first_bytes = 64U << 10U;
    std::unique_ptr<std::byte[]> first_;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;
    std::byte* next_node_ = nullptr; ///< of those that were taken from `memory_` together
    std::byte* nodes_end_ = nullptr;
};

/// true/false as the reader takes a *plain* scalar; empty for any other word.
/// Compose: true True TRUE false False FALSE (YAML 1.2 core). Kubernetes: YAML 1.1's y, yes, on, …
/// too.
[[nodiscard]] std::optional<bool> as_bool(const Node& node, Reader reader);

/// What a node is called in messages: "a string", "a number", "a boolean", "a list", "a mapping",
/// "empty".
[[nodiscard]] std::string_view describe(const Node& node, Reader reader);

} // namespace dropcap::yaml
