#include "model/finding.hpp"

#include <algorithm>
#include <array>

namespace dropcap {
namespace {
constexpr std::array<std::string_view, 3> names = {"note", "warning", "error"};
}

std::string_view severity_name(Severity severity) {
    return names[static_cast<std::size_t>(severity)];
}

std::optional<Severity> find_severity(std::string_view word) {
    const auto* const found = std::ranges::find(names, word);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<Severity>(found - names.begin()));
}

} // namespace dropcap
