// Names as in compose-go cli/options.go (DefaultFileNames, DefaultOverrideFileNames,
// WithConfigFileEnv).

#include "parsers/compose/layout.hpp"

#include "parsers/compose/chosen.hpp"
#include "parsers/compose/dotenv.hpp"
#include "parsers/compose/files.hpp"

#include <algorithm>

namespace dropcap::compose {

std::vector<std::string> bases_beside(std::string_view path) {
    std::vector<std::string> bases;
    bases.reserve(default_names.size());
    for (const std::string_view name : default_names) bases.push_back(join(folder_of(path), name));
    return bases;
}

bool is_overlay_name(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const bool named_after_a_base =
        name.starts_with("compose.") || name.starts_with("docker-compose.");
    return named_after_a_base && (name.ends_with(".yaml") || name.ends_with(".yml")) &&
           !is_default_name(path) &&
           std::ranges::find(override_names, name) == override_names.end();
}

ChosenFiles chosen_files(std::string_view dotenv, std::string_view folder,
                         const std::map<std::string, std::string>& given) {
    Environment first;
    for (const auto& [name, value] : given) first.set(name, {value, "given by --env", {}});
    Environment read;
    if (!read_dotenv(dotenv, "set in .env", first, read).empty())
        return {{}, "the file cannot be read as Compose reads it"};
    first.add(read);
    return chosen_files(first, folder);
}

} // namespace dropcap::compose
