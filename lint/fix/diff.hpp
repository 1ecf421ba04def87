#pragma once
// The difference of two texts as `diff -u` prints it.

#include <string>
#include <string_view>

namespace dropcap::fix {

/// A unified diff with three lines of context, headed by `--- a/PATH` and `+++ b/PATH`; empty where
/// the texts are equal. `git apply` and `patch -p1` take it.
[[nodiscard]] std::string unified_diff(std::string_view path, std::string_view before,
                                       std::string_view after);

} // namespace dropcap::fix
