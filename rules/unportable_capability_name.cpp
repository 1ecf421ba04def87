#include "rules/kit/facet.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// What a Kubernetes manifest may say so that every runtime and Pod Security understand it; empty:
/// the word is no capability at all.
std::string portable(std::string_view word) {
    const std::string name = normalise_word(word);
    return name == "ALL" || find_capability(name) ? name : std::string();
}

/// Which reader of the word fails, and how.
struct Failure {
    std::string says; ///< ends the title: "which containerd ignores"
    std::string label;
    std::vector<std::string> notes;
};

Failure ignored_here(const WordVerdict& verdict, Engine engine, std::string_view word) {
    Failure failure{fmt::format("which {} ignores", engine_title(engine)),
                    "is not given",
                    {verdict.reading.why}};
    if (read_word(Engine::crio, word).kind == Kind::capability)
        failure.notes.emplace_back("CRI-O would give it");
    return failure;
}

Failure failure_of(const WordVerdict& verdict, Engine engine, std::string_view word, bool adds) {
    if (verdict.reading.kind == Kind::ignored) return ignored_here(verdict, engine, word);
    if (word.size() > normalise_word(word).size())
        return {"which containerd ignores",
                "ignored on containerd",
                {"containerd ignores names that begin with CAP_ without an error"}};
    if (adds)
        return {"which Pod Security refuses",
                "is not the exact name",
                {"runtimes accept it, but Pod Security admission compares letter by letter"}};
    return {"which Pod Security does not accept",
            "is not exactly \"ALL\"",
            {"runtimes accept it, but Pod Security's restricted level requires exactly \"ALL\""}};
}

/// The facet is the verb and the word, as the file's format decodes it.
void check_list(const Scene& scene, const CapabilityList& list,
                const std::vector<WordVerdict>& verdicts, bool adds, std::vector<Flag>& flags) {
    const std::string_view verb = adds ? "adds" : "drops";
    Facets facets;
    for (const WordVerdict& verdict : verdicts) {
        if (verdict.unresolved || verdict.reading.kind == Kind::refused)
            continue; // unknown-capability reports what is refused
        const Fact<std::string>& fact = list.words[verdict.index];
        const std::string& word = *fact.known();
        const std::string wanted = portable(word);
        if (wanted.empty() || wanted == word) continue;
        // Outside Kubernetes every engine takes every spelling of a name; what an engine ignores is
        // lost all the same.
        if (!scene.container().format->exact_names && verdict.reading.kind != Kind::ignored)
            continue;
        if (!adds && verdict.reading.kind == Kind::ignored)
            continue; // ineffective-drop, or missing-drop-all where ALL was meant
        const bool only_case = word.size() == wanted.size();
        if (!adds && only_case && wanted != "ALL")
            continue; // the other drops are not compared exactly
        Failure failure = failure_of(verdict, scene.posture().engine, word, adds);
        Flag flag =
            flag_at(scene.container(), fact,
                    title_of(scene.container(),
                             fmt::format("{} \"{}\", {}", verb, shortened(word, title_word_columns),
                                         failure.says)));
        flag.label = std::move(failure.label);
        std::ranges::move(failure.notes, std::back_inserter(flag.notes));
        flag.help = fmt::format("write {}", wanted);
        flag.facet = facets.next(fmt::format("{}:{}", verb, word));
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
        R"(Kubernetes passes capability names on without checking them, and each reader treats them differently:

- containerd puts `CAP_` before every name, also before `CAP_NET_ADMIN`: the result names nothing and is ignored without an error. CRI-O and
  Docker understand the same word.
- Pod Security admission compares letter by letter: `drop: ["all"]` fails *restricted*, and `add: ["chown"]` or `add: ["CAP_CHOWN"]` fails even
  *baseline*, although runtimes accept the lower-case word.

nerdctl ignores names with blanks and `CAP_ALL`.

A *drop* that containerd ignores is reported as `ineffective-drop`, since it protects nothing.

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
    .references = {reference::pod_security, reference::capabilities,
                   "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"},
    .security_severity = "4.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
