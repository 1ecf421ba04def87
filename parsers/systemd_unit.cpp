// systemd services whose commands start containers: ExecStart= and its neighbours (systemd.service(5)).

#include "parsers/file_kind.hpp"
#include "parsers/script.hpp"
#include "parsers/unit_file.hpp"

#include <algorithm>
#include <array>

namespace dropcap {

namespace {

constexpr std::array<std::string_view, 7> command_keys = {"ExecCondition", "ExecStartPre", "ExecStart",   "ExecStartPost",
                                                          "ExecReload",    "ExecStop",     "ExecStopPost"};

bool holds_command(const UnitSetting& setting) {
    return setting.section == "Service" && std::ranges::find(command_keys, setting.key) != command_keys.end();
}

/// A command line's words without its prefixes; behind `@` the second word is only what the process is called.
std::vector<ShellWord> command_words(const MappedText& value) {
    const std::size_t begin = std::min(value.text().find_first_not_of("@-:+!|"), value.size());
    const bool renamed = value.text().substr(0, begin).find('@') != std::string::npos;
    std::vector<ShellWord> words = unit_words(with_specifiers(value.slice(begin)));
    if (renamed && words.size() > 1) words.erase(words.begin() + 1);
    return words;
}

/// Several commands stand on one line with a lone `;` between them.
std::vector<ShellCommand> commands_of(const UnitSetting& setting) {
    std::vector<ShellCommand> commands(1);
    for (ShellWord& word : command_words(setting.value)) {
        if (word.text.text() == ";" && !word.quoted)
            commands.emplace_back();
        else
            commands.back().words.push_back(std::move(word));
    }
    std::erase_if(commands, [](const ShellCommand& command) { return command.words.empty(); });
    return commands;
}

Document parse_unit(const std::shared_ptr<const Source>& source, const ParseOptions& options) {
    Document document;
    document.sources.push_back(source);
    UnitFile file = read_unit_file(source->text(), 0);
    document.comments = std::move(file.comments);
    ScriptContext context;
    context.command.engine = options.engine;
    context.command.why_open = "known to systemd only when the unit starts";
    for (const UnitSetting& setting : file.settings) {
        if (!holds_command(setting)) continue;
        for (const ShellCommand& command : commands_of(setting)) read_command_of(command, context, document);
    }
    for (Container& container : document.containers) container.object = unit_name(source->path());
    return document;
}

bool may_be_unit(const Glance& file) { return file.name().ends_with(".service"); }

bool is_unit(const Glance& file) {
    const std::string_view text = file.text();
    const bool has_section = text.starts_with("[Service]") || text.find("\n[Service]") != std::string_view::npos;
    return has_section && text.find("\nExec") != std::string_view::npos;
}

} // namespace

extern constinit const FileKind systemd_unit;
constinit const FileKind systemd_unit{.title = "a systemd service",
                                      .format = Format::command,
                                      .scan = Scan::scripts,
                                      .may_be = may_be_unit,
                                      .is = is_unit,
                                      .parse = parse_unit};

} // namespace dropcap
