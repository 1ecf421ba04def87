#include "lint/projects/keys.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>

namespace dropcap::projects {
namespace fs = std::filesystem;

Keys::Keys() {
    std::error_code error;
    here_ = fs::current_path(error).generic_string();
    if (!here_.ends_with('/')) here_ += '/';
}

std::string Keys::of(const std::string& path) const {
    const std::string whole = path.starts_with('/') ? path : here_ + path;
    const bool is_plain =
        whole.find("/.") == std::string::npos && whole.find("//") == std::string::npos;
    return is_plain ? whole : fs::path(whole).lexically_normal().generic_string();
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return {};
    return path.substr(0, std::max<std::size_t>(slash, 1)); // the root is its own folder
}

} // namespace dropcap::projects
