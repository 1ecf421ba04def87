#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_if_held(scene, Capability::MKNOD, flags);
}

constexpr std::string_view why =
    R"(MKNOD creates device nodes. The device rules of the container decide what may be opened, so MKNOD alone is seldom enough. Together with a
device that was passed through, a loose device rule or a user who shares the file system, a node for the host's disk gives access to the
host's data.

Docker and containerd give it by default; Podman and CRI-O do not.

**Who needs it all the same:** nothing in a running service. For one device use `devices:`, `--device` or a device plug-in.)";

} // namespace

extern constinit const Rule mknod;
constinit const Rule mknod{
    .id = "mknod",
    .severity = Severity::warning,
    .summary = "The container holds MKNOD",
    .help = joined<why, page::drop_all_and_add>,
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    cap_add: [MKNOD]
)",
                .good = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
)"},
    .references = {reference::capabilities, reference::owasp_docker, reference::pod_security,
                   reference::cis_docker, reference::cwe_250},
    .security_severity = "5.5",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
