// `cmake --install` puts the program, its manual and its completions in place.

#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace dropcap::fixture;

TEST_CASE("what is built can be installed", "[install_test]") {
    const std::filesystem::path build = std::filesystem::path(DROPCAP_BINARY).parent_path();
    const Scratch scratch;
    const Ended ended =
        run({.program = "cmake",
             .arguments = {"--install", build, "--prefix", scratch.path(), "--strip"}});
    INFO(ended.out << ended.err);
    REQUIRE(ended.code == 0);
    CHECK(run({.program = scratch.path() / "bin/dropcap", .arguments = {"--version"}}).code == 0);
    CHECK(scratch.read("share/man/man1/dropcap.1") == run_dropcap({"--man"}, "/").out);
    for (const auto& [shell, path] : {std::pair{"bash", "bash-completion/completions/dropcap"},
                                      {"zsh", "zsh/site-functions/_dropcap"},
                                      {"fish", "fish/vendor_completions.d/dropcap.fish"}}) {
        INFO(shell);
        CHECK(scratch.read(std::string("share/") + path) ==
              run_dropcap({"completions", shell}, "/").out);
    }
}
