#pragma once
// Letters and digits of ASCII, whatever the locale: what the formats' own readers compare and fold
// by. Bytes of other letters are left alone.

#include <string>

namespace dropcap {

[[nodiscard]] constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
[[nodiscard]] constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }

[[nodiscard]] constexpr char to_lower(char c) {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr char to_upper(char c) {
    return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

/// `text` with its capitals made small.
[[nodiscard]] inline std::string lowercase(std::string text) {
    for (char& c : text) c = to_lower(c);
    return text;
}

/// `text` in capitals.
[[nodiscard]] inline std::string uppercase(std::string text) {
    for (char& c : text) c = to_upper(c);
    return text;
}

} // namespace dropcap
