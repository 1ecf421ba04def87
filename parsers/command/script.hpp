#pragma once
// Commands in shell text, wherever the text stands: scripts, and the shell parts of other formats.

#include "model/container.hpp"
#include "parsers/command/line.hpp"
#include "parsers/format/options.hpp"
#include "parsers/text/mapped_text.hpp"

#include <memory>

namespace dropcap::command {

/// What surrounds a piece of shell text.
struct ScriptContext {
    CommandContext command;
    bool keeps_problems =
        true; ///< false: the text is shell only by guess, what does not parse is not reported
};

/// Adds the containers that the commands of `script` make to `document`, with its comments and
/// problems.
void read_script(const text::MappedText& script, const ScriptContext& context, Document& document);

/// Adds what one command makes, for formats that split their commands themselves; a shell that it
/// starts reads its script.
void read_command_of(const shell::ShellCommand& command, const ScriptContext& context,
                     Document& document);

/// Shell text with docker, podman and nerdctl commands, as a file of its own.
[[nodiscard]] Document parse_script(const std::shared_ptr<const Source>& source,
                                    const format::ParseOptions& options);

} // namespace dropcap::command
