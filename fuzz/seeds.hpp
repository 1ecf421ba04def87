#pragma once
// First inputs of the fuzz targets: the test data, and what was once found.

#include "fuzz/target.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dropcap::fuzz {

/// A first input and where it comes from.
struct Seed {
    std::string from;
    std::string bytes;
};

/// Every file under testdata/ and docs/example/ that is no larger than a target takes, and every
/// folder under testdata/projects/ as one, sorted by path.
[[nodiscard]] std::vector<TestFile> test_files(const std::filesystem::path& root);

/// What `target` begins with: what was found in it (fuzz/finds/NAME/), then what the test files are
/// to it.
[[nodiscard]] std::vector<Seed> seeds_of(const Target& target, const std::filesystem::path& root,
                                         const std::vector<TestFile>& files);

} // namespace dropcap::fuzz
