// Any bytes as a template and, behind a line `=== rendered`, as what a program made of it: every
// printed place has one in the template.

#include "fuzz/pipeline.hpp"
#include "fuzz/promises.hpp"
#include "fuzz/target.hpp"
#include "lint/check/digest.hpp"
#include "lint/check/lint_document.hpp"
#include "lint/check/origin.hpp"
#include "parsers/kubernetes/wording.hpp"
#include "parsers/parse.hpp"

#include <algorithm>

namespace dropcap::fuzz {
namespace {

constexpr std::string_view between = "=== rendered\n";

void check(const check::Shown& shown, const Source& home, const Source& file) {
    require(shown.source == &home || shown.source == &file,
            "what is shown is in a file of the project");
    require(within(shown.span, shown.source->text()), "a place is in its file");
}

void run(std::string_view bytes) {
    const std::size_t cut = std::min(bytes.find(between), bytes.size());
    const auto home = source_of("chart/Chart.yaml", "name: chart\n");
    const auto file = source_of("chart/templates/pod.yaml", bytes.substr(0, cut));
    const auto rendered =
        source_of("chart", bytes.substr(std::min(cut + between.size(), bytes.size())));
    const check::Origins origins(rendered, home, {file}, "helm template");
    const auto size = static_cast<std::uint32_t>(rendered->text().size());
    for (std::uint32_t at = 0; at <= size; at += 1 + size / 64)
        check(origins.shown({at, std::min(at + 8, size)}), *home, *file);

    const Document document = parse(rendered, {.engine = {}, .read_file = {}, .rendered = true});
    const check::Linted linted = check::lint_document(document, all_rules());
    check::Digest digest;
    check::add_to_digest(digest, document, linted, check::Wanted::records, &origins);
    for (const check::Record& record : digest.records) {
        const Source& told = record.at.where.path == home->path() ? *home : *file;
        require(record.at.where.path == told.path(),
                "a finding is reported at a file of the project");
        require(record.at.where.end.line <= told.line_count(),
                "a finding's line is one of the file");
        require(!record.fix, "what a program printed is not fixed");
    }
}

std::optional<std::string> seed(const TestFile& file) {
    if (file.format != kubernetes::kubernetes_format) return std::nullopt;
    return file.text + std::string(between) + file.text;
}

} // namespace

extern constinit const Target origins;
constinit const Target origins{.name = "origins",
                               .about = "a chart's template and what helm printed of it",
                               .run = run,
                               .seed = seed};

} // namespace dropcap::fuzz
