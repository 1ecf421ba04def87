// dropcap: finds the Linux capabilities that containers hold and should not.

#include "lint/options.hpp"
#include "lint/run.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <variant>

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_DFL); // `dropcap … | head` ends quietly
    try {
        const auto options = dropcap::parse_options(argc, argv);
        if (const auto* farewell = std::get_if<dropcap::Farewell>(&options)) {
            std::fputs(farewell->text.c_str(), farewell->code == dropcap::exit_clean ? stdout : stderr);
            return farewell->code;
        }
        const int code = dropcap::run(std::get<dropcap::Options>(options));
        if (std::fflush(stdout) == 0) return code;
        std::perror("dropcap: standard output");
    } catch (const std::exception& error) { std::fprintf(stderr, "dropcap: internal error, please report it: %s\n", error.what()); }
    return dropcap::exit_error;
}
