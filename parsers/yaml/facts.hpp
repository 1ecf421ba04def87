#pragma once
// Facts from a YAML or JSON tree whose reader takes values as they stand: for the small formats
// that have no schema of their own here.

#include "model/container.hpp"
#include "parsers/yaml/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::yaml {

/// The entry at `path` ("HostConfig.CapAdd") below `node`; nullptr where nothing or null is
/// written.
[[nodiscard]] const yaml::Entry* entry_at(const yaml::Node& node, std::string_view path);

/// The scalar at `path` as text; no fact where nothing, null or something else is there.
[[nodiscard]] MaybeFact<std::string> word_at(const yaml::Node& node, std::string_view path);

/// The boolean at `path`.
[[nodiscard]] MaybeFact<bool> flag_at(const yaml::Node& node, std::string_view path);

/// The list of scalars at `path`.
[[nodiscard]] CapabilityList list_at(const yaml::Node& node, std::string_view path);

/// A scalar as a fact.
[[nodiscard]] Fact<std::string> fact_of(const yaml::Node& scalar, const Place& entry);

} // namespace dropcap::yaml
