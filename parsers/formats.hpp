#pragma once
// The format parsers behind parse.hpp, one function each. A new format is one file in parsers/ and one line in parse.cpp's table.

#include "parsers/parse.hpp"

namespace dropcap {

/// Compose file(s): compose.cpp.
[[nodiscard]] Document parse_compose(std::shared_ptr<const Source> source, const ParseOptions& options);
/// Kubernetes manifests in YAML or JSON: kubernetes.cpp.
[[nodiscard]] Document parse_kubernetes(std::shared_ptr<const Source> source, const ParseOptions& options);
/// Dockerfile or Containerfile: dockerfile.cpp.
[[nodiscard]] Document parse_dockerfile(std::shared_ptr<const Source> source, const ParseOptions& options);
/// Shell text with docker, podman and nerdctl commands: script.cpp.
[[nodiscard]] Document parse_script(std::shared_ptr<const Source> source, const ParseOptions& options);

} // namespace dropcap
