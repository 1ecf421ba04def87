#include "lint/input/compose_inputs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace dropcap::input {
namespace {

std::string normal(const std::string& path) {
    return std::filesystem::path(path).lexically_normal().string();
}

void require(const std::vector<std::string>& paths, std::vector<Error>& errors) {
    for (const std::string& path : paths)
        if (::access(path.c_str(), R_OK) != 0)
            errors.push_back({fmt::format("{}: {}", path, std::strerror(errno))});
}

} // namespace

std::vector<std::string> default_paths(const format::ComposeOptions& compose) {
    return {compose.files.empty() ? "." : compose.files.front()};
}

void take_compose_files(const format::ComposeOptions& compose, Inputs& inputs) {
    require(compose.env_files, inputs.errors);
    if (compose.files.empty()) return;
    require({compose.files.begin() + 1, compose.files.end()}, inputs.errors);
    std::vector<std::string> merged(compose.files.size());
    std::ranges::transform(compose.files, merged.begin(), normal);
    const std::string first = merged.front();
    merged.erase(merged.begin());
    std::erase_if(inputs.files, [&](const InputFile& file) {
        return !file.named && std::ranges::find(merged, normal(file.path)) != merged.end();
    });
    const auto is_first = [&](const InputFile& file) { return normal(file.path) == first; };
    if (std::ranges::any_of(inputs.files, is_first)) return;
    Inputs found = find_inputs({first});
    std::ranges::move(found.files, std::back_inserter(inputs.files));
    // A path that was given is reported once, by whoever looked for it.
    for (Error& error : found.errors)
        if (std::ranges::find(inputs.errors, error.message, &Error::message) == inputs.errors.end())
            inputs.errors.push_back(std::move(error));
}

} // namespace dropcap::input
