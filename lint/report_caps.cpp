// `caps`: what each container asks for and what it ends up with, as a table for people and as JSON for programs.

#include "lint/report.hpp"
#include "lint/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

// ---- the table

/// How a container stands, worst first, in a word and a colour.
struct Standing {
    std::string word;
    std::string_view color;
};

Standing standing(const CapsRow& row) {
    constexpr std::string_view red = "\x1b[1;31m", yellow = "\x1b[33m", green = "\x1b[32m", magenta = "\x1b[35m";
    if (row.privileged == true) return {"privileged", red};
    if (!row.problems.empty()) return {"refused", magenta};
    if (!row.effective) return {"open", magenta};
    if (row.effective->empty()) return {"none", green};
    Tier worst = Tier::low;
    for (const Capability capability : *row.effective) worst = std::max(worst, info(capability).tier);
    const CapabilitySet defaults = default_capabilities(row.engine);
    const bool beyond = !defaults.contains(*row.effective);
    if (beyond && worst >= Tier::high) return {std::string(tier_name(worst)), red};
    if (*row.effective == defaults) return {"defaults", yellow};
    if (row.drops_all) return {"minimal", worst == Tier::low ? green : yellow};
    return {beyond ? "defaults+" : "reduced", yellow};
}

std::string held(const CapsRow& row) {
    if (!row.problems.empty()) return visible(row.problems.front());
    if (!row.effective) return "depends on " + (row.unresolved.empty() ? "an open value" : visible(row.unresolved.front()));
    if (*row.effective == CapabilitySet::all()) return "everything";
    if (row.effective->empty()) return "–";
    constexpr std::size_t shown = 5;
    std::string text = list_worst_first(*row.effective);
    if (row.effective->size() <= shown) return text;
    std::size_t cut = 0;
    for (std::size_t count = 0; count < shown; ++count) cut = text.find(", ", cut) + 2;
    return fmt::format("{}+{} more", text.substr(0, cut), row.effective->size() - shown);
}

using Cells = std::array<std::string, 5>; ///< container, engine, posture, count, holds

std::string shown_name(const CapsRow& row) {
    std::string text = row.object.empty() ? row.name : row.object + " " + row.name;
    if (row.role != Role::app) text += fmt::format(" ({})", role_name(row.role));
    return visible(text);
}

Cells cells_of(const CapsRow& row) {
    return {shown_name(row), std::string(engine_name(row.engine)), standing(row).word,
            row.effective ? std::to_string(row.effective->size()) : "?", held(row)};
}

std::string padded(std::string_view text, std::size_t columns) {
    return fmt::format("{}{}", text, std::string(columns - std::min(columns, width(text)), ' '));
}

// ---- the JSON

Json problem_json(const Skipped& problem) {
    return {{"file", problem.path}, {"line", problem.at.line}, {"column", problem.at.column}, {"message", problem.reason}};
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json effective_json(const CapsRow& row) {
    if (!row.effective) return nullptr;
    Json names = Json::array();
    for (const Capability capability : *row.effective) names.push_back(name(capability));
    return names;
}

Json row_json(const CapsRow& row) {
    Json json = {{"file", row.path}, {"line", row.at.line}, {"column", row.at.column}, {"format", format_name(row.format)},
                 {"kind", row.kind}, {"name", row.name}};
    if (!row.object.empty()) json["object"] = row.object;
    json["role"] = role_name(row.role);
    json["engine"] = engine_name(row.engine);
    json["image"] = or_null(row.image);
    json["privileged"] = or_null(row.privileged);
    json["add"] = row.add;
    json["drop"] = row.drop;
    json["effective"] = effective_json(row);
    json["unresolved"] = row.unresolved;
    json["problems"] = row.problems;
    return json;
}

} // namespace

std::string render_caps_table(const Report& report, Style style) {
    std::string out;
    std::array<std::size_t, 4> widths = {9, 6, 7, 1};
    for (const CapsRow& row : report.rows) {
        const Cells cells = cells_of(row);
        for (std::size_t column = 0; column < widths.size(); ++column) widths[column] = std::max(widths[column], width(cells[column]));
    }
    const auto line = [&](const Cells& cells, std::string_view color) {
        const std::string word = padded(cells[2], widths[2]);
        fmt::format_to(std::back_inserter(out), "  {}  {}  {}  {:>{}}  {}\n", padded(cells[0], widths[0]), padded(cells[1], widths[1]),
                       style.color && !color.empty() ? fmt::format("{}{}\x1b[0m", color, word) : word, cells[3], widths[3], cells[4]);
    };
    const std::string* path = nullptr;
    for (const CapsRow& row : report.rows) {
        if (path == nullptr || *path != row.path) {
            if (path != nullptr) out += '\n';
            path = &row.path;
            out += style.color ? fmt::format("\x1b[1m{}\x1b[0m\n", visible_path(*path)) : visible_path(*path) + "\n";
            line({"container", "engine", "posture", "#", "holds"}, {});
        }
        line(cells_of(row), standing(row).color);
    }
    if (path != nullptr) out += '\n';
    for (const Skipped& problem : report.problems)
        fmt::format_to(std::back_inserter(out), "{}:{}:{}: {}\n", visible_path(problem.path), problem.at.line, problem.at.column,
                       visible(problem.reason));
    return out;
}

std::string render_caps_json(const Report& report) {
    Json containers = Json::array();
    Json problems = Json::array();
    for (const CapsRow& row : report.rows) containers.push_back(row_json(row));
    for (const Skipped& problem : report.problems) problems.push_back(problem_json(problem));
    for (const Skipped& skipped : report.skipped) problems.push_back(problem_json(skipped));
    const Json whole = {{"version", 1}, {"containers", std::move(containers)}, {"problems", std::move(problems)}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace dropcap
