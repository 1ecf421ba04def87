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

FileInfo::FileInfo(std::string_view path, std::string_view text)
    : path_(path), text_(text), name_(lower_base_name(path)) {}

const RootKeys& FileInfo::keys() const {
    if (!keys_) keys_ = root_keys(text_);
    return *keys_;
}

bool has_yaml_name(const FileInfo& file) {
    static constexpr std::array<std::string_view, 3> endings{".yaml", ".yml", ".json"};
    return std::ranges::any_of(
        endings, [&](std::string_view ending) { return file.name().ends_with(ending); });
}

std::string_view first_word(std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = trim_left(take_line(text));
        if (line.empty() || line.front() == '#') continue;
        return line.substr(0, line.find_first_of(blank_or_cr));
    }
    return {};
}

} // namespace dropcap::format
