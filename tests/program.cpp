#include "tests/program.hpp"

#include "lint/process.hpp"
#include "tests/scratch.hpp"

#include <array>

namespace dropcap::fixture {
namespace {

Ended run(const ProgramCall& call) {
    const auto output = run_program(call);
    if (!output) return {.code = -1, .out = {}, .err = output.error().message};
    return {output->exit_code, output->output, output->complaint};
}

} // namespace

Ended run_dropcap(std::vector<std::string> arguments, const std::string& folder) {
    ProgramCall call;
    call.program = DROPCAP_BINARY;
    call.arguments = std::move(arguments);
    call.folder = folder;
    return run(call);
}

Ended run_shell(const std::string& script, const std::string& folder) {
    static constexpr std::array<std::string_view, 3> kept = {"PATH", "HOME", "TMPDIR"};
    const Scratch programs;
    programs.link("dropcap", DROPCAP_BINARY);
    ProgramCall call;
    call.program = "/bin/bash";
    call.arguments = {"-c", "PATH='" + programs.path() + "':$PATH\n" + script};
    call.environment = environment_of(kept);
    call.folder = folder;
    return run(call);
}

} // namespace dropcap::fixture
