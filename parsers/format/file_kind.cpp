#include "parsers/format/file_kind.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>

namespace dropcap::format {
namespace {

std::string lower_base_name(std::string_view path) {
    const std::size_t slash = path.find_last_of("/\\");
    std::string name =
        lowercase(std::string(slash == std::string_view::npos ? path : path.substr(slash + 1)));
    if (name == "-" || name == "<stdin>") name.clear();
    return name;
}

} // namespace

Glance::Glance(std::string_view path, std::string_view text)
    : path_(path), text_(text), name_(lower_base_name(path)) {}

const RootKeys& Glance::keys() const {
    if (!keys_) keys_ = root_keys(text_);
    return *keys_;
}

bool has_yaml_name(const Glance& file) {
    static constexpr std::array<std::string_view, 3> endings{".yaml", ".yml", ".json"};
    return std::ranges::any_of(
        endings, [&](std::string_view ending) { return file.name().ends_with(ending); });
}

std::string_view first_word(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first == std::string_view::npos || line[first] == '#') continue;
        return line.substr(first, line.find_first_of(" \t\r", first) - first);
    }
    return {};
}

} // namespace dropcap::format
