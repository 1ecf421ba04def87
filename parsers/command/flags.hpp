#pragma once
// The flags of docker, podman and nerdctl and whether each takes a value, as data.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dropcap::command {

/// A program that starts containers.
enum class Program : std::uint8_t { docker, podman, nerdctl, kubectl };
/// "docker", "podman", "nerdctl", "kubectl".
[[nodiscard]] std::string_view program_name(Program program);

/// What a command line does, as far as capabilities are concerned.
enum class Verb : std::uint8_t {
    global,
    run,
    create,
    exec,
    build,
    bake,
    builder_create,
    compose_run,
    compose_exec,
    pod_create,
    service_create,
    service_update,
    debug, ///< kubectl debug
};
/// The words that stand for it: "run", "compose run"; empty for Verb::global.
[[nodiscard]] std::string_view verb_words(Verb verb);

/// One flag.
struct FlagSpec {
    std::string_view name;    ///< without dashes
    char letter = '\0';       ///< `-x`, or none
    bool takes_value = false; ///< false: a boolean, which takes a value only behind `=`
    bool any_value = false;   ///< no boolean, but its value stands only behind `=` as well
};

/// The flags that a program takes at one place of its command line; at most four groups.
using FlagTable = std::array<std::string_view, 4>;

/// Flags of `program` before its command (Verb::global) or behind `verb`; empty groups where it has
/// no such command.
[[nodiscard]] FlagTable flag_table(Program program, Verb verb);

/// Options that may stand between the words of a command of docker: behind `compose`, `buildx`.
[[nodiscard]] FlagTable group_table(std::string_view group);

[[nodiscard]] std::optional<FlagSpec> find_flag(const FlagTable& table, std::string_view name);
[[nodiscard]] std::optional<FlagSpec> find_flag(const FlagTable& table, char letter);

/// The flag's name that a mistyped `name` may have meant; else empty.
[[nodiscard]] std::string_view suggest_flag(const FlagTable& table, std::string_view name);

} // namespace dropcap::command
