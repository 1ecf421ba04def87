#pragma once
// A Dockerfile cut into its stages, and which of them a build needs (moby/buildkit:
// frontend/dockerfile/dockerfile2llb/convert.go).

#include "parsers/dockerfile/instructions.hpp"
#include "parsers/dockerfile/words.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::dockerfile {

/// FROM and what follows it up to the next FROM.
struct BuildStage {
    std::string name; ///< lower case; empty where it has none
    std::string
        base; ///< the image or stage it begins with, expanded; empty where that is not known
    Span base_at;
    std::optional<std::size_t> parent; ///< the earlier stage it begins with
    std::span<const Instruction> instructions;
};

/// The stages in order, and the ARGs in front of them.
struct BuildPlan {
    BuildVariables globals;
    std::vector<BuildStage> stages;
    std::vector<BuildProblem> problems;
};

/// Cuts `instructions`, which must outlive the plan. `given`: the build arguments
/// (BuildVariables::given), which must outlive it too.
[[nodiscard]] BuildPlan
plan_build(const Instructions& instructions,
           const std::map<std::string, std::optional<std::string>>* given = nullptr);

/// The stage that `docker build --target` would build; empty: there is none of that name.
[[nodiscard]] std::optional<std::size_t> find_stage(const BuildPlan& plan, std::string_view name);

/// The stages that `target` is made of, from the first that begins with an external image to
/// `target` itself.
[[nodiscard]] std::vector<std::size_t> lineage(const BuildPlan& plan, std::size_t target);

/// Whether each stage is built for `target`: its lineage, and what COPY --from and RUN --mount=from
/// take from.
[[nodiscard]] std::vector<bool> needed_for(const BuildPlan& plan, std::size_t target);

/// Where ARG declares its variables.
struct ArgScope {
    char escape = '\\';
    const BuildVariables* globals =
        nullptr; ///< inside a stage: the ARGs in front of the first FROM
    BuildVariables& variables;
    std::size_t& left; ///< bytes that substitution may still bring in
    std::vector<BuildProblem>& problems;
};

/// ARG name[=default] …: what each declares, in order.
void take_args(const Instruction& instruction, const ArgScope& scope);

} // namespace dropcap::dockerfile
