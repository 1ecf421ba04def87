// What ./dev does before and after it builds: where it runs, what it installs, what it says that
// was skipped.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dropcap::fixture;

namespace {

/// A clone with ./dev and a built program, on a system of which nothing is real but a shell and a
/// few tools.
class System {
  public:
    System() {
        scratch.write("clone/dev", read_text(DROPCAP_ROOT "/dev"));
        scratch.write("elsewhere/compose.yaml", "");
        scratch.program("clone/build/release/dropcap", "echo \"${PWD##*/}: $*\"");
        for (const std::string tool : {"bash", "dirname", "cat", "grep", "awk", "nproc", "env"})
            scratch.link("bin/" + tool,
                         run_shell("printf %s \"$(command -v " + tool + ")\"", "/").out);
        for (const char* tool : {"cmake", "g++", "ninja", "git"}) provide(tool, "exit 0");
    }

    void provide(const std::string& tool, const std::string& lines) const {
        (void)scratch.program("bin/" + tool, lines);
    }

    [[nodiscard]] Ended dev(const std::string& arguments) const {
        return run_shell("PATH=\"$PWD/bin\"; cd elsewhere; bash ../clone/dev " + arguments,
                         scratch.path());
    }

    Scratch scratch;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("./dev lint runs where it was called", "[dev_test]") {
    const System system;
    CHECK(system.dev("lint compose.yaml --quiet").out == "elsewhere: compose.yaml --quiet\n");
    CHECK(system.dev("lint").out == "clone: testdata/examples\n");
}

TEST_CASE("a system without apt lists what is needed, and used if it has that", "[dev_test]") {
    const System system;
    const Ended complete = system.dev("lint .");
    CHECK(complete.code == 0);
    CHECK(
        complete.err ==
        "./dev: this system has no apt; ./dev lint needs (Debian's names): g++ cmake ninja-build git libyaml-cpp-dev "
        "nlohmann-json3-dev libcli11-dev libfmt-dev\n");
    system.provide("g++", "while read -r line; do case $line in *fmt/*) exit 1 ;; esac; done");
    const Ended lacking = system.dev("lint .");
    CHECK(lacking.code == 1);
    CHECK(has(lacking.err, "./dev: not found: libfmt-dev\n"));
}

TEST_CASE("missing packages are installed", "[dev_test]") {
    const System system;
    system.provide("dpkg-query", "case $* in *ninja-build | *zsh) exit 1 ;; esac; echo installed");
    system.provide("id", "echo 0");
    system.provide("apt-get", "echo \"$*\" >>../apt");
    system.provide("ctest", "mkdir=; exit 0");
    CHECK(system.dev("lint .").code == 0);
    CHECK(system.scratch.read("apt") ==
          "update -qq\ninstall -y -qq --no-install-recommends ninja-build\n");
    system.provide("id", "echo 1000"); // and there is no sudo
    const Ended user = system.dev("lint .");
    CHECK(user.code == 1);
    CHECK(user.err == "./dev: run as root: apt-get install ninja-build\n");
}

TEST_CASE("./dev test ends with what was skipped and why", "[dev_test]") {
    const System system;
    const std::string log = "clone/build/debug/Testing/Temporary/LastTest.log";
    const auto write_log = "cat >build/debug/Testing/Temporary/LastTest.log <<'END'\n";
    const std::string passed =
        "1/3 Testing: golden_test\n1/3 Test: golden_test\nno skipped: here\n";
    system.scratch.write(log, "");
    system.provide("ctest", write_log + passed + "END");
    const Ended all = system.dev("test");
    CHECK(all.code == 0);
    CHECK(all.out == "\nNo test was skipped.\n");
    CHECK(has(
        all.err,
        "./dev: checks that need one of these are skipped: python3 python3-jsonschema python3-yaml groff-base zsh fish pre-commit\n"));
    const std::string skipped =
        "2/3 Testing: sarif_viewer\nskipped: no Chromium\nskipped: no Chromium\n3/3 Testing: completions_zsh\n"
        "skipped: zsh is not installed\n";
    system.provide("ctest", write_log + passed + skipped + "END\nexit 8");
    const Ended failed = system.dev("test");
    CHECK(failed.code == 8);
    CHECK(failed.out ==
          "\nSkipped:\n  sarif_viewer: no Chromium\n  completions_zsh: zsh is not installed\n");
}
