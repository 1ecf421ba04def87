#include "lint/projects/settle.hpp"

#include "lint/projects/keys.hpp"
#include "parsers/parse.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace dropcap::projects {
namespace {

using check::Digest;
using check::Outcome;
using check::Record;
using check::ServiceRecord;
using check::Task;
using enum ProjectFile::Role;

bool is_project(const Outcome& outcome) { return outcome.digest && outcome.digest->is_project; }

/// The tasks as a graph: which take in the file of which.
class Graph {
  public:
    Graph(const Keys& keys, std::span<const Task> tasks, std::span<const Outcome> outcomes)
        : takes_(tasks.size()), takers_(tasks.size()) {
        std::unordered_multimap<std::string, std::size_t> by_file;
        for (std::size_t at = 0; at < tasks.size(); ++at)
            if (!tasks[at].compose && (tasks[at].file.named || is_project(outcomes[at])))
                by_file.emplace(keys.of(tasks[at].file.path), at);
        for (std::size_t at = 0; at < tasks.size(); ++at)
            if (is_project(outcomes[at]))
                for (const std::string& key :
                     files_of(keys, tasks[at], outcomes[at].digest->project_files))
                    add(at, by_file, key);
    }

    /// Which tasks are taken in. A task that no other takes in counts; so does, next, one that is
    /// taken in only by tasks that do not count.
    std::vector<bool> taken_in() {
        std::vector<State> states(takes_.size(), State::open);
        std::vector<std::size_t> waiting;
        for (std::size_t at = 0; at < takes_.size(); ++at)
            if (takers_[at] == 0) waiting.push_back(at);
        for (std::size_t next = 0, first_open = 0; first_open < states.size();) {
            if (next < waiting.size()) {
                settle(waiting[next++], states, waiting);
            } else if (states[first_open] == State::open) {
                waiting.push_back(first_open); // a circle: its first counts
            } else {
                ++first_open;
            }
        }
        std::vector<bool> taken;
        taken.reserve(states.size());
        for (const State state : states) taken.push_back(state == State::taken);
        return taken;
    }

  private:
    enum class State : std::uint8_t { open, counts, taken };

    /// The files that are checked as part of a task, and not by themselves.
    static std::vector<std::string> files_of(const Keys& keys, const Task& task,
                                             const std::vector<ProjectFile>& members) {
        if (task.purpose == check::Purpose::overlay) return {keys.of(task.compose->files.back())};
        std::vector<std::string> files;
        if (task.compose) files.push_back(keys.of(task.file.path));
        for (const ProjectFile& file : members)
            if (file.role != extended) files.push_back(keys.of(file.path));
        return files;
    }

    void add(std::size_t taker, const std::unordered_multimap<std::string, std::size_t>& by_file,
             const std::string& key) {
        auto [at, end] = by_file.equal_range(key);
        for (; at != end; ++at) {
            if (at->second == taker) continue;
            takes_[taker].push_back(at->second);
            ++takers_[at->second];
        }
    }

    void settle(std::size_t at, std::vector<State>& states, std::vector<std::size_t>& waiting) {
        if (states[at] != State::open) return;
        states[at] = State::counts;
        for (const std::size_t member : takes_[at]) {
            if (states[member] != State::open) continue;
            states[member] = State::taken;
            // What it would have taken in by itself is free again.
            for (const std::size_t freed : takes_[member])
                if (--takers_[freed] == 0) waiting.push_back(freed);
        }
    }

