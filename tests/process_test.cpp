#include "lint/input/process.hpp"

#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <signal.h>

#include <cstdlib>
#include <thread>

using namespace dropcap;
using namespace std::chrono_literals;
using fixture::Scratch;

namespace {

/// A call of a shell script in the scratch folder; the script is the test's own, dropcap itself
/// never uses a shell.
input::ProgramCall script(const Scratch& scratch, const std::string& text) {
    return {.program = scratch.program("script", text),
            .arguments = {},
            .environment = {"PATH=/usr/bin:/bin"},
            .folder = {}};
}

std::string error_of(const Result<input::ProgramOutput>& result) {
    return result ? "no error" : result.error().message;
}

} // namespace

TEST_CASE("a program's output, complaint and exit code come back", "[process_test]") {
    const Scratch scratch;
    const auto ran = input::run_program(script(scratch, "echo out; echo err >&2; exit 3"));
    REQUIRE(ran);
    CHECK(ran->output == "out\n");
    CHECK(ran->complaint == "err\n");
    CHECK(ran->exit_code == 3);
}

TEST_CASE("arguments arrive as they are: no shell reads them", "[process_test]") {
    const Scratch scratch;
    input::ProgramCall call = script(scratch, "printf '[%s]' \"$@\"");
    call.arguments = {"a b", "$(id)", "; true", "*", "", "--x=\n"};
    CHECK(input::run_program(call)->output == "[a b][$(id)][; true][*][][--x=\n]");
}

TEST_CASE("a program sees the environment it is given and nothing else", "[process_test]") {
    const Scratch scratch;
    setenv("DROPCAP_TEST_SECRET", "hush", 1);
    const input::ProgramCall call{
        .program = "/usr/bin/env", .arguments = {}, .environment = {"A=1", "B=2 3"}, .folder = {}};
    CHECK(input::run_program(call)->output == "A=1\nB=2 3\n");
    constexpr std::string_view names[] = {"DROPCAP_TEST_SECRET", "DROPCAP_TEST_UNSET"};
    CHECK(input::environment_of(names) == std::vector<std::string>{"DROPCAP_TEST_SECRET=hush"});
    unsetenv("DROPCAP_TEST_SECRET");
}

TEST_CASE("a program runs in the folder it is given, without input, terminal and our descriptors",
          "[process_test]") {
    const Scratch scratch;
    const Scratch elsewhere;
    input::ProgramCall call = script(
        scratch,
        "pwd; cat; ls /proc/self/fd | wc -l; (: < /dev/tty) 2>/dev/null || echo no terminal");
    call.folder = elsewhere.path();
    // ls holds its three standard descriptors and the folder that it lists.
    CHECK(input::run_program(call)->output == elsewhere.path().string() + "\n4\nno terminal\n");
}

TEST_CASE("a program that does not end is stopped together with what it started",
          "[process_test]") {
    const Scratch scratch;
    input::ProgramCall call = script(scratch, "sleep 600 & echo $! > child; sleep 600");
    call.folder = scratch.path();
    call.time_limit = 300ms;
    CHECK(error_of(input::run_program(call)) ==
          "`script` did not end within 0.3 s and was stopped");
    const auto child = static_cast<pid_t>(std::stol(scratch.read("child")));
    // The kernel clears it away in its own time; it is gone for good once it no longer takes
    // signals.
    for (int tries = 0; tries < 500 && kill(child, 0) == 0; ++tries)
        std::this_thread::sleep_for(10ms);
    CHECK(kill(child, 0) != 0);
}

TEST_CASE("a left-behind grandchild that holds the output open does not hold us up",
          "[process_test]") {
    const Scratch scratch;
    const auto ran = input::run_program(script(scratch, "sleep 600 & echo done"));
    REQUIRE(ran);
    CHECK(ran->output == "done\n");
}

TEST_CASE("a program that closes its output and works on is waited for", "[process_test]") {
    const Scratch scratch;
    const auto ran =
        input::run_program(script(scratch, "echo first; exec >&- 2>&-; sleep 0.2; exit 7"));
    REQUIRE(ran);
    CHECK(ran->output == "first\n");
    CHECK(ran->exit_code == 7);
}

TEST_CASE("endless output is cut off, endless complaint is bounded", "[process_test]") {
    const Scratch scratch;
    input::ProgramCall call = script(scratch, "while :; do echo 0123456789; done");
    call.output_limit = 5000;
    CHECK(error_of(input::run_program(call)) ==
          "`script` printed more than 5000 bytes and was stopped");
    const auto loud =
        input::run_program(script(scratch, "head -c 300000 /dev/zero | tr '\\0' x >&2; echo fine"));
    REQUIRE(loud);
    CHECK(loud->complaint == std::string(65536, 'x'));
    CHECK(loud->output == "fine\n");
    call = script(scratch, "head -c 5000 /dev/zero");
    call.output_limit = 5000;
    CHECK(input::run_program(call)->output.size() == 5000);
}

TEST_CASE("what cannot run, and what a signal ends, is said", "[process_test]") {
    const Scratch scratch;
    CHECK(error_of(input::run_program({.program = scratch.path() / "none",
                                       .arguments = {},
                                       .environment = {},
                                       .folder = {}})) ==
          "cannot run " + scratch.path().string() + "/none: No such file or directory");
    CHECK(error_of(input::run_program(script(scratch, "kill -SEGV $$"))) ==
          "`script` was ended by signal 11");
}

TEST_CASE("programs are found on PATH outside the files that are checked", "[process_test]") {
    const Scratch tree;
    const Scratch outside;
    const std::string planted = tree.program("bin/helm", "echo owned");
    const std::string real = outside.program("bin/helm", "echo helm");
    outside.write("bin/kustomize", "not executable");
    tree.program("kustomize", "echo owned");
    outside.link("linked/helm", planted);
    const std::string forbidden[] = {tree.path()};
    const auto find = [&](const std::string& path, std::string_view name) {
        const fixture::Variable variable("PATH", path);
        const auto found = input::find_program(name, forbidden);
        return found ? *found : found.error().message;
    };
    CHECK(find(tree.path().string() + "/bin:" + outside.path().string() + "/bin", "helm") == real);
    CHECK(find(outside.path().string() + "/linked:" + outside.path().string() + "/bin", "helm") ==
          real);
    CHECK(find(outside.path() / "bin", "kustomize") == "there is no `kustomize` on PATH");
    CHECK(find("", "helm") == "there is no `helm` on PATH");
    const std::string refused =
        ", which is among the files that are linted or in a relative folder: it is not run";
    CHECK(find(tree.path() / "bin", "helm") == "`helm` is on PATH only as " + planted + refused);
    CHECK(find(outside.path() / "linked", "helm") ==
          "`helm` is on PATH only as " + outside.path().string() + "/linked/helm" + refused);
    const fixture::Folder folder(tree.path());
    CHECK(find("bin::" + outside.path().string() + "/bin", "helm") == real);
    CHECK(find("bin", "helm") == "`helm` is on PATH only as bin/helm" + refused);
    CHECK(find(":", "kustomize") == "`kustomize` is on PATH only as ./kustomize" + refused);
}
