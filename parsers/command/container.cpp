// What each verb of a command line starts, changes or enters.

#include "parsers/command/container.hpp"

#include "parsers/command/flag_writer.hpp"
#include "parsers/command/kubectl.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dropcap::command {

namespace {

bool has_flag(const ParsedFlags& parsed, std::string_view name) {
    return parsed.last(name) != nullptr;
}

std::string shown_head(const CommandLine& line) {
    return fmt::format("{} {}", program_name(line.program), verb_words(line.verb));
}

std::string first_operand(const CommandLine& line, std::string_view otherwise) {
    return line.parsed.operands.empty() ? std::string(otherwise)
                                        : line.parsed.operands.front().text.text();
}

/// The first operand: the image of run and create, the container of exec.
void take_image(CommandResult& result, const CommandLine& line, const CommandContext& context) {
    Container& container = result.container;
    const FlagWriter writer(result, line.program, context);
    if (line.parsed.operands.empty()) {
        container.name = shown_head(line);
        if (!line.parsed.open_options.empty()) return;
        container.problems.push_back(
            {{context.source, line.head},
             fmt::format("{} needs an image and no word is left for it", shown_head(line))});
        return;
    }
    const shell::ShellWord& image = line.parsed.operands.front();
    container.image = writer.fact(image, 0, image.text.size(), image.at);
    container.name = image.text.text();
}

void take_name(Container& container, const ParsedFlags& parsed) {
    if (const FlagUse* name = parsed.last("name"); name != nullptr && !name->value.text.empty())
        container.name = name->value.text.text();
}

/// run, create, service create: a container of its own.
CommandResult started(const CommandLine& line, const CommandContext& context) {
    CommandResult result = begin_container(line, context);
    if (line.verb == Verb::service_create && !context.engine)
        result.container.engine = Engine::swarm;
    take_image(result, line, context);
    take_name(result.container, line.parsed);
    result.container.written =
        WrittenAt{.settings = {context.source, {line.head.end, line.head.end}}};
    if (!has_flag(line.parsed, "volume") && !has_flag(line.parsed, "mount") &&
        !has_flag(line.parsed, "volumes-from"))
        result.container.data = DataPlace::volume;
    apply_flags(result, line.parsed, line.program, context);
    return result;
}

/// exec --privileged gives the process every capability, whatever the container dropped
/// (moby:daemon/exec_linux.go).
std::optional<CommandResult> entered(const CommandLine& line, const CommandContext& context) {
    const FlagUse* privileged = line.parsed.last("privileged");
    if (privileged == nullptr || privileged->boolean() == false) return std::nullopt;
    CommandResult result = begin_container(line, context);
    result.container.role = Role::hook;
    result.container.kind = ContainerKind::exec;
    result.container.name = first_operand(line, "exec");
    apply_flags(result, line.parsed, line.program, context);
    return result;
}

std::string build_name(const ParsedFlags& parsed) {
    if (const FlagUse* tag = parsed.last("tag")) return tag->value.text.text();
    return parsed.operands.empty() ? "build" : parsed.operands.front().text.text();
}

constexpr std::string_view insecure_word = "security.insecure";

/// Where `security.insecure` stands as one of the words of `text` that `separators` divide.
std::optional<std::size_t> find_insecure(std::string_view text, std::string_view separators) {
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        if (text.substr(at, end - at) == insecure_word) return at;
        at = end + 1;
    }
    return std::nullopt;
}

/// Says at `security.insecure`, which is at `at` in a flag's value, that the build may do
/// everything.
Fact<bool> insecure_at(const FlagWriter& writer, const FlagUse& use, std::size_t at) {
    Fact<bool> insecure;
    insecure.value = true;
    insecure.at = writer.place(use.value.span(at, at + insecure_word.size()));
    insecure.entry = writer.place(use.entry);
    return insecure;
}

/// A build matters when it asks for more than a build gets.
std::optional<CommandResult> built(const CommandLine& line, const CommandContext& context) {
    CommandResult result = begin_container(line, context);
    result.container.role = Role::build;
    result.container.kind = ContainerKind::build;
    result.container.name = build_name(line.parsed);
    bool asks = has_flag(line.parsed, "cap-add") || has_flag(line.parsed, "cap-drop");
    for (const FlagUse& use : line.parsed.flags) {
        const auto at =
            use.spec.name == "allow" ? find_insecure(use.value.text.text(), ",") : std::nullopt;
        if (!at) continue;
        asks = true;
        result.container.privileged =
            insecure_at(FlagWriter(result, line.program, context), use, *at);
    }
    if (!asks) return std::nullopt;
    apply_flags(result, line.parsed, line.program, context);
    return result;
}

