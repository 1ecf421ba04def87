#include "model/container_kind.hpp"

#include <array>
#include <cstddef>

namespace dropcap {

namespace {

struct KindWords {
    ContainerKind kind;
    std::string_view word;
    std::string_view noun{};
};

constexpr std::array table{
    KindWords{ContainerKind::object, ""},
    KindWords{ContainerKind::service, "service", "service"},
    KindWords{ContainerKind::job, "job", "job"},
    KindWords{ContainerKind::hook, "hook"},
    KindWords{ContainerKind::pre_start, "pre_start"},
    KindWords{ContainerKind::label, "label", "label"},
    KindWords{ContainerKind::build, "build", "build"},
    KindWords{ContainerKind::builder, "builder", "builder"},
    KindWords{ContainerKind::command, "command"},
    KindWords{ContainerKind::exec, "exec"},
    KindWords{ContainerKind::pod, "pod"},
    KindWords{ContainerKind::debug_container, "debug container"},
    KindWords{ContainerKind::container, "container"},
    KindWords{ContainerKind::runtime, "runtime"},
    KindWords{ContainerKind::devcontainer, "devcontainer"},
    KindWords{ContainerKind::feature, "feature"},
    KindWords{ContainerKind::agent, "agent"},
    KindWords{ContainerKind::inside, "inside"},
    KindWords{ContainerKind::with_run, "withRun"},
    KindWords{ContainerKind::run, "run"},
};

constexpr bool is_in_order() {
    for (std::size_t index = 0; index < table.size(); ++index)
        if (table[index].kind != static_cast<ContainerKind>(index)) return false;
    return table.back().kind == ContainerKind::run;
}
static_assert(is_in_order(), "the row of a kind is at its number");

} // namespace

std::string_view kind_word(ContainerKind kind) {
    return table[static_cast<std::size_t>(kind)].word;
}

std::string_view kind_noun(ContainerKind kind) {
    return table[static_cast<std::size_t>(kind)].noun;
}

} // namespace dropcap
