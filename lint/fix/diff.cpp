#include "lint/fix/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace dropcap::fix {
namespace {

using Lines = std::vector<std::string_view>;

/// Lines with their breaks.
Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

/// One line of the difference: ' ', '-' or '+'.
struct Step {
    char mark;
    std::string_view line;
};

/// Myers, "An O(ND) Difference Algorithm and Its Variations": the furthest point on each diagonal
/// for each number of differences. Gives up on texts that have little in common.
class Script {
  public:
    Script(const Lines& before, const Lines& after) : before_(before), after_(after) {}

    [[nodiscard]] std::vector<Step> steps() {
        const auto most = static_cast<std::ptrdiff_t>(before_.size() + after_.size());
        std::vector<std::vector<std::ptrdiff_t>> trace;
        std::vector<std::ptrdiff_t> furthest(2 * most_differences + 3, 0);
        for (std::ptrdiff_t count = 0; count <= std::min(most, most_differences); ++count) {
            for (std::ptrdiff_t diagonal = -count; diagonal <= count; diagonal += 2)
                if (advance(furthest, diagonal, count)) return walk_back(trace, furthest, count);
            trace.push_back(furthest);
        }
        return replaced();
    }

  private:
    static constexpr std::ptrdiff_t most_differences = 1000;

    static std::ptrdiff_t& at(std::vector<std::ptrdiff_t>& row, std::ptrdiff_t diagonal) {
        return row[static_cast<std::size_t>(diagonal + most_differences + 1)];
    }

    static bool comes_down(std::vector<std::ptrdiff_t>& row, std::ptrdiff_t diagonal,
                           std::ptrdiff_t count) {
        return diagonal == -count ||
               (diagonal != count && at(row, diagonal - 1) < at(row, diagonal + 1));
    }

    bool advance(std::vector<std::ptrdiff_t>& row, std::ptrdiff_t diagonal, std::ptrdiff_t count) {
        std::ptrdiff_t x = count == 0                         ? 0
                           : comes_down(row, diagonal, count) ? at(row, diagonal + 1)
                                                              : at(row, diagonal - 1) + 1;
        const auto width = static_cast<std::ptrdiff_t>(before_.size());
        const auto height = static_cast<std::ptrdiff_t>(after_.size());
        while (x < width && x - diagonal >= 0 && x - diagonal < height &&
               before_[static_cast<std::size_t>(x)] ==
                   after_[static_cast<std::size_t>(x - diagonal)])
            ++x;
        at(row, diagonal) = x;
        return x >= width && x - diagonal >= height;
    }

    std::vector<Step> walk_back(std::vector<std::vector<std::ptrdiff_t>>& trace,
                                std::vector<std::ptrdiff_t>&, std::ptrdiff_t count) {
        std::vector<Step> steps;
        auto x = static_cast<std::ptrdiff_t>(before_.size());
        auto y = static_cast<std::ptrdiff_t>(after_.size());
        const auto common = [&](std::ptrdiff_t until) {
            while (x > until && y > 0 && x > 0) {
                steps.push_back({' ', before_[static_cast<std::size_t>(--x)]});
                --y;
            }
        };
        for (; count > 0; --count) {
            std::vector<std::ptrdiff_t>& row = trace[static_cast<std::size_t>(count - 1)];
            const std::ptrdiff_t diagonal = x - y;
            const bool down = comes_down(row, diagonal, count);
            const std::ptrdiff_t from = at(row, down ? diagonal + 1 : diagonal - 1);
            common(down ? from : from + 1);
            if (down)
                steps.push_back({'+', after_[static_cast<std::size_t>(--y)]});
            else
                steps.push_back({'-', before_[static_cast<std::size_t>(--x)]});
        }
        common(0);
        std::ranges::reverse(steps);
        return steps;
    }

    [[nodiscard]] std::vector<Step> replaced() const {
        std::vector<Step> steps;
        for (const std::string_view line : before_) steps.push_back({'-', line});
        for (const std::string_view line : after_) steps.push_back({'+', line});
        return steps;
    }

    const Lines& before_;
    const Lines& after_;
};

std::string range(std::size_t first, std::size_t count) {
    if (count == 1) return fmt::format("{}", first);
    return fmt::format("{},{}", count == 0 ? first - 1 : first, count);
}

/// The end of the changes that begin at `from`, those included whose contexts would touch.
std::size_t end_of_changes(const std::vector<Step>& steps, std::size_t from) {
    constexpr std::size_t apart = 7; // twice the context and the change itself
    std::size_t end = from;
    for (std::size_t at = from; at < steps.size() && at <= end + apart; ++at)
        if (steps[at].mark != ' ') end = at;
    return end + 1;
}

} // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
    if (before == after) return {};
    constexpr std::size_t context = 3;
    const Lines old_lines = lines_of(before);
    const Lines new_lines = lines_of(after);
    const std::vector<Step> steps = Script(old_lines, new_lines).steps();
    std::string out = fmt::format("--- a/{0}\n+++ b/{0}\n", path);
    std::size_t old_line = 1;
    std::size_t new_line = 1;
    std::size_t done = 0;
    const auto pass = [&](std::size_t until) {
        for (; done < until; ++done) {
            old_line += steps[done].mark != '+' ? 1 : 0;
            new_line += steps[done].mark != '-' ? 1 : 0;
        }
    };
    while (true) {
        const auto next = std::find_if(steps.begin() + static_cast<std::ptrdiff_t>(done),
                                       steps.end(), [](const Step& s) { return s.mark != ' '; });
        if (next == steps.end()) return out;
        const auto from = static_cast<std::size_t>(next - steps.begin());
        const std::size_t begin = from - std::min(context, from - done);
        const std::size_t end = std::min(end_of_changes(steps, from) + context, steps.size());
        pass(begin);
        std::size_t old_count = 0;
        std::size_t new_count = 0;
        std::string body;
        for (std::size_t at = begin; at < end; ++at) {
            old_count += steps[at].mark != '+' ? 1 : 0;
            new_count += steps[at].mark != '-' ? 1 : 0;
            body += steps[at].mark;
            body += steps[at].line;
            if (!steps[at].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
        }
        fmt::format_to(std::back_inserter(out), "@@ -{} +{} @@\n{}", range(old_line, old_count),
                       range(new_line, new_count), body);
        pass(end);
    }
}

} // namespace dropcap::fix
