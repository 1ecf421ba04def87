#include "lint/help/completions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dropcap::help {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    return fmt::format("{}", fmt::join(words, between));
}

/// The values of a flag, with blanks between.
std::string words_of(const FlagInfo& flag) {
    std::vector<std::string_view> words(flag.choices.size());
    std::ranges::transform(flag.choices, words.begin(), &Choice::word);
    return fmt::format("{}", fmt::join(words, " "));
}

/// "-q", "--quiet".
std::vector<std::string> spellings(const FlagInfo& flag) {
    std::vector<std::string> all;
    if (flag.letter != 0) all.push_back(fmt::format("-{}", flag.letter));
    all.push_back(fmt::format("--{}", flag.name));
    return all;
}

/// `text` with a backslash before each letter of `special`.
std::string escaped(std::string_view text, std::string_view special) {
    std::string result;
    for (const char letter : text) {
        if (special.find(letter) != std::string_view::npos) result += '\\';
        result += letter;
    }
    return result;
}

/// `text` inside the single quotes of fish, which knows backslashes there.
std::string fish_quoted(std::string_view text) { return escaped(text, "'\\"); }

/// `text` inside the single quotes of zsh, which ends at the next one, and inside what _arguments
/// and _describe take apart.
std::string zsh_quoted(std::string_view text) {
    std::string result;
    for (const char letter : escaped(text, "[]:\\"))
        result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return result;
}

/// What bash's function does behind a flag that takes a value.
std::string bash_values(const FlagInfo& flag) {
    if (flag.takes_file) return "_dropcap_files \"$cur\"";
    if (flag.is_list) return fmt::format("_dropcap_list \"$cur\" '{}'", words_of(flag));
    return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$cur\"))", words_of(flag));
}

} // namespace

std::string render_bash_completion(std::span<const CommandInfo> commands) {
    std::string out = R"(# bash completion for dropcap, written by `dropcap completions bash`.

_dropcap_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

# Completes the last word of a list with commas between.
_dropcap_list() {
    local before=${1%"${1##*,}"}
    compopt -o nospace 2>/dev/null
    COMPREPLY=($(compgen -P "$before" -W "$2" -- "${1##*,}"))
}

_dropcap() {
    local cur=${COMP_WORDS[COMP_CWORD]} flag= command=check at
    COMPREPLY=()
    # `--flag=value` arrives as three words.
    if [[ $cur == = ]]; then
        cur= flag=${COMP_WORDS[COMP_CWORD-1]}
    elif [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[COMP_CWORD-1]} == = ]]; then
        flag=${COMP_WORDS[COMP_CWORD-2]}
    elif [[ $COMP_CWORD -gt 0 ]]; then
        flag=${COMP_WORDS[COMP_CWORD-1]}
    fi
)";
    std::vector<std::string> names;
    for (const CommandInfo& command : commands) names.emplace_back(command.name);
    fmt::format_to(
        std::back_inserter(out),
        "    case ${{COMP_WORDS[1]}} in\n    {}) [[ $COMP_CWORD -gt 1 ]] && command=${{COMP_WORDS[1]}} ;;\n    esac\n    case "
        "\"$command $flag\" in\n",
        joined(names, " | "));
    for (const CommandInfo& command : commands) {
        for (const FlagInfo& flag : command.flags) {
            if (flag.value.empty() || flag.optional_value) continue;
            std::vector<std::string> patterns;
            for (const std::string& spelling : spellings(flag))
                patterns.push_back(fmt::format("'{} {}'", command.name, spelling));
            fmt::format_to(std::back_inserter(out), "    {}) {}; return ;;\n",
                           joined(patterns, " | "), bash_values(flag));
        }
    }
    out += "    esac\n    case \"$command $cur\" in\n";
    for (const CommandInfo& command : commands) {
        std::vector<std::string> flags;
        for (const FlagInfo& flag : command.flags)
            for (const std::string& spelling : spellings(flag)) flags.push_back(spelling);
        fmt::format_to(std::back_inserter(out),
                       "    '{} -'*) COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return ;;\n",
                       command.name, joined(flags, " "));
    }
    out += "    esac\n    case $command in\n";
    for (const CommandInfo& command : commands)
        fmt::format_to(std::back_inserter(out), "    {}) {} ;;\n", command.name,
                       command.word ? bash_values(*command.word) : std::string(":"));
    fmt::format_to(
        std::back_inserter(out),
        "    esac\n    [[ $COMP_CWORD -ne 1 ]] || COMPREPLY+=($(compgen -W '{}' -- \"$cur\"))\n}}\n\ncomplete -F _dropcap dropcap\n",
        joined(names, " "));
    return out;
}

