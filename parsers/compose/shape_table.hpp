#pragma once
// What Compose's schema accepts, key by key (compose-go schema/compose-spec.json).

#include <span>
#include <string_view>

namespace dropcap::compose {

struct Field;

/// What may stand somewhere.
struct Shape {
    /// s string, n number, i whole number, b boolean, c boolean or a word for one, l list, m
    /// mapping, 0 null; empty: anything.
    std::string_view kinds;
    const Shape* item = nullptr;               ///< of lists
    const Shape* value = nullptr;              ///< of mappings with free keys
    std::span<const Field> fields{};           ///< of mappings with known keys, `x-…` in addition
    std::string_view required{};               ///< the key that a mapping must have
    std::span<const std::string_view> words{}; ///< the only strings allowed
    bool unique = false;                       ///< equal items are refused
};

struct Field {
    std::string_view key;
    const Shape* shape;
};

[[nodiscard]] const Shape& service_shape();
[[nodiscard]] const Shape& legacy_shape(); ///< of a file of docker-compose 1.x
[[nodiscard]] const Shape& job_shape();
/// The whole file without what is in its services and jobs.
[[nodiscard]] const Shape& root_shape();

} // namespace dropcap::compose
