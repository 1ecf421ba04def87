#include "fuzz/pipeline.hpp"

#include "fuzz/inert.hpp"
#include "fuzz/promises.hpp"
#include "lint/check/lint_document.hpp"
#include "parsers/parse.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace dropcap::fuzz {
namespace {

std::size_t one_in = 1;

void check_document(const Document& document) {
    require(!document.sources.empty(), "a document has its source");
    for (const Problem& problem : document.problems) {
        require_place(document, problem.at, "a problem is in its file");
        require(!problem.message.starts_with("internal error"), "no exception leaves a parser");
        require(!problem.message.empty(), "a problem says something");
    }
    for (const Unchecked& unchecked : document.unchecked)
        require_place(document, unchecked.at, "what is not checked is in its file");
    for (const Comment& comment : document.comments)
        require_place(document, comment.at, "a comment is in its file");
}

void check_words(const Document& document, const CapabilityList& list) {
    for (const Fact<std::string>& word : list.words) {
        require_place(document, word.at, "a capability's word is in its file");
        require_place(document, word.entry, "a capability's entry is in its file");
    }
}

/// Postures under every engine, not only the container's own.
void check_container(const Document& document, const Container& container) {
    require_place(document, container.name_at, "a container's name is in its file");
    require_place(document, container.extent, "a container is in its file");
    check_words(document, container.add);
    check_words(document, container.drop);
    for (const Engine engine : all_engines()) {
        const Posture posture = effective(container, engine);
        require(posture.possible.contains(posture.held), "what is held is possible");
        if (posture.effective && posture.unresolved.empty())
            require(*posture.effective == posture.held,
                    "with nothing open, what is held is what the container ends up with");
        require(posture.held.contains(posture.kept_defaults), "a kept default is held");
        require(posture.add.size() == container.add.words.size() &&
                    posture.drop.size() == container.drop.words.size(),
                "every word has a verdict");
    }
}

void check_fix(const Document& document, const Fix& fix) {
    std::vector<Edit> edits = fix.edits;
    std::ranges::sort(
        edits, {}, [](const Edit& edit) { return std::pair(edit.at.source, edit.at.span.begin); });
    for (std::size_t i = 0; i < edits.size(); ++i) {
        require_place(document, edits[i].at, "an edit is in its file");
        const bool apart = i == 0 || edits[i - 1].at.source != edits[i].at.source ||
                           edits[i - 1].at.span.end <= edits[i].at.span.begin;
        require(apart, "edits do not overlap");
    }
}

void check_findings(const Document& document, const check::Linted& linted) {
    for (const Finding& finding : linted.findings) {
        require_place(document, finding.flag.at, "a finding is in its file");
        for (const Label& note : finding.flag.related)
            require_place(document, note.at, "a note is in its file");
        if (finding.flag.fix) check_fix(document, *finding.flag.fix);
    }
    require(std::ranges::is_sorted(linted.findings, {},
                                   [](const Finding& finding) { return finding.flag.at; }),
            "findings are in order");
}

void check_record(const check::Record& record) {
    const auto before = [](const Position& a, const Position& b) {
        return std::pair(a.line, a.column) <= std::pair(b.line, b.column);
    };
    require(record.at.where.start.line >= 1 && record.at.where.start.column >= 1,
            "lines and columns count from one");
    require(before(record.at.where.start, record.at.where.end),
            "a place ends behind its beginning");
    require(!record.title.empty() && record.rule != nullptr, "a finding says something");
    for (const check::RelatedRecord& other : record.related)
        require(before(other.at.where.start, other.at.where.end),
                "a related place ends behind its beginning");
}

/// The rules of which a report has something to tell: to write out the catalogue each time would
/// take longer than everything else.
std::vector<const Rule*> rules_of(const std::vector<check::Record>& records) {
    std::vector<const Rule*> rules;
    for (const Rule* const rule : all_rules())
        if (std::ranges::find(records, rule, &check::Record::rule) != records.end())
            rules.push_back(rule);
    return rules;
}

report::Report report_of(const Document& document, const check::Linted& linted) {
    report::Report report;
    report.paths = input::ProjectPaths("/nowhere");
    report.files = 1;
    report.checked.push_back(document.sources.front()->path());
    for (const check::Wanted wanted : {check::Wanted::records, check::Wanted::rows}) {
        check::Digest digest;
        check::add_to_digest(digest, document, linted, wanted);
        std::ranges::move(digest.records, std::back_inserter(report.records));
        std::ranges::move(digest.rows, std::back_inserter(report.rows));
        std::ranges::move(digest.labels, std::back_inserter(report.labels));
        if (wanted == check::Wanted::rows) {
            report.problems = std::move(digest.problems);
            report.skipped = std::move(digest.unchecked);
            report.containers = digest.containers;
        }
    }
    check::note_labels(report.records, report.labels);
    check::number_fingerprints(report.records, report.paths);
    report.rules = rules_of(report.records);
    return report;
}

} // namespace

std::shared_ptr<const Source> source_of(std::string path, std::string_view bytes) {
    return std::make_shared<const Source>(std::move(path), to_utf8(std::string(bytes)));
}

void tell_one_in(std::size_t documents) { one_in = documents; }

void check_pipeline(const Document& document) {
    check_document(document);
    for (const Container& container : document.containers) check_container(document, container);
    const check::Linted linted = check::lint_document(document, all_rules());
    check_findings(document, linted);
    if (std::hash<std::string_view>{}(document.sources.front()->text()) % one_in != 0) return;
    const report::Report report = report_of(document, linted);
    for (const check::Record& record : report.records) check_record(record);
    check_told(report);
}

} // namespace dropcap::fuzz
