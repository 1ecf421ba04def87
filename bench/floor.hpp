#pragma once
// A floor reads every YAML and JSON file below the paths it is given, one after the other, and does
// one thing with each text.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace dropcap::bench {

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

template <class Use>
void for_each_text(int count, char** paths, Use use) {
    for (int i = 1; i < count; ++i) {
        if (!std::filesystem::is_directory(paths[i])) {
            use(contents(paths[i]));
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(paths[i])) {
            const auto extension = entry.path().extension();
            if (entry.is_regular_file() &&
                (extension == ".yaml" || extension == ".yml" || extension == ".json"))
                use(contents(entry.path()));
        }
    }
}

} // namespace dropcap::bench
