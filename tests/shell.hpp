#pragma once
// The built program, run as a person would, in a folder of a test.

#include <string>

namespace dropcap::fixture {

/// What a command left behind.
struct Printed {
    std::string output;    ///< standard output
    std::string complaint; ///< standard error
    int exit_code = -1;
};

/// What a shell makes of `line` in `folder`; FORCE_COLOR is not set.
Printed run_in(const std::string& folder, const std::string& line);
/// `dropcap ARGUMENTS` in `folder`; the arguments are a shell's words.
[[nodiscard]] Printed dropcap_in(const std::string& folder, const std::string& arguments);

} // namespace dropcap::fixture
