#pragma once
// What Compose's schema accepts, key by key (compose-go schema/compose-spec.json).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace dropcap::compose {

struct Field;

/// What a value may be.
enum class ValueKind : std::uint8_t {
    string,
    number,
    integer, ///< a whole number
    boolean,
    truth, ///< a boolean or a word for one
    list,
    mapping,
    null,
};

/// A few kinds, in the order in which messages name them.
class ValueKinds {
  public:
    constexpr ValueKinds() = default;
    constexpr ValueKinds(std::initializer_list<ValueKind> kinds) : size_(kinds.size()) {
        std::ranges::copy(kinds, kinds_.begin());
    }
    [[nodiscard]] constexpr bool has(ValueKind kind) const {
        return std::ranges::find(*this, kind) != end();
    }
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
    [[nodiscard]] constexpr const ValueKind* begin() const { return kinds_.data(); }
    [[nodiscard]] constexpr const ValueKind* end() const { return kinds_.data() + size_; }

  private:
    std::array<ValueKind, 5> kinds_{};
    std::size_t size_ = 0;
};

/// What may stand somewhere.
struct Shape {
    ValueKinds kinds{};                        ///< empty: anything
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
