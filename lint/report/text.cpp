// For people: the title, the lines with their words underlined, what the container holds, why, what
// to do, where to read more.

#include "lint/report/report.hpp"

#include "lint/terminal/paint.hpp"
#include "lint/terminal/snippet.hpp"
#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <ranges>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dropcap::report {
namespace {

using namespace terminal;

/// Bytes that are handed over at a time.
constexpr std::size_t worth_a_write = 64U << 10U;

std::string at(const terminal::Location& location) {
    return concat({terminal::visible_path(location.path), ":", std::to_string(location.start.line),
                   ":", std::to_string(location.start.column)});
}

std::string head(const check::Record& record, terminal::Style style) {
    return painted(style, terminal::color_of(record.severity),
                   concat({severity_name(record.severity), "[", record.rule->id, "]"}));
}

/// Findings for people, one after the other.
class FullWriter {
  public:
    FullWriter(terminal::Style style, const input::Sink& sink) : style_(style), sink_(sink) {}

    void write(std::span<const check::Record* const> records) {
        find_shared(records);
        const check::Record* first = nullptr; // of findings that are reported together
        const check::Record* before = nullptr;
        for (const check::Record* record : records) {
            if (told_elsewhere_.contains(record)) continue;
            if (before != nullptr && is_likewise(*before, *record)) {
                likewise(*record);
            } else {
                if (first != nullptr) end(*first);
                begin(*record);
                first = record;
            }
            before = record;
            hand_over();
        }
        if (first != nullptr) end(*first);
        sink_(out_);
    }

  private:
    /// Findings that one remedy ends, at what their containers take their settings from.
    struct Group {
        std::vector<const check::Record*> members;
        std::size_t all = 0; ///< findings of this kind in the file, these and others
    };

    /// Finds groups of two and more. The first of each is shown, and says so of the others.
    void find_shared(std::span<const check::Record* const> records) {
        std::map<std::tuple<const Rule*, std::string_view, std::string_view, Position>, Group>
            found;
        std::map<std::pair<const Rule*, std::string_view>, std::size_t> in_file;
        for (const check::Record* record : records) {
            ++in_file[{record->rule, record->at.where.path}];
            if (record->shared)
                found[{record->rule, record->at.where.path, record->shared->at.path,
                       record->shared->at.start}]
                    .members.push_back(record);
        }
        for (auto& [key, group] : found) {
            if (group.members.size() < 2) continue;
            group.all = in_file[{std::get<0>(key), std::get<1>(key)}];
            told_elsewhere_.insert(group.members.begin() + 1, group.members.end());
            groups_.emplace(group.members.front(), std::move(group));
        }
    }

    /// "41 of these 57 services take `&defaults` (line 45): write it there".
    void tell_group(const Group& group) {
        constexpr std::size_t most_named = 5;
        const check::Record& first = *group.members.front();
        const check::SharedRecord& shared = *first.shared;
        const std::size_t count = group.members.size();
        const std::string which = count == group.all
                                      ? fmt::format("these {} services", count)
                                      : fmt::format("{} of these {} services", count, group.all);
        const std::string where = shared.at.path == first.at.where.path
                                      ? fmt::format("line {}", shared.at.start.line)
                                      : fmt::format("{}:{}", terminal::visible_path(shared.at.path),
                                                    shared.at.start.line);
        line("note", fmt::format("{} take {} ({}): write it there", which, shared.name, where));
        std::string names;
        for (std::size_t at = 1; at < std::min(count, most_named + 1); ++at)
            names += fmt::format("{}`{}`", at > 1 ? ", " : "", group.members[at]->container);
        if (count > most_named + 1) names += fmt::format(", +{} more", count - most_named - 1);
        line("note", (count == 2 ? "the other is " : "the others are ") + names);
    }

    /// Whether `next` says of another container of the same file what `record` says, so that its
    /// name and its place are all that is new.
    static bool is_likewise(const check::Record& record, const check::Record& next) {
        const auto has_more = [](const check::Record& one) {
            return one.container.empty() || one.shared || !one.related.empty() ||
                   one.fix.has_value();
        };
        return next.rule == record.rule && next.facet == record.facet &&
               next.severity == record.severity && next.at.where.path == record.at.where.path &&
               next.subject != record.subject && !has_more(record) && !has_more(next) &&
               next.keeps == record.keeps && next.holds == record.holds &&
               next.label == record.label && next.help == record.help && next.notes == record.notes;
    }

