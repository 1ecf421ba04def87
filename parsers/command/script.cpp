#include "parsers/command/script.hpp"

#include "model/ascii.hpp"
#include "parsers/command/container.hpp"
#include "parsers/command/wording.hpp"
#include "parsers/format/containers.hpp"
#include "parsers/format/file_kind.hpp"
#include "parsers/shell/script.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dropcap::command {

namespace {

/// `sh -c 'docker run …'` in `sh -c '…'`: deeper than this no one writes.
constexpr int deepest_script = 4;

std::string_view base_name(std::string_view word) {
    return word.substr(word.find_last_of('/') + 1);
}

bool is_shell(std::string_view word) {
    constexpr std::array<std::string_view, 6> shells = {"sh", "bash", "dash", "ash", "zsh", "ksh"};
    return std::ranges::find(shells, base_name(word)) != shells.end();
}

class ScriptReader {
  public:
    ScriptReader(const ScriptContext& context, Document& document)
        : context_(context), document_(document) {}

    void read(const text::MappedText& script, int depth) {
        const shell::ShellText text = shell::split_script(script);
        if (depth == 0) take_comments(script, text);
        if (depth == 0 && context_.keeps_problems) {
            for (const shell::ShellProblem& problem : text.problems)
                document_.problems.push_back(
                    {.at = place(problem.at), .message = problem.message, .code = "command"});
        }
        for (const shell::ShellCommand& command : text.commands) read_command_words(command, depth);
    }

    void read_command_words(const shell::ShellCommand& command, int depth) {
        if (const auto line = read_command(command.words)) {
            take(container_of(*line, context_.command));
        } else if (depth < deepest_script) {
            read_inner_script(command, depth);
        }
    }

  private:
    [[nodiscard]] Place place(Span span) const { return {context_.command.source, span}; }

    void take_comments(const text::MappedText& script, const shell::ShellText& text) {
        for (const Span span : text.comments)
            document_.comments.push_back({place(span), stands_alone(script, span)});
    }

    /// Whether only blanks stand between the line's beginning and the comment.
    [[nodiscard]] bool stands_alone(const text::MappedText&, Span span) const {
        const std::string_view text = document_.sources[context_.command.source]->text();
        const std::size_t at = skip_blanks_back(text, span.begin);
        return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
    }

    void take(std::optional<CommandResult> result) {
        if (!result) return;
        format::add_container(document_, std::move(result->container));
        std::ranges::move(result->misplaced, std::back_inserter(document_.misplaced));
        std::ranges::move(result->unchecked, std::back_inserter(document_.unchecked));
    }

    /// `sh -c '…'`, `eval '…'`, `ssh host '…'`, and a here-document that a shell or ssh reads.
    void read_inner_script(const shell::ShellCommand& command, int depth) {
        std::size_t program = 0;
        while (program < command.words.size() && !runs_text(command.words[program].text.text()))
            ++program;
        if (program == command.words.size()) return;
        const std::string_view name = base_name(command.words[program].text.text());
        for (const shell::HereDocument& input : command.input) read(input.body, depth + 1);
        if (name == "eval") {
            if (program + 1 < command.words.size())
                read(command.words[program + 1].text, depth + 1);
        } else if (name == "ssh") {
            if (program + 1 < command.words.size()) read_if_spaced(command.words.back(), depth);
        } else {
            for (std::size_t i = program + 1; i + 1 < command.words.size(); ++i)
                if (is_command_option(command.words[i].text.text())) {
                    read(command.words[i + 1].text, depth + 1);
                    return;
                }
        }
    }

    static bool runs_text(std::string_view word) {
        return is_shell(word) || base_name(word) == "eval" || base_name(word) == "ssh";
    }

    /// `-c`, `-lc`, `-exc`.
    static bool is_command_option(std::string_view word) {
        return word.size() > 1 && word[0] == '-' && word[1] != '-' && word.back() == 'c';
    }

    void read_if_spaced(const shell::ShellWord& word, int depth) {
        if (word.text.text().find(' ') != std::string::npos) read(word.text, depth + 1);
    }

    const ScriptContext& context_;
    Document& document_;
};

} // namespace

void read_script(const text::MappedText& script, const ScriptContext& context, Document& document) {
    ScriptReader(context, document).read(script, 0);
}

void read_command_of(const shell::ShellCommand& command, const ScriptContext& context,
                     Document& document) {
    ScriptReader(context, document).read_command_words(command, 0);
}

Document parse_script(const std::shared_ptr<const Source>& source,
                      const format::ParseOptions& options) {
    Document document;
    document.format = command_format;
    document.sources.push_back(source);
    ScriptContext context;
    context.command.engine = options.engine;
    read_script(text::MappedText(source->text(), 0), context, document);
    return document;
}

namespace {

bool has_shell_shebang(std::string_view text) {
    if (!text.starts_with("#!")) return false;
    const std::string_view line = text.substr(0, text.find('\n'));
    static constexpr std::array<std::string_view, 6> shells{"sh",  "bash", "dash",
                                                            "ash", "ksh",  "zsh"};
    const auto names = [&](std::string_view shell) {
        const std::size_t at = line.rfind(shell);
        if (at == std::string_view::npos || (line[at - 1] != '/' && line[at - 1] != ' '))
            return false;
        const std::size_t end = at + shell.size();
        return end == line.size() || line[end] == ' ' || line[end] == '\r';
    };
    return std::ranges::any_of(shells, names);
}

bool is_script_name(std::string_view name) {
    return name.ends_with(".sh") || name.ends_with(".bash");
}

/// A script without an ending to its name says in its first line what it is.
bool may_be_script(const format::FileInfo& file) {
    return is_script_name(file.name()) || file.name().find('.') == std::string_view::npos;
}

bool is_script(const format::FileInfo& file) {
    if (is_script_name(file.name()) || has_shell_shebang(file.text())) return true;
    static constexpr std::array<std::string_view, 5> programs{"docker", "podman", "nerdctl", "sudo",
                                                              "env"};
    return !file.has_name() &&
           std::ranges::find(programs, format::first_word(file.text())) != programs.end();
}

} // namespace

extern constinit const format::FileKind script;
constinit const format::FileKind script{.title = "a shell script",
                                        .format = command_format,
                                        .scan = format::Scan::scripts,
                                        .may_be = may_be_script,
                                        .is = is_script,
                                        .parse = parse_script};

} // namespace dropcap::command
