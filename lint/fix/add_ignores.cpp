#include "lint/fix/add_ignores.hpp"

#include "lint/check/lint_document.hpp"
#include "lint/fix/write_back.hpp"
#include "lint/ignore/comment_places.hpp"
#include "lint/input/replaced_texts.hpp"
#include "lint/projects/keys.hpp"
#include "lint/terminal/text.hpp"
#include "model/ascii.hpp"
#include "model/concat.hpp"
#include "parsers/parse.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>

namespace dropcap::fix {
namespace {

/// Marks what no one has accepted yet: a comment of ours takes its place.
constexpr std::string_view pending_mark = "\x01";

/// A finding, its identity in texts that differ only in comments, and where a comment would reach
/// it.
struct Sighting {
    std::string identity;
    const Rule* rule = nullptr;
    bool pending = false; ///< no one has accepted it
    bool hidden = false;  ///< a comment hides it
    Position at;          ///< for messages
    std::string path;
    std::uint32_t line = 0;  ///< of the evidence; 0: in another file
    std::uint32_t begin = 0; ///< the container's first line; 0: there is none in this file
    std::uint32_t grip = 0;  ///< of the container's name; 0: there is none in this file
};

/// What a text says.
struct Study {
    std::vector<Sighting> sightings;
    std::vector<std::string> facts; ///< identities of findings and what each container holds,
                                    ///< sorted: comments must not change them
    std::map<std::string, std::size_t>
        hidden; ///< how often a comment hides a finding of this identity
    std::vector<ignore::Ignore> ignores;
    std::set<Place> known_ignores;
};

bool is_about_a_comment(const Rule& rule) { return rule.about_ignores != IgnoreProblem::none; }

/// What a finding is called in texts that differ only in comments.
std::string identity(const Rule& rule, std::string_view subject, std::string_view facet) {
    return concat({rule.id, "\n", subject, "\n", facet});
}

/// Reads a project with another text for one of its files, the subject.
class Student {
  public:
    Student(const check::Job& job, const Subject& subject)
        : job_(job), task_(subject.task), left_out_(subject.left_out), keys_(),
          subject_(keys_.of(subject.source.path())) {}

    [[nodiscard]] Study study(const std::shared_ptr<const Source>& text) const {
        if (task_.file.path == "-" || keys_.of(task_.file.path) == subject_)
            return study(job_, text);
        check::Job job = job_;
        job.files = input::with_text(job.files, job.root, text);
        const auto first = job.files.read(task_.file);
        return first ? study(job, *first) : Study{};
    }

  private:
    [[nodiscard]] Study study(const check::Job& job,
                              const std::shared_ptr<const Source>& source) const {
        Study result;
        config::FileSettings settings(*task_.settings, source->path(), job.options.engine);
        check::IgnoreOptions ignoring{
            .honoured = true, .today = job_.today, .covering = settings.covering()};
        ignoring.adjust = [&](const Document& document, std::vector<Finding>& findings,
                              std::size_t from) {
            settings.adjust(document, findings, from);
            for (Finding& finding : findings)
                if (!finding.suppressed && !is_about_a_comment(*finding.rule))
                    finding.suppressed =
                        Suppression{std::string(pending_mark), HiddenBy::configuration};
        };
        format::ParseOptions parsing = check::parse_options(job, task_, settings);
        const auto take = [&](const Document& document) {
            note(document, check::lint_document(document, settings.rules(), ignoring), result);
        };
        parsing.take_part = take;
        take(parse(source, parsing));
        std::ranges::sort(result.facts);
        return result;
    }

    void note(const Document& document, const check::Linted& linted, Study& study) const {
        for (const Case& one : linted.cases)
            study.facts.push_back(fmt::format(
                "{} {} {}", one.container->object, one.container->name,
                one.posture.effective ? one.posture.effective->mask() : ~std::uint64_t{0}));
        for (const Finding& finding : linted.findings) {
            if (std::ranges::find(left_out_, finding.container) != left_out_.end()) continue;
            study.sightings.push_back(sighting(document, finding));
            const Sighting& last = study.sightings.back();
            study.facts.push_back(last.identity);
            if (last.hidden) ++study.hidden[last.identity];
        }
        for (ignore::Ignore& ignore : ignore::read_ignores(
                 document)) // a part of a stream reports those at its beginning again
            if (study.known_ignores.insert(ignore.at).second)
                study.ignores.push_back(std::move(ignore));
    }

    Sighting sighting(const Document& document, const Finding& finding) const {
        Sighting seen;
        const auto line = [&](const Place& place) {
            const Source& source = document.source(place);
            return keys_.of(source.path()) == subject_ ? source.position(place.span.begin).line : 0;
        };
        const terminal::Location where =
            terminal::locate(document.source(finding.flag.at), finding.flag.at.span);
        seen.identity = identity(*finding.rule, finding.subject, finding.flag.facet);
        seen.rule = finding.rule;
        seen.pending = finding.suppressed && finding.suppressed->justification == pending_mark;
        seen.hidden = finding.suppressed && finding.suppressed->by == HiddenBy::comment;
        seen.at = where.start;
        seen.path = where.path;
        seen.line = line(finding.flag.at);
        if (finding.container_index == Finding::npos) return seen;
        const Container& container = document.containers[finding.container_index];
        seen.begin = line(container.extent);
        seen.grip = line(container.name_at);
        return seen;
    }

