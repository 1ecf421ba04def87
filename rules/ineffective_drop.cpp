#include "model/capability_list.hpp"
#include "rules/kit/facet.hpp"
#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// `privileged` gives back whatever is dropped.
void check_privileged(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (posture.privileged != true || container.drop.words.empty()) return;
    Flag flag = flag_absent(container, title_of(container, "drops capabilities but is privileged"));
    flag.at = *container.drop.at;
    flag.label = "drops nothing";
    flag.related.push_back({container.privileged->at, "gives everything back"});
    flag.notes.push_back(fmt::format("{} gives a privileged container every capability",
                                     engine_title(posture.engine)));
    flag.help = remedy::instead_of_privileged;
    flag.facet = "privileged";
    flags.push_back(std::move(flag));
}

/// A word that names a capability to every engine but this one. Where ALL was meant,
/// missing-drop-all reports it. The facet is the word.
void check_spelling(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    Facets facets;
    for (const WordVerdict& verdict : scene.posture().drop) {
        if (verdict.unresolved || verdict.reading.kind != Kind::ignored) continue;
        const Fact<std::string>& fact = container.drop.words[verdict.index];
        const std::string wanted = normalise_word(*fact.known());
        if (!find_capability(wanted)) continue;
        Flag flag =
            flag_at(container, fact,
                    title_of(container, fmt::format("drops \"{}\" without effect",
                                                    shortened(*fact.known(), title_word_columns))));
        flag.label = fmt::format("names no capability on {}", engine_title(scene.posture().engine));
        flag.notes.push_back(verdict.reading.why);
        flag.help = fmt::format("write {}", wanted);
        flag.facet = facets.next(*fact.known());
        flag.fix = write_instead(scene.document, fact, wanted, true);
        flags.push_back(std::move(flag));
    }
}

/// "drops SYS_ADMIN, which Docker does not give"; of several only how many.
std::string says_not_given(CapabilitySet useless, Engine engine) {
    return useless.size() == 1 ? fmt::format("drops {}, which {} does not give",
                                             list_worst_first(useless), engine_title(engine))
                               : fmt::format("drops {} capabilities that {} does not give",
                                             useless.size(), engine_title(engine));
}

/// Capabilities that the engine does not give anyway: one finding, and none where ALL or every
/// default is dropped as well. Its facet does not name them: which they are changes nothing.
void check_not_held(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (posture.drops_all || posture.grants_all || posture.privileged != false ||
        posture.kept_defaults.empty())
        return;
    if (std::ranges::any_of(posture.add, &WordVerdict::unresolved))
        return; // it may be what gives the capability
    CapabilitySet given = default_capabilities(posture.engine);
    for (const NamedWord& added : named_words(container.add, posture.add))
        given.insert(added.capability);
    CapabilitySet useless;
    const Fact<std::string>* first = nullptr;
    for (const NamedWord& dropped : named_words(container.drop, posture.drop)) {
        if (given.contains(dropped.capability)) continue;
        useless.insert(dropped.capability);
        if (first == nullptr) first = dropped.word;
    }
    if (first == nullptr) return;
    Flag flag =
        flag_at(container, *first, title_of(container, says_not_given(useless, posture.engine)));
    flag.label = "changes nothing";
    if (useless.size() > 1)
        flag.notes.push_back(
            fmt::format("not given anyway: {}", list_worst_first(useless, most_names)));
    flag.notes.push_back(
        fmt::format("it still keeps {}", list_worst_first(posture.kept_defaults, most_names)));
    flag.help = drop_all_help(container);
    flag.facet = "not-given";
    flags.push_back(std::move(flag));
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    if (!runs_on_linux(scene.container()) || scene.container().partial) return;
    check_privileged(scene, flags);
    check_spelling(scene, flags);
    check_not_held(scene, flags);
}

} // namespace

extern constinit const Rule ineffective_drop;
constinit const Rule ineffective_drop{
    .id = "ineffective-drop",
    .severity = Severity::warning,
    .summary = "A capability is dropped without effect",
    .help =
        R"(A drop that does nothing is worse than none: readers of the file believe that the container is protected.

- Under `privileged` every drop is given back.
- containerd puts `CAP_` before every name: `drop: ["CAP_NET_RAW"]` names nothing and is ignored without an error, although Docker, Podman and
  CRI-O understand it.
- Dropping SYS_ADMIN, SYS_MODULE or another capability that the engine does not give changes nothing; the defaults are still there.

**Write instead** `ALL`, in this spelling: it covers what the engine gives today and tomorrow.)",
    .example = {.file = "pod.yaml",
                .bad = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example/web:1
      securityContext:
        capabilities:
          drop: ["ALL", "CAP_NET_RAW"]
)",
                .good = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example/web:1
      securityContext:
        capabilities:
          drop: ["ALL", "NET_RAW"]
)"},
    .references = {reference::capabilities, reference::owasp_docker, reference::pod_security,
                   reference::containerd_reading},
    .security_severity = "5.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
