#include "model/rule.hpp"

// Its findings come from lint/ignore/suppress.cpp: only there is it known which comments hid
// something.

namespace dropcap::rules {

extern constinit const Rule unused_ignore;
constinit const Rule unused_ignore{
    .id = "unused-ignore",
    .group = Group::standard,
    .severity = Severity::warning,
    .summary = "A suppression comment names a rule that finds nothing there",
    .help =
        R"(A suppression that hides nothing today hides something tomorrow: when someone adds the setting that it names, the finding is
hidden with a reason that was written for something else.

Remove the rule from the comment, or the comment. If it is in the wrong place, move it: it counts on the finding's line, as a comment
line directly above it, and in the same two places at the container's or service's name, at the first line of its entry and at a key that
contains the finding (`cap_add:`, `securityContext:`).

A rule that did not run (`--select`, `--ignore`) is never reported as unused.)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: nginx:1.27
    cap_drop: [ALL]
    # dropcap: ignore[sys-admin] mounts the backup volume
    cap_add: [NET_BIND_SERVICE]
)",
                .good = R"(services:
  web:
    image: nginx:1.27
    cap_drop: [ALL]
    # dropcap: ignore[sys-admin] mounts the backup volume
    cap_add: [SYS_ADMIN]
)"},
    .references = {"https://docs.astral.sh/ruff/rules/unused-noqa/"},
    .security_severity = "2.0",
    .about_ignores = IgnoreProblem::unused,
};

} // namespace dropcap::rules
