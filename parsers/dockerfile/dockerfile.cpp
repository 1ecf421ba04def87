// Dockerfile → the command lines in its labels, and what the image says about its user, ports and
// file capabilities.

#include "parsers/dockerfile/dockerfile.hpp"

#include "parsers/dockerfile/image_labels.hpp"
#include "parsers/dockerfile/image_state.hpp"
#include "parsers/dockerfile/instruction_check.hpp"
#include "parsers/dockerfile/stages.hpp"
#include "parsers/dockerfile/wording.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/format/not_checked.hpp"
#include "parsers/text/template_text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dropcap::dockerfile {
namespace {

class DockerfileReader {
  public:
    DockerfileReader(Document& document, const format::ParseOptions& options)
        : document_(document), options_(options) {}

    void read(std::string_view text) {
        const Instructions instructions = split_instructions(text);
        tell(instructions.problems);
        for (const Span comment : instructions.comments)
            document_.comments.push_back({.at = place(comment), .own_line = true});
        const BuildPlan plan = plan_build(instructions, &options_.build_args);
        if (plan.stages.empty()) return no_stage(plan, instructions);
        if (is_docker_frontend(instructions.syntax))
            for (const Instruction& instruction : instructions.list)
                tell(refused_by_buildkit(instruction, instructions.escape));
        tell(plan.problems);
        if (const auto target = choose_stage(plan))
            build(plan, *target, instructions.escape, text.size());
    }

  private:
    [[nodiscard]] static Place place(Span span) { return {0, span}; }

    void tell(const std::vector<BuildProblem>& problems) {
        for (const BuildProblem& problem : problems)
            document_.problems.push_back(
                {.at = place(problem.at), .message = problem.message, .code = "dockerfile"});
    }

    /// Nothing to build. What is called `Dockerfile` is meant to be one; `Dockerfile.part`, found
    /// by walking, may be a part of one, or only be called like it.
    void no_stage(const BuildPlan& plan, const Instructions& instructions) {
        if (instructions.list.empty()) return tell(plan.problems);
        const Instruction& first = instructions.list.front();
        if (!options_.explicit_file && !is_plain_name(document_.sources[0]->path())) {
            document_.unchecked.push_back(
                {.at = place(first.keyword_at),
                 .reason = "it has no FROM: a part of a Dockerfile, or none at all"});
            return;
        }
        const auto refused = refused_by_buildkit(first, instructions.escape);
        const bool tells_more = is_docker_frontend(instructions.syntax) && !refused.empty() &&
                                refused[0].at == first.keyword_at;
        tell(tells_more ? refused : plan.problems);
    }

    static bool is_plain_name(std::string_view path) {
        const std::string_view name = path.substr(path.find_last_of('/') + 1);
        return name == "Dockerfile" || name == "Containerfile" || name == "dockerfile";
    }

    /// --stage, else the last one.
    std::optional<std::size_t> choose_stage(const BuildPlan& plan) {
        if (plan.stages.empty()) return std::nullopt;
        const std::size_t last = plan.stages.size() - 1;
        if (options_.stage.empty()) return last;
        if (const auto found = find_stage(plan, options_.stage)) return found;
        const Place at = place(plan.stages[last].base_at);
        if (options_.explicit_file) {
            document_.problems.push_back(
                {at, fmt::format("no stage is called `{}`; {}", options_.stage, names_of(plan))});
            return std::nullopt;
        }
        document_.unchecked.push_back(
            {.at = at,
             .reason = fmt::format("no stage is called `{}`, the last one is checked; {}",
                                   options_.stage, names_of(plan))});
        return last;
    }

    static std::string names_of(const BuildPlan& plan) {
        std::string names;
        std::size_t count = 0;
        for (const BuildStage& stage : plan.stages) {
            if (stage.name.empty()) continue;
            if (++count > 20) return names + ", …";
            names += fmt::format("{}`{}`", names.empty() ? "its stages are " : ", ", stage.name);
        }
        return names.empty() ? "none of its stages has a name" : names;
    }

    void build(const BuildPlan& plan, std::size_t target, char escape, std::size_t bytes) {
        ImageState image(plan.globals, escape, bytes);
        for (const std::size_t index : lineage(plan, target)) {
            image.begin(plan.stages[index]);
            for (const Instruction& instruction : plan.stages[index].instructions)
                image.take(instruction);
        }
        image.finish();
        tell(image.problems());
        const command::CommandContext context{.source = 0,
                                              .engine = options_.engine,
                                              .format = dockerfile_format,
                                              .kind = ContainerKind::label,
                                              .why_open = "set by who runs the label"};
        read_labels(image.labels(), context, document_);
        ImageRecipe& recipe = image.recipe();
        recipe.insecure_runs = insecure_runs(plan, target);
        if (recipe.name.empty()) recipe.name = document_.sources[0]->path();
        document_.recipe = std::move(recipe);
    }

