#pragma once
// How the files of a Compose project lie next to each other: by their names, and by what
// COMPOSE_FILE says. Nothing here touches a file system.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::compose {

/// Whether Compose finds a file of this name by itself (compose.yaml, docker-compose.yml …).
[[nodiscard]] bool is_default_name(std::string_view path);

/// The files next to `path` that Compose finds by itself, the first that exists counts.
[[nodiscard]] std::vector<std::string> bases_beside(std::string_view path);

/// Whether `path` is called as people call a file that is merged over one that Compose finds by
/// itself, with `-f`: compose.prod.yaml, docker-compose.ci.yml.
[[nodiscard]] bool is_overlay_name(std::string_view path);

/// The files of a project that are chosen by COMPOSE_FILE.
struct ChosenFiles {
    std::vector<std::string> files; ///< in order; empty: none are chosen
    std::string unknown;            ///< why they cannot be known, a clause; usually empty
};

/// What COMPOSE_FILE says in the `.env` text of `folder`. `given` wins over it (--env).
[[nodiscard]] ChosenFiles chosen_files(std::string_view dotenv, std::string_view folder,
                                       const std::map<std::string, std::string>& given);

} // namespace dropcap::compose
