#include "tests/shell.hpp"

#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <sys/wait.h>

#include <cstdio>

namespace dropcap::fixture {

Printed run_in(const std::string& folder, const std::string& line) {
    const Scratch scratch;
    const std::string whole = "cd '" + folder + "' && unset FORCE_COLOR GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE; { " + line + "\n} 2>'" +
                              scratch.path() + "/complaint'";
    std::FILE* const pipe = popen(whole.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Printed printed;
    char buffer[4096];
    while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe)) printed.output.append(buffer, size);
    const int status = pclose(pipe);
    printed.complaint = scratch.read("complaint");
    printed.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return printed;
}

Printed dropcap_in(const std::string& folder, const std::string& arguments) { return run_in(folder, "'" DROPCAP_BINARY "' " + arguments); }

} // namespace dropcap::fixture
