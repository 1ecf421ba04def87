#include "lint/digest.hpp"

#include "lint/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace dropcap {
namespace {

/// FNV-1a, 64 bits: stable across machines and versions, and nothing here needs more.
class Hash {
  public:
    void add(std::string_view text) {
        for (const char byte : text) mix(static_cast<unsigned char>(byte));
        mix(0xFF); // never part of UTF-8: keeps ("a", "bc") and ("ab", "c") apart
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    void mix(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3U; }
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

bool is_within_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The first bytes of `text`, at most about `most`, whole characters.
std::string first_of(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    while (most > 0 && is_within_character(text[most])) --most;
    return std::string(text.substr(0, most)) + "…";
}

std::string last_of(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    std::size_t begin = text.size() - most;
    while (begin < text.size() && is_within_character(text[begin])) ++begin;
    return "…" + std::string(text.substr(begin));
}

/// A long line is shown around the word, never whole.
void show_line(Excerpt& excerpt, const Source& source, Span place) {
    constexpr std::size_t longest_line = 160;
    const Span line = source.line_span(excerpt.where.start.line);
    const std::uint32_t begin = std::clamp(place.begin, line.begin, line.end);
    const std::uint32_t end = std::clamp(place.end, begin, line.end);
    const std::size_t beside = line.size() > longest_line ? longest_line / 2 : longest_line;
    excerpt.before = last_of(source.slice({line.begin, begin}), beside);
    excerpt.word = first_of(source.slice({begin, end}), longest_line);
    excerpt.after = first_of(source.slice({end, line.end}), beside);
}

/// The lines of the place with one more on each side; none where that is no more than the place itself.
void show_context(Excerpt& excerpt, const Source& source, Span place) {
    excerpt.context_from = std::max(excerpt.where.start.line - 1, 1U);
    excerpt.context_to = std::min(excerpt.where.end.line + 1, source.line_count());
    const Span context{source.line_span(excerpt.context_from).begin, source.line_span(excerpt.context_to).end};
    if (context.size() > place.size() && context.size() <= Excerpt::most_shown) excerpt.context = source.slice(context);
}

/// The place with the whole of the characters that it begins and ends in: a parser may point at a single byte.
Place whole_characters(const Source& source, Place place) {
    const std::string_view text = source.text();
    const auto within = [&](std::uint32_t at) { return at < text.size() && is_within_character(text[at]); };
    while (place.span.begin > 0 && within(place.span.begin)) --place.span.begin;
    while (within(place.span.end)) ++place.span.end;
    return place;
}

Excerpt excerpt_of(const Document& document, const Place& at) {
    Excerpt excerpt;
    const Source& source = document.source(at);
    const Place place = whole_characters(source, at);
    excerpt.where = locate(document, place);
    show_line(excerpt, source, place.span);
    if (place.span.size() <= Excerpt::most_shown) excerpt.text = source.slice(place.span);
    show_context(excerpt, source, place.span);
    return excerpt;
}

/// What a set comes to in the words of missing-drop-all where it is the defaults and more: nobody reads fourteen names twice.
std::string holds(CapabilitySet set, Engine engine) {
    if (set == CapabilitySet::all()) return fmt::format("all {} capabilities", capability_count);
    if (set.empty()) return "nothing";
    const CapabilitySet defaults = default_capabilities(engine);
    if (!set.contains(defaults)) return list_worst_first(set);
    const std::string all_defaults = fmt::format("all {} of {}'s default capabilities", defaults.size(), engine_title(engine));
    const CapabilitySet beyond = set - defaults;
    return beyond.empty() ? all_defaults : fmt::format("{} and {}", list_worst_first(beyond), all_defaults);
}

/// What the container holds, where a reader wants to know it beside the message.
std::string holds_beside(const Finding& finding, const Linted& linted) {
    const bool about_capabilities = finding.flag.topic.value_or(finding.rule->topic) != Topic::other;
    if (finding.container_index == Finding::npos || !about_capabilities) return {};
    if (linted.cases[finding.container_index].container->partial) return {}; // what it holds in the end is decided elsewhere
    const Posture& posture = linted.cases[finding.container_index].posture;
    if (!posture.refusals.empty()) return {}; // it does not start
    if (!posture.effective) return "cannot be known";
    std::string text = holds(*posture.effective, posture.engine);
    if (finding.flag.message.find(text) != std::string::npos) return {};
    if (!posture.effective->empty() && !posture.effective->contains(default_capabilities(posture.engine)))
        text += fmt::format(" ({} on {})", posture.effective->size(), engine_title(posture.engine));
    return text;
}

std::string line_hash(const Document& document, const Place& place) {
    const Source& source = document.source(place);
    Hash hash;
    std::string line(source.line(source.position(place.span.begin).line));
    std::erase_if(line, [](char byte) { return byte == ' ' || byte == '\t'; });
    hash.add(line);
    return fmt::format("{:016x}:1", hash.value());
}

FixRecord record_of(const Document& document, const Fix& fix) {
    FixRecord record{.message = fix.message, .edits = {}, .safe = fix.safe};
    for (const Edit& edit : fix.edits) record.edits.push_back({locate(document, edit.at), edit.text});
    return record;
}

Record record_of(const Document& document, const Linted& linted, const Finding& finding) {
    Record record;
    record.rule = finding.rule;
    record.severity = finding.severity;
    record.message = finding.flag.message;
    record.container = finding.container;
    record.subject = finding.subject;
    record.at = excerpt_of(document, finding.flag.at);
    record.evidence = document.text(finding.flag.at).substr(0, Excerpt::most_shown);
    record.holds = holds_beside(finding, linted);
    for (const Note& note : finding.flag.notes) record.notes.push_back({excerpt_of(document, note.at), note.message});
    if (finding.flag.fix) record.fix = record_of(document, *finding.flag.fix);
    if (finding.suppressed) record.suppressed = Acceptance{finding.suppressed->justification};
    record.line_hash = line_hash(document, finding.flag.at);
    return record;
}

CapsRow row_of(const Document& document, const Case& one) {
    const Container& container = *one.container;
    const Posture& posture = one.posture;
    const Location where = locate(document, container.name_at);
    CapsRow row;
    row.path = where.path;
    row.at = where.start;
    row.format = container.format;
    row.role = container.role;
    row.engine = posture.engine;
    row.kind = container.kind;
    row.name = container.name;
    row.object = container.object;
    if (container.image && container.image->known() != nullptr) row.image = *container.image->known();
    row.privileged = posture.privileged;
    row.add = normalised_words(container.add, posture.add);
    row.drop = normalised_words(container.drop, posture.drop);
    row.drops_all = posture.drops_all;
    row.unresolved = posture.unresolved;
    for (const Problem& problem : posture.refusals) row.problems.push_back(problem.message);
    for (const Problem& problem : container.problems) row.problems.push_back(problem.message);
    if (row.problems.empty()) row.effective = posture.effective;
    return row;
}

Skipped skipped_at(const Document& document, const Place& at, const std::string& reason) {
    const Location where = locate(document, at);
    return {where.path, reason, where.start};
}

} // namespace

Location locate(const Document& document, const Place& place) {
    const Source& source = document.source(place);
    Location where{source.path(), source.position(place.span.begin), source.position(place.span.end)};
    const auto size = static_cast<std::uint32_t>(source.text().size());
    where.start_byte = std::min(place.span.begin, size) - source.line_span(where.start.line).begin + 1;
    where.end_byte = std::min(place.span.end, size) - source.line_span(where.end.line).begin + 1;
    return where;
}

void add_to_digest(Digest& digest, const Document& document, const Linted& linted, Wanted wanted) {
    digest.path = document.sources[0]->path();
    digest.containers += document.containers.size();
    for (const Problem& problem : document.problems) digest.problems.push_back(skipped_at(document, problem.at, problem.message));
    for (const Unjudged& part : document.unjudged) digest.unjudged.push_back(skipped_at(document, part.at, part.reason));
    if (wanted == Wanted::rows)
        for (const Case& one : linted.cases) digest.rows.push_back(row_of(document, one));
    else
        for (const Finding& finding : linted.findings) digest.records.push_back(record_of(document, linted, finding));
}

void number_fingerprints(std::vector<Record>& records, const std::string& root) {
    std::unordered_map<std::uint64_t, unsigned> seen;
    const ProjectPaths paths(root);
    for (Record& record : records) {
        Hash hash;
        hash.add(record.rule->id);
        hash.add(paths.relative(record.at.where.path));
        hash.add(record.subject);
        hash.add(record.evidence);
        const unsigned nth = seen[hash.value()]++;
        hash.add(std::to_string(nth));
        record.fingerprint = fmt::format("{:016x}", hash.value());
    }
}

} // namespace dropcap
