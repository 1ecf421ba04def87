#include "parsers/compose/bases.hpp"

#include "parsers/compose/files.hpp"

#include <algorithm>

namespace dropcap::compose {

namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

} // namespace

std::vector<std::string> compose_bases(std::string_view path) {
    if (std::ranges::find(override_names, base_name(path)) == override_names.end()) return {};
    std::vector<std::string> bases;
    bases.reserve(default_names.size());
    for (const std::string_view name : default_names) bases.push_back(join(folder_of(path), name));
    return bases;
}

} // namespace dropcap::compose