    const check::Job& job_;
    const check::Task& task_;
    std::span<const std::string> left_out_;
    projects::Keys keys_;
    std::string subject_;
};

/// Where a comment for `seen` may stand, the best place first.
std::vector<ignore::CommentPlace> places_for(const Sighting& seen) {
    using enum ignore::CommentPlace::Kind;
    std::vector<ignore::CommentPlace> places;
    const auto add = [&](ignore::CommentPlace::Kind kind, std::uint32_t line) {
        if (line != 0 &&
            std::ranges::find(places, ignore::CommentPlace{kind, line}) == places.end())
            places.push_back({kind, line});
    };
    add(above, seen.line);
    add(beside, seen.line);
    add(above, seen.begin);
    add(above, seen.grip);
    add(beside, seen.grip);
    if (seen.line != 0) places.push_back({file, 0});
    return places;
}

/// A reader of YAML takes comments in what is JSON; a reader of JSON does not. A unit file begins
/// with a bracket too, but with a word in it.
bool is_json(const Source& source) {
    const std::string_view text = source.text();
    const auto first = skip_blanks(text, 0, blank_or_break);
    const auto second = skip_blanks(text, first + 1, blank_or_break);
    const bool begins_list =
        text.substr(first).starts_with('[') &&
        std::string_view("{[]\"").find(text.substr(second, 1)) != std::string_view::npos;
    return source.path().ends_with(".json") || text.substr(first).starts_with('{') || begins_list;
}

/// Finds a place for every pending finding of one file: tries them all at once, and where the text
/// then says something else, in halves.
class Placer {
  public:
    Placer(const Student& student, const Source& source, std::string_view reason)
        : student_(student), source_(source), reason_(reason),
          before_(student.study(std::make_shared<Source>(source))) {}

    void place() {
        std::map<ignore::CommentPlace, std::vector<const Sighting*>> by_place;
        for (const Sighting& seen : before_.sightings)
            if (seen.pending && (places_for(seen).empty() || is_json(source_)))
                left_.push_back(&seen);
            else if (seen.pending)
                by_place[places_for(seen).front()].push_back(&seen);
        std::vector<Choice> first;
        first.reserve(by_place.size());
        for (const auto& [where, sightings] : by_place) first.push_back({where, sightings});
        place(first);
    }

    [[nodiscard]] const Study& before() const { return before_; }
    [[nodiscard]] const std::vector<const Sighting*>& left() const { return left_; }
    [[nodiscard]] std::size_t comments() const { return comments_for(chosen_).size(); }
    [[nodiscard]] std::size_t findings() const {
        std::size_t count = 0;
        for (const Choice& choice : chosen_) count += choice.sightings.size();
        return count;
    }
    [[nodiscard]] std::string text() const { return text_with(chosen_); }

  private:
    struct Choice {
        ignore::CommentPlace where;
        std::vector<const Sighting*> sightings;
    };

    /// Each try reads the whole file once; a file that needs more tries than this is not worth
    /// waiting for.
    static constexpr std::size_t most_tries = 400;

    void place(std::span<const Choice> choices) {
        if (choices.empty() || take(choices)) return;
        if (choices.size() > 1) {
            place(choices.first(choices.size() / 2));
            place(choices.subspan(choices.size() / 2));
            return;
        }
        for (const Sighting* seen : choices.front().sightings)
            if (!place_alone(*seen)) left_.push_back(seen);
    }

    bool place_alone(const Sighting& seen) {
        return std::ranges::any_of(places_for(seen), [&](ignore::CommentPlace where) {
            const Choice choice{where, {&seen}};
            return take({&choice, 1});
        });
    }

    /// Whether the file still says the same with the comments of `choices`, and hides what they are
    /// for.
    bool take(std::span<const Choice> choices) {
        if (++tries_ > most_tries) return false;
        std::vector<Choice> all = chosen_;
        all.insert(all.end(), choices.begin(), choices.end());
        const Study after =
            student_.study(std::make_shared<Source>(source_.path(), text_with(all)));
        if (after.facts != before_.facts) return false;
        std::map<std::string, std::size_t> wanted = before_.hidden;
        for (const Choice& choice : all)
            for (const Sighting* seen : choice.sightings) ++wanted[seen->identity];
        const bool all_hidden = std::ranges::all_of(wanted, [&](const auto& row) {
            const auto found = after.hidden.find(row.first);
            return found != after.hidden.end() && found->second >= row.second;
        });
        if (all_hidden) chosen_ = std::move(all);
        return all_hidden;
    }

    static std::vector<ignore::NewComment> comments_for(const std::vector<Choice>& choices) {
        std::map<ignore::CommentPlace, std::set<std::string_view>> by_place;
        for (const Choice& choice : choices)
            for (const Sighting* seen : choice.sightings)
                by_place[choice.where].insert(seen->rule->id);
        std::vector<ignore::NewComment> comments;
        comments.reserve(by_place.size());
        for (const auto& [where, rules] : by_place)
            comments.push_back({where, {rules.begin(), rules.end()}});
        return comments;
    }

