#include "rules/kit/facet.hpp"
#include "rules/kit/justification.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

// Words that the engine refuses or ignores grant nothing; the rules about words report them.
bool grants(const WordVerdict& word) {
    using enum WordReading::Kind;
    return !word.unresolved && (word.reading.kind == capability || word.reading.kind == all);
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    Facets facets;
    for (const WordVerdict& verdict : scene.posture().add) {
        const Fact<std::string>& word = container.add.words[verdict.index];
        if (!grants(verdict) || !can_hold_comments(scene.document, word.at) ||
            is_justified(scene.document, container, verdict.index))
            continue;
        const bool is_all = verdict.reading.kind == WordReading::Kind::all;
        const auto what = is_all ? std::string_view("ALL") : name(verdict.reading.capability);
        Flag flag = flag_at(container, word,
                            title_of(container, fmt::format("adds {} without a comment", what)));
        flag.label = "no reason given";
        flag.notes.emplace_back(
            "without a reason, the next reader can neither trust it nor remove it");
        flag.help = "write the reason in a comment next to it or on the line above";
        flag.facet = facets.next(std::string(what));
        flag.about = is_all ? CapabilitySet::all() : CapabilitySet{verdict.reading.capability};
        flags.push_back(std::move(flag));
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
later no one dares to remove NET_ADMIN, because no one knows which feature would fail. One comment per capability, saying
which operation needs it, turns an old exception into something that can be tested and removed.

A comment counts when it is next to the word, directly above it, or next to or above the key of the list (for a command:
above the command). The reason of a `# dropcap: ignore[...]` comment counts as well. Entries that were commented out,
and switches for other tools, do not. JSON cannot hold comments and is not checked.

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
    .references = {reference::owasp_docker, reference::capabilities, reference::cwe_250},
    .security_severity = "1.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
