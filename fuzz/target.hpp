#pragma once
// The table of what is fuzzed. A new target is one file that defines a Target, and its line in
// targets.cpp; libfuzzer.cpp lets libFuzzer drive it, replay.cpp a plain test.

#include "model/container.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dropcap::fuzz {

/// A file of the test data, or a folder of them: each file behind a line `=== NAME`.
struct TestFile {
    std::string path; ///< from the repository's root; a folder's ends with a slash
    std::string text;
    std::optional<Format> format; ///< what dropcap takes it for
};

/// One reader of text that anybody may have written.
struct Target {
    std::string_view name;
    std::string_view about;              ///< what the bytes are taken for, for people
    void (*run)(std::string_view bytes); ///< ends the process when a promise is not kept
    /// What `file` is as a first input; empty: nothing. Without the function every file is one.
    std::optional<std::string> (*seed)(const TestFile& file) = nullptr;
    std::size_t most_bytes = 16U << 10U;
};

[[nodiscard]] std::span<const Target* const> targets();
/// nullptr: there is none of this name.
[[nodiscard]] const Target* find_target(std::string_view name);

} // namespace dropcap::fuzz
