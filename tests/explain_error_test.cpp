// From an error line, a log or an image to capabilities.

#include "evidence/error_line.hpp"
#include "lint/help/explain_error.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using namespace dropcap::fixture;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// The capability that a line points to first; "-": no capability is missing; "?": nothing is
/// known.
std::string first(std::string_view line) {
    const evidence::LineVerdict verdict = evidence::read_error_line(line);
    if (!verdict.likely.empty()) return std::string(name(verdict.likely.front()));
    return verdict.because.empty() ? "?" : "-";
}

} // namespace

TEST_CASE("a line points to the capability of the call that failed", "[explain_error_test]") {
    struct Row {
        std::string_view line, capability;
    };
    const Row row = GENERATE(values<Row>({
        {"chown: changing ownership of '/srv/files': Operation not permitted", "CHOWN"},
        {"worker: lchown(/srv/a): EPERM (Operation not permitted)", "CHOWN"},
        {"rsync: [receiver] failed to set owner of file: Operation not permitted", "CHOWN"},
        {"error: failed switching to \"app\": operation not permitted", "SETUID"},
        {"main: setgid(1000): Operation not permitted", "SETGID"},
        {"daemon: initgroups failed: Operation not permitted", "SETGID"},
        {"daemon: cannot set uid to 33", "SETUID"},
        {"su: cannot set groups: Operation not permitted", "SETGID"},
        {"bind() to 0.0.0.0:443 failed (13: Permission denied)", "NET_BIND_SERVICE"},
        {"listen tcp :80: bind: permission denied", "NET_BIND_SERVICE"},
        {"chroot(/var/empty) failed: Operation not permitted", "SYS_CHROOT"},
        {"open raw socket: Operation not permitted", "NET_RAW"},
        {"ping: socket: Operation not permitted", "NET_RAW"},
        {"mknod: /dev/loop9: Operation not permitted", "MKNOD"},
        {"kill: (17): Operation not permitted", "KILL"},
        {"chmod: changing permissions of '/srv': Operation not permitted", "FOWNER"},
        {"RTNETLINK answers: Operation not permitted", "NET_ADMIN"},
        {"iptables v1.8.9: can't initialize table: Permission denied (you must be root)",
         "NET_ADMIN"},
        {"mount: /mnt: permission denied.", "SYS_ADMIN"},
        {"unshare: unshare failed: Operation not permitted", "SYS_ADMIN"},
        {"strace: attach: ptrace(PTRACE_SEIZE, 9): Operation not permitted", "SYS_PTRACE"},
        {"date: cannot set date: Operation not permitted", "SYS_TIME"},
        {"nice: cannot set niceness: Permission denied", "SYS_NICE"},
        {"modprobe: ERROR: could not insert 'tun': Operation not permitted", "SYS_MODULE"},
        {"unable to set CAP_SETFCAP effective capability: Operation not permitted", "SETFCAP"},
        {"mkdir: cannot create directory '/data/x': Permission denied", "DAC_OVERRIDE"},
        {"PermissionError: [Errno 13] Permission denied: '/config/a.yaml'", "DAC_OVERRIDE"},
    }));
    CAPTURE(row.line);
    CHECK(first(row.line) == row.capability);
}

TEST_CASE("what is no capability's fault is said to be none", "[explain_error_test]") {
    const std::string_view line = GENERATE(values<std::string_view>({
        "touch: cannot touch '/x': Read-only file system",
        "exec /start.sh: exec format error",
        "listen tcp :80: bind: address already in use",
        "connect to db:5432: Connection refused",
        "cat: /etc/app.conf: No such file or directory",
        "open /dev/net/tun: no such device",
        "write /data/log: no space left on device",
        "sudo: The \"no new privileges\" flag is set, which prevents sudo from running as root.",
        "FATAL: password authentication failed for user \"app\"",
        "Bad system call (core dumped)",
        "fork: Cannot allocate memory",
        "lookup db: no such host",
    }));
    CAPTURE(line);
    CHECK(first(line) == "-");
    CHECK_THAT(help::explain_error(line), StartsWith("Not a capability problem: "));
}

TEST_CASE("ordinary lines point to nothing", "[explain_error_test]") {
    for (const std::string_view line :
         {"", "server started", "GET / 200", "listening on port 80", "user app logged in",
          "changed owner of ticket 5 to anna"}) {
        CAPTURE(line);
        CHECK(first(line) == "?");
    }
}

TEST_CASE("every error line of the experiments that names its call finds its capability",
          "[explain_error_test]") {
    std::size_t lines = 0;
    std::size_t found = 0;
    for (const evidence::Program& program : evidence::programs()) {
        for (const evidence::ErrorLine& error : program.errors) {
            const evidence::LineVerdict verdict = evidence::read_error_line(error.text);
            if (verdict.likely.empty()) continue;
            ++lines;
            found += std::ranges::find(verdict.likely, error.capability) != verdict.likely.end();
        }
    }
    REQUIRE(lines > 50);
    CHECK(found * 100 >= lines * 75); // a missing SETUID also makes programs complain of files
}

TEST_CASE("a log names each kind of line once", "[explain_error_test]") {
    const Scratch folder;
    const auto ended =
        run({.arguments = {"explain", "-"},
             .folder = folder.path(),
             .input = "started\nchown: changing ownership of 'a': Operation not permitted\n"
                      "chown: changing ownership of 'b': Operation not permitted\n"
                      "x: setgid(5): Operation not permitted\n\x1b[31mred: permission denied\n"});
    CHECK(ended.code == 0);
    CHECK(ended.out.find("'b'") == std::string::npos);
    CHECK(ended.out.find('\x1b') == std::string::npos);
    CHECK_THAT(ended.out, Contains("\nMost likely missing: CHOWN, SETGID, SETUID, DAC_OVERRIDE\n"));
    CHECK(run({.arguments = {"explain", "-"}, .folder = folder.path(), .input = "all is well\n"})
              .out == "Nothing in this log points to a capability.\n");
}

TEST_CASE("an image shows its experiments", "[explain_error_test]") {
    const auto page = help::explain_image("docker.io/library/redis:7");
    REQUIRE(page.has_value());
    CHECK_THAT(*page, StartsWith("Redis (program)\n\nWhat it needs\n  as root\n    SETGID "));
    CHECK_FALSE(help::explain_image("example/app:1").has_value());
    const Scratch folder;
    const auto ended = run_dropcap({"explain", "example/app:1"}, folder.path());
    CHECK(ended.code == 2);
    CHECK(ended.err == "dropcap: no experiment is about the image 'example/app:1'\n");
}