    void begin(const check::Record& record) {
        const std::size_t used =
            severity_name(record.severity).size() + record.rule->id.size() + 4; // "error[rule]: "
        append(out_, {head(record, style_), ": ",
                      painted(style_, bold,
                              terminal::wrapped(terminal::visible(record.title),
                                                {style_.columns, used, 2})),
                      "\n"});
        collect_marks(record);
        terminal::Drawing drawing{style_, record.severity, terminal::digits_of(marks_)};
        digits_ = drawing.digits;
        arrow("-->", marks_.front());
        out_ += '\n';
        for (auto begin = marks_.begin(); begin != marks_.end();) {
            const std::string& path = begin->at->where.path;
            const auto end = std::find_if(begin, marks_.end(), [&](const terminal::Mark& mark) {
                return mark.at->where.path != path;
            });
            if (begin != marks_.begin()) {
                arrow(":::", *begin);
                out_ += '\n';
            }
            terminal::append_snippet(out_, {begin, end}, drawing);
            begin = end;
        }
    }

    /// The finding's place and the others, by file: its own first.
    void collect_marks(const check::Record& record) {
        marks_.clear();
        marks_.push_back({.at = &record.at, .label = record.label, .primary = true});
        for (const check::RelatedRecord& other :
             std::span(record.related).first(std::min(record.related.size(), most_related)))
            marks_.push_back({.at = &other.at, .label = other.text, .primary = false});
        const auto nth = [&](const terminal::Mark& mark) {
            return std::ranges::find(marks_, mark.at->where.path,
                                     [](const terminal::Mark& one) {
                                         return std::string_view(one.at->where.path);
                                     }) -
                   marks_.begin();
        };
        if (marks_.size() < 3) return;
        std::vector<std::pair<std::ptrdiff_t, terminal::Mark>> by_file;
        for (const terminal::Mark& mark : marks_) by_file.emplace_back(nth(mark), mark);
        std::ranges::stable_sort(by_file, {}, [](const auto& one) { return one.first; });
        std::ranges::transform(by_file, marks_.begin(), [](const auto& one) { return one.second; });
    }

    /// A finding that says of another container what the one before it said.
    void likewise(const check::Record& record) {
        const terminal::Mark mark{.at = &record.at, .label = record.label, .primary = true};
        const terminal::Drawing drawing{style_, record.severity,
                                        std::max(digits_, terminal::digits_of({&mark, 1}))};
        arrow("-->", mark);
        append(out_, {": ", painted(style_, bold, terminal::visible(record.display_name)),
                      " likewise\n"});
        terminal::append_snippet(out_, {&mark, 1}, drawing);
    }

    /// What is said below the snippets.
    void end(const check::Record& record) {
        if (!record.holds.empty()) line("holds", record.holds);
        for (const std::string& note : record.notes) line("note", note);
        if (const auto group = groups_.find(&record); group != groups_.end())
            tell_group(group->second);
        if (record.related.size() > most_related)
            line("note",
                 concat({terminal::counted(record.related.size() - most_related, "more place"),
                         " not shown"}));
        if (!record.help.empty()) line("help", record.help);
        if (record.fix) line("fix", record.fix->message);
        if (explained_.insert(record.rule).second)
            line("more", concat({"dropcap explain ", record.rule->id}));
        out_ += '\n';
    }

    void arrow(std::string_view sign, const terminal::Mark& mark) {
        append(out_, {std::string(digits_ + 1, ' '), painted(style_, blue, std::string(sign)), " ",
                      at(mark.at->where)});
    }

    void line(std::string_view label, std::string_view text) {
        const std::string indent(digits_ + 2, ' ');
        append(out_, {indent, painted(style_, bold, concat({"= ", label, ":"})), " ",
                      terminal::wrapped(
                          terminal::visible(text),
                          {style_.columns, indent.size() + label.size() + 4, indent.size() + 2}),
                      "\n"});
    }

    /// Hands over what has been written once it is worth a write.
    void hand_over() {
        if (out_.size() < worth_a_write) return;
        sink_(out_);
        out_.clear();
    }

    /// Places next to a finding's own that are shown: more than anybody compares.
    static constexpr std::size_t most_related = 12;

