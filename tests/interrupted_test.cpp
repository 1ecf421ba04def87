// Runs that are ended from outside at random moments: what they write is whole or not there.

#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>

using namespace dropcap;
using fixture::Scratch;

namespace {

/// Enough manifests with findings for a run to last a while.
void fill(const Scratch& scratch, int files) {
    for (int i = 0; i < files; ++i) {
        std::string text = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n";
        for (int c = 0; c < 10; ++c)
            text += "  - {name: c" + std::to_string(c) +
                    ", image: i, securityContext: {privileged: true}}\n";
        scratch.write("pods/p" + std::to_string(i) + ".yaml", text);
    }
}

} // namespace

TEST_CASE("an interrupted run leaves the old report or the new one, and nothing else",
          "[interrupted_test]") {
    const Scratch scratch;
    fill(scratch, 60);
    std::mt19937 random(11); // NOLINT: the same moments every time, as far as the machine allows
    int ended_by_signal = 0;
    for (int round = 0; round < 30; ++round) {
        scratch.write("out.json", "old\n");
        const int process =
            fixture::start({.arguments = {"pods", "--format", round % 2 == 0 ? "json" : "sarif",
                                          "--output", "out.json"},
                            .folder = scratch.path()});
        ::usleep(static_cast<useconds_t>(random() % 60'000));
        const int signal = std::array{SIGINT, SIGTERM, SIGHUP}[random() % 3];
        ::kill(process, signal);
        const auto ended = fixture::wait(process);
        CAPTURE(round, signal, ended.code, ended.signal);
        CHECK((ended.signal == signal || ended.code == 1));
        ended_by_signal += ended.signal == signal ? 1 : 0;
        const std::string text = scratch.read("out.json");
        if (text != "old\n") CHECK(nlohmann::json::accept(text));
        CHECK(scratch.names() == std::vector<std::string>{"out.json", "pods"});
    }
    if (ended_by_signal == 0)
        WARN(
            "no run was interrupted in time: this machine was too fast or too slow for the moments chosen");
}

TEST_CASE("a reader that leaves early ends the run quietly", "[interrupted_test]") {
    const Scratch scratch;
    fill(scratch, 200);
    for (const char* format : {"full", "json", "sarif"}) {
        INFO(format);
        const std::string line = std::string("{ dropcap pods --show-all --format ") + format +
                                 " 2>errors; echo $? >code; } | head -c 10 >/dev/null";
        REQUIRE(fixture::run_shell(line, scratch.path()).code == 0);
        CHECK(scratch.read("errors").empty());
        CHECK(scratch.read("code") == std::to_string(128 + SIGPIPE) + "\n");
    }
}

TEST_CASE("where a broken pipe is ignored by the parent, the run still ends",
          "[interrupted_test]") {
    const Scratch scratch;
    fill(scratch, 100);
    const std::filesystem::path pipe = (scratch.path() / "pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0644) == 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    const int process = fixture::start({.arguments = {"pods", "--format", "json"},
                                        .folder = scratch.path(),
                                        .output = pipe.string(),
                                        .prepare = [] { ::signal(SIGPIPE, SIG_IGN); }});
    ::usleep(1000);
    ::close(reader);
    const auto ended = fixture::wait(process);
    CAPTURE(ended.code, ended.signal);
    CHECK((ended.signal == SIGPIPE || ended.code == 126)); // 126: it was not even opened yet
}
