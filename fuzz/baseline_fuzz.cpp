// Any bytes as a baseline file: what is read is written as it was, compared with the findings of a
// file, and reported without acting.

#include "fuzz/inert.hpp"
#include "fuzz/pipeline.hpp"
#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "lint/check/lint_document.hpp"
#include "lint/compare/baseline.hpp"
#include "parsers/parse.hpp"

namespace dropcap::fuzz {
namespace {

constexpr std::string_view checked =
    "services:\n  web:\n    image: nginx\n    cap_add: [NET_ADMIN, NET_ADMIN]\n    pid: host\n";

report::Report report() {
    const Document document = parse(source_of("compose.yaml", checked),
                                    {.engine = {}, .read_file = {}, .explicit_file = true});
    check::Digest digest;
    check::add_to_digest(digest, document, check::lint_document(document, all_rules()),
                         check::Wanted::records);
    report::Report result;
    result.records = std::move(digest.records);
    result.paths = input::ProjectPaths("/nowhere");
    return result;
}

void run(std::string_view bytes) {
    const auto known = compare::read_baseline(*source_of("b.json", bytes));
    if (!known) return require(!known.error().message.empty(), "a refusal says why");
    const std::string text = compare::baseline_text(*known);
    const auto again = compare::read_baseline(*source_of("b.json", text));
    require(again.ok() && compare::baseline_text(*again) == text,
            "a baseline reads back as it was written");

    static const report::Report before = report();
    report::Report after = before;
    auto stale = compare::compare(after.records, *known, after.paths);
    std::size_t accepted = 0;
    for (const check::Record& record : after.records)
        accepted += record.comparison == check::Comparison::known ? 1 : 0;
    require(accepted + compare::count_of(stale) == compare::count_of(*known),
            "every known finding stands for one or is stale");
    after.compared.push_back(
        {.with = "b.json", .is_revision = false, .known = accepted, .stale = std::move(stale)});
    check_inert(report::render_summary(after, {}, true));
}

std::optional<std::string> seed(const TestFile& file) {
    return file.path.ends_with(".json") ? std::optional(file.text) : std::nullopt;
}

} // namespace

extern constinit const Target baseline;
constinit const Target baseline{
    .name = "baseline", .about = "a baseline file", .run = run, .seed = seed};

} // namespace dropcap::fuzz
