#include "parsers/compose_bases.hpp"

#include "parsers/compose_files.hpp"

#include <algorithm>

namespace dropcap {

namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

} // namespace

std::vector<std::string> compose_bases(std::string_view path) {
    if (std::ranges::find(compose::override_names, base_name(path)) == compose::override_names.end()) return {};
    std::vector<std::string> bases;
    bases.reserve(compose::default_names.size());
    for (const std::string_view name : compose::default_names) bases.push_back(compose::join(compose::folder_of(path), name));
    return bases;
}

} // namespace dropcap
