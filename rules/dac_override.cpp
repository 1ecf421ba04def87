#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"

namespace dropcap::rules {
namespace {
void check(const Scene& scene, std::vector<Flag>& flags) {
    flag_if_held(scene, Capability::DAC_OVERRIDE, flags);
}

constexpr std::string_view why =
    R"(DAC_OVERRIDE lets root in the container ignore the read, write and execute permissions of every file: on bind mounts that is every
mounted file of the host, whoever owns it, and the Docker socket where it is mounted.

**Who needs it all the same:** hardly anything. A program that fails without it has files with the wrong owner; give them to the user it runs
as, in the image or with an init container, and run as that user.)";

} // namespace

extern constinit const Rule dac_override;
constinit const Rule dac_override{
    .id = "dac-override",
    .severity = Severity::warning,
    .summary = "The container holds DAC_OVERRIDE",
    .help = joined<why, page::drop_all_and_add>,
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    cap_add: [DAC_OVERRIDE]
)",
                .good = R"(services:
  app:
    image: example/app:1
    cap_drop: [ALL]
)"},
    .references = {reference::capabilities, reference::owasp_docker, reference::pod_security,
                   reference::cis_docker, reference::cwe_250},
    .security_severity = "6.5",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
