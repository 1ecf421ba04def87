#include "parsers/command/kubectl.hpp"

#include "parsers/command/container.hpp"
#include "parsers/command/flag_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dropcap::command {

namespace {

/// What a debugging profile gives to its container (kubernetes/kubectl: pkg/cmd/debug/profiles.go).
struct Profile {
    std::string_view name;
    std::array<std::string_view, 2> add;
    bool privileged = false;
    bool restricted = false; ///< drops ALL, is not root, may not gain privileges
};

constexpr std::array<Profile, 5> profiles{{
    {"general", {"SYS_PTRACE"}},
    {"baseline", {}},
    {"restricted", {}, false, true},
    {"netadmin", {"NET_ADMIN", "NET_RAW"}},
    {"sysadmin", {}, true},
}};

template <class T>
Fact<T> said_by(const FlagWriter& writer, const FlagUse& use, T value) {
    Fact<T> fact;
    fact.value = std::move(value);
    fact.at = writer.place(use.value.at);
    fact.entry = writer.place(use.entry);
    return fact;
}

CommandResult begin_pod(const CommandLine& line, const CommandContext& context,
                        ContainerKind kind) {
    CommandResult result = begin_container(line, context);
    result.container.kind = kind;
    result.container.partial = true; // no flag of kubectl drops a capability
    result.container.name = line.parsed.operands.empty() ? std::string(kind_word(kind))
                                                         : line.parsed.operands.front().text.text();
    const FlagWriter writer(result, line.program, context);
    if (const FlagUse* image = line.parsed.last("image"))
        result.container.image = writer.fact(*image);
    return result;
}

std::optional<CommandResult> started(const CommandLine& line, const CommandContext& context) {
    const FlagUse* const privileged = line.parsed.last("privileged");
    if (privileged == nullptr || privileged->boolean() == false) return std::nullopt;
    CommandResult result = begin_pod(line, context, ContainerKind::pod);
    FlagWriter(result, line.program, context).write(*privileged);
    return result;
}

std::optional<CommandResult> debugged(const CommandLine& line, const CommandContext& context) {
    const FlagUse* const use = line.parsed.last("profile");
    if (use == nullptr) return std::nullopt;
    const auto* const profile = std::ranges::find(profiles, use->value.text.text(), &Profile::name);
    if (profile == profiles.end())
        return std::nullopt; // "legacy", a variable, or what kubectl refuses
    CommandResult result = begin_pod(line, context, ContainerKind::debug_container);
    Container& container = result.container;
    container.role = Role::ephemeral;
    const FlagWriter writer(result, line.program, context);
    if (profile->privileged) container.privileged = said_by(writer, *use, true);
    for (const std::string_view capability : profile->add)
        if (!capability.empty())
            container.add.words.push_back(said_by(writer, *use, std::string(capability)));
    if (profile->restricted) {
        container.drop.words.push_back(said_by(writer, *use, std::string("ALL")));
        container.no_new_privileges = said_by(writer, *use, true);
        container.run_as_non_root = said_by(writer, *use, true);
    }
    return result;
}

} // namespace

std::optional<CommandResult> container_of_kubectl(const CommandLine& line,
                                                  const CommandContext& context) {
    return line.verb == Verb::debug ? debugged(line, context) : started(line, context);
}

} // namespace dropcap::command
