#pragma once
// Texts of any size for the parts' benchmarks: the same text for the same number.

#include <cstddef>
#include <string>

namespace dropcap::bench {

/// A Compose file with this many services; every kind of thing a rule looks at is in some of
/// them.
[[nodiscard]] std::string compose_text(std::size_t services);
/// A stream with this many Deployments of two containers each.
[[nodiscard]] std::string kubernetes_text(std::size_t deployments);
/// A Dockerfile with this many stages, the last with a RUN label.
[[nodiscard]] std::string dockerfile_text(std::size_t stages);
/// A script with this many `docker run` lines.
[[nodiscard]] std::string script_text(std::size_t commands);

} // namespace dropcap::bench
