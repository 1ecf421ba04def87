#include "parsers/compose/unknown_key.hpp"

#include "model/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dropcap::compose {

namespace {

/// What hardens a service or opens it, and therefore must not get lost.
constexpr std::array<std::string_view, 7> settings{
    "cap_add", "cap_drop", "privileged", "read_only", "security_opt", "user", "userns_mode"};

/// Those of them that no other part of a Compose file has a use for.
constexpr std::array<std::string_view, 4> unmistakable{"cap_add", "cap_drop", "privileged",
                                                       "security_opt"};

/// What people bring along from Kubernetes and from command lines, and what Compose calls it.
struct Foreign {
    std::string_view word;
    std::string_view compose;
};
constexpr std::array foreign_words{
    Foreign{"allowPrivilegeEscalation", "security_opt: [\"no-new-privileges:true\"]"},
    Foreign{"apparmor", "security_opt: [\"apparmor=PROFILE\"]"},
    Foreign{"cap-add", "cap_add"},
    Foreign{"cap-drop", "cap_drop"},
    Foreign{"capAdd", "cap_add"},
    Foreign{"capDrop", "cap_drop"},
    Foreign{"capabilities", "cap_drop"},
    Foreign{"no_new_privileges", "security_opt: [\"no-new-privileges:true\"]"},
    Foreign{"readOnlyRootFilesystem", "read_only"},
    Foreign{"readonly", "read_only"},
    Foreign{"runAsUser", "user"},
    Foreign{"seccomp", "security_opt: [\"seccomp=PROFILE\"]"},
    Foreign{"securityContext", "cap_drop"},
    Foreign{"security_context", "cap_drop"},
    Foreign{"security_opts", "security_opt"},
    Foreign{"userns", "userns_mode"},
};

/// Kubernetes' lists of capabilities, by what is in them.
std::string_view lists_meant(const yaml::Node& capabilities) {
    const bool adds = capabilities.find("add") != nullptr;
    const bool drops = capabilities.find("drop") != nullptr;
    if (adds && drops) return "cap_add` and `cap_drop";
    return adds ? "cap_add" : "cap_drop";
}

/// What was meant by a key of a service; empty: nothing about security.
std::string_view meant(const UnknownKey& unknown) {
    const std::string_view key = unknown.key;
    const yaml::Node* lists = key == "capabilities" ? unknown.value : nullptr;
    if ((key == "securityContext" || key == "security_context") && unknown.value != nullptr)
        lists = unknown.value->get("capabilities");
    if (lists != nullptr) return lists_meant(*lists);
    const auto foreign = std::ranges::find(foreign_words, key, &Foreign::word);
    return foreign != foreign_words.end() ? foreign->compose : nearest(key, settings);
}

/// "volumes[0].content" without the number: the same key of another item is the same mistake.
std::string without_numbers(std::string_view path) {
    std::string kept;
    bool inside = false;
    for (const char c : path) {
        if (c == ']') inside = false;
        if (!inside) kept += c;
        if (c == '[') inside = true;
    }
    return kept;
}

std::string suggestion(const UnknownKey& unknown) {
    std::vector<std::string_view> known;
    for (const Field& field : unknown.fields) known.push_back(field.key);
    return did_you_mean(nearest(unknown.key, known));
}

void tell_misplaced(ProjectContext& reading, const UnknownKey& unknown, const ProblemSink& sink,
                    std::string where, std::string instead) {
    reading.document.misplaced.push_back(
        {.at = unknown.at,
         .setting = std::string(unknown.key),
         .where = std::move(where),
         .effect = "Compose knows no such key there and refuses the file",
         .instead = std::move(instead),
         .subject = std::string(sink.owner)});
    sink.problems.push_back(
        {.at = unknown.at,
         .message = fmt::format("Compose knows no `{}` and refuses the file", unknown.path),
         .misplaced = true});
}

void tell_once(ProjectContext& reading, const UnknownKey& unknown, bool at_root) {
    std::vector<Problem>& problems = reading.document.problems;
    const std::string path = without_numbers(unknown.path);
    const auto [known, fresh] = reading.unknown_keys.try_emplace(
        fmt::format("{}{}", at_root ? "" : "*.", path), problems.size());
    if (!fresh) return problems[known->second].also.push_back(unknown.at);
    problems.push_back(
        {.at = unknown.at,
         .message = fmt::format("Compose knows no `{}` {} and refuses the file{}", path,
                                at_root ? "at the top level" : "in a service", suggestion(unknown)),
         .minor = true});
}

} // namespace

void tell_unknown_key(ProjectContext& reading, const UnknownKey& unknown, const ProblemSink& sink) {
    const bool at_root = sink.owner.empty();
    const bool in_service = !at_root && unknown.path == unknown.key;
    if (const std::string_view setting = in_service ? meant(unknown) : std::string_view{};
        !setting.empty())
        return tell_misplaced(reading, unknown, sink, "the service",
                              fmt::format("write `{}`", setting));
    if (std::ranges::find(unmistakable, unknown.key) == unmistakable.end())
        return tell_once(reading, unknown, at_root);
    const std::string_view around =
        std::string_view(unknown.path).substr(0, unknown.path.rfind('.'));
    tell_misplaced(reading, unknown, sink,
                   at_root ? "the file's top level" : fmt::format("`{}`", around),
                   at_root ? "move it into a service" : "move it to the service itself");
}

} // namespace dropcap::compose
