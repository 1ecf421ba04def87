#include "parsers/command/harden.hpp"

#include "model/ascii.hpp"
#include "model/capability.hpp"
#include "model/concat.hpp"

namespace dropcap::command {

std::vector<std::string> flags_for(const Hardening& wanted) {
    std::vector<std::string> flags;
    if (wanted.drop_all) flags.emplace_back("--cap-drop=ALL");
    for (const Grant& grant : wanted.add)
        flags.push_back(concat({"--cap-add=", name(grant.capability)}));
    if (wanted.no_new_privileges) flags.emplace_back("--security-opt=no-new-privileges");
    return flags;
}

std::vector<Edit> harden(const Document& document, const Container& container,
                         const Hardening& wanted) {
    if (!container.written) return {};
    const Place at = container.written->settings;
    // In a list of words (`["docker", "run"]`) a flag would be an item of its own.
    const std::string_view text = document.source(at).text();
    if (at.span.end >= text.size() || (text[at.span.end] != ' ' && text[at.span.end] != '\t'))
        return {};
    std::string flags;
    for (const std::string& flag : flags_for(wanted)) flags += concat({" ", flag});
    if (flags.empty()) return {};
    return {{at, std::move(flags)}};
}

std::vector<Edit> remove_flag(const Document& document, const CapabilityList& list,
                              std::size_t index) {
    const Place flag = list.words[index].entry;
    const auto shares = [&](std::size_t at) { // `--cap-add=A,B` is one flag
        return at < list.words.size() && list.words[at].entry == flag;
    };
    if (shares(index + 1) || (index > 0 && shares(index - 1))) return {};
    const std::string_view text = document.source(flag).text();
    std::size_t begin = skip_blanks_back(text, flag.span.begin);
    std::size_t end = flag.span.end;
    const bool begins_line = begin == 0 || text[begin - 1] == '\n';
    const std::size_t behind = skip_blanks(text, end);
    if (begins_line && text.substr(behind).starts_with("\\\n")) {
        end = behind + 2; // the flag's own line, with its continuation
    } else if (begins_line) {
        begin = flag.span.begin;
        end = behind;
    }
    return {
        {{flag.source, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}}, {}}};
}

} // namespace dropcap::command
