#include "parsers/command/user_switch.hpp"

#include "parsers/command/prefix.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dropcap::command {

namespace {

using Words = std::span<const shell::ShellWord>;

/// How a program is given the user to become. Sources: each program's manual page or README.
struct Switcher {
    std::string_view program;
    std::string_view letter;        ///< the option `-u`; empty: none
    std::string_view name;          ///< the option `--user`; empty: none
    bool operand = false;           ///< the first operand is the user
    bool root_by_default = false;   ///< without a word it means root
    std::string_view value_letters; ///< further options that take a value in a word of their own
};

constexpr std::array<Switcher, 9> switchers{{
    {"gosu", "", "", true, false, ""},
    {"su-exec", "", "", true, false, ""},
    {"setuidgid", "", "", true, false, ""},
    {"s6-setuidgid", "", "", true, false, ""},
    {"chpst", "u", "", false, false, "Ue/nlLmdofcrtP"},
    {"setpriv", "", "reuid", false, false, ""},
    {"runuser", "u", "user", false, false, "gGcsw"},
    {"sudo", "u", "user", false, true, "gChpDRTrtU"},
    {"doas", "u", "", false, true, "Ca"},
}};

UserSwitch named(const Switcher& switcher, const shell::ShellWord& word, std::size_t begin) {
    UserSwitch result;
    result.program = switcher.program;
    const std::size_t colon = std::min(word.text.text().find(':', begin), word.text.size());
    result.user = word.text.slice(begin, colon);
    result.at = word.span(begin, colon);
    result.named = true;
    return result;
}

/// The words behind the program's own, which is at `at`.
std::optional<UserSwitch> read_switch(Words words, std::size_t at, const Switcher& switcher) {
    const Span program = words[at].at;
    for (++at; at < words.size(); ++at) {
        const shell::ShellWord& word = words[at];
        const std::string_view text = word.text.text();
        if (text == "--" || text.size() < 2 || text[0] != '-') break;
        const bool is_long = text[1] == '-';
        const std::string_view option = text.substr(is_long ? 2 : 1);
        if (is_long && !switcher.name.empty() && option.starts_with(switcher.name)) {
            if (option.size() == switcher.name.size() && at + 1 < words.size())
                return named(switcher, words[at + 1], 0);
            if (option.size() > switcher.name.size() && option[switcher.name.size()] == '=')
                return named(switcher, word, switcher.name.size() + 3);
        }
        if (is_long) continue;
        if (!switcher.letter.empty() && option.ends_with(switcher.letter) && at + 1 < words.size())
            return named(switcher, words[at + 1], 0);
        if (!switcher.letter.empty() && option.starts_with(switcher.letter))
            return named(switcher, word, 2);
        if (option.find_first_of(switcher.value_letters) + 1 == option.size())
            ++at; // `-g docker`, not `-gdocker`
    }
    if (switcher.operand) {
        if (at >= words.size() || words[at].text.text() == "--") return std::nullopt;
        return named(switcher, words[at], 0);
    }
    if (!switcher.root_by_default || at >= words.size()) return std::nullopt;
    UserSwitch root;
    root.program = switcher.program;
    root.user = text::MappedText("root", 0);
    root.at = program;
    return root;
}

} // namespace

std::optional<UserSwitch> find_user_switch(Words words) {
    for (std::size_t at = 0; at < words.size();) {
        const std::string_view program = command_base_name(words[at].text.text());
        if (words[at].text.is_open()) return std::nullopt;
        const auto* const switcher = std::ranges::find(switchers, program, &Switcher::program);
        if (switcher != switchers.end()) return read_switch(words, at, *switcher);
        const std::size_t next = skip_prefix(words, at);
        if (next == at) return std::nullopt;
        at = next;
    }
    return std::nullopt;
}

} // namespace dropcap::command