    [[nodiscard]] std::string text_with(const std::vector<Choice>& choices) const {
        return ignore::with_comments(source_, before_.ignores, comments_for(choices), reason_);
    }

    const Student& student_;
    const Source& source_;
    std::string_view reason_;
    Study before_;
    std::vector<Choice> chosen_;
    std::vector<const Sighting*> left_;
    std::size_t tries_ = 0;
};

std::string why_left(const Sighting& seen, const Source& source) {
    if (is_json(source)) return fmt::format("{} stays: JSON has no comments", seen.rule->id);
    if (seen.line == 0)
        return fmt::format("{} stays: it is about this file, and {} reads the file", seen.rule->id,
                           source.path());
    return fmt::format("{} stays: no place near it takes a comment", seen.rule->id);
}

/// Writes the comments of one file and notes what came of it.
void write_comments(Commented&& commented, const Source& source, const std::string& root,
                    AddedIgnores& result) {
    std::ranges::move(commented.left, std::back_inserter(result.left));
    if (commented.file.findings == 0) return;
    if (const auto before = bytes_before(source.path(), source.text(), root); !before) {
        result.left.push_back({source.path(), before.error().message});
        return;
    }
    const auto written = write_back(source, commented.text, root);
    if (!written) {
        result.left.push_back({source.path(), written.error().message});
        result.failed = true;
        return;
    }
    result.files.push_back(std::move(commented.file));
}

} // namespace

Commented with_ignores(const check::Job& job, const Subject& subject, std::string_view reason) {
    const Source& source = subject.source;
    const Student student(job, subject);
    Placer placer(student, source, reason);
    placer.place();
    Commented result{placer.text(), {source.path(), placer.findings(), placer.comments()}, {}};
    const auto leave = [&](const Sighting& seen, std::string why) {
        if (seen.path != source.path()) return; // told where comments go into that file
        result.left.push_back({seen.path, std::move(why), seen.at});
    };
    for (const Sighting* seen : placer.left()) leave(*seen, why_left(*seen, source));
    for (const Sighting& seen : placer.before().sightings)
        if (is_about_a_comment(*seen.rule))
            leave(seen, fmt::format("{} stays: correct the comment", seen.rule->id));
    return result;
}

namespace {

/// The files that a task's findings are in, its own first.
std::vector<std::string> files_of(const check::Task& task, const check::Digest& digest) {
    std::vector<std::string> files;
    if (task.purpose == check::Purpose::asked) files.push_back(task.file.path);
    for (const check::Record& record : digest.records) {
        const std::string& path = record.at.where.path;
        if (!record.suppressed && std::ranges::find(files, path) == files.end())
            files.push_back(path);
    }
    return files;
}

} // namespace

AddedIgnores add_ignores(const check::Job& job, const projects::Checked& checked,
                         std::string_view reason) {
    AddedIgnores result;
    for (std::size_t at = 0; at < checked.tasks.size(); ++at) {
        const check::Task& task = checked.tasks[at];
        const check::Outcome& outcome = checked.outcomes[at];
        if (outcome.unreadable) {
            result.left.push_back({task.file.path, outcome.unreadable->message});
            result.failed = result.failed || task.file.named;
        }
        if (!outcome.digest || outcome.digest->is_taken_in) continue;
        for (const std::string& path : files_of(task, *outcome.digest)) {
            input::InputFile file = task.file;
            file.path = path;
            const auto source = input::read_source(file);
            if (!source) {
                result.left.push_back({path, source.error().message});
                continue;
            }
            const Subject subject{task, **source, outcome.digest->left_to_others};
            write_comments(with_ignores(job, subject, reason), **source, job.root, result);
        }
    }
    return result;
}

std::string render_added(const AddedIgnores& added, bool quiet) {
    std::size_t findings = 0;
    std::size_t comments = 0;
    std::string out;
    for (const AddedIgnores::File& file : added.files) {
        findings += file.findings;
        comments += file.comments;
        if (!quiet)
            out += fmt::format("{}: {} for {}\n", terminal::visible_path(file.path),
                               terminal::counted(file.comments, "comment"),
                               terminal::counted(file.findings, "finding"));
    }
    for (const input::Skipped& left : added.left)
        out += fmt::format("{}:{}:{}: {}\n", terminal::visible_path(left.path), left.at.line,
                           left.at.column, terminal::visible(left.reason));
    return out + fmt::format("{} in {} for {}; {} left.\n", terminal::counted(comments, "comment"),
                             terminal::counted(added.files.size(), "file"),
                             terminal::counted(findings, "finding"),
                             added.left.empty() ? "nothing"
                                                : terminal::counted(added.left.size(), "finding"));
}

std::string wrong_with_reason(std::string_view reason) {
    if (is_blank(reason, space_or_tab)) return "a comment without a reason hides nothing";
    const bool controls = std::ranges::any_of(
        reason, [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; });
    return controls ? "a reason is one line without control characters" : std::string();
}

} // namespace dropcap::fix
