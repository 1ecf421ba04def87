// Which rule speaks of which capability, and in which context it is worse.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace dropcap;

namespace {

/// What is said of a container that drops ALL and adds one capability, as "rule" or
/// "rule(severity)" where it is not the rule's own.
std::string said_of(const CapabilityInfo& added, std::string_view context) {
    const std::string text =
        "services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    cap_add: [" +
        std::string(added.name) + "]\n" + std::string(context);
    std::string said;
    for (const Finding& finding :
         fixture::lint("compose.yaml", text, find_rule("default-capability-kept"))
             .linted.findings) {
        CHECK(finding.flag.about == CapabilitySet{added.id});
        said += finding.rule->id;
        if (finding.severity != finding.rule->severity)
            said += "(" + std::string(severity_name(finding.severity)) + ")";
    }
    return said;
}

struct Judgement {
    CapabilitySet added;
    std::string_view said, with_host_pid, with_host_network; ///< empty: nothing
};

std::vector<Judgement> judgements() {
    using enum Capability;
    const std::string_view taken_over = "host-takeover-capability";
    const std::string_view dangerous = "dangerous-capability";
    const std::string_view worse = "dangerous-capability(error)";
    const std::string_view kept = "default-capability-kept";
    return {
        {{SYS_ADMIN}, "sys-admin", "sys-admin", "sys-admin"},
        {{SYS_MODULE, SYS_RAWIO, DAC_READ_SEARCH, BPF}, taken_over, taken_over, taken_over},
        {{SYS_BOOT, AUDIT_CONTROL, MAC_OVERRIDE, MAC_ADMIN, SYSLOG, PERFMON},
         dangerous,
         dangerous,
         dangerous},
        {{SYS_PTRACE}, dangerous, worse, dangerous},
        {{NET_ADMIN}, dangerous, dangerous, worse},
        {{DAC_OVERRIDE}, "dac-override", "dac-override", "dac-override"},
        {{MKNOD}, "mknod", "mknod", "mknod"},
        {{NET_RAW}, "net-raw", "net-raw", "net-raw(error)"},
        {{CHOWN, FOWNER, FSETID, SETGID, SETUID, SETPCAP, SYS_CHROOT, AUDIT_WRITE, SETFCAP},
         kept,
         kept,
         kept},
        {{KILL}, kept, "dangerous-capability(error)default-capability-kept", kept},
    };
}

} // namespace

TEST_CASE("each capability has the rule that its danger asks for, and the context makes it worse",
          "[danger_test]") {
    CapabilitySet rest = CapabilitySet::all();
    for (const Judgement& row : judgements()) {
        for (const Capability capability : row.added) {
            INFO(name(capability));
            CHECK(rest.contains(capability));
            rest.erase(capability);
            CHECK(said_of(info(capability), "") == row.said);
            CHECK(said_of(info(capability), "    pid: host\n") == row.with_host_pid);
            CHECK(said_of(info(capability), "    network_mode: host\n") == row.with_host_network);
            CHECK(said_of(info(capability),
                          "    pid: service:host\n    network_mode: service:host\n") == row.said);
        }
    }
    for (const Capability capability : rest)
        CHECK(said_of(info(capability), "    pid: host\n    network_mode: host\n").empty());
}
