// `caps`: what each container asks for and what it ends up with, as a table for people and as JSON
// for programs.

#include "lint/report/report.hpp"

#include "lint/terminal/paint.hpp"
#include "lint/terminal/text.hpp"
#include "model/capability_list.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace dropcap::report {
namespace {

using namespace terminal;

using Json = nlohmann::ordered_json;

// ---- the table

/// How a container stands, in a word and a colour.
struct Standing {
    std::string_view word;
    std::string_view color;
};

/// The words of standing(), worst first, for the closing line.
constexpr std::array<std::string_view, 10> standings = {
    "privileged", "critical", "high",    "refused", "unresolved",
    "defaults+",  "defaults", "reduced", "minimal", "none"};

Standing standing(const check::CapsRow& row) {
    if (row.privileged == true) return {"privileged", red};
    if (!row.problems.empty()) return {"refused", mild_magenta};
    if (!row.effective) return {"unresolved", mild_magenta};
    if (row.effective->empty()) return {"none", mild_green};
    Tier worst = Tier::low;
    for (const Capability capability : *row.effective)
        worst = std::max(worst, info(capability).tier);
    const CapabilitySet defaults = default_capabilities(row.engine);
    const bool beyond = !defaults.contains(*row.effective);
    if (beyond && worst >= Tier::high) return {tier_name(worst), red};
    if (*row.effective == defaults) return {"defaults", mild_yellow};
    if (row.drops_all) return {"minimal", worst == Tier::low ? mild_green : mild_yellow};
    return {beyond ? "defaults+" : "reduced", mild_yellow};
}

/// What is shown of a sentence: a table's row is no place for the whole of it (`check` and the JSON
/// tell all).
std::string cut(const std::string& sentence) {
    constexpr std::size_t most = 100;
    if (sentence.size() <= most) return sentence;
    const std::size_t blank = sentence.rfind(' ', most);
    return blank == std::string::npos || blank < most / 2
               ? sentence.substr(0, sentence.find(' ', most))
               : sentence.substr(0, blank) + " …";
}

std::string held(const check::CapsRow& row) {
    constexpr std::size_t named = 5;
    if (!row.problems.empty()) return cut(terminal::visible(row.problems.front()));
    if (!row.effective)
        return cut("depends on " + (row.unresolved.empty()
                                        ? "an unresolved value"
                                        : terminal::visible(row.unresolved.front())));
    if (*row.effective == CapabilitySet::all()) return "everything";
    if (row.effective->empty()) return "–";
    const CapabilitySet defaults = default_capabilities(row.engine);
    const CapabilitySet beyond = *row.effective - defaults;
    if (beyond.empty() || !row.effective->contains(defaults))
        return list_worst_first(*row.effective, named);
    return fmt::format("{} and the {} defaults", list_worst_first(beyond, named), defaults.size());
}

/// What is known of its needs; "?": nothing.
std::string needed(const check::CapsRow& row) {
    if (row.needs.applicability == Applicability::display) return "?";
    const CapabilitySet needs = row.needs.set();
    return needs.empty() ? "–" : list_worst_first(needs);
}

using Cells = std::array<std::string, 6>; ///< container, engine, posture, count, needs, holds

/// A name stands first in its row, where GitHub's runner takes two colons for a command: the first
/// of them is escaped.
std::string without_commands(std::string text) {
    for (std::size_t at = text.find("::"); at != std::string::npos; at = text.find("::", at))
        text.replace(at, 1, "\\x3a");
    return text;
}

std::string shown_name(const check::CapsRow& row) {
    std::string text = row.object.empty() ? row.name : row.object + " " + row.name;
    if (row.role != Role::app) text += fmt::format(" ({})", role_name(row.role));
    return cut(without_commands(terminal::visible(text)));
}

Cells cells_of(const check::CapsRow& row) {
    return {shown_name(row),
            std::string(engine_name(row.engine)),
            std::string(standing(row).word),
            row.effective ? std::to_string(row.effective->size()) : "?",
            needed(row),
            held(row)};
}

std::string padded(std::string_view text, std::size_t columns) {
    return fmt::format("{}{}", text,
                       std::string(columns - std::min(columns, terminal::width(text)), ' '));
}

/// What the readers of the files refuse.
std::string problem_lines(const Report& report) {
    std::string out;
    for (const input::Skipped& problem : report.problems)
        fmt::format_to(std::back_inserter(out), "{}:{}:{}: {}\n",
                       terminal::visible_path(problem.path), problem.at.line, problem.at.column,
                       terminal::visible(problem.reason));
    return out.empty() ? out : out + "\n";
}

// ---- the JSON

Json problem_json(const input::Skipped& problem) {
    const std::string message = problem.detail.empty()
                                    ? problem.reason
                                    : fmt::format("{}: {}", problem.detail, problem.reason);
    return {{"file", problem.path},
            {"line", problem.at.line},
            {"column", problem.at.column},
            {"message", message}};
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json effective_json(const check::CapsRow& row) {
    if (!row.effective) return nullptr;
    Json names = Json::array();
    for (const Capability capability : *row.effective) names.push_back(name(capability));
    return names;
}

/// null: nothing is known.
Json needs_json(const Needs& needs) {
    if (needs.applicability == Applicability::display) return nullptr;
    Json grants = Json::array();
    for (const Grant& grant : needs.grants)
        grants.push_back({{"capability", name(grant.capability)}, {"reason", grant.reason}});
    return {{"capabilities", std::move(grants)},
            {"applicability", applicability_name(needs.applicability)},
            {"why", needs.why}};
}

Json row_json(const check::CapsRow& row) {
    Json json = {{"file", row.path},        {"line", row.at.line},
                 {"column", row.at.column}, {"format", format_name(row.format)},
                 {"kind", row.kind},        {"name", row.name}};
    if (!row.object.empty()) json["object"] = row.object;
    json["role"] = role_name(row.role);
    json["engine"] = engine_name(row.engine);
    json["image"] = or_null(row.image);
    json["privileged"] = or_null(row.privileged);
    json["add"] = row.add;
    json["drop"] = row.drop;
    json["effective"] = effective_json(row);
    json["needs"] = needs_json(row.needs);
    json["unresolved"] = row.unresolved;
    json["problems"] = row.problems;
    return json;
}

} // namespace

std::string render_caps_table(const Report& report, terminal::Style style) {
    if (report.rows.empty()) return problem_lines(report);
    constexpr std::size_t widest_name =
        44; // one long name must not push every other row out of the window
    const Cells titles = {"container", "engine", "posture", "#", "needs", "holds"};
    std::array<std::size_t, 5> widths{};
    const auto measure = [&](const auto& cells) {
        for (std::size_t column = 0; column < widths.size(); ++column)
            if (column > 0 || terminal::width(cells[column]) <= widest_name)
                widths[column] = std::max(widths[column], terminal::width(cells[column]));
    };
    measure(titles);
    for (const check::CapsRow& row : report.rows) measure(cells_of(row));
    std::string out;
    const auto line = [&](const Cells& cells, std::string_view color) {
        const std::string word = padded(cells[2], widths[2]);
        const std::size_t used = std::max(widths[0], terminal::width(cells[0])) + widths[1] +
                                 widths[2] + widths[3] + widths[4] + 12;
        const std::string holds = style.columns > used + 20
                                      ? terminal::beginning_of(cells[5], style.columns - used)
                                      : cells[5];
        fmt::format_to(std::back_inserter(out), "  {}  {}  {}  {:>{}}  {}  {}\n",
                       padded(cells[0], widths[0]), padded(cells[1], widths[1]),
                       painted(style, color, word), cells[3], widths[3],
                       padded(cells[4], widths[4]), holds);
    };
    line(titles, {});
    const std::string* path = nullptr;
    for (const check::CapsRow& row : report.rows) {
        if (path == nullptr || *path != row.path) {
            path = &row.path;
            fmt::format_to(std::back_inserter(out), "\n{}\n",
                           painted(style, bold, terminal::visible_path(*path)));
        }
        line(cells_of(row), standing(row).color);
    }
    return out + "\n" + problem_lines(report);
}

std::string render_caps_summary(const Report& report, terminal::Style style, bool verbose) {
    std::string postures;
    for (const std::string_view word : standings) {
        const auto count = std::ranges::count_if(
            report.rows, [&](const check::CapsRow& row) { return standing(row).word == word; });
        if (count > 0)
            postures += fmt::format("{}{} {}", postures.empty() ? ": " : ", ", count, word);
    }
    const std::string text =
        fmt::format("{} in {}{}.", terminal::counted(report.containers, "container"),
                    terminal::counted(report.files, "file"), postures);
    return terminal::wrapped(text, {.columns = style.columns}) + "\n" +
           render_left_out(report, style, verbose);
}

std::string render_caps_json(const Report& report) {
    Json containers = Json::array();
    Json problems = Json::array();
    for (const check::CapsRow& row : report.rows) containers.push_back(row_json(row));
    for (const input::Skipped& problem : report.problems) problems.push_back(problem_json(problem));
    for (const input::Skipped& skipped : report.skipped) problems.push_back(problem_json(skipped));
    const Json whole = {
        {"version", 1}, {"containers", std::move(containers)}, {"problems", std::move(problems)}};
    return terminal::inert_json(whole.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

} // namespace dropcap::report