    std::vector<std::vector<std::size_t>> takes_;
    std::vector<std::size_t> takers_;
};

/// What is reported of a file that a project takes in, by itself: nothing but that it was looked
/// at.
void leave_nothing(Digest& digest) {
    digest.records.clear();
    digest.rows.clear();
    digest.problems.clear();
    digest.unchecked.clear();
    digest.labels.clear();
    digest.services.clear();
    digest.containers = 0;
    digest.is_taken_in = true;
}

/// Takes out the containers for which `leaves` holds, with all that is reported of them.
template <class Leaves>
void take_out(Digest& digest, const Leaves& leaves) {
    std::unordered_set<std::string> names;
    std::erase_if(digest.services, [&](const ServiceRecord& service) {
        if (!leaves(service)) return false;
        names.insert(service.name);
        --digest.containers;
        return true;
    });
    if (names.empty()) return;
    digest.left_to_others.assign(names.begin(), names.end());
    std::erase_if(digest.records,
                  [&](const Record& record) { return names.contains(record.container); });
    std::erase_if(digest.rows, [&](const check::CapsRow& row) { return names.contains(row.name); });
}

/// A hook or a build belongs to a service: it is called `service.name`.
bool belongs_to(const ServiceRecord& container, std::string_view service) {
    if (container.role == Role::app) return container.name == service;
    return container.name.size() > service.size() && container.name.starts_with(service) &&
           container.name[service.size()] == '.';
}

/// The services that projects copy from other files, by file.
std::map<std::string, std::set<std::string>> copied_services(const Keys& keys,
                                                             std::span<const Outcome> outcomes) {
    std::map<std::string, std::set<std::string>> copied;
    for (const Outcome& outcome : outcomes) {
        if (!is_project(outcome)) continue;
        for (const ProjectFile& file : outcome.digest->project_files)
            if (file.role == extended)
                copied[keys.of(file.path)].insert(file.services.begin(), file.services.end());
    }
    return copied;
}

/// `extends` starts nothing: what a project copies is reported there. A file that Compose finds by
/// itself runs nevertheless.
void leave_copied(const Keys& keys, std::span<const Task> tasks, std::span<Outcome> outcomes) {
    const auto copied = copied_services(keys, outcomes);
    if (copied.empty()) return;
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        if (!is_project(outcomes[at]) || tasks[at].compose ||
            compose::is_default_name(tasks[at].file.path))
            continue;
        const auto found = copied.find(keys.of(tasks[at].file.path));
        if (found == copied.end()) continue;
        take_out(*outcomes[at].digest, [&](const ServiceRecord& container) {
            return std::ranges::any_of(found->second, [&](const std::string& service) {
                return belongs_to(container, service);
            });
        });
    }
}

/// Files as they were spelled, by key.
using Spellings = std::unordered_map<std::string, std::string>;

Spellings asked_for(const Keys& keys, std::span<const Task> tasks) {
    Spellings asked;
    for (const Task& task : tasks)
        if (task.purpose == check::Purpose::asked && !task.compose)
            asked.try_emplace(keys.of(task.file.path), task.file.path);
    return asked;
}

/// Leaves of a digest what is in some files, and calls these as they were asked for.
class Restriction {
  public:
    Restriction(const Keys& keys, const Spellings& asked) : keys_(keys), asked_(asked) {}

    /// Findings about these containers stay wherever they are.
    void keep_findings_of(std::unordered_set<std::string> containers) {
        containers_ = std::move(containers);
    }

    void apply(Digest& digest, bool may_keep_containers) {
        std::erase_if(digest.records, [&](Record& record) {
            return !keep(record.at.where.path) && !containers_.contains(record.container);
        });
        for (Record& record : digest.records)
            for (check::RelatedRecord& related : record.related) keep(related.at.where.path);
        for (auto* const list : {&digest.problems, &digest.unchecked})
            std::erase_if(*list, [&](input::Skipped& part) { return !keep(part.path); });
        const auto is_kept = [&](const ServiceRecord& service) {
            return spelling(service.path.empty() ? digest.path : service.path) != nullptr;
        };
        if (may_keep_containers && std::ranges::none_of(digest.services, is_kept))
            return; // it changes the containers of others: these are what it is about
        std::erase_if(digest.services,
                      [&](const ServiceRecord& service) { return !is_kept(service); });
        std::erase_if(digest.rows, [&](check::CapsRow& row) { return !keep(row.path); });
        digest.containers = digest.services.size();
    }

  private:
    const std::string* spelling(const std::string& path) {
        const auto [found, is_new] = known_.try_emplace(path, nullptr);
        if (is_new)
            if (const auto at = asked_.find(keys_.of(path)); at != asked_.end())
                found->second = &at->second;
        return found->second;
    }

    bool keep(std::string& path) {
        const std::string* const called = spelling(path);
        if (called != nullptr) path = *called;
        return called != nullptr;
    }

    const Keys& keys_;
    const Spellings& asked_;
    std::unordered_map<std::string, const std::string*> known_;
    std::unordered_set<std::string> containers_;
};

