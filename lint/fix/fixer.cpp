#include "lint/fix/fixer.hpp"

#include "lint/fix/write_back.hpp"
#include "lint/input/replaced_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace dropcap::fix {
namespace {

/// Places of edits that do not touch each other: two insertions at one place would depend on their
/// order.
class FreePlaces {
  public:
    /// Takes the places of `edits`, unless one of them touches what is taken.
    bool take(const std::vector<TextEdit>& edits) {
        const bool free = std::ranges::none_of(
            edits, [&](const TextEdit& edit) { return touches(taken_[edit.path], edit.span); });
        if (!free) return false;
        for (const TextEdit& edit : edits) taken_[edit.path].insert(edit.span);
        return true;
    }

  private:
    static bool touches(const std::set<Span>& taken, Span span) {
        auto next = taken.lower_bound(span);
        if (next != taken.end() && next->begin <= span.end) return true;
        return next != taken.begin() && (--next)->end >= span.begin;
    }

    std::map<std::string, std::set<Span>> taken_;
};

/// The fixes of one task: those that hold are taken, all at once or, where something speaks against
/// them, in halves.
class Fixer {
  public:
    /// `job` reads files as fixes have left them; `texts` is where it finds them.
    Fixer(const check::Job& job, const check::Task& task, std::span<const std::string> left_out,
          bool unsafe, input::ReplacedTexts& texts)
        : job_(job), task_(task), left_out_(left_out), unsafe_(unsafe), texts_(texts) {}

    /// Later rounds fix what earlier ones made possible.
    void run() {
        constexpr int most_rounds = 5;
        for (int round = 0; round < most_rounds; ++round) {
            before_ = reread(job_, task_, left_out_);
            chosen_.clear();
            left_.clear(); // what an earlier round left out may be possible now
            const std::vector<const Offer*> offers = next_offers();
            if (offers.empty()) return;
            try_all(offers);
            if (chosen_.empty()) return;
            fixed_ += chosen_.size();
            for (auto& [path, text] : texts_with(chosen_)) {
                changed_.insert(path);
                texts_.add(text);
            }
        }
    }

    [[nodiscard]] const std::set<std::string>& changed() const { return changed_; }
    [[nodiscard]] std::size_t fixed() const { return fixed_; }
    [[nodiscard]] std::vector<input::Skipped>& left() { return left_; }

  private:
    /// Each try reads the task's files; more of them than this are not worth waiting for.
    static constexpr std::size_t most_tries = 400;

    /// Offers that may be taken together: no two of them touch the same place.
    std::vector<const Offer*> next_offers() {
        std::vector<const Offer*> offers;
        FreePlaces places;
        for (const Offer& offer : before_.offers) {
            if (!(offer.safe || unsafe_)) continue;
            if (places.take(offer.edits)) offers.push_back(&offer);
        }
        return offers;
    }

    void try_all(std::span<const Offer* const> offers) {
        if (offers.empty() || take(offers)) return;
        if (offers.size() > 1) {
            try_all(offers.first(offers.size() / 2));
            try_all(offers.subspan(offers.size() / 2));
            return;
        }
        const Offer& offer = *offers.front();
        left_.push_back({offer.path,
                         fmt::format("{} is not fixed: the edit would change more than it should",
                                     offer.rule->id),
                         offer.at});
    }

    bool take(std::span<const Offer* const> offers) {
        if (++tries_ > most_tries) return false;
        std::vector<const Offer*> all = chosen_;
        all.insert(all.end(), offers.begin(), offers.end());
        auto tried = std::make_shared<input::ReplacedTexts>();
        for (const auto& [path, text] : texts_with(all)) tried->add(text);
        check::Job job = job_;
        job.files = input::with_texts(job_.files, job_.root, std::move(tried));
        if (!holds(all, reread(job, task_, left_out_))) return false;
        chosen_ = std::move(all);
        return true;
    }

