#pragma once
// dropcap, or a shell, as a process of its own: how it ends and what it prints.

#include <string>
#include <vector>

namespace dropcap::fixture {

struct Ended {
    int code = -1; ///< -1: it could not be run; then `err` says why
    std::string out, err;
};

/// The built program with `arguments`, in `folder`.
[[nodiscard]] Ended run_dropcap(std::vector<std::string> arguments, const std::string& folder);

/// A script for bash in `folder`, with the built program as `dropcap` on its PATH.
[[nodiscard]] Ended run_shell(const std::string& script, const std::string& folder);

} // namespace dropcap::fixture
