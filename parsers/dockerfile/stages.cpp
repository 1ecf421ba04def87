#include "parsers/dockerfile/stages.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>

namespace dropcap::dockerfile {

namespace {

/// Known to every build without being declared, and different on every machine
/// (docs.docker.com/reference/dockerfile, "Automatic platform ARGs in the global scope").
constexpr std::array<std::string_view, 9> platform_args = {
    "BUILDPLATFORM", "BUILDOS",    "BUILDARCH",     "BUILDVARIANT", "TARGETPLATFORM",
    "TARGETOS",      "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE"};

/// How much the ARGs in front of the first FROM may grow by naming each other.
constexpr std::size_t most_global_bytes = 1U << 20U;

class Planner {
  public:
    Planner(const Instructions& instructions,
            const std::map<std::string, std::optional<std::string>>* given)
        : all_(instructions) {
        plan_.globals.given = given;
        for (const std::string_view name : platform_args)
            plan_.globals.args[std::string(name)] = {};
    }

    BuildPlan plan() {
        for (std::size_t at = 0; at < all_.list.size(); ++at) {
            const Instruction& instruction = all_.list[at];
            if (instruction.keyword == "FROM") {
                from(instruction, at);
            } else if (!plan_.stages.empty()) {
                BuildStage& stage = plan_.stages.back();
                stage.instructions = {stage.instructions.data(), stage.instructions.size() + 1};
            } else if (instruction.keyword == "ARG") {
                take_args(instruction, {.escape = all_.escape,
                                        .globals = nullptr,
                                        .variables = plan_.globals,
                                        .left = left_,
                                        .problems = plan_.problems});
            } else {
                homeless(instruction);
            }
        }
        if (plan_.stages.empty() && plan_.problems.empty()) nothing_to_build();
        return std::move(plan_);
    }

  private:
    void complain(Span at, std::string message) {
        plan_.problems.push_back({at, std::move(message)});
    }

    void homeless(const Instruction& instruction) {
        if (std::exchange(reported_homeless_, true)) return;
        complain(
            instruction.keyword_at,
            fmt::format("{} is before the first FROM: there is no image yet", instruction.keyword));
    }

    void nothing_to_build() {
        if (all_.list.empty()) {
            complain({}, "the file holds no instruction: there is nothing to build");
        } else {
            complain(all_.list.back().at, "the file has no FROM: there is nothing to build");
        }
    }

    /// FROM image|stage [AS name]
    void from(const Instruction& instruction, std::size_t at) {
        BuildStage stage;
        stage.instructions = std::span(all_.list).subspan(at + 1, 0);
        stage.base_at = instruction.at;
        const auto words = split_build_words(instruction.arguments, all_.escape);
        if (!words.empty()) {
            stage.base_at = words[0].span();
            stage.base = expanded(words[0]);
        }
        if (const auto found = by_name_.find(lowercase(stage.base)); found != by_name_.end())
            stage.parent = found->second;
        if (words.size() >= 3 && lowercase(words[1].text()) == "as")
            stage.name = lowercase(words[2].text());
        if (!stage.name.empty()) by_name_[stage.name] = plan_.stages.size();
        plan_.stages.push_back(std::move(stage));
    }

    std::string expanded(const text::MappedText& word) {
        auto result = expand_build_word(
            word, {.escape = all_.escape, .variables = plan_.globals, .left = &left_});
        if (const auto* why = std::get_if<std::string>(&result)) {
            complain(word.span(), *why);
            return {};
        }
        const auto& image = std::get<text::MappedText>(result);
        if (image.empty())
            complain(word.span(), fmt::format("base name ({}) should not be blank", word.text()));
        return image.is_open() ? std::string() : image.text();
    }

