// dropcap: finds the Linux capabilities that containers hold and should not.

#include "lint/options.hpp"
#include "lint/run.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <variant>

namespace {

/// A closed stream's number would go to the next file that is opened, and reports would be written
/// into that file. What takes its place cannot be written to, so that no one takes
/// a report that was not written for written.
void occupy_closed_streams() {
    for (int stream = 0; stream <= 2; ++stream)
        if (::fcntl(stream, F_GETFD) < 0)
            (void)::open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
}

int go(int argc, char** argv) {
    const auto options = dropcap::parse_options(argc, argv);
    const auto* const end = std::get_if<dropcap::EarlyExit>(&options);
    if (end == nullptr) return dropcap::run(std::get<dropcap::Options>(options));
    std::fputs(end->text.c_str(), end->code == dropcap::exit_clean ? stdout : stderr);
    return end->code;
}

} // namespace

int main(int argc, char** argv) {
    occupy_closed_streams();
    std::signal(SIGPIPE, SIG_DFL); // `dropcap … | head` ends quietly
    try {
        const int code = go(argc, argv);
        if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
        std::perror("dropcap: standard output");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "dropcap: internal error, please report it: %s\n", error.what());
    }
    return dropcap::exit_error;
}