    /// Whether the files say with the edits of `offers` what they should.
    [[nodiscard]] bool holds(const std::vector<const Offer*>& offers, const Contents& after) const {
        std::map<std::string, int> wanted = before_.findings;
        std::set<std::string> changed;
        for (const Offer* offer : offers) {
            --wanted[offer->finding];
            changed.insert(offer->container);
        }
        const bool no_more = std::ranges::all_of(after.findings, [&](const auto& row) {
            const auto found = wanted.find(row.first);
            return found != wanted.end() && row.second <= found->second;
        });
        return no_more && after.problems == before_.problems && same_containers(changed, after);
    }

    [[nodiscard]] bool same_containers(const std::set<std::string>& changed,
                                       const Contents& after) const {
        return std::ranges::equal(
            before_.containers, after.containers, [&](const auto& before, const auto& now) {
                const auto& [name, was] = before;
                const bool may_change =
                    changed.contains(name.substr(0, name.find_last_not_of('+') + 1));
                return name == now.first && was.others == now.second.others &&
                       (may_change || was.lists == now.second.lists) &&
                       (now.second.effective & ~was.effective) == 0;
            });
    }

    [[nodiscard]] Texts texts_with(const std::vector<const Offer*>& offers) const {
        std::map<std::string, std::vector<TextEdit>> by_file;
        for (const Offer* offer : offers)
            for (const TextEdit& edit : offer->edits) by_file[edit.path].push_back(edit);
        Texts texts;
        for (auto& [path, edits] : by_file) {
            std::ranges::sort(edits, {}, &TextEdit::span);
            const std::string_view text = before_.sources.at(path)->text();
            texts[path] = std::make_shared<const Source>(path, with_edits(text, edits));
        }
        return texts;
    }

    const check::Job& job_;
    const check::Task& task_;
    std::span<const std::string> left_out_;
    bool unsafe_;
    input::ReplacedTexts& texts_;
    std::set<std::string> changed_;
    Contents before_;
    std::vector<const Offer*> chosen_;
    std::vector<input::Skipped> left_;
    std::size_t fixed_ = 0;
    std::size_t tries_ = 0;
};

bool offers_any(const check::Digest& digest, bool unsafe) {
    return std::ranges::any_of(digest.records, [&](const check::Record& record) {
        return !record.suppressed && record.fix && (record.fix->safe || unsafe);
    });
}

} // namespace

std::string with_edits(std::string_view text, std::span<const TextEdit> edits) {
    std::string out;
    std::size_t from = 0;
    for (const TextEdit& edit : edits) {
        out += text.substr(from, edit.span.begin - from);
        out += edit.text;
        from = edit.span.end;
    }
    return out.append(text.substr(from));
}

FixedRun find_fixes(const check::Job& job, const projects::Checked& checked, bool unsafe) {
    FixedRun run;
    const auto texts = std::make_shared<input::ReplacedTexts>();
    check::Job fixing = job;
    fixing.files = input::with_texts(job.files, job.root, texts);
    std::set<std::string> changed;
    for (std::size_t at = 0; at < checked.tasks.size(); ++at) {
        const auto& digest = checked.outcomes[at].digest;
        if (!digest || digest->is_taken_in || !offers_any(*digest, unsafe)) continue;
        Fixer fixer(fixing, checked.tasks[at], digest->left_to_others, unsafe, *texts);
        fixer.run();
        run.fixed += fixer.fixed();
        std::ranges::move(fixer.left(), std::back_inserter(run.left));
        changed.insert(fixer.changed().begin(), fixer.changed().end());
    }
    for (const std::string& path : changed) {
        const auto before = input::read_source({.path = path, .named = true});
        const auto after = texts->find(path);
        if (before && (*before)->text() != after->text())
            run.files.push_back({*before, std::string(after->text())});
    }
    return run;
}

void write_files(FixedRun& run, const std::string& root) {
    std::erase_if(run.files, [&](const FixedFile& file) {
        const auto written = write_back(*file.before, file.after, root);
        if (written) return false;
        run.left.push_back({file.before->path(), written.error().message});
        run.failed = true;
        return true;
    });
}

} // namespace dropcap::fix
