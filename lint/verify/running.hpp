#pragma once
// Containers that run, as the tools of their engines print them.

#include "lint/check/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::verify {

/// A container that runs, and by what it can be found in the files.
struct Running {
    check::CapsRow row;
    std::string service; ///< Compose: its label; else empty
    std::string project; ///< Compose: its label
};

/// Adds what `docker inspect` and `podman inspect` say of Compose to the rows that were read from
/// `text`. Text that is no JSON adds nothing.
[[nodiscard]] std::vector<Running> with_labels(std::vector<check::CapsRow> rows,
                                               std::string_view text);

/// A container as `crictl inspect` prints it: the runtime's own configuration, and its names.
struct CriContainer {
    std::string config; ///< the text of an OCI config.json
    std::string name;
    std::string pod; ///< "Pod/web-5d8"
};
/// Empty: `text` is something else.
[[nodiscard]] std::optional<CriContainer> read_cri(std::string_view text);

/// The processes of /proc/PID/status texts (`CapEff`, `NoNewPrivs`, `Seccomp`, `Uid`), one after
/// the other; empty: the text is something else.
[[nodiscard]] std::vector<Running> read_status(std::string_view text);

} // namespace dropcap::verify
