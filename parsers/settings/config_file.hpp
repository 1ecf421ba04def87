#pragma once
// `.dropcap.yaml`, read into model/config.hpp.

#include "model/config.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace dropcap::settings {

/// Every setting that a configuration, and an override or a project in it, may have.
struct ConfigKeys {
    std::vector<std::string_view> configuration, override, project;
};
[[nodiscard]] ConfigKeys config_keys_known();

/// Reads a `.dropcap.yaml`. Whatever is wrong with it (YAML, unknown keys, wrong types) is in
/// Config::problems. Rule ids are not checked here.
[[nodiscard]] Config parse_config(std::shared_ptr<const Source> source);

} // namespace dropcap::settings
