#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

// What stands outside the container (a pod's field) concerns its neighbours as well and names
// nobody.
Flag told_of(const Container& container, const Problem& problem) {
    const Place& whole = container.extent;
    if (problem.at.source != whole.source || !whole.span.contains(problem.at.span.begin))
        return {.at = problem.at, .title = problem.message};
    std::string whom = called(container);
    if (whom.ends_with(',')) whom.pop_back();
    return {.at = problem.at, .title = whom + ": " + problem.message};
}

// The same mistake all over a file is one finding; the first places are worth a look, a hundred are
// not.
Flag told_of_file(const Problem& problem) {
    constexpr std::size_t most_shown = 3;
    Flag flag{.at = problem.at, .title = problem.message};
    if (problem.minor) flag.severity = Severity::note;
    if (!problem.also.empty())
        flag.title += fmt::format(" (and in {} more {} of this project)", problem.also.size(),
                                  problem.also.size() == 1 ? "place" : "places");
    for (const Place& place : problem.also) {
        if (flag.related.size() == most_shown) break;
        flag.related.push_back({place, "and here"});
    }
    return flag;
}

// What the posture refuses is always a word in a list, and belongs to the rules about words
// (unknown names, the same name added and dropped).
void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    for (const Problem& problem : container.problems) {
        if (!problem.misplaced) flags.push_back(told_of(container, problem));
    }
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    for (const Problem& problem : document.problems) {
        if (!problem.misplaced) flags.push_back(told_of_file(problem));
    }
}

} // namespace

extern constinit const Rule syntax;
constinit const Rule syntax{
    .id = "syntax",
    .severity = Severity::error,
    .summary = "The file, or a part that decides about security, is not what its reader accepts",
    .help =
        R"(A file that its own program cannot read protects nothing: the deployment fails, or a lenient reader takes something else than
its author meant. dropcap reads as the programs do, and says where they would stop: broken YAML, a key that stands twice, an
alias without anchor, a list where a word belongs (`cap_drop: ALL`), `privileged: "yes"` where Kubernetes wants a boolean,
a required variable without a value, an unknown Dockerfile instruction, an option that does not exist.

What could not be read was not judged. Whatever else is said of the file may be incomplete until this is repaired.

**Write instead**

- Compose: lists of words for `cap_add` and `cap_drop`; `docker compose config -q` agrees when it prints nothing
- Kubernetes: `kubectl apply --dry-run=server --validate=strict -f FILE`
- Dockerfile: `docker build --check .`
- a template (Helm, Jinja, Kustomize patch): render it first and check the result: `helm template . | dropcap -`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    read_only: true
    read_only: false
)",
                .good = R"(services:
  web:
    image: example/web:1
    cap_drop: [ALL]
    read_only: true
)"},
    .references = {"https://yaml.org/spec/1.2.2/",
                   "https://docs.docker.com/reference/compose-file/",
                   "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
                   "https://docs.docker.com/reference/dockerfile/"},
    .security_severity = "5.0",
    .always_runs = true,
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
