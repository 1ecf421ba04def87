// Every target in one program that libFuzzer drives; the environment's DROPCAP_FUZZ says which.
// Without it the program lists them. A text may take so much of the processor's time and not more;
// libFuzzer's own -timeout counts a clock that runs on while others work.

#include "fuzz/pipeline.hpp"
#include "fuzz/target.hpp"

#include <sys/time.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace {

using dropcap::fuzz::Target;

const Target* chosen = nullptr;

/// A second for 64 KiB of text is dropcap's promise, so a quarter of one for the 16 KiB that a
/// target is given at most. The sanitizers and the counting of edges make the program about five
/// times as slow.
constexpr suseconds_t most_microseconds = 5 * 250'000;

void set_timer(suseconds_t microseconds) {
    const itimerval timer{.it_interval = {0, 0},
                          .it_value = {microseconds / 1'000'000, microseconds % 1'000'000}};
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

/// libFuzzer keeps the input of a program that aborts, and shows where it was.
void took_too_long(int) {
    constexpr char told[] =
        "broken promise: a text of 16 KiB is read and reported in a quarter of a second, here in five of them\n";
    (void)!::write(STDERR_FILENO, told, sizeof(told) - 1);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* const name = std::getenv("DROPCAP_FUZZ");
    chosen = dropcap::fuzz::find_target(name == nullptr ? "" : name);
    if (chosen == nullptr) {
        for (const Target* target : dropcap::fuzz::targets())
            std::printf("%.*s\t%zu\t%.*s\n", static_cast<int>(target->name.size()),
                        target->name.data(), target->most_bytes,
                        static_cast<int>(target->about.size()), target->about.data());
        std::exit(name == nullptr ? 0 : 2);
    }
    dropcap::fuzz::tell_one_in(16);
    std::signal(SIGPROF, took_too_long);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    set_timer(most_microseconds);
    chosen->run({reinterpret_cast<const char*>(data), size});
    set_timer(0);
    return 0;
}