    terminal::Style style_;
    const input::Sink& sink_;
    std::string out_;
    std::size_t digits_ = 1;            ///< of the line numbers in the finding's snippets
    std::vector<terminal::Mark> marks_; ///< of the finding
    std::unordered_set<const Rule*> explained_;
    std::unordered_map<const check::Record*, Group> groups_; ///< by the first member
    std::unordered_set<const check::Record*> told_elsewhere_;
};

std::string found(const Tally& counts, std::string_view noun) {
    const std::size_t all = counts.errors + counts.warnings + counts.notes;
    if (all == 0) return fmt::format("No {}s", noun);
    std::string parts;
    const auto part = [&](std::size_t count, std::string_view severity) {
        if (count > 0) parts += (parts.empty() ? "" : ", ") + terminal::counted(count, severity);
    };
    part(counts.errors, "error");
    part(counts.warnings, "warning");
    part(counts.notes, "note");
    return fmt::format("{} ({})", terminal::counted(all, noun), parts);
}

/// What a finding is called that is reported: with --since only new ones are.
std::string_view noun(const Report& report) {
    const bool only_new = std::ranges::any_of(report.compared, &ComparedWith::is_revision);
    return only_new ? "new finding" : "finding";
}

std::string_view known_how(const ComparedWith& one) {
    if (!one.is_revision) return "accepted by";
    return one.known == 1 ? "was there at" : "were there at";
}

/// Entries of a baseline that match nothing any more; with `verbose` each of them.
std::string stale(const Report& report, bool verbose) {
    std::string out;
    for (const auto& [with, is_revision, known, entries] : report.compared) {
        if (entries.empty()) continue;
        const auto count =
            entries.size() == 1 ? "1 entry" : fmt::format("{} entries", entries.size());
        const auto [match, it] =
            entries.size() == 1 ? std::pair("matches", "it") : std::pair("match", "them");
        fmt::format_to(std::back_inserter(out),
                       "{} of {} {} nothing any more: --write-baseline removes {}.\n", count,
                       terminal::visible_path(with), match, it);
        if (!verbose) continue;
        for (const compare::KnownFinding& entry : entries)
            fmt::format_to(std::back_inserter(out), "  {}: {}{}{}{}{}\n",
                           terminal::visible_path(entry.file), terminal::visible(entry.rule),
                           entry.container.empty() ? "" : " of ",
                           terminal::visible(entry.container), entry.facet.empty() ? "" : ": ",
                           terminal::visible(entry.facet));
    }
    return out;
}

using Counts = std::vector<std::pair<std::string_view, std::size_t>>;

/// How often each rule was found, the most frequent first.
Counts by_rule(const Report& report) {
    std::map<std::string_view, std::size_t> counts;
    for (const check::Record* record : open_findings(report)) ++counts[record->rule->id];
    Counts rows(counts.begin(), counts.end());
    std::ranges::stable_sort(rows, std::greater{}, [](const auto& row) { return row.second; });
    return rows;
}

/// After a long list of findings: what most of them are.
std::string most_often(const Counts& rows, std::size_t findings) {
    constexpr std::size_t a_screenful = 20, named = 4;
    if (findings < a_screenful || rows.size() < 2) return {};
    std::string text = "Most often:";
    for (const auto& [rule, count] : rows | std::views::take(named))
        text += fmt::format("{} {} {}", text.ends_with(':') ? "" : ",", count, rule);
    if (rows.size() > named)
        text += fmt::format(", +{}", terminal::counted(rows.size() - named, "more rule"));
    return text + ".";
}

/// Bytes of the first word: a quoted text, a blank, or what stands before the next of them.
std::size_t first_word(std::string_view text) {
    if (text.front() == '`') return std::min(text.find('`', 1), text.size() - 1) + 1;
    return std::max<std::size_t>(std::min(text.find_first_of(" `"), text.size()), 1);
}

/// A reason without the names in it (`web`, Deployment/web): what is left out for the same cause
/// stands together.
std::string kind_of(std::string_view reason) {
    std::string kind;
    while (!reason.empty()) {
        const std::string_view word = reason.substr(0, first_word(reason));
        // A quoted text of several words is a command line to run.
        const bool is_name = word.front() == '`' ? word.find(' ') == std::string_view::npos
                                                 : word.find('/') != std::string_view::npos;
        if (!is_name) kind += word;
        reason.remove_prefix(word.size());
    }
    return kind;
}

struct LeftOut {
    const input::Skipped* first;
    std::vector<const input::Skipped*> all;
};

/// What was not checked, by kind of reason, in the order of first appearance.
std::vector<LeftOut> by_reason(const std::vector<input::Skipped>& skipped) {
    std::vector<LeftOut> groups;
    std::map<std::string, std::size_t> known;
    for (const input::Skipped& one : skipped) {
        const auto [found, is_new] = known.try_emplace(kind_of(one.reason), groups.size());
        if (is_new) groups.push_back({&one, {}});
        groups[found->second].all.push_back(&one);
    }
    return groups;
}

/// Where it was left out: the line only where it is not the whole file.
std::string place_of(const input::Skipped& one) {
    return one.at == Position{}
               ? terminal::visible_path(one.path)
               : fmt::format("{}:{}", terminal::visible_path(one.path), one.at.line);
}

void append_left_out(std::string& out, const LeftOut& group, terminal::Style style, bool verbose) {
    const std::string& reason = group.first->reason;
    const bool same = std::ranges::all_of(
        group.all, [&](const input::Skipped* one) { return one->reason == reason; });
    const auto detail = [](const input::Skipped& one) {
        return one.detail.empty() ? std::string() : ": " + terminal::visible(one.detail);
    };
    std::string text = (same ? "" : "such as: ") + terminal::visible(reason);
    if (group.all.size() == 1)
        text += fmt::format(" ({}{})", place_of(*group.first), detail(*group.first));
    fmt::format_to(std::back_inserter(out), "{:>6}  {}\n", group.all.size(),
                   terminal::wrapped(text, {style.columns, 8, 8}));
    if (!verbose || group.all.size() == 1) return;
    for (const input::Skipped* one : group.all)
        fmt::format_to(std::back_inserter(out), "          {}{}\n", place_of(*one) + detail(*one),
                       same ? std::string() : ": " + terminal::visible(one->reason));
}

} // namespace

