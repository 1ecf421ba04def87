#include "lint/help/manual.hpp"

#include "model/ascii.hpp"

#include <fmt/format.h>

#include <iterator>

namespace dropcap::help {
namespace {

/// `text` for man(7): backslashes and dashes as they are typed, no line that is taken for a
/// request, the typographer's signs by name.
std::string roff(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\')
            result += "\\e";
        else if (text[at] == '-')
            result += "\\-";
        else if (text[at] == '`' || text[at] == '^' || text[at] == '~')
            result += text[at] == '`' ? "\\(ga" : text[at] == '^' ? "\\(ha" : "\\(ti";
        else if (text.substr(at).starts_with("…"))
            result += "...", at += std::string_view("…").size() - 1;
        else if ((text[at] == '.' || text[at] == '\'') && (at == 0 || text[at - 1] == '\n'))
            result += fmt::format("\\&{}", text[at]);
        else
            result += text[at];
    }
    return result;
}

/// Lines below the first are a list.
std::string paragraphs(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        if (at > 0) {
            line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
            result += ".br\n";
        }
        result += roff(line) + "\n";
        at = end + 1;
    }
    return result;
}

std::string heading(const FlagInfo& flag) {
    std::string text;
    const auto add = [&](std::string_view dashes, const std::string& name, std::string_view glue) {
        text += fmt::format("{}\\fB{}{}\\fR", text.empty() ? "" : ", ", roff(dashes), roff(name));
        if (flag.optional_value)
            text += fmt::format("[=\\fI{}\\fR]", roff(flag.value));
        else if (!flag.value.empty())
            text += fmt::format("{}\\fI{}\\fR", glue, roff(flag.value));
    };
    for (const std::string& name : flag.short_names) add("-", name, " ");
    for (const std::string& name : flag.long_names) add("--", name, " ");
    return text;
}

constexpr std::string_view before_commands = R"(.\" Written by `dropcap --man`.
.TH DROPCAP 1 "2026-11-26" "dropcap )" DROPCAP_VERSION R"(" "User Commands"
.SH NAME
dropcap \- find the Linux capabilities that containers hold and should not
.SH SYNOPSIS
.B dropcap
.RB [ check ]
.RI [ FLAG ...]
.RI [ PATH ...]
.br
.B dropcap caps
.RI [ FLAG ...]
.RI [ PATH ...]
.br
.B dropcap explain
.IR RULE | CAPABILITY
.br
.B dropcap rules
.br
.B dropcap completions
.IR SHELL
.SH DESCRIPTION
dropcap reads Compose files, Dockerfiles with their LABEL RUN, Kubernetes manifests and docker, podman and nerdctl command lines.
It works out which capabilities each container ends up with by the rules of the engine that will run it,
and says at the exact word what is wrong, why it matters and what to write instead.
It works offline and runs nothing from the files it reads.
)";

constexpr std::string_view after_commands = R"(.SH SUPPRESSION
.B # dropcap: ignore[\fIRULE\fB,...] \fIREASON
.br
hides findings on its line, on the line below it, and at the container whose name it stands beside or above.
.B until=\fIYYYY\-MM\-DD
before the reason makes it end.
.B # dropcap: ignore\-file[\fIRULE\fB,...] \fIREASON
in the first comment block of a file holds for the whole file.
A reason is required; a comment that hides nothing, is mistyped or is over is a finding itself.
.SH FILES
.TP
.I .dropcap.yaml
The configuration: the nearest one above a file, up to the repository's root, applies to it.
.B dropcap \-\-show\-settings
.I PATH
shows what that comes to.
.SH EXIT STATUS
.TP
.B 0
Nothing at or above the threshold of
.BR \-\-fail\-on .
.TP
.B 1
Findings at or above it.
.TP
.B 2
Wrong usage, a broken configuration, an unreadable input that was named, or an internal error.
.SH ENVIRONMENT
.TP
.BR NO_COLOR ", " FORCE_COLOR
Colour never, or always, unless
.B \-\-color
says otherwise.
.SH EXAMPLES
.TP
.B dropcap
Lint everything below the working directory.
.TP
.B dropcap caps compose.yaml
What would each service hold?
.TP
.B dropcap explain NET_RAW
What does it allow, who needs it, what breaks without it?
.TP
.B helm template . | dropcap \-
Lint what a chart comes to.
.SH SEE ALSO
.BR capabilities (7),
.BR docker\-run (1),
.BR podman\-run (1)
)";

} // namespace

std::string render_manual(std::span<const CommandInfo> commands) {
    std::string out(before_commands);
    for (const CommandInfo& command : commands) {
        fmt::format_to(std::back_inserter(out), ".SH DROPCAP {}\n{}\n",
                       uppercase(std::string(command.name)), roff(command.summary));
        for (const FlagInfo& flag : command.flags)
            fmt::format_to(std::back_inserter(out), ".TP\n{}\n{}", heading(flag),
                           paragraphs(flag.text));
    }
    return out + std::string(after_commands);
}

} // namespace dropcap::help
