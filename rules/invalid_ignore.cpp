#include "model/rule.hpp"

// Its findings come from lint/ignore/suppress.cpp, which reads the comments.

namespace dropcap::rules {

extern constinit const Rule invalid_ignore;
constinit const Rule invalid_ignore{
    .id = "invalid-ignore",
    .group = Group::standard,
    .severity = Severity::warning,
    .summary = "A suppression comment is mistyped or gives no reason, and hides nothing",
    .help =
        R"(A suppression says which rules it hides and why: `# dropcap: ignore[rule-id, other-id] reason`, with `until=YYYY-MM-DD` when it should end.
For a whole file, in its first comment block: `# dropcap: ignore-file[rule-id] reason`.

The reason is required: the next reader of the file wants to know whether it still holds. A comment with an unknown rule, with a date that
does not exist or without a reason hides nothing, so that a typing error does not switch a check off.)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: nginx:1.27
    # dropcap: ignore[missing-dropall] entrypoint changes its user
    cap_drop: [ALL]
)",
                .good = R"(services:
  web:
    image: nginx:1.27
    # dropcap: ignore[missing-drop-all] entrypoint changes its user
    cap_drop: [MKNOD]
)"},
    .references = {"https://docs.astral.sh/ruff/rules/invalid-rule-code/"},
    .security_severity = "2.0",
    .about_ignores = IgnoreProblem::invalid,
};

} // namespace dropcap::rules
