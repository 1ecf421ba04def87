#pragma once
// Texts whose shape tempts a reader into work or memory that grows faster than their bytes. The
// tests read each at two sizes, bench/run times each at three.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dropcap::shapes {

/// One shape: what it is called, the name that decides its format, and its text of about so many
/// bytes.
struct Shape {
    std::string_view name;
    std::string_view file;
    std::string (*make)(std::size_t bytes);
};

[[nodiscard]] std::span<const Shape> all();

} // namespace dropcap::shapes
