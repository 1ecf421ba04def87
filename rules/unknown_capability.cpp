#include "rules/kit/facet.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <optional>

namespace dropcap::rules {
namespace {
using Kind = WordReading::Kind;

/// Whether some kernel knows what the word means, however it is spelt.
bool is_meaningful(std::string_view word) {
    const std::string name = normalise_word(word);
    return name == "ALL" || find_capability(name).has_value();
}

std::string quoted(std::string_view word) {
    return word.empty() ? "an empty word"
                        : fmt::format("\"{}\"", shortened(word, title_word_columns));
}

/// What is wrong with the word and what to write.
struct Advice {
    std::string label;
    std::string help;
};
Advice advice_on(std::string_view word, std::optional<std::string_view> meant) {
    if (word.find(',') != std::string_view::npos)
        return {"several names in one item", "write one name per item"};
    if (meant) return {fmt::format("did you mean `{}`?", *meant), fmt::format("write {}", *meant)};
    return {"names no capability", "remove it, or write a name that `man 7 capabilities` lists"};
}

/// The facet is the verb and the word, as the file's format decodes it.
void check_list(const Scene& scene, const CapabilityList& list,
                const std::vector<WordVerdict>& verdicts, std::string_view verb,
                std::vector<Flag>& flags) {
    Facets facets;
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
        Advice advice = advice_on(word, meant);
        Flag flag = flag_at(scene.container(), fact,
                            title_of(scene.container(), fmt::format("{} {}, which is no capability",
                                                                    verb, quoted(word))));
        flag.label = std::move(advice.label);
        flag.notes.push_back(verdict.reading.why);
        flag.help = std::move(advice.help);
        flag.facet = facets.next(fmt::format("{}:{}", verb, word));
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
        R"(What an engine does with a word that the kernel does not know differs: Docker, Podman and CRI-O refuse to create the container;
containerd, which runs most Kubernetes clusters, ignores it without an error, so that a mistyped drop protects nothing and a mistyped add is
noticed only when the program fails.

Docker reads each item as it is written: a name with blanks around it, `CAP_ALL` and several names in one item separated by commas are unknown
too. Podman and nerdctl split commas on the command line.

**Write instead** the kernel's name without `CAP_`, in upper case, one per item: `NET_BIND_SERVICE`. `man 7 capabilities` lists them;
`dropcap explain NAME` shows what each is for.)",
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
    .references = {reference::capabilities, "https://docs.docker.com/engine/containers/run/"},
    .security_severity = "5.0",
    .topic = Topic::capabilities,
    .check = check,
};

} // namespace dropcap::rules
