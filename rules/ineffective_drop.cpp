#include "rules/kit/held.hpp"
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
    if (scene.posture().privileged != true || container.drop.words.empty()) return;
    Flag flag = flag_absent(
        container,
        fmt::format(
            "{} drops capabilities and is privileged: nothing is dropped; remove `privileged`",
            called(container)));
    flag.at = *container.drop.at;
    flag.related.push_back({container.privileged->at, "this gives everything back"});
    flags.push_back(std::move(flag));
}

/// A word that names a capability to everybody but this engine. Where ALL was meant,
/// missing-drop-all says so.
void check_spelling(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    for (const WordVerdict& verdict : scene.posture().drop) {
        if (verdict.unresolved || verdict.reading.kind != Kind::ignored) continue;
        const Fact<std::string>& fact = container.drop.words[verdict.index];
        const std::string wanted = normalise_word(*fact.known());
        if (!find_capability(wanted)) continue;
        Flag flag =
            flag_at(container, fact,
                    fmt::format("{} drops \"{}\", which has no effect: {}; write {}",
                                called(container), *fact.known(), verdict.reading.why, wanted));
        flag.fix = write_instead(scene.document, fact, wanted, true);
        flags.push_back(std::move(flag));
    }
}

/// A capability that the engine does not give anyway; said once, and not to those who name more
/// than enough.
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
    flags.push_back(
        flag_at(container, *first,
                fmt::format("{} drops {}, which {} does not give: that changes nothing; write `{}`",
                            called(container), list_worst_first(useless),
                            engine_title(posture.engine), drop_all_for(container))));
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
        R"(A drop that does nothing is worse than none: whoever reads the file believes the container protected.

- Under `privileged` every drop is given back.
- containerd puts `CAP_` before every name: `drop: ["CAP_NET_RAW"]` names nothing and is passed over in silence, although Docker, Podman and
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
    .references =
        {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://github.com/containerd/containerd/blob/main/internal/cri/opts/spec_opts.go"},
    .security_severity = "5.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
