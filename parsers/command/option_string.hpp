#pragma once
// Flags without a command: the options that a CI system, a development container or a unit hands to
// `docker create` or `run`.

#include "parsers/command/line.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::command {

/// Who starts a container that is described elsewhere than in a command, and how messages name it.
struct StartedBy {
    Program program = Program::docker;
    Verb verb = Verb::create;
    ContainerKind kind = ContainerKind::service;
    std::string object; ///< "job/build"; may be empty
    std::string name;   ///< the container's own
    Place name_at{};    ///< the grip for absent things
    Place extent{};
    MaybeFact<std::string> image{};
};

/// Takes `words` apart as the flags of `program`'s `verb`.
[[nodiscard]] ParsedFlags read_flags(std::span<const shell::ShellWord> words, Program program,
                                     Verb verb);

/// The container that `words` and their surroundings make.
[[nodiscard]] CommandResult container_from_options(const std::vector<shell::ShellWord>& words,
                                                   StartedBy by, const CommandContext& context);

/// Adds it to `document`, with what could not be checked.
void add_container(Document& document, CommandResult result);

/// A copy of `text` in which everything between `open` and `close` ("${{" and "}}") stands as one
/// unresolved word, as it is written.
[[nodiscard]] text::MappedText with_open_parts(const text::MappedText& text, std::string_view open,
                                               std::string_view close);

} // namespace dropcap::command