void append_concise(std::string& out, const check::Record& record, terminal::Style style) {
    append(out, {at(record.at.where), ": ", head(record, style), " ",
                 terminal::visible(record.message()), "\n"});
}

void write_full(const Report& report, terminal::Style style, const input::Sink& sink) {
    FullWriter(style, sink).write(open_findings(report));
}

void write_concise(const Report& report, terminal::Style style, const input::Sink& sink) {
    std::string out;
    for (const check::Record* record : open_findings(report)) {
        append_concise(out, *record, style);
        if (out.size() < worth_a_write) continue;
        sink(out);
        out.clear();
    }
    sink(out);
}

std::string render_statistics(const Report& report) {
    std::string out;
    for (const auto& [rule, count] : by_rule(report))
        fmt::format_to(std::back_inserter(out), "{:>6}  {}\n", count, rule);
    return out;
}

namespace {

/// What the configuration leaves out, and with `verbose` what in it is idle.
std::string excluded(const Report& report, terminal::Style style, bool verbose) {
    std::string out;
    if (!report.excluded.empty())
        out += painted(style, bold,
                       fmt::format("Excluded by the configuration: {}",
                                   terminal::counted(report.excluded.size(), "path"))) +
               "\n";
    if (!verbose) return out;
    for (const std::string& path : report.excluded)
        fmt::format_to(std::back_inserter(out), "  {}\n", terminal::visible_path(path));
    for (const input::Skipped& remark : report.remarks)
        fmt::format_to(std::back_inserter(out), "{}:{}:{}: {}\n",
                       terminal::visible_path(remark.path), remark.at.line, remark.at.column,
                       terminal::visible(remark.reason));
    return out;
}

} // namespace

std::string render_summary(const Report& report, terminal::Style style, bool verbose) {
    const Tally counts = tally(report);
    std::string out = fmt::format("{} in {}, {}.", found(counts, noun(report)),
                                  terminal::counted(report.files, "file"),
                                  terminal::counted(report.containers, "container"));
    for (const ComparedWith& one : report.compared)
        if (one.known > 0)
            out += fmt::format(" {} {} {}.", one.known, known_how(one),
                               terminal::visible_path(one.with));
    if (counts.by_comments > 0)
        out += fmt::format(" {} suppressed by comments.", counts.by_comments);
    if (counts.by_configuration > 0)
        out += fmt::format(" {} suppressed by the configuration.", counts.by_configuration);
    if (report.not_ours > 0)
        out += fmt::format(" {} {} in no format that dropcap reads.",
                           terminal::counted(report.not_ours, "other file"),
                           report.not_ours == 1 ? "is" : "are");
    const auto line = [&](const std::string& text) {
        return text.empty() ? text : terminal::wrapped(text, {.columns = style.columns}) + "\n";
    };
    return line(out) +
           line(most_often(by_rule(report), counts.errors + counts.warnings + counts.notes)) +
           render_left_out(report, style, verbose) + excluded(report, style, verbose) +
           stale(report, verbose);
}

std::string render_left_out(const Report& report, terminal::Style style, bool verbose) {
    if (report.skipped.empty()) return {};
    const auto groups = by_reason(report.skipped);
    const bool all_named = verbose || groups.size() == report.skipped.size();
    std::string out =
        painted(style, bold, all_named ? "Not checked:" : "Not checked (-v names each):") + "\n";
    for (const LeftOut& group : groups) append_left_out(out, group, style, verbose);
    return out;
}

} // namespace dropcap::report
