// For people: the title, the lines with their words underlined, what the container holds, why, what
// to do, where to read more.

#include "lint/report/report.hpp"

#include "lint/report/fold.hpp"
#include "lint/report/headline.hpp"
#include "lint/terminal/paint.hpp"
#include "lint/terminal/snippet.hpp"
#include "lint/terminal/text.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dropcap::report {
namespace {

using namespace terminal;

/// Findings for people, one after the other.
class FullWriter {
  public:
    FullWriter(terminal::Style style, const input::Sink& sink) : style_(style), sink_(sink) {}

    void write(std::span<const check::Record* const> records) {
        write_each(records);
        sink_(out_);
    }

    /// A long report: what is said of many places is one block.
    void write(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            explained_.insert(block.members.front()->rule); // the closing lines say it for all
            if (block.members.size() == 1)
                write_each(block.members);
            else
                write_block(block);
            hand_over();
        }
        sink_(out_);
    }

  private:
    void write_each(std::span<const check::Record* const> records) {
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
    }

    /// The first of many findings, some places of the others, and what holds for all.
    void write_block(const Block& block) {
        constexpr std::size_t fewest_places = 3;
        constexpr std::size_t most_places = 7;
        const auto& members = block.members;
        const std::size_t shown =
            std::min(std::clamp(block.kinds, fewest_places, most_places), members.size());
        find_shared(members);
        begin(*members.front());
        for (std::size_t at = 1; at < shown; ++at) place(*members[at], at < block.kinds);
        if (const std::size_t more = members.size() - shown; more > 0)
            append(out_, {std::string(digits_ + 1, ' '), painted(style_, blue, "-->"), " and ",
                          terminal::counted(more, "more place"), "\n"});
        tell_of_block(members);
        out_ += '\n';
    }

    /// Where else, and of which container or in which words.
    void place(const check::Record& record, bool is_other_kind) {
        const terminal::Mark mark{.at = &record.at, .label = {}, .primary = true};
        arrow("-->", mark);
        const std::string& words = is_other_kind ? record.title : record.display_name;
        if (!words.empty()) append(out_, {": ", terminal::visible(words)});
        out_ += '\n';
    }

    /// The notes that all members have, and how many of them can be fixed.
    void tell_of_block(const std::vector<const check::Record*>& members) {
        const check::Record& first = *members.front();
        for (const std::string& note : first.notes)
            if (std::ranges::all_of(members, [&](const check::Record* one) {
                    return std::ranges::find(one->notes, note) != one->notes.end();
                }))
                line("note", note);
        constexpr std::size_t most_groups = 3;
        std::size_t groups = 0;
        for (const check::Record* one : members)
            if (const auto group = groups_.find(one);
                group != groups_.end() && groups++ < most_groups)
                tell_group(group->second);
        const bool same_help = std::ranges::all_of(
            members, [&](const check::Record* one) { return one->help == first.help; });
        const auto fixes = static_cast<std::size_t>(std::ranges::count_if(
            members, [](const check::Record* one) { return one->fix.has_value(); }));
        if (!first.help.empty())
            line("help", same_help ? first.help : concat({first.help, " (others differ)"}));
        if (fixes > 0) line("fix", fmt::format("{} of {} can be written", fixes, members.size()));
    }

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
        append(out_, {head_of(record, style_), ": ",
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
        if (record.fix) line("fix", record.fix->how());
        if (explained_.insert(record.rule).second)
            line("more", concat({"dropcap explain ", record.rule->id}));
        out_ += '\n';
    }

    void arrow(std::string_view sign, const terminal::Mark& mark) {
        append(out_, {std::string(digits_ + 1, ' '), painted(style_, blue, std::string(sign)), " ",
                      place_of(mark.at->where)});
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

} // namespace

void write_full(const Report& report, terminal::Style style, const input::Sink& sink) {
    const std::vector<const check::Record*> findings = open_findings(report);
    FullWriter writer(style, sink);
    if (report.show_all || !is_long(findings.size())) return writer.write(findings);
    writer.write(folded(findings));
}

} // namespace dropcap::report
