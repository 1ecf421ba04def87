#include "lint/charts/render_run.hpp"

#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace dropcap::charts {
namespace fs = std::filesystem;
namespace {

/// What the programs get to see. No home, so no plug-ins, configuration or credentials of the user;
/// no PATH, so nothing that they would start (git, plug-ins); no cluster; and a proxy that no one
/// listens on, so no network.
std::vector<std::string> environment() {
    static constexpr std::array<std::string_view, 1> kept = {"TMPDIR"};
    std::vector<std::string> variables = input::environment_of(kept);
    for (const std::string_view variable :
         {"HOME=/nonexistent", "PATH=", "HELM_NO_PLUGINS=1", "KUBECONFIG=/dev/null", "KUBERC=off",
          "HTTP_PROXY=http://127.0.0.1:9", "HTTPS_PROXY=http://127.0.0.1:9",
          "http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "LC_ALL=C"})
        variables.emplace_back(variable);
    return variables;
}

constexpr std::size_t longest_complaint = 300;

/// kubectl's log puts what it has to say into `err="…"`.
std::string_view without_log(std::string_view line) {
    constexpr std::string_view open = " err=\"";
    const std::size_t at = line.find(open);
    if (at == std::string_view::npos || !line.ends_with('"')) return line;
    return line.substr(at + open.size(), line.size() - at - open.size() - 1);
}

/// The line of what a program complains about that says why: the one that begins with `Error:`,
/// else the last. Both programs name the cause at the end.
std::string complaint_of(const input::ProgramOutput& printed) {
    std::string_view rest = printed.complaint;
    std::string_view found;
    while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        if (is_blank(line)) continue;
        found = line;
        if (line.starts_with("Error:")) break;
    }
    if (found.starts_with("Error: ")) found.remove_prefix(7);
    if (found.empty())
        return fmt::format("it ended with code {} and without a word", printed.exit_code);
    found = without_log(found);
    return found.size() <= longest_complaint
               ? std::string(found)
               : fmt::format("…{}", found.substr(found.size() - longest_complaint));
}

} // namespace

std::string in_folder(const std::string& folder, std::string_view name) {
    return folder == "." ? std::string(name) : fmt::format("{}/{}", folder, name);
}

std::string folder_of(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

std::string absolute(const std::string& path) {
    std::error_code error;
    const fs::path found = fs::canonical(path, error);
    return error ? std::string() : found.string();
}

void RenderRun::fail(const std::string& folder, const std::string& file, const std::string& reason,
                     const std::string& detail) const {
    const std::string here = absolute(folder);
    const bool was_named = std::ranges::any_of(named, [&](const std::string& path) {
        const std::string there = absolute(path);
        return there == here || there == absolute(file);
    });
    if (was_named)
        result.errors.push_back({fmt::format("{}: {}: {}", file, reason, detail)});
    else
        result.skipped.push_back({.path = file, .reason = reason, .at = {}, .detail = detail});
}

Result<std::string> RenderRun::find(std::string_view name) const {
    std::vector<std::string> forbidden;
    if (root != "/") forbidden.push_back(root);
    for (const std::string& path : named) {
        std::error_code error;
        if (fs::is_directory(path, error)) forbidden.push_back(path);
    }
    return input::find_program(name, forbidden);
}

Result<std::string> RenderRun::print(const std::string& program, std::vector<std::string> arguments,
                                     const std::vector<std::string>& more) const {
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto printed = input::run_program({.program = program,
                                       .arguments = std::move(arguments),
                                       .environment = environment(),
                                       .folder = "/",
                                       .time_limit = options.time_limit});
    if (!printed) return printed.error();
    if (printed->exit_code != 0) return Error{complaint_of(*printed)};
    return std::move(printed->output);
}

void RenderRun::take(const std::unordered_set<std::string>& paths) const {
    std::erase_if(inputs.files,
                  [&](const input::InputFile& file) { return paths.contains(file.path); });
}

} // namespace dropcap::charts