/// Whether a project merges, includes or extends a file that was asked for.
bool takes_in_any(const Keys& keys, const Spellings& asked, const Digest& digest) {
    return std::ranges::any_of(digest.project_files, [&](const ProjectFile& file) {
        return file.role != left_out && asked.contains(keys.of(file.path));
    });
}

/// The services of a file that only an overlay completes: by itself the file is not reported for
/// what they lack.
std::unordered_set<std::string> incomplete_services(const Keys& keys, const std::string& file,
                                                    std::span<const Task> tasks,
                                                    std::span<const Outcome> outcomes) {
    std::unordered_set<std::string> names;
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        if (tasks[at].compose || tasks[at].purpose != check::Purpose::asked ||
            !is_project(outcomes[at]) || keys.of(tasks[at].file.path) != file)
            continue;
        for (const ServiceRecord& service : outcomes[at].digest->services)
            if (service.partial) names.insert(service.name);
    }
    return names;
}

/// Leaves of what was not asked for what is in files that were.
void restrict_to(const Keys& keys, const Spellings& asked, const Task& task, Digest& digest) {
    const bool is_asked = asked.contains(keys.of(task.file.path));
    if (!is_asked && !takes_in_any(keys, asked, digest)) return leave_nothing(digest);
    Restriction(keys, asked).apply(digest, !is_asked);
}

/// Leaves of an overlay's project what the overlay states or completes.
void restrict_to_overlay(const Keys& keys, const Spellings& asked, const Task& task,
                         std::unordered_set<std::string> completed, Digest& digest) {
    Spellings overlay;
    const std::string key = keys.of(task.compose->files.back());
    if (const auto found = asked.find(key); found != asked.end()) overlay.insert(*found);
    Restriction restriction(keys, overlay);
    restriction.keep_findings_of(std::move(completed));
    restriction.apply(digest, !asked.contains(keys.of(task.file.path)));
}

/// Whether findings of two projects are in one file.
bool share_a_file(std::span<const Outcome> outcomes) {
    std::unordered_map<std::string, const Outcome*> files;
    for (const Outcome& outcome : outcomes) {
        if (!is_project(outcome)) continue;
        for (const Record& record : outcome.digest->records)
            if (files.try_emplace(record.at.where.path, &outcome).first->second != &outcome)
                return true;
    }
    return false;
}

/// One finding, one report, however many projects share its file.
void drop_repeated(std::span<Outcome> outcomes) {
    if (!share_a_file(outcomes)) return;
    std::unordered_set<std::string> known;
    for (Outcome& outcome : outcomes)
        if (is_project(outcome))
            std::erase_if(outcome.digest->records, [&](const Record& record) {
                return !known.insert(check::identity(record)).second;
            });
}

} // namespace

std::vector<bool> taken_in(std::span<const Task> tasks, std::span<const Outcome> outcomes) {
    return Graph(Keys(), tasks, outcomes).taken_in();
}

void settle(std::span<const Task> tasks, std::span<Outcome> outcomes) {
    const auto is_alone = [](const Task& task) {
        return task.purpose == check::Purpose::asked && !task.compose;
    };
    const auto has_members = [](const Outcome& outcome) {
        return is_project(outcome) && !outcome.digest->project_files.empty();
    };
    if (std::ranges::all_of(tasks, is_alone) && std::ranges::none_of(outcomes, has_members))
        return; // each file is a project of its own
    const Keys keys;
    const std::vector<bool> taken = taken_in(tasks, outcomes);
    leave_copied(keys, tasks, outcomes);
    const Spellings asked = asked_for(keys, tasks);
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        if (!outcomes[at].digest) continue;
        if (taken[at])
            leave_nothing(*outcomes[at].digest);
        else if (tasks[at].purpose == check::Purpose::context)
            restrict_to(keys, asked, tasks[at], *outcomes[at].digest);
        else if (tasks[at].purpose == check::Purpose::overlay)
            restrict_to_overlay(
                keys, asked, tasks[at],
                incomplete_services(keys, keys.of(tasks[at].file.path), tasks, outcomes),
                *outcomes[at].digest);
    }
    drop_repeated(outcomes);
}

} // namespace dropcap::projects
