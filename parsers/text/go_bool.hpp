#pragma once
// The words that Go's strconv.ParseBool takes: the booleans of docker's, podman's and nerdctl's
// flags and security options.

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace dropcap::text {

/// true, false, or empty for every other word ("yes", "", "tRuE"), which Go programs refuse.
[[nodiscard]] constexpr std::optional<bool> parse_go_bool(std::string_view word) {
    constexpr std::array<std::string_view, 6> yes = {"1", "t", "T", "TRUE", "true", "True"};
    constexpr std::array<std::string_view, 6> no = {"0", "f", "F", "FALSE", "false", "False"};
    if (std::find(yes.begin(), yes.end(), word) != yes.end()) return true;
    if (std::find(no.begin(), no.end(), word) != no.end()) return false;
    return std::nullopt;
}

} // namespace dropcap::text
