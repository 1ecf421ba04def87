// Every fuzz target over the test data, over what was ever found, and over a fixed number of
// changed copies of both: the same inputs in every run, so that this is a plain test. `fuzz_replay
// ROOT [TARGET [FILE…]]`; `fuzz_replay ROOT --seeds FOLDER` writes the first inputs into
// FOLDER/TARGET/ instead, `fuzz_replay ROOT --slowest FOLDER` runs the files in FOLDER/TARGET/ and
// says which took longest.

#include "fuzz/pipeline.hpp"
#include "fuzz/seeds.hpp"
#include "fuzz/target.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <random>

using namespace dropcap::fuzz;
namespace fs = std::filesystem;

namespace {

constexpr const char* kept = "fuzz_replay.find";
constexpr std::size_t changed_copies = 150; ///< a target
constexpr std::size_t usually_told = 4;     ///< one in so many: the test is to take seconds

/// What a target is trying, for the one who reads of its end.
struct Trial {
    const Target* target = nullptr;
    std::string from;
    std::string bytes;
};
Trial trial;

/// Says which input ends the program and keeps it. Nothing but write(2) is safe here.
void tell_end(int signal) {
    const auto say = [](std::string_view text) {
        (void)!::write(STDERR_FILENO, text.data(), text.size());
    };
    say("fuzz target "), say(trial.target->name), say(" ends the program with "), say(trial.from);
    say("; the input is kept as "), say(kept), say("\n");
    const int file = ::open(kept, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    (void)!::write(file, trial.bytes.data(), trial.bytes.size());
    std::signal(signal, SIG_DFL);
    ::raise(signal);
}

void run(const Target& target, std::string from, std::string bytes) {
    trial = {&target, std::move(from), std::move(bytes)};
    target.run(trial.bytes);
}

constexpr std::array<std::string_view, 24> words = {"\n",
                                                    ": ",
                                                    "- ",
                                                    "\"",
                                                    "'",
                                                    "${",
                                                    "}",
                                                    "$(",
                                                    "\\\n",
                                                    "<<",
                                                    "*a",
                                                    "&a ",
                                                    "\r\n",
                                                    "\xEF\xBB\xBF",
                                                    "\x1b[",
                                                    "\xFF",
                                                    "\xE2\x80\xAE",
                                                    "---\n",
                                                    "| \n",
                                                    "#",
                                                    "{{ .x }}",
                                                    "\n::error::",
                                                    "\t",
                                                    std::string_view("\0", 1)};

/// A few pieces cut out, doubled, replaced by a word that means something somewhere, or taken from
/// another input.
std::string changed(std::string bytes, const std::string& other, std::mt19937& random) {
    const auto below = [&](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
    const std::size_t changes = 1 + below(4);
    for (std::size_t change = 0; change < changes; ++change) {
        const std::size_t at = below(bytes.size() + 1);
        const std::size_t size = below(std::min<std::size_t>(bytes.size() - at, 40) + 1);
        switch (below(5)) {
        case 0: bytes.erase(at, size); break;
        case 1: bytes.insert(at, bytes.substr(at, size)); break;
        case 2: bytes.replace(at, size, words[below(words.size())]); break;
        case 3: bytes.insert(at, words[below(words.size())]); break;
        default: bytes.insert(at, other.substr(below(other.size() + 1), 40));
        }
    }
    return bytes;
}

/// Returns how many inputs it tried.
std::size_t replay(const Target& target, const std::vector<Seed>& seeds) {
    if (seeds.empty()) return 0;
    for (const Seed& seed : seeds) {
        tell_one_in(seed.from.starts_with("fuzz/finds/") ? 1 : usually_told);
        run(target, seed.from, seed.bytes);
    }
    std::mt19937 random(1); // the same in every run
    for (std::size_t copy = 0; copy < changed_copies; ++copy) {
        const Seed& seed = seeds[copy % seeds.size()];
        const Seed& other = seeds[random() % seeds.size()];
        run(target, "copy " + std::to_string(copy) + " of " + seed.from,
            changed(seed.bytes, other.bytes, random).substr(0, target.most_bytes));
    }
    return seeds.size() + changed_copies;
}

int replay_all(const fs::path& root, std::string_view only) {
    const auto files = test_files(root);
    bool all = true;
    for (const Target* const target : targets()) {
        if (!only.empty() && target->name != only) continue;
        const std::size_t tried = replay(*target, seeds_of(*target, root, files));
        std::printf("%-14.*s %zu inputs\n", static_cast<int>(target->name.size()),
                    target->name.data(), tried);
        all = all && tried > 0;
    }
    if (!all) std::fputs("a target has nothing to begin with\n", stderr);
    return all ? 0 : 1;
}

std::string contents(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int replay_files(const Target& target, std::span<char* const> paths) {
    for (const char* const path : paths) {
        if (!fs::is_regular_file(path)) return std::fprintf(stderr, "%s is no file\n", path), 2;
        run(target, path, contents(path));
    }
    return 0;
}

double milliseconds_of_processor() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// What one text costs with all that is held against it: reading, checking, and every report where
/// the target reports.
int print_slowest(const fs::path& folder) {
    tell_one_in(1);
    for (const Target* const target : targets()) {
        if (!fs::is_directory(folder / target->name)) continue;
        std::size_t texts = 0, bytes = 0;
        double longest = 0;
        std::string slowest;
        for (const auto& entry : fs::directory_iterator(folder / target->name)) {
            std::string text = contents(entry.path());
            const std::size_t size = text.size();
            const double before = milliseconds_of_processor();
            run(*target, entry.path(), std::move(text));
            const double taken = milliseconds_of_processor() - before;
            ++texts;
            if (taken <= longest) continue;
            longest = taken, bytes = size, slowest = entry.path().filename();
        }
        std::printf("%-14.*s %6zu texts, the slowest %7.1f ms for %5zu bytes: %s\n",
                    static_cast<int>(target->name.size()), target->name.data(), texts, longest,
                    bytes, slowest.c_str());
    }
    return 0;
}

int write_seeds(const fs::path& root, const fs::path& folder) {
    const auto files = test_files(root);
    for (const Target* const target : targets()) {
        fs::create_directories(folder / target->name);
        std::size_t number = 0;
        for (const Seed& seed : seeds_of(*target, root, files))
            std::ofstream(folder / target->name / std::to_string(number++), std::ios::binary)
                << seed.bytes;
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    const std::span<char* const> given(arguments, static_cast<std::size_t>(count));
    if (given.size() == 4 && given[2] == std::string_view("--seeds"))
        return write_seeds(given[1], given[3]);
    if (given.size() == 4 && given[2] == std::string_view("--slowest"))
        return print_slowest(given[3]);
    const std::string_view name = given.size() > 2 ? given[2] : "";
    if (given.size() < 2 || (!name.empty() && find_target(name) == nullptr)) {
        std::fputs(
            "fuzz_replay ROOT [TARGET [FILE...]]\nfuzz_replay ROOT --seeds FOLDER\nfuzz_replay ROOT --slowest FOLDER\n",
            stderr);
        return 2;
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, tell_end);
    return given.size() > 3 ? replay_files(*find_target(name), given.subspan(3))
                            : replay_all(given[1], name);
}
