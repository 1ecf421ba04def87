#include "lint/help/explain_error.hpp"

#include "evidence/error_line.hpp"
#include "lint/terminal/text.hpp"
#include "model/ascii.hpp"
#include "model/concat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

namespace dropcap::help {
namespace {

using evidence::Condition;
using evidence::LineVerdict;

constexpr std::string_view next_step =
    "If it is none of these, drop ALL, start it again and read the first error, not the last.\n";

std::string names_of(const std::vector<Capability>& capabilities) {
    std::string names;
    for (const Capability capability : capabilities)
        names += concat({names.empty() ? "" : ", ", name(capability)});
    return names;
}

std::string listed(CapabilitySet set) {
    std::string names;
    for (const Capability capability : set)
        names += concat({names.empty() ? "" : ", ", name(capability)});
    return names.empty() ? "none" : names;
}

/// What to grant: the most likely one; who changes its user changes its groups as well.
std::vector<Capability> together(const std::vector<Capability>& likely) {
    const auto has = [&](Capability one) { return std::ranges::find(likely, one) != likely.end(); };
    if (has(Capability::SETUID) && has(Capability::SETGID))
        return {Capability::SETGID, Capability::SETUID};
    return {likely.front()};
}

/// The experiment that printed such a line.
std::string shown_by(const LineVerdict& verdict) {
    return fmt::format("Shown by the experiment `{}` of {}, which printed without {}:\n    {}\n",
                       verdict.shown->experiment, verdict.program->title,
                       name(verdict.shown->capability), terminal::visible(verdict.shown->text));
}

std::string_view condition_name(Condition condition) {
    switch (condition) {
    case Condition::root: return "as root";
    case Condition::user: return "as another user";
    case Condition::bind: return "data in a directory of the host";
    case Condition::volume: return "data in the image or a volume";
    case Condition::protected_ports: return "ports below 1024 are protected";
    }
    return {};
}

std::string conditions_of(std::span<const Condition> conditions) {
    std::string all;
    for (const Condition condition : conditions)
        all += concat({all.empty() ? "" : ", ", condition_name(condition)});
    return all;
}

} // namespace

bool is_error_line(std::string_view what) {
    return trim(what, white_space).find_first_of(white_space) != std::string_view::npos;
}

std::string explain_error(std::string_view line) {
    const LineVerdict verdict = evidence::read_error_line(line);
    if (verdict.because.empty())
        return "Not a capability problem, as far as the line says: nothing in it points to one.\n";
    if (verdict.likely.empty())
        return fmt::format("Not a capability problem: {}.\nInstead: {}.\n", verdict.because,
                           verdict.instead);
    const std::string_view first = name(verdict.likely.front());
    std::string out = fmt::format("{}: {}\n", first, verdict.because);
    if (verdict.likely.size() > 1)
        out += fmt::format("Also possible: {}\n",
                           names_of({std::next(verdict.likely.begin()), verdict.likely.end()}));
    out += '\n';
    if (verdict.shown != nullptr) out += shown_by(verdict) + '\n';
    out += fmt::format("To grant it, next to `cap_drop: [ALL]`: `cap_add: [{}]`\n",
                       names_of(together(verdict.likely)));
    out += fmt::format("`dropcap explain {}` says what it allows and what to do instead.\n", first);
    return out + std::string(next_step);
}

std::string explain_log(std::string_view log) {
    constexpr std::size_t most_lines = 40;
    std::set<std::string> seen;
    std::vector<Capability> all;
    std::string lines;
    std::size_t more = 0;
    while (!log.empty()) {
        const std::string_view line = trim(take_line(log), white_space);
        const LineVerdict verdict = evidence::read_error_line(line);
        if (verdict.because.empty()) continue;
        const std::string key = concat({names_of(verdict.likely), "\n", verdict.because});
        if (!seen.insert(key).second) continue;
        if (seen.size() > most_lines) {
            ++more;
            continue;
        }
        lines += fmt::format(
            "{}\n    {}: {}\n", terminal::beginning_of(terminal::visible(line), 200),
            verdict.likely.empty() ? "not a capability problem" : names_of(verdict.likely),
            verdict.because);
        if (verdict.likely.empty()) continue;
        for (const Capability one : together(verdict.likely))
            if (std::ranges::find(all, one) == all.end()) all.push_back(one);
    }
    if (lines.empty()) return "Nothing in this log points to a capability.\n";
    if (more > 0) lines += fmt::format("and {} more kinds of lines\n", more);
    if (all.empty()) return lines + "\nNo line points to a capability.\n";
    return lines +
           fmt::format(
               "\nMost likely missing: {}\nTo grant them, next to `cap_drop: [ALL]`: `cap_add: [{}]`\n",
               names_of(all), names_of(all));
}

std::optional<std::string> explain_image(std::string_view image) {
    const evidence::Program* program = evidence::program_of_image(image);
    if (program == nullptr) program = evidence::program_of_command(image);
    if (program == nullptr) return std::nullopt;
    std::string out = fmt::format("{} (program)\n", program->title);
    const auto to = std::back_inserter(out);
    if (!program->note.empty()) fmt::format_to(to, "\n{}\n", program->note);
    out += "\nWhat it needs\n";
    for (const evidence::Row& row : program->rows) {
        fmt::format_to(to, "  {}\n", conditions_of(row.when));
        if (row.capabilities.empty()) out += "    no capability\n";
        for (const evidence::NeededFor& needed : row.capabilities)
            fmt::format_to(to, "    {:<16} {}\n", name(needed.capability), needed.reason);
    }
    out += "\nExperiments\n";
    for (const evidence::Experiment& experiment : program->experiments) {
        fmt::format_to(to, "  {}: {}\n    least set: {}\n    with {} on {}\n", experiment.name,
                       conditions_of(experiment.shows), listed(experiment.least),
                       experiment.versions.empty() ? "Debian's base packages" : experiment.versions,
                       experiment.date);
        if (!experiment.imitates.empty())
            fmt::format_to(to, "    imitated: {}\n", experiment.imitates);
    }
    fmt::format_to(to, "\n`./dev evidence {}` in a clone of dropcap repeats them.\n",
                   program->name);
    return out;
}

} // namespace dropcap::help
