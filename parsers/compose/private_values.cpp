#include "parsers/compose/private_values.hpp"

#include "model/ascii.hpp"
#include "model/engine.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dropcap::compose {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
    return std::ranges::find(words, text) != words.end();
}

/// A port, a user, a mapping of ports: few digits, and what separates them.
bool is_number(std::string_view text) {
    std::size_t digits = 0;
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        digits = is_digit(c) ? digits + 1 : 0;
        return digits <= 5 && (digits > 0 || c == ':' || c == '-' || c == '.');
    });
}

bool is_security_option(std::string_view text) {
    static constexpr std::array<std::string_view, 5> keys{"seccomp", "apparmor", "label",
                                                          "systempaths", "no-new-privileges"};
    static constexpr std::array<std::string_view, 7> values{
        "unconfined", "disable", "true", "false", "builtin", "docker-default", "runtime/default"};
    if (text == "no-new-privileges") return true;
    const std::size_t separator = text.find_first_of("=:");
    return separator != std::string_view::npos && is_one_of(text.substr(0, separator), keys) &&
           is_one_of(text.substr(separator + 1), values);
}

} // namespace

bool is_public_word(std::string_view text) {
    static constexpr std::array<std::string_view, 16> words{
        "true", "false", "yes",    "no",   "on",      "off",       "y",   "n",
        "host", "none",  "bridge", "root", "private", "shareable", "ALL", ""};
    const std::string lower = lowercase(std::string(text));
    if (is_one_of(text, words) || is_one_of(lower, words) || lower == "all") return true;
    return is_number(text) || is_security_option(text) ||
           find_capability(normalise_word(text)).has_value();
}

} // namespace dropcap::compose
