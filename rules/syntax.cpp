#include "model/concat.hpp"
#include "rules/kit/facet.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace dropcap::rules {
namespace {

constexpr std::size_t most_quoted = 30; ///< columns of a text from the file in a title

/// What readers of other programs know: the message of a problem in the parts of a flag.
struct Parts {
    std::string title;
    std::vector<std::string> notes;
    std::string help;
};

/// Where the quoted text that begins at `at` ends; npos: it is not closed.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
    const auto end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? end : end + 1;
}

/// `message` in clauses: the first ends at a `: `, `; ` or `. ` outside of quoted text, the others
/// at a `; `.
std::vector<std::string_view> clauses_of(std::string_view message) {
    std::vector<std::string_view> clauses;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < message.size(); ++at) {
        if (message[at] == '`' || message[at] == '"') {
            const auto end = end_of_quoted(message, at);
            if (end != std::string_view::npos) at = end - 1;
            continue;
        }
        const std::string_view here = message.substr(at, 2);
        if (here != "; " && (!clauses.empty() || (here != ": " && here != ". "))) continue;
        clauses.push_back(message.substr(begin, at - begin));
        begin = at + 2;
    }
    clauses.push_back(message.substr(begin));
    return clauses;
}

/// Whether a clause says what to do.
bool is_remedy(std::string_view clause) {
    static constexpr std::array<std::string_view, 12> verbs = {
        "add ", "check ",  "give ",   "keep ",    "move ", "name ",
        "put ", "remove ", "render ", "replace ", "use ",  "write "};
    return std::ranges::any_of(verbs,
                               [&](std::string_view verb) { return clause.starts_with(verb); });
}

/// A quoted text as a title has it: in few columns, and without the marks between clauses.
std::string quoted_in_title(std::string_view quoted) {
    std::string inner(quoted.substr(1, quoted.size() - 2));
    std::ranges::replace_if(inner, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    for (const std::string_view mark : {": ", "; "})
        if (const auto at = inner.find(mark); at != std::string::npos)
            inner.replace(at, std::string::npos, "…");
    return concat({quoted.substr(0, 1), shortened(inner, most_quoted), quoted.substr(0, 1)});
}

/// `clause` with every quoted text made short.
std::string with_short_quotes(std::string_view clause) {
    std::string text;
    for (std::size_t at = 0; at < clause.size();) {
        const bool quotes = clause[at] == '`' || clause[at] == '"';
        const auto end = quotes ? end_of_quoted(clause, at) : std::string_view::npos;
        if (end == std::string_view::npos) {
            text += clause[at++];
        } else {
            text += quoted_in_title(clause.substr(at, end - at));
            at = end;
        }
    }
    return text;
}

/// The beginning of `clause` that fits into a title: up to its last `, ` that does, or else cut.
std::string_view beginning_of(std::string_view clause, std::size_t most) {
    if (columns(clause) <= most) return clause;
    std::string_view beginning;
    const std::string_view near = clause.substr(0, 4 * most); // a column has four bytes at most
    for (std::size_t at = 0; at < near.size(); ++at) {
        if (clause[at] == '`' || clause[at] == '"') {
            const auto end = end_of_quoted(clause, at);
            if (end != std::string_view::npos) at = end - 1;
        } else if (clause.substr(at, 2) == ", " && columns(clause.substr(0, at)) <= most) {
            beginning = clause.substr(0, at);
        }
    }
    return beginning;
}

/// The one place where the sentence of a problem becomes the parts of a flag: its first clause is
/// the title, an instruction is the help, and the rest are notes.
Parts parts_of(std::string_view message, std::string_view place) {
    constexpr std::string_view guess = "did you mean ";
    const auto clauses = clauses_of(message);
    Parts parts;
    const std::string whole = with_short_quotes(clauses.front());
    const std::string_view begun = beginning_of(whole, title_columns);
    parts.title = begun.empty() ? shortened(whole, title_columns) : std::string(begun);
    while (parts.title.ends_with('.')) parts.title.pop_back();
    if (parts.title != clauses.front()) parts.notes.emplace_back(clauses.front());
    if (columns(place) + columns(parts.title) <= title_columns) parts.title.insert(0, place);
    for (const std::string_view clause : std::span(clauses).subspan(1)) {
        if (parts.help.empty() && is_remedy(clause))
            parts.help = clause;
        else if (parts.help.empty() && clause.starts_with(guess))
            parts.help =
                concat({"write ", clause.substr(guess.size(), clause.rfind('?') - guess.size())});
        else
            parts.notes.emplace_back(clause);
    }
    return parts;
}

/// The word that the problem is at, without its quotes: what stays when somebody formats the file.
std::string decoded_word(const Document& document, const Place& at) {
    constexpr std::size_t most = 80;
    std::string_view text = document.text(at).substr(0, most);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
        text.back() == text.front())
        text = text.substr(1, text.size() - 2);
    return std::string(text.substr(0, text.find_first_of("\r\n")));
}

Flag flag_of(const Document& document, const Problem& problem, std::string_view place) {
    Parts parts = parts_of(problem.message, place);
    Flag flag{.at = problem.at, .title = std::move(parts.title)};
    flag.label = problem.minor ? "not accepted" : "refused";
    flag.notes = std::move(parts.notes);
    flag.help = parts.help.empty() ? "write it as the program that reads it expects"
                                   : std::move(parts.help);
    flag.facet = concat({problem.code, ":", decoded_word(document, problem.at)});
    return flag;
}

// What is outside the container (a pod's field) concerns its neighbours as well and names none.
Flag flag_of_container(const Document& document, const Container& container,
                       const Problem& problem) {
    const Place& whole = container.extent;
    if (problem.at.source != whole.source || !whole.span.contains(problem.at.span.begin))
        return flag_of(document, problem, {});
    std::string name = title_of(container, "");
    name.pop_back(); // the blank before a verb
    return flag_of(document, problem, concat({"in ", name, ", "}));
}

// The same mistake all over a file is one finding; the first places are worth a look, a hundred are
// not.
Flag flag_of_file(const Document& document, const Problem& problem) {
    constexpr std::size_t most_shown = 3;
    Flag flag = flag_of(document, problem, {});
    if (problem.minor) flag.severity = Severity::note;
    if (!problem.also.empty())
        flag.notes.push_back(fmt::format("the same is in {} more {} of this project",
                                         problem.also.size(),
                                         problem.also.size() == 1 ? "place" : "places"));
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
    Facets facets;
    for (const Problem& problem : container.problems) {
        if (problem.misplaced) continue;
        flags.push_back(flag_of_container(scene.document, container, problem));
        flags.back().facet = facets.next(std::move(flags.back().facet));
    }
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    Facets facets;
    for (const Problem& problem : document.problems) {
        if (problem.misplaced) continue;
        flags.push_back(flag_of_file(document, problem));
        flags.back().facet = facets.next(std::move(flags.back().facet));
    }
}

} // namespace

extern constinit const Rule syntax;
constinit const Rule syntax{
    .id = "syntax",
    .severity = Severity::error,
    .summary = "The file, or a part that decides about security, is not what its reader accepts",
    .help =
        R"(A file that its own program cannot read protects nothing: the deployment fails, or a lenient reader understands something
else than its author meant. dropcap reads as the programs do, and reports where they stop: broken YAML, a repeated key, an
alias without anchor, a list where a word belongs (`cap_drop: ALL`), `privileged: "yes"` where Kubernetes wants a boolean,
a required variable without a value, an unknown Dockerfile instruction, an option that does not exist.

What could not be read was not checked. Other findings about the file may be incomplete until this is repaired.

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
