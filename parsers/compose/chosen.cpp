// compose-go cli/options.go, WithConfigFileEnv.

#include "parsers/compose/chosen.hpp"

#include "model/ascii.hpp"
#include "parsers/compose/files.hpp"

namespace dropcap::compose {

ChosenFiles chosen_files(const Environment& known, std::string_view folder) {
    const Variable* const list = known.find("COMPOSE_FILE");
    if (list == nullptr) return {};
    if (!list->open.empty()) return {{}, "COMPOSE_FILE is " + list->from + ", and " + list->open};
    const Variable* const separator = known.find("COMPOSE_PATH_SEPARATOR");
    const std::string between =
        separator == nullptr || separator->value.empty() ? ":" : separator->value;
    ChosenFiles chosen;
    std::string_view rest = list->value;
    while (!rest.empty()) {
        const std::string_view file = take_before(rest, between);
        if (!file.empty()) chosen.files.push_back(join(folder, file));
    }
    return chosen;
}

} // namespace dropcap::compose
