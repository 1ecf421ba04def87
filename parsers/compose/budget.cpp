#include "parsers/compose/budget.hpp"

#include <algorithm>
#include <array>

namespace dropcap::compose {

namespace {

/// One number of the budget: what a project of no bytes has, what each byte adds, and where that
/// ends.
struct Growth {
    std::size_t Budget::* left;
    std::size_t floor;
    std::size_t times; ///< a byte adds times / parts
    std::size_t parts;
    std::size_t most;

    [[nodiscard]] std::size_t of(std::size_t bytes) const {
        return std::min(floor + bytes * times / parts, most);
    }
};

// A setting and what is found about it cost about 10 µs, a value that is copied or looked at 0.1
// µs, a byte of a Compose file that is read again 0.03 µs.
constexpr std::array growths{
    Growth{&Budget::copied, 100'000, 1, 4, 2'000'000},
    Growth{&Budget::shared, 5'000, 1, 8, 50'000},
    Growth{&Budget::looked_at, 100'000, 4, 1, 20'000'000},
    Growth{&Budget::read, 2U << 20U, 16, 1, 256U << 20U},
    Growth{&Budget::substituted, 1U << 20U, 4, 1, 16U << 20U},
};

} // namespace

Budget::Budget() {
    for (const Growth& growth : growths) this->*growth.left = growth.floor;
}

bool Budget::read_file(std::string_view path, std::size_t size, std::size_t weight) {
    if (files_.emplace(path).second) {
        for (const Growth& growth : growths)
            this->*growth.left += growth.of(bytes_ + size) - growth.of(bytes_);
        bytes_ += size;
    }
    return take(read, size * weight);
}

} // namespace dropcap::compose
