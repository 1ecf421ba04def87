#include "lint/projects/projects.hpp"

#include "lint/check/check.hpp"
#include "lint/projects/context.hpp"
#include "lint/projects/settle.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dropcap::projects {
namespace {

/// As many texts are in memory where somebody has to fetch them first.
constexpr std::size_t at_once = 512;

class Checking {
  public:
    Checking(const check::Job& job, Request& request) : job_(job), request_(request) {}

    Checked run() {
        const auto& asked = request_.tasks;
        take(asked);
        take(request_.chosen);
        take(chosen_projects(job_, request_, request_.env_files, check::Purpose::asked,
                             done_.skipped));
        if (is_context_needed()) take(context_of(job_, request_, done_.outcomes, done_.skipped));
        take(overlays(job_, request_, done_.tasks, done_.outcomes));
        settle(done_.tasks, done_.outcomes);
        return std::move(done_);
    }

  private:
    void take(std::vector<check::Task> tasks) {
        for (std::size_t at = 0; at < tasks.size(); at += at_once) {
            const auto part = std::span(tasks).subspan(
                at, request_.prepare ? std::min(at_once, tasks.size() - at) : tasks.size());
            if (request_.prepare) request_.prepare(part);
            std::ranges::move(check::check_all(job_, part), std::back_inserter(done_.outcomes));
            if (!request_.prepare) break;
        }
        std::ranges::move(tasks, std::back_inserter(done_.tasks));
    }

    [[nodiscard]] bool is_context_needed() const {
        if (request_.is_everything || !request_.find_all) return false;
        for (std::size_t at = 0; at < request_.tasks.size(); ++at)
            if (may_be_a_part(request_.tasks[at], done_.outcomes[at])) return true;
        return false;
    }

    const check::Job& job_;
    const Request& request_;
    Checked done_;
};

} // namespace

Checked check(const check::Job& job, Request request) { return Checking(job, request).run(); }

} // namespace dropcap::projects
