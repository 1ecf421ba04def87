#include "lint/check/digest.hpp"

#include "evidence/needs.hpp"
#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace dropcap::check {
namespace {

/// FNV-1a, 64 bits: stable across machines and versions, and nothing here needs more.
class Hash {
  public:
    void add(std::string_view text) { add_without({}, text); }
    /// `text` but for the bytes of `blanks`.
    void add_without(std::string_view blanks, std::string_view text) {
        for (const char byte : text)
            if (blanks.find(byte) == std::string_view::npos) mix(static_cast<unsigned char>(byte));
        mix(0xFF); // never part of UTF-8: keeps ("a", "bc") and ("ab", "c") apart
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    void mix(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3U; }
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

/// A message as it is reported: a file's own words may be as long as the file, and the middle of
/// such a message helps no one.
std::string shortened(std::string message) {
    constexpr std::size_t longest = 2000, beginning = 1500, end = 300;
    if (message.size() <= longest) return message;
    const auto continues = [&](std::size_t at) {
        return (static_cast<unsigned char>(message[at]) & 0xC0U) == 0x80U;
    };
    std::size_t first = beginning, last = message.size() - end;
    while (first > 0 && continues(first)) --first;
    while (last < message.size() && continues(last)) ++last;
    message.replace(first, last - first, "…");
    return message;
}

/// A document and where its places are shown.
struct View {
    const Document& document;
    const Origins* origins;

    [[nodiscard]] Shown shown(const Place& place) const {
        if (origins != nullptr && place.source == 0) return origins->shown(place.span);
        return {&document.source(place), place.span, Sureness::exact, {}};
    }
    [[nodiscard]] terminal::Excerpt excerpt(const Place& place) const {
        const Shown at = shown(place);
        return terminal::excerpt_of(*at.source, at.span);
    }
    [[nodiscard]] terminal::Location location(const Place& place) const {
        const Shown at = shown(place);
        return terminal::locate(*at.source, at.span);
    }
};

/// What a set is, in few words: the defaults are not listed by name, and of nearly everything only
/// what is missing is.
std::string holds(CapabilitySet set, Engine engine) {
    if (set == CapabilitySet::all()) return fmt::format("all {} capabilities", capability_count);
    if (set.empty()) return "nothing";
    if (2 * set.size() > capability_count)
        return fmt::format("all {} capabilities except {}", capability_count,
                           list_worst_first(CapabilitySet::all() - set));
    const CapabilitySet defaults = default_capabilities(engine);
    if (!set.contains(defaults)) return list_worst_first(set);
    const std::string all_defaults =
        fmt::format("all {} of {}'s default capabilities", defaults.size(), engine_title(engine));
    const CapabilitySet beyond = set - defaults;
    return beyond.empty() ? all_defaults
                          : fmt::format("{} and {}", list_worst_first(beyond), all_defaults);
}

/// Whether the finding says all of it: that every default and nothing else is held, or just what
/// the finding is about.
bool says_what_is_held(const Finding& finding, const Posture& posture) {
    return finding.rule->covers == Topic::kept_default
               ? posture.effective == default_capabilities(posture.engine)
               : posture.effective == finding.flag.about;
}

/// What the container holds, where a reader wants to know it in addition to the message.
std::string holds_beside(const Finding& finding, const Linted& linted) {
    const bool about_capabilities =
        finding.flag.topic.value_or(finding.rule->topic) != Topic::other;
    if (finding.container_index == Finding::npos || !about_capabilities) return {};
    if (linted.cases[finding.container_index].container->partial)
        return {}; // what it holds in the end is decided elsewhere
    const Posture& posture = linted.cases[finding.container_index].posture;
    if (!posture.refusals.empty()) return {}; // it does not start
    if (!posture.effective) return "cannot be known";
    if (says_what_is_held(finding, posture)) return {};
    std::string text = holds(*posture.effective, posture.engine);
    if (!posture.effective->empty() && 2 * posture.effective->size() <= capability_count &&
        !posture.effective->contains(default_capabilities(posture.engine)))
        text += fmt::format(" ({} on {})", posture.effective->size(), engine_title(posture.engine));
    return text;
}

/// Hashes of lines. The findings of a line follow one another: the last line's is kept.
class LineHashes {
  public:
    /// Of the line's first bytes where it is longer than anybody reads: a file of one line has
    /// thousands of findings in it.
    std::uint64_t of(const Source& source, std::uint32_t number) {
        if (&source == source_ && number == number_) return last_;
        source_ = &source;
        number_ = number;
        return last_ = hash_of(source.line(number).substr(0, terminal::Excerpt::most_shown));
    }

  private:
    static std::uint64_t hash_of(std::string_view line) {
        Hash hash;
        hash.add_without(" \t", line);
        return hash.value();
    }

    const Source* source_ = nullptr;
    std::uint32_t number_ = 0;
    std::uint64_t last_ = 0;
};

FixRecord record_of(const Document& document, Fix&& fix) {
    FixRecord record{.message = shortened(std::move(fix.message)), .edits = {}, .safe = fix.safe};
    for (Edit& edit : fix.edits)
        record.edits.push_back(
            {terminal::locate(document.source(edit.at), edit.at.span), std::move(edit.text)});
    return record;
}

Record record_of(const View& view, const Linted& linted, Finding&& finding, LineHashes& hashes) {
    const Shown at = view.shown(finding.flag.at);
    Record record;
    record.rule = finding.rule;
    record.severity = finding.severity;
    record.holds = holds_beside(finding, linted);
    record.title = shortened(std::move(finding.flag.title));
    record.label = shortened(std::move(finding.flag.label));
    record.help = shortened(std::move(finding.flag.help));
    record.facet = shortened(std::move(finding.flag.facet));
    record.container = std::move(finding.container);
    record.subject = std::move(finding.subject);
    if (finding.container_index != Finding::npos)
        record.display_name = display_name(*linted.cases[finding.container_index].container);
    record.at = terminal::excerpt_of(*at.source, at.span);
    record.related.reserve(finding.flag.related.size());
    for (Label& other : finding.flag.related)
        record.related.push_back({view.excerpt(other.at), shortened(std::move(other.text))});
    for (std::string& note : finding.flag.notes) record.notes.push_back(shortened(std::move(note)));
    if (at.sureness != Sureness::exact) record.notes.push_back(view.origins->explanation(at));
    // A template's words are not those that were printed: what to write there is for people to say.
    if (finding.flag.fix && view.origins == nullptr)
        record.fix = record_of(view.document, *std::move(finding.flag.fix));
    if (finding.flag.shared)
        record.shared =
            SharedRecord{finding.flag.shared->name, view.location(finding.flag.shared->at)};
    record.suppressed = std::move(finding.suppressed);
    if (finding.rule->covers == Topic::kept_default && finding.container_index != Finding::npos)
        record.keeps = linted.cases[finding.container_index].posture.kept_defaults;
    record.space = std::move(finding.flag.space);
    record.line_hash = hashes.of(*at.source, record.at.where.start.line);
    return record;
}

bool is_host(const MaybeFact<NamespaceOwner>& space) {
    return space && space->is(NamespaceOwner::host);
}

/// What keeps it apart beside capabilities.
void add_confinement(CapsRow& row, const Container& container) {
    if (container.no_new_privileges && container.no_new_privileges->known() != nullptr)
        row.no_new_privileges = *container.no_new_privileges->known();
    if (container.user && container.user->known() != nullptr) row.user = *container.user->known();
    row.is_unconfined = container.seccomp && container.seccomp->is(Profile::unconfined);
    row.shares_host_pid = is_host(container.host_pid);
    row.shares_host_network = is_host(container.host_network);
}

CapsRow row_of(const View& view, const Case& one) {
    const Container& container = *one.container;
    const Posture& posture = one.posture;
    const terminal::Location where = view.location(container.name_at);
    CapsRow row;
    row.path = where.path;
    row.at = where.start;
    row.format = container.format;
    row.role = container.role;
    row.engine = posture.engine;
    row.kind = container.kind == ContainerKind::object ? container.object_kind
                                                       : std::string(kind_word(container.kind));
    row.name = container.name;
    row.object = container.object;
    if (container.image && container.image->known() != nullptr)
        row.image = container.image_is_private
                        ? std::string(view.document.text(container.image->at))
                        : *container.image->known();
    row.privileged = posture.privileged;
    row.add = normalised_words(container.add, posture.add);
    row.drop = normalised_words(container.drop, posture.drop);
    row.drops_all = posture.drops_all;
    row.unresolved = posture.unresolved;
    row.needs = evidence::needs_of(view.document, container, posture);
    add_confinement(row, container);
    for (const Problem& problem : posture.refusals) row.problems.push_back(problem.message);
    for (const Problem& problem : container.problems) row.problems.push_back(problem.message);
    if (row.problems.empty()) row.effective = posture.effective;
    return row;
}

input::Skipped skipped_at(const View& view, const Place& at, const std::string& reason,
                          const std::string& detail = {}) {
    const terminal::Location where = view.location(at);
    return {where.path, shortened(reason), where.start, detail};
}

/// What is to be known of a project beside its findings.
void add_project(Digest& digest, const View& view) {
    const Document& document = view.document;
    digest.is_project = true;
    digest.project_files = document.project_files;
    digest.services.reserve(document.containers.size());
    for (const Container& container : document.containers) {
        const std::uint32_t source = container.name_at.source;
        digest.services.push_back({container.name,
                                   source == 0 ? std::string() : document.sources[source]->path(),
                                   container.role, container.partial});
    }
}

} // namespace

void add_to_digest(Digest& digest, const Document& document, Linted linted, Wanted wanted,
                   const Origins* origins) {
    const View view{document, origins};
    digest.path = document.sources[0]->path();
    digest.containers += document.containers.size();
    if (document.is_project) add_project(digest, view);
    for (const Problem& problem : document.problems)
        digest.problems.push_back(skipped_at(view, problem.at, problem.message));
    for (const Unchecked& part : document.unchecked)
        digest.unchecked.push_back(skipped_at(view, part.at, part.reason, part.detail));
    if (linted.left_out > 0)
        digest.unchecked.push_back(skipped_at(
            view, {},
            fmt::format("its {} most severe findings are reported, and {} others are not",
                        linted.findings.size(), linted.left_out)));
    for (const NamespaceLabel& label : document.namespace_labels)
        digest.labels.push_back({label.space, {view.excerpt(label.at), label_note(label)}});
    if (wanted == Wanted::rows)
        for (const Case& one : linted.cases) digest.rows.push_back(row_of(view, one));
    else {
        if (digest.records.empty()) digest.records.reserve(linted.findings.size());
        LineHashes hashes;
        for (Finding& finding : linted.findings)
            digest.records.push_back(record_of(view, linted, std::move(finding), hashes));
    }
}

/// A namespace has three labels; files that say it a thousand times say no more.
constexpr std::size_t most_labels = 6;

void note_labels(std::vector<Record>& records, const std::vector<LabelRecord>& labels) {
    if (labels.empty()) return;
    std::unordered_multimap<std::string_view, const LabelRecord*> by_space;
    for (const LabelRecord& label : labels) by_space.emplace(label.space, &label);
    for (Record& record : records) {
        if (record.space.empty()) continue;
        auto [at, end] = by_space.equal_range(record.space);
        for (; at != end && record.related.size() < most_labels; ++at) {
            const RelatedRecord& note = at->second->note;
            // The rule itself has reported those of its own document.
            if (std::ranges::none_of(record.related, [&](const RelatedRecord& known) {
                    return known.at.where.path == note.at.where.path &&
                           known.at.where.start == note.at.where.start;
                }))
                record.related.push_back(note);
        }
    }
}

std::string identity(const Record& record) {
    const terminal::Location& at = record.at.where;
    return concat({at.path, "\n", std::to_string(at.start.line), ":",
                   std::to_string(at.start.column), "\n", record.rule->id, "\n", record.subject,
                   "\n", record.facet});
}

std::string FixRecord::how() const {
    return concat({message, safe ? " (--fix)" : " (--unsafe-fixes)"});
}

std::string Record::message() const {
    return help.empty() ? title : concat({title, " (", help, ")"});
}

std::string hexadecimal(std::uint64_t hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t at = text.size(); at > 0; hash >>= 4U) text[--at] = digits[hash & 0xFU];
    return text;
}

void number_fingerprints(std::vector<Record>& records, const input::ProjectPaths& paths) {
    std::unordered_map<std::uint64_t, unsigned> seen;
    seen.reserve(records.size());
    const std::string* path = nullptr;
    const std::string* shown = nullptr;
    for (Record& record : records) {
        if (path == nullptr || *path != record.at.where.path) {
            path = &record.at.where.path;
            shown = &paths.shown(*path);
        }
        Hash hash;
        hash.add(record.rule->id);
        hash.add(*shown);
        hash.add(record.subject);
        hash.add(record.facet);
        const unsigned nth = seen[hash.value()]++;
        hash.add(std::to_string(nth));
        record.fingerprint = hash.value();
    }
}

} // namespace dropcap::check
