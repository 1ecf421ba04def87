// systemd services whose commands start containers: ExecStart= and its neighbours
// (systemd.service(5)).

#include "parsers/command/script.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/hosts/unit_file.hpp"

#include <algorithm>
#include <array>

namespace dropcap::hosts {

namespace {

constexpr std::array<std::string_view, 7> command_keys = {
    "ExecCondition", "ExecStartPre", "ExecStart",   "ExecStartPost",
    "ExecReload",    "ExecStop",     "ExecStopPost"};

bool holds_command(const UnitSetting& setting) {
    return setting.section == "Service" &&
           std::ranges::find(command_keys, setting.key) != command_keys.end();
}

/// A command line's words without its prefixes; behind `@` the second word is only what the process
/// is called.
std::vector<shell::ShellWord> command_words(const text::MappedText& value) {
    const std::size_t begin = std::min(value.text().find_first_not_of("@-:+!|"), value.size());
    const bool renamed = value.text().substr(0, begin).find('@') != std::string::npos;
    std::vector<shell::ShellWord> words = unit_words(with_specifiers(value.slice(begin)));
    if (renamed && words.size() > 1) words.erase(words.begin() + 1);
    return words;
}

/// Several commands are on one line with a lone `;` between them.
std::vector<shell::ShellCommand> commands_of(const UnitSetting& setting) {
    std::vector<shell::ShellCommand> commands(1);
    for (shell::ShellWord& word : command_words(setting.value)) {
        if (word.text.text() == ";" && !word.quoted)
            commands.emplace_back();
        else
            commands.back().words.push_back(std::move(word));
    }
    std::erase_if(commands,
                  [](const shell::ShellCommand& command) { return command.words.empty(); });
    return commands;
}

Document parse_unit(const std::shared_ptr<const Source>& source,
                    const format::ParseOptions& options) {
    Document document;
    document.sources.push_back(source);
    UnitFile file = read_unit_file(source->text(), 0);
    document.comments = std::move(file.comments);
    command::ScriptContext context;
    context.command.engine = options.engine;
    context.command.why_open = "known to systemd only when the unit starts";
    for (const UnitSetting& setting : file.settings) {
        if (!holds_command(setting)) continue;
        for (const shell::ShellCommand& command : commands_of(setting))
            command::read_command_of(command, context, document);
    }
    for (Container& container : document.containers) container.object = unit_name(source->path());
    return document;
}

bool may_be_unit(const format::FileInfo& file) { return file.name().ends_with(".service"); }

bool is_unit(const format::FileInfo& file) {
    const std::string_view text = file.text();
    const bool has_section =
        text.starts_with("[Service]") || text.find("\n[Service]") != std::string_view::npos;
    return has_section && text.find("\nExec") != std::string_view::npos;
}

} // namespace

extern constinit const format::FileKind systemd_unit;
constinit const format::FileKind systemd_unit{.title = "a systemd service",
                                              .format = command::command_format,
                                              .scan = format::Scan::scripts,
                                              .may_be = may_be_unit,
                                              .is = is_unit,
                                              .parse = parse_unit};

} // namespace dropcap::hosts
