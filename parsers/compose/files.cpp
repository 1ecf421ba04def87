// The names under which Compose finds its files (compose-go cli/options.go), and paths as text.

#include "parsers/compose/files.hpp"

#include "parsers/format/file_kind.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::compose {

namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

} // namespace

std::string folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return {};
    return std::string(path.substr(0, std::max<std::size_t>(slash, 1)));
}

std::string join(std::string_view folder, std::string_view path) {
    if (folder.empty() || path.starts_with('/')) return normal_path(path);
    return normal_path(std::string(folder) + "/" + std::string(path));
}

std::string normal_path(std::string_view path) {
    std::vector<std::string_view> parts;
    const bool absolute = path.starts_with('/');
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view part = path.substr(at, end - at);
        at = end + 1;
        if (part.empty() || part == ".") continue;
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else if (part != ".." || !absolute) {
            parts.push_back(part);
        }
    }
    std::string normal = absolute ? "/" : "";
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) normal += '/';
        normal += parts[i];
    }
    return normal;
}

bool is_remote(std::string_view path) {
    if (path.find("://") != std::string_view::npos) return true;
    return path.starts_with("git@") || path.starts_with("github.com/") || path.starts_with("oci:");
}

bool is_default_name(std::string_view path) {
    return std::ranges::find(default_names, base_name(path)) != default_names.end();
}

std::vector<std::string> earlier_names(std::string_view path) {
    std::vector<std::string> earlier;
    for (const std::string_view name : default_names) {
        if (name == base_name(path)) break;
        earlier.push_back(join(folder_of(path), name));
    }
    return earlier;
}

Result<std::shared_ptr<const Source>> read_beside(const format::ParseOptions& options,
                                                  const std::string& path) {
    auto source = options.read_file(path);
    if (source && (*source)->text().size() > format::largest_parsed_file)
        return Error{fmt::format("it is larger than {} MiB", format::largest_parsed_file >> 20U),
                     ErrorCode::too_large};
    return source;
}

bool is_our_own_reason(const Error& error) {
    return error.code == ErrorCode::outside_project || error.code == ErrorCode::too_large;
}

} // namespace dropcap::compose
