#include "tests/program.hpp"

#include "lint/input/process.hpp"
#include "tests/scratch.hpp"
#include "tests/skip.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace dropcap::fixture {
namespace {

/// A file without a name that holds `text`, at its beginning.
int memory_file(std::string_view text) {
    const int file = ::memfd_create("dropcap-test", MFD_CLOEXEC);
    REQUIRE(file >= 0);
    REQUIRE(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    REQUIRE(::lseek(file, 0, SEEK_SET) == 0);
    return file;
}

std::string contents_of(int file) {
    std::string text;
    char buffer[1U << 16U];
    ::lseek(file, 0, SEEK_SET);
    for (ssize_t size = 0; (size = ::read(file, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(size));
    ::close(file);
    return text;
}

struct Streams {
    int in, out, err;
};

/// The words of a command line or an environment as exec wants them; they live as long as `texts`.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Takes away what a terminal or a git hook that runs the tests has set.
void tidy_environment() {
    for (const char* name : {"FORCE_COLOR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"})
        ::unsetenv(name);
}

[[noreturn]] void become(const Command& command, char** words, char** environment,
                         const Streams& streams) {
    const int out = command.output.empty()
                        ? streams.out
                        : ::open(command.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (::dup2(streams.in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(streams.err, 2) < 0) ::_exit(126);
    if (::chdir(command.folder.empty() ? DROPCAP_ROOT : command.folder.c_str()) != 0) ::_exit(126);
    tidy_environment();
    if (command.prepare) command.prepare();
    ::alarm(command.seconds); // survives exec
    ::execvpe(words[0], words, environment == nullptr ? environ : environment);
    ::_exit(127);
}

int start(const Command& command, const Streams& streams) {
    std::vector<std::string> texts{command.program.empty() ? DROPCAP_BINARY : command.program};
    texts.insert(texts.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> variables = command.environment;
    std::vector<char*> words = pointers_to(texts);
    std::vector<char*> environment = pointers_to(variables);
    const pid_t process = ::fork();
    REQUIRE(process >= 0);
    if (process == 0)
        become(command, words.data(), variables.empty() ? nullptr : environment.data(), streams);
    return process;
}

} // namespace

Ended wait(int process) {
    int status = 0;
    REQUIRE(::waitpid(process, &status, 0) == process);
    Ended ended;
    if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    return ended;
}

Ended run(const Command& command) {
    const Streams streams{memory_file(command.input), memory_file({}), memory_file({})};
    Ended ended = wait(start(command, streams));
    ::close(streams.in);
    ended.out = contents_of(streams.out);
    ended.err = contents_of(streams.err);
    return ended;
}

int start(const Command& command) {
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    const int process = start(command, {nothing, nothing, nothing});
    ::close(nothing);
    return process;
}

Ended run_dropcap(std::vector<std::string> arguments, const std::filesystem::path& folder) {
    return run({.arguments = std::move(arguments), .folder = folder});
}

Ended run_shell(const std::string& script, const std::filesystem::path& folder) {
    static constexpr std::array<std::string_view, 6> kept = {
        "PATH", "HOME", "TMPDIR", "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"};
    const Scratch programs;
    programs.link("dropcap", DROPCAP_BINARY);
    return run({.program = "/bin/bash",
                .arguments = {"-c", "PATH='" + programs.path().string() + "':$PATH\n" + script},
                .environment = input::environment_of(kept),
                .folder = folder,
                .prepare = [] { ::setsid(); }});
}

bool is_installed(const std::string& program) {
    if (run_shell("command -v " + program, "/").code == 0) return true;
    skip(program + " is not installed");
    return false;
}

} // namespace dropcap::fixture
