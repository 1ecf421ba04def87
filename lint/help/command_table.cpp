#include "lint/help/command_table.hpp"

namespace dropcap::help {

std::string_view group_title(FlagGroup group) {
    switch (group) {
    case FlagGroup::input: return "Input";
    case FlagGroup::rules: return "Rules";
    case FlagGroup::fixes: return "Fixes";
    case FlagGroup::output: return "Output";
    case FlagGroup::comparison: return "Comparison";
    case FlagGroup::configuration: return "Configuration";
    case FlagGroup::help: return "Help";
    }
    return {};
}

} // namespace dropcap::help
