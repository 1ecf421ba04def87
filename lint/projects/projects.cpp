#include "lint/projects/projects.hpp"

#include "lint/check/check.hpp"
#include "lint/projects/context.hpp"
#include "lint/projects/settle.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dropcap::projects {
namespace {

/// As many texts are in memory where they have to be fetched first.
constexpr std::size_t at_once = 512;

class Checking {
  public:
    Checking(const check::Job& job, const Request& request) : job_(job), request_(request) {}

    Checked run() {
        take(request_.tasks);
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
        const std::size_t most = request_.prepare ? at_once : tasks.size();
        for (std::size_t at = 0; at < tasks.size(); at += most) {
            const auto part = std::span(tasks).subspan(at, std::min(most, tasks.size() - at));
            if (request_.prepare) request_.prepare(part);
            std::ranges::move(check::check_all(job_, part), std::back_inserter(done_.outcomes));
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
