#pragma once
// What Compose's schema accepts, key by key (compose-go schema/compose-spec.json), and what it says
// of anything else.

#include "parsers/compose/value.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::compose {

struct Field;

/// What may stand somewhere.
struct Shape {
    /// s string, n number, i whole number, b boolean, c boolean or a word for one, l list, m
    /// mapping, 0 null; empty: anything.
    std::string_view kinds;
    const Shape* item = nullptr;               ///< of lists
    const Shape* value = nullptr;              ///< of mappings with free keys
    std::span<const Field> fields{};           ///< of mappings with known keys, `x-…` besides
    std::string_view required{};               ///< the key that a mapping must have
    std::span<const std::string_view> words{}; ///< the only strings allowed
    bool unique = false;                       ///< equal items are refused
};

struct Field {
    std::string_view key;
    const Shape* shape;
};

[[nodiscard]] const Shape& service_shape();
[[nodiscard]] const Shape& job_shape();
/// The whole file without what lies in its services and jobs.
[[nodiscard]] const Shape& root_shape();

/// Who is told of what is not accepted.
struct Told {
    std::string_view whom; ///< the container's name; empty: the file
    std::vector<Problem>& problems;
};

/// Adds a problem for each thing in `value` that `shape` does not accept.
void check_shape(Reading& reading, const Value& value, const Shape& shape, const Told& told);

/// Whether the root of a YAML document is one of a Compose file: some key of Compose's and no key
/// of anything else.
[[nodiscard]] bool looks_like_compose_root(const yaml::Node& root);
/// Whether a key belongs to everybody: `x-…`.
[[nodiscard]] bool is_extension(std::string_view key);

} // namespace dropcap::compose
