#include "model/suggest.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// Whether some kernel knows what the word means, however it is spelt.
bool is_meaningful(std::string_view word) {
    const std::string name = normalise_word(word);
    return name == "ALL" || find_capability(name).has_value();
}

std::string quoted(std::string_view word) {
    return word.empty() ? "an empty word" : fmt::format("\"{}\"", word);
}

void check_list(const Scene& scene, const CapabilityList& list,
                const std::vector<WordVerdict>& verdicts, std::string_view verb,
                std::vector<Flag>& flags) {
    for (const WordVerdict& verdict : verdicts) {
        const bool read = verdict.unresolved || verdict.reading.kind == Kind::capability ||
                          verdict.reading.kind == Kind::all;
        if (read) continue;
        const Fact<std::string>& fact = list.words[verdict.index];
        const std::string& word = *fact.known();
        if (verdict.reading.kind == Kind::ignored && is_meaningful(word))
            continue; // a matter of spelling: two other rules
        const bool several = word.find(',') != std::string::npos;
        const auto meant = several ? std::nullopt : suggest_capability(word);
        const std::string instead =
            several ? "; write one name an item" : did_you_mean(meant.value_or(std::string_view()));
        Flag flag = flag_at(scene.container(), fact,
                            fmt::format("{} {} {}, which is no capability{}{} {}",
                                        called(scene.container()), verb, quoted(word), instead,
                                        instead.ends_with('?') ? "" : ":", verdict.reading.why));
        if (meant) flag.fix = write_instead(scene.document, fact, *meant, false);
        flags.push_back(std::move(flag));
    }
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    if (!adds_by_itself(scene.container())) return;
    check_list(scene, scene.container().add, scene.posture().add, "adds", flags);
    check_list(scene, scene.container().drop, scene.posture().drop, "drops", flags);
}

} // namespace

extern constinit const Rule unknown_capability;
constinit const Rule unknown_capability{
    .id = "unknown-capability",
    .severity = Severity::error,
    .summary = "A capability list holds a name that no kernel knows or that the engine refuses",
    .help =
        R"(Linux has 41 capabilities. What an engine does with any other word differs: Docker, Podman and CRI-O refuse to create the container;
containerd, which runs most Kubernetes clusters, passes over it in silence, so that a mistyped drop protects nobody and a mistyped add is
missed only when the program fails.

Docker takes each item as it stands: blanks around a name, `CAP_ALL` and several names in one item separated by commas are unknown too.
Podman and nerdctl split commas on the command line.

**Write instead** the kernel's name without `CAP_`, in upper case, one an item: `NET_BIND_SERVICE`. `man 7 capabilities` lists them;
`dropcap explain NAME` tells what each is for.)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVCE]
)",
                .good = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
)"},
    .references = {"https://man7.org/linux/man-pages/man7/capabilities.7.html",
                   "https://docs.docker.com/engine/containers/run/"},
    .security_severity = "5.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
