#pragma once
// dropcap, a shell or any other program as a process of its own: what it prints, how it ends, what
// it does to a folder.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace dropcap::fixture {

/// A run of a program.
struct Command {
    std::string program{}; ///< a path, or a name on PATH; empty: the dropcap that was built
    std::vector<std::string> arguments{};   ///< each arrives as it stands here
    std::vector<std::string> environment{}; ///< all of it, NAME=VALUE each; empty: ours, without
                                            ///< what changes colours or moves git
    std::filesystem::path folder{};         ///< where it runs; empty: the project's root
    std::string input{};                    ///< what standard input holds
    std::string output{}; ///< a path that is opened as standard output; empty: it is returned
    std::function<void()> prepare = {}; ///< called in the new process before the program takes over
    unsigned seconds = 120;             ///< a process that still runs then is ended by SIGALRM
};

/// How it ended.
struct Ended {
    int code = -1;  ///< exit status, 127 where it could not be run; -1 where a signal ended it
    int signal = 0; ///< that signal; SIGALRM: it hung
    std::string out, err;
};

[[nodiscard]] Ended run(const Command& command);

/// A started process that has not been waited for. Its standard output is `command.output`, or
/// nothing.
[[nodiscard]] int start(const Command& command);
/// Waits for it.
[[nodiscard]] Ended wait(int process);

/// dropcap with `arguments`, in `folder`.
[[nodiscard]] Ended run_dropcap(std::vector<std::string> arguments,
                                const std::filesystem::path& folder);

/// A script for bash in `folder`, with dropcap on its PATH, no terminal and little else in its
/// environment.
Ended run_shell(const std::string& script, const std::filesystem::path& folder);

/// Whether a program that a check needs is on PATH; if not, the check is reported as skipped.
[[nodiscard]] bool is_installed(const std::string& program);

} // namespace dropcap::fixture