/// buildx create --buildkitd-flags '--allow-insecure-entitlement security.insecure': every build
/// there may then ask for it.
std::optional<CommandResult> builder_created(const CommandLine& line,
                                             const CommandContext& context) {
    for (const FlagUse& use : line.parsed.flags) {
        if (use.spec.name != "buildkitd-flags" && use.spec.name != "flags") continue;
        const std::string& text = use.value.text.text();
        const auto at = find_insecure(text, " =,\t\n");
        if (!at || text.find("--allow-insecure-entitlement") == std::string::npos) continue;
        CommandResult result = begin_container(line, context);
        result.container.role = Role::build;
        result.container.kind = ContainerKind::builder;
        result.container.is_builder = true;
        result.container.name = "builder";
        take_name(result.container, line.parsed);
        result.container.privileged =
            insecure_at(FlagWriter(result, line.program, context), use, *at);
        return result;
    }
    return std::nullopt;
}

/// docker/cli:opts/capabilities.go: takes back what the service was given before, and is no
/// capability.
void forget_reset(CapabilityList& list) {
    std::erase_if(list.words, [](const Fact<std::string>& word) {
        return word.known() != nullptr && normalise_word(*word.known()) == "RESET";
    });
}

/// service update and compose run change something that is defined elsewhere: reported when they
/// touch capabilities.
std::optional<CommandResult> changed(const CommandLine& line, const CommandContext& context) {
    if (!has_flag(line.parsed, "cap-add") && !has_flag(line.parsed, "cap-drop"))
        return std::nullopt;
    CommandResult result = begin_container(line, context);
    const bool is_service = line.verb == Verb::service_update;
    if (is_service && !context.engine) result.container.engine = Engine::swarm;
    result.container.partial = true;
    result.container.name = first_operand(line, "service");
    apply_flags(result, line.parsed, line.program, context);
    if (is_service) {
        forget_reset(result.container.add);
        forget_reset(result.container.drop);
    }
    return result;
}

/// A pod of Podman hands its namespaces and confinement on to the containers in it; capabilities
/// are theirs.
std::optional<CommandResult> pod_created(const CommandLine& line, const CommandContext& context) {
    CommandResult result = begin_container(line, context);
    Container& container = result.container;
    container.kind = ContainerKind::pod;
    container.partial = true;
    container.name = first_operand(line, "pod");
    take_name(container, line.parsed);
    apply_flags(result, line.parsed, line.program, context);
    const bool matters = container.seccomp || container.apparmor || container.selinux ||
                         container.host_pid || container.host_network || container.host_user ||
                         container.host_uts || !container.problems.empty();
    if (!matters) return std::nullopt;
    return result;
}

std::optional<CommandResult> container_for_verb(const CommandLine& line,
                                                const CommandContext& context) {
    if (line.program == Program::kubectl) return container_of_kubectl(line, context);
    switch (line.verb) {
    case Verb::run:
    case Verb::create:
    case Verb::service_create: return started(line, context);
    case Verb::exec:
    case Verb::compose_exec: return entered(line, context);
    case Verb::build:
    case Verb::bake: return built(line, context);
    case Verb::builder_create: return builder_created(line, context);
    case Verb::service_update:
    case Verb::compose_run: return changed(line, context);
    case Verb::pod_create: return pod_created(line, context);
    case Verb::debug:
    case Verb::global: break;
    }
    return std::nullopt;
}

} // namespace

CommandResult begin_container(const CommandLine& line, const CommandContext& context) {
    CommandResult result;
    Container& container = result.container;
    container.kind = context.kind;
    container.format = context.format;
    container.engine = engine_of(line.program, context);
    container.name_at = {context.source, line.head};
    container.extent = {context.source, line.extent};
    return result;
}

std::optional<CommandResult> container_of(const CommandLine& line, const CommandContext& context) {
    if (line.parsed.asks_help) return std::nullopt;
    // A variable that is only called like a program may be another one: where its words do not fit,
    // it is.
    if (line.guessed && (!line.parsed.problems.empty() || line.parsed.operands.empty()))
        return std::nullopt;
    return container_for_verb(line, context);
}

} // namespace dropcap::command
