// Any bytes as what is in suppression comments: what is wrong with one is reported at its word, and
// a mistaken one hides nothing.

#include "fuzz/pipeline.hpp"
#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "lint/check/lint_document.hpp"
#include "lint/ignore/suppress.hpp"
#include "parsers/parse.hpp"

#include <algorithm>

namespace dropcap::fuzz {
namespace {

void check(const Document& document, const ignore::Ignore& ignore) {
    require_place(document, ignore.at, "a suppression is in its file");
    require(ignore.mistake.has_value() || !ignore.rules.empty(),
            "a suppression names a rule or is mistaken");
    require(ignore.mistake.has_value() || !ignore.reason.empty(),
            "a suppression has a reason or is mistaken");
    if (ignore.mistake) require_place(document, ignore.mistake->at, "a mistake is in its file");
    for (const ignore::IgnoredRule& rule : ignore.rules) {
        require_place(document, rule.at, "a rule's name is in its file");
        require(document.text(rule.at) == rule.id, "a rule's name stands where it is said to");
    }
}

void run(std::string_view bytes) {
    const std::string words(bytes);
    const std::string text = "# dropcap: " + words + "\nservices:\n  web: # dropcap: ignore" +
                             words + "\n    image: nginx # dropcap:" + words +
                             "\n    privileged: true\n# dropcap: ignore[" + words;
    const Document document = parse(source_of("compose.yaml", text),
                                    {.engine = {}, .read_file = {}, .explicit_file = true});
    const std::vector<ignore::Ignore> ignores = ignore::read_ignores(document);
    for (const ignore::Ignore& ignore : ignores) check(document, ignore);

    const check::Linted linted = check::lint_document(document, all_rules());
    const bool any_good = std::ranges::any_of(
        ignores, [](const ignore::Ignore& ignore) { return !ignore.mistake.has_value(); });
    for (const Finding& finding : linted.findings) {
        require_place(document, finding.flag.at, "a finding is in its file");
        require(any_good || !finding.suppressed, "a mistaken comment hides nothing");
    }
    for (const Finding& finding :
         check::lint_document(document, all_rules(), {.honoured = false}).findings)
        require(!finding.suppressed, "without suppressions nothing is suppressed");
}

/// What is behind the first `dropcap:`.
std::optional<std::string> seed(const TestFile& file) {
    constexpr std::string_view mark = "# dropcap: ";
    const std::size_t at = file.text.find(mark);
    if (at == std::string::npos) return std::nullopt;
    return file.text.substr(at + mark.size(), file.text.find('\n', at) - at - mark.size());
}

} // namespace

extern constinit const Target suppress;
constinit const Target suppress{.name = "suppress",
                                .about = "suppression comments",
                                .run = run,
                                .seed = seed,
                                .most_bytes = 2048};

} // namespace dropcap::fuzz
