#pragma once
// Runs another program: found on PATH and never among the files that are checked, no shell, nothing
// on its standard input but what it is given, no terminal, an environment that is spelt out, a time
// limit and a limit to what it may print.

#include "model/result.hpp"

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::input {

/// A program to run and what it may use up.
struct ProgramCall {
    std::string program; ///< its path, from find_program()
    std::vector<std::string>
        arguments; ///< without the program itself; each arrives as it stands here
    std::vector<std::string> environment;         ///< all of it, NAME=VALUE each
    std::string input{};                          ///< what its standard input holds
    std::string folder;                           ///< where it runs; empty: the working directory
    std::chrono::milliseconds time_limit{60'000}; ///< then it is killed, with everything it started
    std::size_t output_limit = std::size_t{64}
                               << 20U; ///< bytes of standard output; one more and it is killed
};

/// What a program left behind. Ending with a code other than 0 is no error of run_program().
struct ProgramOutput {
    int exit_code = 0;
    std::string output;    ///< standard output
    std::string complaint; ///< standard error, its first 64 KiB
};

/// Runs a program to its end. Errors: it cannot be started, the time or the output limit is
/// reached, a signal ended it.
[[nodiscard]] Result<ProgramOutput> run_program(const ProgramCall& call);

/// The path of the program `name` by PATH. Entries of PATH that are relative or are in one of the
/// `forbidden` folders are ignored, and so are programs that links lead into one: what a
/// stranger's repository holds is never run. Errors: it is not there, or only there.
[[nodiscard]] Result<std::string> find_program(std::string_view name,
                                               std::span<const std::string> forbidden);

/// Those of our own environment variables that are called in `names`, as NAME=VALUE.
[[nodiscard]] std::vector<std::string> environment_of(std::span<const std::string_view> names);

} // namespace dropcap::input
