#include "fuzz/seeds.hpp"

#include "parsers/parse.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace dropcap::fuzz {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t largest = 16U << 10U;

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The small files of a folder and those below it, sorted.
std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> paths;
    if (!fs::is_directory(folder)) return paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.file_size() <= largest) paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
}

std::string name_below(const fs::path& path, const fs::path& folder) {
    return path.lexically_relative(folder).generic_string();
}

/// A folder as one text; compose.yaml comes first because it needs no name.
std::string joined(const fs::path& folder) {
    std::string text = read(folder / "compose.yaml");
    for (const fs::path& path : files_below(folder))
        if (path != folder / "compose.yaml")
            text += "\n=== " + name_below(path, folder) + "\n" + read(path);
    return text;
}

} // namespace

std::vector<TestFile> test_files(const fs::path& root) {
    std::vector<TestFile> files;
    for (const char* const folder : {"testdata", "docs/example"}) {
        for (const fs::path& path : files_below(root / folder)) {
            TestFile file{.path = name_below(path, root), .text = read(path), .format = {}};
            file.format = detect_format(file.path, file.text);
            files.push_back(std::move(file));
        }
    }
    for (const auto& entry : fs::directory_iterator(root / "testdata/projects"))
        files.push_back({.path = name_below(entry.path(), root) + "/",
                         .text = joined(entry.path()),
                         .format = {}});
    std::ranges::sort(files, {}, &TestFile::path);
    return files;
}

std::vector<Seed> seeds_of(const Target& target, const fs::path& root,
                           const std::vector<TestFile>& files) {
    std::vector<Seed> seeds;
    const fs::path finds = root / "fuzz/finds" / target.name;
    for (const fs::path& path : files_below(finds))
        seeds.push_back({name_below(path, root), read(path)});
    for (const TestFile& file : files) {
        auto bytes = target.seed == nullptr ? std::optional(file.text) : target.seed(file);
        if (bytes && bytes->size() <= target.most_bytes)
            seeds.push_back({file.path, std::move(*bytes)});
    }
    return seeds;
}

} // namespace dropcap::fuzz