namespace {

/// What zsh's _arguments offers for a value: "FORMAT:(full concise)", "FILE:_files".
std::string zsh_values(const FlagInfo& flag) {
    const std::string name = zsh_quoted(flag.value);
    if (flag.takes_file) return fmt::format(":{}:_files", name);
    if (flag.choices.empty()) return fmt::format(":{}: ", name);
    if (flag.is_list) return fmt::format(":{}:_values -s , {} {}", name, name, words_of(flag));
    return fmt::format(":{}:({})", name, words_of(flag));
}

std::string zsh_flag(const FlagInfo& flag) {
    std::string out;
    for (const std::string& spelling : spellings(flag)) {
        const bool is_long = spelling.starts_with("--");
        const std::string_view glue = flag.value.empty()    ? ""
                                      : flag.optional_value ? "=-"
                                      : is_long             ? "="
                                                            : "+";
        std::string value = flag.value.empty()    ? std::string()
                            : flag.optional_value ? ":" + zsh_values(flag)
                                                  : zsh_values(flag);
        fmt::format_to(std::back_inserter(out), " \\\n            '{}{}{}[{}]{}'",
                       flag.repeatable ? "*" : "", spelling, glue, zsh_quoted(flag.text), value);
    }
    return out;
}

} // namespace

std::string render_zsh_completion(std::span<const CommandInfo> commands) {
    std::string out = R"(#compdef dropcap
# zsh completion for dropcap, written by `dropcap completions zsh`.

_dropcap() {
    local -a commands
    local command=check
    commands=(
)";
    for (const CommandInfo& command : commands)
        fmt::format_to(std::back_inserter(out), "        '{}:{}'\n", command.name,
                       zsh_quoted(command.summary));
    out += R"(    )
    if (( CURRENT > 2 )) && (( ${commands[(I)${words[2]}:*]} )); then
        command=${words[2]}
        shift words
        (( CURRENT-- ))
    elif (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
        _describe command commands
    fi
    case $command in
)";
    for (const CommandInfo& command : commands) {
        fmt::format_to(std::back_inserter(out), "        {}) _arguments -s", command.name);
        for (const FlagInfo& flag : command.flags) out += zsh_flag(flag);
        if (command.word)
            fmt::format_to(std::back_inserter(out), " \\\n            '*{}'",
                           zsh_values(*command.word));
        out += " ;;\n";
    }
    return out + "    esac\n}\n\n_dropcap \"$@\"\n";
}

std::string render_fish_completion(std::span<const CommandInfo> commands) {
    std::vector<std::string> others;
    for (const CommandInfo& command : commands)
        if (command.name != "check") others.emplace_back(command.name);
    std::string out = "# fish completion for dropcap, written by `dropcap completions fish`.\n\n";
    for (const CommandInfo& command : commands)
        fmt::format_to(std::back_inserter(out),
                       "complete -c dropcap -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                       fish_quoted(command.summary));
    for (const CommandInfo& command : commands) {
        const std::string when =
            command.name == "check"
                ? fmt::format("not __fish_seen_subcommand_from {}", joined(others, " "))
                : fmt::format("__fish_seen_subcommand_from {}", command.name);
        out += '\n';
        if (command.word && !command.word->takes_file)
            fmt::format_to(std::back_inserter(out), "complete -c dropcap -n '{}' -f -a '{}'\n",
                           when, words_of(*command.word));
        for (const FlagInfo& flag : command.flags) {
            fmt::format_to(std::back_inserter(out), "complete -c dropcap -n '{}'", when);
            if (flag.letter != 0) fmt::format_to(std::back_inserter(out), " -s {}", flag.letter);
            fmt::format_to(std::back_inserter(out), " -l {}", flag.name);
            if (!flag.value.empty() && !flag.optional_value)
                out += flag.takes_file ? " -r -F" : " -x";
            if (!flag.choices.empty())
                fmt::format_to(std::back_inserter(out), " -a '{}'", words_of(flag));
            fmt::format_to(std::back_inserter(out), " -d '{}'\n", fish_quoted(flag.text));
        }
    }
    return out;
}

} // namespace dropcap::help
