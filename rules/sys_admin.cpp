#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_if_held(scene, Capability::SYS_ADMIN, flags);
}

constexpr std::string_view why =
    R"(SYS_ADMIN is the capability into which the kernel put everything that had no better place: mounting, namespaces, quotas, BPF, device
control. Docker's seccomp profile allows more than twenty further system calls when it is granted. With it a process in the container mounts the
host's disks or writes the cgroup files that run a program on the host.

**Who needs it all the same:** rarely anything. Programs that ask for it usually want one thing of it, and since Linux 5.8 much of that
has its own capability: BPF, PERFMON, CHECKPOINT_RESTORE, SYSLOG. For FUSE give the device and look at rootless mounts; for mounts use
volumes; for Chromium's sandbox use a seccomp profile that allows user namespaces.)";

} // namespace

extern constinit const Rule sys_admin;
constinit const Rule sys_admin{
    .id = "sys-admin",
    .severity = Severity::error,
    .summary = "The container holds SYS_ADMIN",
    .help = joined<why, page::drop_all_and_add>,
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    cap_add: [SYS_ADMIN]
)",
                .good = R"(services:
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    volumes: ["data:/data:ro"]
)"},
    .references = {reference::capabilities, reference::owasp_docker, reference::pod_security,
                   reference::cwe_250, reference::attack_t1611},
    .security_severity = "9.3",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
