#pragma once
// The names under which Compose finds its files, and paths as text: nothing here touches a file
// system.

#include "parsers/compose/layout.hpp"
#include "parsers/format/options.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::compose {

/// In the order Compose looks for them; the first that exists counts (.yml before .yaml for the
/// older names).
inline constexpr std::array<std::string_view, 4> default_names{
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};
/// Merged over the one above; the first that exists counts, whatever the name of the base.
inline constexpr std::array<std::string_view, 4> override_names{
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
    "docker-compose.override.yaml"};

/// Everything before the last slash; empty for a bare name.
[[nodiscard]] std::string folder_of(std::string_view path);
/// `path` as seen from `folder`, without `.` and inner `..`; an absolute path stays what it is.
[[nodiscard]] std::string join(std::string_view folder, std::string_view path);
/// Without empty parts, `.` and inner `..`; leading `..` stay.
[[nodiscard]] std::string normal_path(std::string_view path);
/// A URL, a git or an OCI reference: something Compose fetches from elsewhere.
[[nodiscard]] bool is_remote(std::string_view path);

/// The names next to `path` that Compose prefers to it.
[[nodiscard]] std::vector<std::string> earlier_names(std::string_view path);

/// What `read_file` gives, which must be there; an error for a file larger than any that a project
/// has.
[[nodiscard]] Result<std::shared_ptr<const Source>> read_beside(const format::ParseOptions& options,
                                                                const std::string& path);
/// Whether this is a reason of dropcap's own not to read a file: Compose may well read it.
[[nodiscard]] bool is_our_own_reason(const Error& error);

} // namespace dropcap::compose
