// measure COMMAND [ARG…]: runs it without output and prints wall milliseconds, CPU milliseconds,
// peak KiB and exit status. A process of its own and a small one: a child's peak counts the pages
// of the process it was spawned from.

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

double milliseconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

} // namespace

int main(int count, char** words) {
    if (count < 2) return 2;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&files, file, "/dev/null", O_RDWR, 0);
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (posix_spawnp(&child, words[1], &files, nullptr, words + 1, environ) != 0) return 2;
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR) return 2;
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    std::printf("%.4f %.4f %ld %d\n", wall.count(),
                milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss, code);
}