    /// RUN --security=insecure of every stage that is built for the target, whether or not its
    /// files end in the image.
    static std::vector<Fact<std::string>> insecure_runs(const BuildPlan& plan, std::size_t target) {
        std::vector<Fact<std::string>> found;
        const std::vector<bool> needed = needed_for(plan, target);
        for (std::size_t index = 0; index < plan.stages.size(); ++index) {
            if (!needed[index]) continue;
            for (const Instruction& instruction : plan.stages[index].instructions)
                collect_insecure(instruction, found);
        }
        return found;
    }

    static void collect_insecure(const Instruction& instruction,
                                 std::vector<Fact<std::string>>& found) {
        if (instruction.keyword == "ONBUILD") return collect_insecure_trigger(instruction, found);
        if (instruction.keyword != "RUN") return;
        for (const BuildFlag& flag : instruction.flags)
            if (flag.name == "security" && flag.value.text() == "insecure")
                found.push_back({.value = std::string("insecure"),
                                 .at = place(flag.value.span()),
                                 .entry = place(flag.at)});
    }

    /// The images that are built on this one run it.
    static void collect_insecure_trigger(const Instruction& instruction,
                                         std::vector<Fact<std::string>>& found) {
        const Instruction trigger = read_instruction(instruction.arguments);
        if (trigger.keyword == "RUN") collect_insecure(trigger, found);
    }

    Document& document_;
    const format::ParseOptions& options_;
};

/// What Docker refuses and a template engine would change is a template. What Docker takes is none,
/// whatever its commands print.
Document or_template(Document read) {
    if (read.problems.empty()) return read;
    auto use = text::find_construct(read.sources[0]->text());
    if (!use) return read;
    return format::not_checked(read.sources[0], use->at, std::move(use->reason));
}

} // namespace

Document parse_dockerfile(const std::shared_ptr<const Source>& source,
                          const format::ParseOptions& options) {
    Document document;
    document.format = dockerfile_format;
    document.sources.push_back(source);
    DockerfileReader(document, options).read(document.sources[0]->text());
    return or_template(std::move(document));
}

namespace {

/// Whether `text` is `word` (lower case) in any case.
bool is_word(std::string_view text, std::string_view word) {
    return std::ranges::equal(text, word, {}, [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
}

template <std::size_t N>
bool ends_with_one_of(std::string_view name, const std::array<std::string_view, N>& endings) {
    return std::ranges::any_of(endings,
                               [&](std::string_view ending) { return name.ends_with(ending); });
}

/// `Dockerfile.prod`, `Dockerfile-prod` and `api.Dockerfile`, but not `Dockerfile.md` and what
/// docker itself puts next to one.
bool is_dockerfile_name(std::string_view name) {
    static constexpr std::array<std::string_view, 8> others{
        ".dockerignore", ".md", ".rst", ".txt", ".yaml", ".yml", ".json", ".sh"};
    for (const std::string_view base :
         {std::string_view("dockerfile"), std::string_view("containerfile")}) {
        if (name == base) return true;
        if (name.ends_with(base) && name[name.size() - base.size() - 1] == '.') return true;
        const bool suffixed =
            name.starts_with(base) &&
            std::string_view(".-_").find(name[base.size()]) != std::string_view::npos;
        if (suffixed) return !ends_with_one_of(name, others);
    }
    return false;
}

bool may_be_dockerfile(const format::FileInfo& file) { return is_dockerfile_name(file.name()); }

bool is_dockerfile(const format::FileInfo& file) {
    if (file.has_name()) return true;
    const std::string_view word = format::first_word(file.text());
    return is_word(word, "from") || is_word(word, "arg");
}

} // namespace

extern constinit const format::FileKind dockerfile;
constinit const format::FileKind dockerfile{.title = "a Dockerfile",
                                            .format = dockerfile_format,
                                            .scan = format::Scan::always,
                                            .may_be = may_be_dockerfile,
                                            .is = is_dockerfile,
                                            .parse = parse_dockerfile};

} // namespace dropcap::dockerfile
