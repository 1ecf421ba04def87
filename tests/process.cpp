#include "tests/process.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace dropcap::process {
namespace {

/// A file without a name that holds `text`, at its beginning.
int memory_file(std::string_view text) {
    const int file = ::memfd_create("dropcap-test", 0);
    REQUIRE(file >= 0);
    REQUIRE(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    REQUIRE(::lseek(file, 0, SEEK_SET) == 0);
    return file;
}

std::string contents_of(int file) {
    std::string text;
    char buffer[1U << 16U];
    ::lseek(file, 0, SEEK_SET);
    for (ssize_t size = 0; (size = ::read(file, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(size));
    ::close(file);
    return text;
}

struct Streams {
    int in, out, err;
};

[[noreturn]] void become(const Command& command, std::vector<char*>& words, const Streams& streams) {
    const int out = command.output.empty() ? streams.out : ::open(command.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (::dup2(streams.in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(streams.err, 2) < 0) ::_exit(126);
    if (::chdir(command.folder.c_str()) != 0) ::_exit(126);
    ::unsetenv("FORCE_COLOR");
    if (command.prepare) command.prepare();
    ::alarm(command.seconds); // survives exec
    ::execv(words[0], words.data());
    ::_exit(127);
}

int start(const Command& command, const Streams& streams) {
    std::vector<std::string> texts{DROPCAP_BINARY};
    texts.insert(texts.end(), command.arguments.begin(), command.arguments.end());
    std::vector<char*> words;
    for (std::string& text : texts) words.push_back(text.data());
    words.push_back(nullptr);
    const pid_t process = ::fork();
    REQUIRE(process >= 0);
    if (process == 0) become(command, words, streams);
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

Scratch::Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "dropcap-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = std::filesystem::canonical(name);
}

Scratch::~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

void Scratch::write(const std::string& name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::vector<std::string> Scratch::names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

} // namespace dropcap::process
