#include "lint/help/manual.hpp"

#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

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

/// "-q, --quiet", "--format FORMAT", in bold and italics.
std::string heading(const FlagInfo& flag) {
    std::string text;
    if (flag.letter != 0) text += fmt::format("\\fB\\-{}\\fR, ", flag.letter);
    text += fmt::format("\\fB{}\\fR", roff(fmt::format("--{}", flag.name)));
    if (flag.optional_value)
        text += fmt::format("[=\\fI{}\\fR]", roff(flag.value));
    else if (!flag.value.empty())
        text += fmt::format(" \\fI{}\\fR", roff(flag.value));
    return text;
}

/// The values of a flag: in one sentence, or one per line where they are explained.
std::string values(const FlagInfo& flag) {
    if (flag.choices.empty() || flag.choices.size() > most_named) return {};
    std::vector<std::string_view> words(flag.choices.size());
    std::ranges::transform(flag.choices, words.begin(), &Choice::word);
    std::string text = fmt::format("Values: {}", roff(fmt::format("{}", fmt::join(words, ", "))));
    if (!flag.default_choice.empty()) text += fmt::format(" (default: {})", flag.default_choice);
    text += ".\n";
    for (const Choice& choice : flag.choices)
        if (!choice.about.empty())
            text += fmt::format(".br\n\\fB{}\\fR: {}\n", roff(choice.word), roff(choice.about));
    return text;
}

constexpr std::string_view title = R"(.\" Written by `dropcap --man`.
.TH DROPCAP 1 "2026-11-26" "dropcap )" DROPCAP_VERSION R"(" "User Commands"
.SH NAME
dropcap \- find the Linux capabilities that containers hold and do not need
.SH SYNOPSIS
)";

constexpr std::string_view description = R"(.SH DESCRIPTION
dropcap reads Compose files, Dockerfiles with their LABEL RUN, Kubernetes manifests, and docker, podman and nerdctl command lines.
It computes which capabilities each container holds by the rules of the engine that runs it.
It reports what is wrong at the exact word, why it matters and what to write instead.
It works offline and runs nothing from the files that it reads.
)";

constexpr std::string_view after_commands = R"(.SH SUPPRESSION
.B # dropcap: ignore[\fIRULE\fB,...] \fIREASON
.br
suppresses findings on its line, on the line below it, and at the container whose name is on one of these lines.
.B until=\fIYYYY\-MM\-DD
before the reason makes it expire.
.B # dropcap: ignore\-file[\fIRULE\fB,...] \fIREASON
in the first comment block of a file applies to the whole file.
A reason is required. A comment that suppresses nothing, is mistyped or has expired is a finding itself.
.SH FILES
.TP
.I .dropcap.yaml
The configuration: the nearest one above a file, up to the repository's root, applies to it.
.B dropcap \-\-show\-settings
.I PATH
prints the resulting settings.
.SH EXIT STATUS
.TP
.B 0
No finding at or above the threshold of
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
Never or always print colors, unless
.B \-\-color
says otherwise.
.SH EXAMPLES
.TP
.B dropcap
Lint everything below the current directory.
.TP
.B dropcap caps compose.yaml
Show what each service holds.
.TP
.B dropcap explain NET_RAW
Explain what it allows, who needs it and what breaks without it.
.TP
.B helm template . | dropcap \-
Lint a rendered chart.
.SH SEE ALSO
.BR capabilities (7),
.BR docker\-run (1),
.BR podman\-run (1)
)";

} // namespace

std::string render_manual(std::span<const CommandInfo> commands) {
    std::string out(title);
    const auto to = std::back_inserter(out);
    for (const CommandInfo& command : commands)
        fmt::format_to(to, "{}\\fBdropcap\\fR {}\\fB{}\\fR{} [\\fIFLAG\\fR...] \\fI{}\\fR\n",
                       out == title ? "" : ".br\n", command.implied ? "[" : "", command.name,
                       command.implied ? "]" : "", roff(command.words));
    out += description;
    for (const CommandInfo& command : commands) {
        fmt::format_to(to, ".SH DROPCAP {}\n{}.\n", uppercase(std::string(command.name)),
                       roff(command.summary));
        for (const FlagGroup group : flag_groups) {
            std::string flags;
            for (const FlagInfo& flag : command.flags)
                if (flag.group == group)
                    flags += fmt::format(".TP\n{}\n{}.\n{}", heading(flag), roff(flag.text),
                                         values(flag));
            if (!flags.empty()) fmt::format_to(to, ".SS {}\n{}", group_title(group), flags);
        }
    }
    return out + std::string(after_commands);
}

} // namespace dropcap::help
