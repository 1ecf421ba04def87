#include "parsers/command/prefix.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dropcap::command {

namespace {

using Words = std::span<const shell::ShellWord>;

/// `NAME=value`, `NAME+=value`.
bool is_assignment(const shell::ShellWord& word) {
    const std::string& text = word.text.text();
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || is_digit(text[0])) return false;
    return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(equals),
                       [](char c) { return is_alphanumeric(c) || c == '_' || c == '+'; });
}

/// A program that runs the command behind it, the letters and names of its options that take a
/// value in a word of their own, and how many operands of its own it has.
struct Wrapper {
    std::string_view name;
    std::string_view value_letters;
    std::string_view value_names; ///< with a blank behind each
    int operands = 0;
};

// Source: each program's own manual page.
constexpr std::array<Wrapper, 25> wrappers{{
    {"sudo", "ugChpDRTrtU",
     "user group close-from host prompt chdir chroot command-timeout role type other-user "},
    {"doas", "uCa", ""},
    {"env", "uCS", "unset chdir split-string "},
    {"exec", "a", ""},
    {"time", "of", "output format "},
    {"nohup", "", ""},
    {"command", "", ""},
    {"builtin", "", ""},
    {"nice", "n", "adjustment "},
    {"ionice", "cnp", "class classdata pid "},
    {"timeout", "ks", "kill-after signal ", 1},
    {"stdbuf", "ioe", "input output error "},
    {"setsid", "", ""},
    {"xargs", "adEeIiLlnPs", "arg-file delimiter max-args max-procs max-chars "},
    {"chronic", "", ""},
    {"unbuffer", "", ""},
    {"lima", "", ""},
    {"flock", "wE", "timeout conflict-exit-code ", 1},
    {"retry", "tdm", ""},
    {"systemd-run", "upEtH",
     "unit property setenv host machine description slice uid gid working-directory "},
    {"tini", "pe", ""},
    {"dumb-init", "r", "rewrite "},
    {"catatonit", "", ""},
    {"ssh-agent", "at", ""},
    {"winpty", "", ""},
}};

/// Words of the shell's grammar that may be in front of a command.
constexpr std::array<std::string_view, 11> keywords = {
    "if", "then", "elif", "else", "while", "until", "do", "!", "{", "time", "coproc"};

/// Whether the value of `--name` is the next word.
bool takes_next_long(const Wrapper& wrapper, std::string_view option) {
    return option.find('=') == std::string_view::npos &&
           wrapper.value_names.find(std::string(option.substr(2)) + ' ') != std::string_view::npos;
}

/// `-u app` and `-Eu app` leave the value to the next word, `-uapp` does not.
bool takes_next_short(const Wrapper& wrapper, std::string_view cluster) {
    const std::size_t letter = cluster.find_first_of(wrapper.value_letters, 1);
    return letter != std::string_view::npos && letter + 1 == cluster.size();
}

/// Steps over a wrapper's own options and operands.
std::size_t skip_wrapper(Words words, std::size_t at, const Wrapper& wrapper) {
    for (++at; at < words.size(); ++at) {
        const std::string_view text = words[at].text.text();
        if (text == "--") {
            ++at;
            break;
        }
        if (text.size() < 2 || text[0] != '-') break;
        const bool separate =
            text[1] == '-' ? takes_next_long(wrapper, text) : takes_next_short(wrapper, text);
        if (separate) ++at;
    }
    return std::min(at + static_cast<std::size_t>(wrapper.operands), words.size());
}

} // namespace

std::string_view command_base_name(std::string_view word) {
    const std::size_t slash = word.find_last_of("/\\");
    return slash == std::string_view::npos ? word : word.substr(slash + 1);
}

std::size_t skip_prefix(Words words, std::size_t at) {
    const std::string& text = words[at].text.text();
    if (is_assignment(words[at])) return at + 1;
    const bool is_keyword = std::ranges::find(keywords, text) != keywords.end();
    const auto* const wrapper =
        std::ranges::find(wrappers, command_base_name(text), &Wrapper::name);
    if (wrapper != wrappers.end()) return skip_wrapper(words, at, *wrapper);
    return is_keyword ? at + 1 : at;
}

} // namespace dropcap::command
