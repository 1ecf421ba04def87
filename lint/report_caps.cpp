// `caps`: what each container asks for and what it ends up with, as a table for people and as JSON for programs.

#include "lint/report.hpp"
#include "lint/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace dropcap {
namespace {

using Json = nlohmann::ordered_json;

// ---- the table

/// How a container stands, worst first, in a word and a colour.
struct Standing {
    std::string word;
    std::string_view color;
};

Standing standing(const Case& container) {
    constexpr std::string_view red = "\x1b[1;31m", yellow = "\x1b[33m", green = "\x1b[32m", magenta = "\x1b[35m";
    const Posture& posture = container.posture;
    if (posture.privileged == true) return {"privileged", red};
    if (!posture.refusals.empty() || !container.container->problems.empty()) return {"refused", magenta};
    if (!posture.effective) return {"open", magenta};
    if (posture.effective->empty()) return {"none", green};
    Tier worst = Tier::low;
    for (const Capability capability : *posture.effective) worst = std::max(worst, info(capability).tier);
    const bool beyond = !default_capabilities(posture.engine).contains(*posture.effective);
    if (beyond && worst >= Tier::high) return {std::string(tier_name(worst)), red};
    if (*posture.effective == default_capabilities(posture.engine)) return {"defaults", yellow};
    if (posture.drops_all) return {"minimal", worst == Tier::low ? green : yellow};
    return {beyond ? "defaults+" : "reduced", yellow};
}

std::string held(const Case& container) {
    const Posture& posture = container.posture;
    if (!posture.refusals.empty()) return visible(posture.refusals.front().message);
    if (!container.container->problems.empty()) return visible(container.container->problems.front().message);
    if (!posture.effective) return "depends on " + (posture.unresolved.empty() ? "an open value" : visible(posture.unresolved.front()));
    if (*posture.effective == CapabilitySet::all()) return "everything";
    if (posture.effective->empty()) return "–";
    constexpr std::size_t shown = 5;
    CapabilitySet rest = *posture.effective;
    std::string text = list_worst_first(rest);
    if (rest.size() <= shown) return text;
    std::size_t cut = 0;
    for (std::size_t count = 0; count < shown; ++count) cut = text.find(", ", cut) + 2;
    return fmt::format("{}+{} more", text.substr(0, cut), rest.size() - shown);
}

using Row = std::array<std::string, 5>; ///< container, engine, posture, count, holds

std::string shown_name(const Container& container) {
    std::string text = container.object.empty() ? container.name : container.object + " " + container.name;
    if (container.role != Role::app) text += fmt::format(" ({})", role_name(container.role));
    return visible(text);
}

Row row_of(const Case& container) {
    const auto& effective = container.posture.effective;
    const bool known = effective && container.container->problems.empty();
    return {shown_name(*container.container), std::string(engine_name(container.posture.engine)), standing(container).word,
            known ? std::to_string(effective->size()) : "?", held(container)};
}

std::string padded(std::string_view text, std::size_t columns) {
    return fmt::format("{}{}", text, std::string(columns - std::min(columns, width(text)), ' '));
}

// ---- the JSON

Json problem_json(std::string_view file, const Document& document, const Place& at, std::string_view message) {
    const Location where = locate(document, at);
    return {{"file", file.empty() ? where.path : file}, {"line", where.start.line}, {"column", where.start.column}, {"message", message}};
}

Json container_json(const Document& document, const Case& one) {
    const Container& container = *one.container;
    const Posture& posture = one.posture;
    const Location where = locate(document, container.name_at);
    Json problems = Json::array();
    for (const Problem& problem : container.problems) problems.push_back(problem.message);
    for (const Problem& problem : posture.refusals) problems.push_back(problem.message);
    Json effective = nullptr;
    if (problems.empty() && posture.effective) {
        effective = Json::array();
        for (const Capability capability : *posture.effective) effective.push_back(name(capability));
    }
    Json row = {{"file", where.path},           {"line", where.start.line},
                {"column", where.start.column}, {"format", format_name(container.format)},
                {"kind", container.kind},       {"name", container.name}};
    if (!container.object.empty()) row["object"] = container.object;
    row["role"] = role_name(container.role);
    row["engine"] = engine_name(posture.engine);
    row["image"] = container.image && container.image->known() != nullptr ? Json(*container.image->known()) : Json(nullptr);
    row["privileged"] = posture.privileged ? Json(*posture.privileged) : Json(nullptr);
    row["add"] = normalised_words(container.add, posture.add);
    row["drop"] = normalised_words(container.drop, posture.drop);
    row["effective"] = std::move(effective);
    row["unresolved"] = posture.unresolved;
    row["problems"] = std::move(problems);
    return row;
}

} // namespace

std::string render_caps_table(const Report& report, Style style) {
    std::string out;
    std::array<std::size_t, 4> widths = {9, 6, 7, 1};
    for (const FileResult& result : report.results)
        for (const Case& one : result.linted.cases) {
            const Row row = row_of(one);
            for (std::size_t column = 0; column < widths.size(); ++column) widths[column] = std::max(widths[column], width(row[column]));
        }
    const auto line = [&](const Row& row, std::string_view color) {
        const std::string word = padded(row[2], widths[2]);
        fmt::format_to(std::back_inserter(out), "  {}  {}  {}  {:>{}}  {}\n", padded(row[0], widths[0]), padded(row[1], widths[1]),
                       style.color && !color.empty() ? fmt::format("{}{}\x1b[0m", color, word) : word, row[3], widths[3], row[4]);
    };
    for (const FileResult& result : report.results) {
        if (result.linted.cases.empty()) continue;
        const std::string path = visible_path(result.document->sources[0]->path());
        out += style.color ? fmt::format("\x1b[1m{}\x1b[0m\n", path) : path + "\n";
        line({"container", "engine", "posture", "#", "holds"}, {});
        for (const Case& one : result.linted.cases) line(row_of(one), standing(one).color);
        out += '\n';
    }
    for (const FileResult& result : report.results)
        for (const Problem& problem : result.document->problems) {
            const Location where = locate(*result.document, problem.at);
            fmt::format_to(std::back_inserter(out), "{}:{}:{}: {}\n", visible_path(where.path), where.start.line, where.start.column,
                           visible(problem.message));
        }
    return out;
}

std::string render_caps_json(const Report& report) {
    Json containers = Json::array();
    Json problems = Json::array();
    for (const FileResult& result : report.results) {
        const Document& document = *result.document;
        for (const Case& one : result.linted.cases) containers.push_back(container_json(document, one));
        for (const Problem& problem : document.problems) problems.push_back(problem_json({}, document, problem.at, problem.message));
        for (const Unjudged& part : document.unjudged) problems.push_back(problem_json({}, document, part.at, part.reason));
    }
    std::set<std::string_view> told;
    for (const FileResult& result : report.results) told.insert(result.document->sources[0]->path());
    for (const Skipped& file : report.skipped)
        if (!told.contains(file.path)) problems.push_back({{"file", file.path}, {"line", 1}, {"column", 1}, {"message", file.reason}});
    const Json whole = {{"version", 1}, {"containers", std::move(containers)}, {"problems", std::move(problems)}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace dropcap
