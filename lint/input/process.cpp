#include "lint/input/process.hpp"

#include "lint/input/descriptor.hpp"
#include "model/ascii.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

namespace dropcap::input {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t complaint_limit = std::size_t{64} << 10U;

/// How reports call a program: without the folders before it.
std::string_view short_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// The two ends of a pipe.
struct Pipe {
    Descriptor from, to;

    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        from.reset(ends[0]);
        to.reset(ends[1]);
        return true;
    }
};

/// A file in memory that holds `text`: unlike a pipe it can be read when and as fast as the program
/// likes.
bool open_input(std::string_view text, Descriptor& file) {
    file.reset(::memfd_create("input", MFD_CLOEXEC));
    while (!text.empty()) {
        const ssize_t written = ::write(file.number(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::lseek(file.number(), 0, SEEK_SET) == 0;
}

/// What a child gets in place of our own descriptors, signals and terminal.
class SpawnSettings {
  public:
    SpawnSettings(const ProgramCall& call, const Descriptor& input, const Pipe& output,
                  const Pipe& complaint) {
        posix_spawn_file_actions_init(&actions_);
        if (input.number() >= 0)
            posix_spawn_file_actions_adddup2(&actions_, input.number(), STDIN_FILENO);
        else
            posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output.to.number(), STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, complaint.to.number(), STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        if (!call.folder.empty())
            posix_spawn_file_actions_addchdir_np(&actions_, call.folder.c_str());

        posix_spawnattr_init(&attributes_);
        sigset_t signals;
        sigfillset(&signals);
        posix_spawnattr_setsigdefault(&attributes_, &signals);
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&attributes_, &signals);
        // A session of its own: no terminal to ask for a password on, and one group that can be
        // killed as a whole.
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF |
                                                   POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// The list of pointers that C wants; the strings stay where they are.
std::vector<char*> pointers(const std::vector<std::string>& words) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (const std::string& word : words)
        list.push_back(
            const_cast<char*>(word.c_str())); // never written to: POSIX just cannot say so
    list.push_back(nullptr);
    return list;
}

/// A running program. Leaving its scope ends it and everything it started.
class Child {
  public:
    Child() = default;
    ~Child() { end(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Starts it; the number of the error, 0 for none.
    int start(const ProgramCall& call, const Descriptor& input, const Pipe& output,
              const Pipe& complaint) {
        const SpawnSettings settings(call, input, output, complaint);
        std::vector<std::string> words{call.program};
        words.insert(words.end(), call.arguments.begin(), call.arguments.end());
        return ::posix_spawn(&number_, call.program.c_str(), settings.actions(),
                             settings.attributes(), pointers(words).data(),
                             pointers(call.environment).data());
    }

    [[nodiscard]] bool has_ended() const {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(number_), &info, WEXITED | WNOHANG | WNOWAIT) ==
                   0 &&
               info.si_pid == number_;
    }

    /// Kills what is left of it and gives back its wait status.
    int end() {
        if (number_ <= 0) return status_;
        ::kill(-number_,
               SIGKILL); // before it is waited for: until then no one else can have its number
        while (::waitpid(number_, &status_, 0) < 0 && errno == EINTR) {}
        number_ = -1;
        return status_;
    }

  private:
    pid_t number_ = -1;
    int status_ = 0;
};

/// Reads what a program prints, up to a limit; what is beyond it is read and thrown away.
struct Collector {
    Descriptor& from;
    std::string& text;
    std::size_t limit = 0; ///< bytes
    bool overflowed = false;

    void read_some() {
        std::array<char, 65536> buffer; // NOLINT(*-member-init): read() fills it
        const ssize_t got = ::read(from.number(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) return;
        if (got <= 0) {
            from.close();
            return;
        }
        const auto size = static_cast<std::size_t>(got);
        overflowed = overflowed || text.size() + size > limit;
        text.append(buffer.data(), std::min(size, limit - text.size()));
    }
};

enum class Ending { natural, time_limit, output_limit };

/// Collects until the program has ended and its pipes are dry, or a limit is reached.
Ending collect(const Child& child, Collector& output, Collector& complaint,
               Clock::time_point deadline) {
    constexpr milliseconds longest_nap{50};
    bool ended = false;
    while (true) {
        const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
        if (left <= milliseconds::zero()) return Ending::time_limit;
        std::array<pollfd, 2> waiting = {
            {{output.from.number(), POLLIN, 0}, {complaint.from.number(), POLLIN, 0}}};
        // A pipe that a left-behind grandchild holds open never ends: once the program has, what
        // is in the pipes is all.
        const bool closed = output.from.number() < 0 && complaint.from.number() < 0;
        if (closed && child.has_ended()) return Ending::natural;
        const auto nap =
            ended ? milliseconds::zero() : std::min(left, closed ? milliseconds{1} : longest_nap);
        const int ready = ::poll(waiting.data(), waiting.size(), static_cast<int>(nap.count()));
        if (ready <= 0 && ended) return Ending::natural;
        if (waiting[0].revents != 0) output.read_some();
        if (waiting[1].revents != 0) complaint.read_some();
        if (output.overflowed) return Ending::output_limit;
        if (ready <= 0) ended = child.has_ended();
    }
}

Result<ProgramOutput> outcome(const ProgramCall& call, Ending ending, int status,
                              ProgramOutput printed) {
    const std::string_view name = short_name(call.program);
    if (ending == Ending::time_limit)
        return Error{fmt::format("`{}` did not end within {} s and was stopped", name,
                                 static_cast<double>(call.time_limit.count()) / 1000)};
    if (ending == Ending::output_limit)
        return Error{fmt::format("`{}` printed more than {} bytes and was stopped", name,
                                 call.output_limit)};
    if (!WIFEXITED(status))
        return Error{fmt::format("`{}` was ended by signal {}", name, WTERMSIG(status))};
    printed.exit_code = WEXITSTATUS(status);
    return printed;
}

/// Whether `path`, links resolved, is in one of the folders.
bool lies_in(const fs::path& path, std::span<const std::string> folders) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error);
    if (error) return true; // what cannot be placed is not trusted
    return std::ranges::any_of(folders, [&](const std::string& folder) {
        const fs::path root = fs::weakly_canonical(folder, error);
        return std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first ==
               root.end();
    });
}

bool is_program(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

} // namespace

Result<ProgramOutput> run_program(const ProgramCall& call) {
    const auto deadline = Clock::now() + call.time_limit;
    Pipe output;
    Pipe complaint;
    if (!output.open() || !complaint.open())
        return Error{fmt::format("cannot open a pipe: {}", std::strerror(errno))};
    Descriptor input(-1);
    if (!call.input.empty() && !open_input(call.input, input))
        return Error{fmt::format("cannot hold its input: {}", std::strerror(errno))};
    Child child;
    if (const int error = child.start(call, input, output, complaint); error != 0)
        return Error{fmt::format("cannot run {}: {}", call.program, std::strerror(error))};
    output.to.close();
    complaint.to.close();
    ProgramOutput printed;
    Collector from_output{output.from, printed.output, call.output_limit};
    Collector from_complaint{complaint.from, printed.complaint, complaint_limit};
    const Ending ending = collect(child, from_output, from_complaint, deadline);
    return outcome(call, ending, child.end(), std::move(printed));
}

Result<std::string> find_program(std::string_view name, std::span<const std::string> forbidden) {
    const char* const variable = std::getenv("PATH");
    std::string_view entries = variable == nullptr ? std::string_view() : variable;
    std::optional<std::string> passed_over;
    while (!entries.empty()) {
        const std::string_view entry = take_before(entries, ':');
        const std::string path = fmt::format("{}/{}", entry.empty() ? "." : entry, name);
        if (!is_program(path)) continue;
        if (entry.starts_with('/') && !lies_in(path, forbidden)) return path;
        if (!passed_over) passed_over = path;
    }
    if (!passed_over) return Error{fmt::format("there is no `{}` on PATH", name)};
    return Error{fmt::format(
        "`{}` is on PATH only as {}, which is among the files that are linted or in a relative folder: it is not run",
        name, *passed_over)};
}

std::vector<std::string> environment_of(std::span<const std::string_view> names) {
    std::vector<std::string> environment;
    for (const std::string_view name : names)
        if (const char* const value = std::getenv(std::string(name).c_str()))
            environment.push_back(fmt::format("{}={}", name, value));
    return environment;
}

} // namespace dropcap::input
