#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// What a Kubernetes manifest may say so that every runtime and Pod Security understand it; empty:
/// the word is no capability at all.
std::string portable(std::string_view word) {
    const std::string name = normalise_word(word);
    return name == "ALL" || find_capability(name) ? name : std::string();
}

std::string who_fails(const WordVerdict& verdict, std::string_view word, bool adds) {
    if (verdict.reading.kind == Kind::ignored) {
        const bool elsewhere = read_word(Engine::crio, word).kind == Kind::capability;
        return fmt::format("{}, so it is not given{}", verdict.reading.why,
                           elsewhere ? "; CRI-O would give it" : "");
    }
    if (word.size() > normalise_word(word).size())
        return "containerd passes over names that begin with CAP_ in silence";
    return adds ? "runtimes take it, Pod Security admission compares exactly and refuses the pod"
                : "runtimes take it, Pod Security's restricted level asks for exactly \"ALL\"";
}

void check_list(const Scene& scene, const CapabilityList& list,
                const std::vector<WordVerdict>& verdicts, bool adds, std::vector<Flag>& flags) {
    for (const WordVerdict& verdict : verdicts) {
        if (verdict.unresolved || verdict.reading.kind == Kind::refused)
            continue; // what is refused is unknown-capability's
        const Fact<std::string>& fact = list.words[verdict.index];
        const std::string& word = *fact.known();
        const std::string wanted = portable(word);
        if (wanted.empty() || wanted == word) continue;
        // Outside Kubernetes every engine takes every spelling of a name; what an engine passes
        // over is lost all the same.
        if (!scene.container().format->exact_names && verdict.reading.kind != Kind::ignored)
            continue;
        if (!adds && verdict.reading.kind == Kind::ignored)
            continue; // ineffective-drop, or missing-drop-all where ALL was meant
        const bool only_case = word.size() == wanted.size();
        if (!adds && only_case && wanted != "ALL")
            continue; // nobody compares the other drops exactly
        Flag flag = flag_at(scene.container(), fact,
                            fmt::format("{} {} \"{}\": {}; write {}", called(scene.container()),
                                        adds ? "adds" : "drops", word,
                                        who_fails(verdict, word, adds), wanted));
        flag.fix =
            write_instead(scene.document, fact, wanted, verdict.reading.kind != Kind::ignored);
        flags.push_back(std::move(flag));
    }
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    if (!runs_on_linux(scene.container())) return;
    check_list(scene, scene.container().add, scene.posture().add, true, flags);
    check_list(scene, scene.container().drop, scene.posture().drop, false, flags);
}

} // namespace

extern constinit const Rule unportable_capability_name;
constinit const Rule unportable_capability_name{
    .id = "unportable-capability-name",
    .severity = Severity::warning,
    .summary = "A capability is spelt so that a runtime or Pod Security admission does not take it",
    .help =
        R"(Kubernetes hands capability names through without looking at them, and everybody behind it reads them differently:

- containerd puts `CAP_` before every name, also before `CAP_NET_ADMIN`: the result names nothing and is passed over in silence. CRI-O and
  Docker understand the same word.
- Pod Security admission compares letter by letter: `drop: ["all"]` fails *restricted*, and `add: ["chown"]` or `add: ["CAP_CHOWN"]` fails even
  *baseline*, although runtimes take the lower-case word.

nerdctl passes over names with blanks and `CAP_ALL`.

A *drop* that containerd passes over is reported as `ineffective-drop`, since it protects nobody.

**Write instead** the kernel's name in upper case without the prefix: `ALL`, `NET_BIND_SERVICE`.)",
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
          drop: ["all"]
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
          drop: ["ALL"]
)"},
    .references = {"https://kubernetes.io/docs/concepts/security/pod-security-standards/",
                   "https://man7.org/linux/man-pages/man7/capabilities.7.html",
                   "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"},
    .security_severity = "4.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
