#pragma once
// The containers of a service's hooks, and a build that asks for more than builds have.

#include "parsers/compose/service.hpp"

#include <vector>

namespace dropcap::compose {

/// `post_start`, `pre_stop`, `pre_start`, `develop.watch[].exec`.
void add_hooks(ProjectContext& reading, const format::ParseOptions& options, const Service& service,
               std::vector<Container>& containers);
/// A build that asks for more than builds have.
void add_build(ProjectContext& reading, const format::ParseOptions& options, const Service& service,
               std::vector<Container>& containers);

} // namespace dropcap::compose