    const Instructions& all_;
    BuildPlan plan_;
    std::map<std::string, std::size_t> by_name_; ///< the latest stage of that name
    std::size_t left_ = most_global_bytes;
    bool reported_homeless_ = false;
};

/// The value of `key` in `from=build,target=/x`.
std::string_view mount_value(std::string_view options, std::string_view key) {
    while (!options.empty()) {
        const std::string_view option = take_before(options, ',');
        if (option.starts_with(key) && option.size() > key.size() && option[key.size()] == '=')
            return option.substr(key.size() + 1);
    }
    return {};
}

/// The stage that a flag of `instruction` takes files from; empty: none.
std::string_view source_of(const Instruction& instruction, const BuildFlag& flag) {
    if ((instruction.keyword == "COPY" || instruction.keyword == "ADD") && flag.name == "from")
        return flag.value.text();
    if (instruction.keyword == "RUN" && flag.name == "mount")
        return mount_value(flag.value.text(), "from");
    return {};
}

/// An earlier stage than `before` by name or number.
std::optional<std::size_t> earlier_stage(const std::map<std::string, std::size_t>& by_name,
                                         std::string_view word, std::size_t before) {
    if (const auto found = by_name.find(lowercase(std::string(word))); found != by_name.end())
        return found->second;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size() || number >= before)
        return std::nullopt;
    return number;
}

/// The stages that each stage begins with or takes files from.
std::vector<std::vector<std::size_t>> sources_of_all(const BuildPlan& plan) {
    std::vector<std::vector<std::size_t>> sources(plan.stages.size());
    std::map<std::string, std::size_t> by_name;
    for (std::size_t index = 0; index < plan.stages.size(); ++index) {
        const BuildStage& stage = plan.stages[index];
        if (stage.parent) sources[index].push_back(*stage.parent);
        for (const Instruction& instruction : stage.instructions)
            for (const BuildFlag& flag : instruction.flags)
                if (const auto source = earlier_stage(by_name, source_of(instruction, flag), index))
                    sources[index].push_back(*source);
        if (!stage.name.empty()) by_name[stage.name] = index;
    }
    return sources;
}

} // namespace

BuildPlan plan_build(const Instructions& instructions,
                     const std::map<std::string, std::optional<std::string>>* given) {
    return Planner(instructions, given).plan();
}

std::optional<std::size_t> find_stage(const BuildPlan& plan, std::string_view name) {
    const std::string wanted = lowercase(std::string(name));
    for (std::size_t index = plan.stages.size(); index-- > 0;)
        if (!wanted.empty() && plan.stages[index].name == wanted) return index;
    return std::nullopt;
}

std::vector<std::size_t> lineage(const BuildPlan& plan, std::size_t target) {
    std::vector<std::size_t> line;
    for (std::optional<std::size_t> at = target; at; at = plan.stages[*at].parent)
        line.push_back(*at);
    std::ranges::reverse(line);
    return line;
}

std::vector<bool> needed_for(const BuildPlan& plan, std::size_t target) {
    const auto sources = sources_of_all(plan);
    std::vector<bool> needed(plan.stages.size(), false);
    needed[target] = true;
    for (std::size_t index = target + 1; index-- > 0;) // a stage takes only from earlier ones
        if (needed[index])
            for (const std::size_t source : sources[index]) needed[source] = true;
    return needed;
}

void take_args(const Instruction& instruction, const ArgScope& scope) {
    for (const text::MappedText& word : split_build_words(instruction.arguments, scope.escape)) {
        const auto equals = word.text().find('=');
        const std::string name = word.text().substr(0, equals);
        BuildVariable variable;
        if (equals == std::string::npos) {
            const BuildVariable* const global =
                scope.globals == nullptr ? nullptr : scope.globals->find(name);
            if (global != nullptr) variable = *global;
        } else {
            const Expansion how{
                .escape = scope.escape, .variables = scope.variables, .left = &scope.left};
            auto value = expand_build_word(word.slice(equals + 1), how);
            if (const auto* why = std::get_if<std::string>(&value)) {
                scope.problems.push_back({word.span(), *why});
            } else if (const auto& text = std::get<text::MappedText>(value); !text.is_open()) {
                variable.value = text.text();
            }
        }
        if (const auto* const given =
                scope.globals != nullptr ? scope.globals->given : scope.variables.given) {
            if (const auto found = given->find(name); found != given->end())
                variable.value = found->second;
        }
        scope.variables.args[name] = std::move(variable);
    }
}

} // namespace dropcap::dockerfile
