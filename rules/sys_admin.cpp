#include "rules/kit/held.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_if_held(
        scene, Capability::SYS_ADMIN, info(Capability::SYS_ADMIN).risk,
        "look for the narrower capability or another design, such as a volume for a mount (`dropcap explain SYS_ADMIN`)",
        flags);
}

} // namespace

extern constinit const Rule sys_admin;
constinit const Rule sys_admin{
    .id = "sys-admin",
    .severity = Severity::error,
    .summary = "The container holds SYS_ADMIN",
    .help =
        R"(SYS_ADMIN is the capability into which the kernel put everything that had no better place: mounting, namespaces, quotas, BPF, device
control. Docker's seccomp profile opens more than twenty further system calls when it is granted. With it a process in the container mounts the
host's disks or writes the cgroup files that run a program on the host.

**Who needs it all the same:** rarely anything. Programs that ask for it usually want one thing of it, and since Linux 5.8 much of that
has its own capability: BPF, PERFMON, CHECKPOINT_RESTORE, SYSLOG. For FUSE give the device and look at rootless mounts; for mounts use
volumes; for Chromium's sandbox use a seccomp profile that allows user namespaces.

**Write instead**

- Compose: `cap_drop: [ALL]`, then `cap_add` with what is provably needed
- Kubernetes: `securityContext.capabilities: {drop: ["ALL"], add: [...]}`
- `docker run`: `--cap-drop=ALL --cap-add=...`)",
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
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "9.3",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
