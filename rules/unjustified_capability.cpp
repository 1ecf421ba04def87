#include "rules/kit/justification.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

// Words that the engine refuses or ignores grant nothing; the rules about words tell of them.
bool grants(const WordVerdict& word) {
    using enum WordReading::Kind;
    return !word.unresolved && (word.reading.kind == capability || word.reading.kind == all);
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    for (const WordVerdict& verdict : scene.posture().add) {
        const Fact<std::string>& word = container.add.words[verdict.index];
        if (!grants(verdict) || !can_hold_comments(scene.document, word.at) ||
            is_justified(scene.document, container, verdict.index))
            continue;
        const bool is_all = verdict.reading.kind == WordReading::Kind::all;
        const auto what = is_all ? std::string_view("ALL") : name(verdict.reading.capability);
        flags.push_back(flag_at(
            container, word,
            fmt::format(
                "{} adds {} without a comment that says what for: the next reader can neither trust nor remove it; write "
                "the reason beside or above it",
                called(container), what)));
        flags.back().about =
            is_all ? CapabilitySet::all() : CapabilitySet{verdict.reading.capability};
    }
}

} // namespace

extern constinit const Rule unjustified_capability;
constinit const Rule unjustified_capability{
    .id = "unjustified-capability",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "An added capability has no comment that says what it is for",
    .help =
        R"(A good configuration drops ALL and adds back a short, justified list. The justification is what is usually missing: a year
later nobody dares to remove NET_ADMIN, because nobody knows which feature would fail. One comment per capability, saying
which operation needs it, turns an old exception into something that can be tested and removed.

A comment counts when it stands beside the word, directly above it, or beside or above the key of the list (for a command:
above the command). The reason of a `# dropcap: ignore[...]` comment counts as well. Entries that were commented out,
and switches for other tools, do not. JSON cannot hold comments and is not judged.

**Who needs it all the same:** generated files, whose reasons belong in the generator.

**Write instead**

- Compose:

  ```yaml
  cap_add:
    - NET_ADMIN # creates wg0
  ```
- Kubernetes: `add: ["NET_BIND_SERVICE"] # listens on 53`
- `docker run`: a comment line above the command, or above the option's variable
- Dockerfile: a comment line above the LABEL)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    cap_add:
      - FOWNER
)",
                .good = R"(services:
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    cap_add:
      - FOWNER # restores modification times of files it does not own
)"},
    .references =
        {"https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cwe.mitre.org/data/definitions/250.html"},
    .security_severity = "1.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
