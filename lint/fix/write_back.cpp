#include "lint/fix/write_back.hpp"

#include "lint/input/files.hpp"
#include "lint/input/project_paths.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace dropcap::fix {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

Result<std::string> bytes_before(const std::string& path, std::string_view text,
                                 const std::string& root) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode) &&
        input::path_in_project(path, root).empty())
        return Error{"a link that leads out of the project: nothing is written there"};
    const std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    const std::string raw = bytes.str();
    if (raw == text) return std::string();
    if (raw.starts_with(byte_order_mark) &&
        std::string_view(raw).substr(byte_order_mark.size()) == text)
        return std::string(byte_order_mark);
    return Error{"its encoding is not UTF-8: nothing is written into it"};
}

Result<std::monostate> write_back(const Source& source, std::string_view text,
                                  const std::string& root) {
    const auto before = bytes_before(source.path(), source.text(), root);
    if (!before) return before.error();
    return input::write_file(source.path(), *before + std::string(text));
}

} // namespace dropcap::fix
