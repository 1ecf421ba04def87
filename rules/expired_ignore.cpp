#include "model/rule.hpp"

// Its findings come from lint/ignore/suppress.cpp, which knows today's date.

namespace dropcap::rules {

extern constinit const Rule expired_ignore;
constinit const Rule expired_ignore{
    .id = "expired-ignore",
    .group = Group::standard,
    .severity = Severity::warning,
    .summary = "A suppression comment is past its `until=` date and no longer hides anything",
    .help =
        R"(`until=YYYY-MM-DD` in a suppression is the last day on which it counts. From the next day what it hid is reported again, and so is the comment.

Resolve the finding and remove the comment, or check that the reason still holds and write a new date.)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: nginx:1.27
    # dropcap: ignore[unneeded-net-bind-service] until=2024-06-30 port 80 comes back with the new proxy
    cap_drop: [ALL]
)",
                .good = R"(services:
  web:
    image: nginx:1.27
    cap_drop: [ALL]
)"},
    .references =
        {"https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html"},
    .security_severity = "2.0",
    .about_ignores = IgnoreProblem::expired,
};

} // namespace dropcap::rules
