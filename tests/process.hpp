#pragma once
// The program as a process of its own: what it prints, how it ends, what it does to a folder.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace dropcap::process {

/// A run of dropcap.
struct Command {
    std::vector<std::string> arguments{};
    std::filesystem::path folder = DROPCAP_ROOT; ///< where it runs
    std::string input{};                         ///< what standard input holds
    std::string output{};                        ///< a path that is opened as standard output; empty: it is returned
    std::function<void()> prepare = {};          ///< called in the new process before the program takes over
    unsigned seconds = 120;                      ///< a process that still runs then is ended by SIGALRM
};

/// How it ended.
struct Ended {
    int code = -1;  ///< exit status; -1 where a signal ended it
    int signal = 0; ///< that signal; SIGALRM: it hung
    std::string out, err;
};

[[nodiscard]] Ended run(const Command& command);

/// A started process that has not been waited for. Its standard output is `command.output`, or nothing.
[[nodiscard]] int start(const Command& command);
/// Waits for it.
[[nodiscard]] Ended wait(int process);

/// An empty folder that goes with its contents.
class Scratch {
  public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Writes a file in it, with the folders above it.
    void write(const std::string& name, std::string_view text) const;
    /// The names in it, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    std::filesystem::path path_;
};

} // namespace dropcap::process
