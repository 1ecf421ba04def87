#pragma once
// Letters, digits and blanks of ASCII, whatever the locale: what the formats' own readers compare,
// fold and split by. Bytes of other letters are left alone.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

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

/// Bytes that separate words. Formats differ in which they take; the functions below take a set.
inline constexpr std::string_view space_or_tab = " \t";
inline constexpr std::string_view blank_or_cr = " \t\r";      ///< in a line that may end in CR LF
inline constexpr std::string_view blank_or_break = " \t\r\n"; ///< JSON's and YAML's white space
inline constexpr std::string_view line_space = " \t\v\f\r";   ///< white space without the line feed
inline constexpr std::string_view white_space = " \t\n\v\f\r"; ///< isspace() in the C locale

[[nodiscard]] constexpr bool is_in(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
[[nodiscard]] constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The first byte at or after `at` that is no space or tab; the end where there is none.
[[nodiscard]] constexpr std::size_t skip_blanks(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank(text[at])) ++at;
    return at;
}
/// The same for the bytes of `set`.
[[nodiscard]] constexpr std::size_t skip_blanks(std::string_view text, std::size_t at,
                                                std::string_view set) {
    return std::min(text.find_first_not_of(set, at), text.size());
}
/// Where the spaces and tabs that end before `end` begin.
[[nodiscard]] constexpr std::size_t skip_blanks_back(std::string_view text, std::size_t end) {
    while (end > 0 && is_blank(text[end - 1])) --end;
    return end;
}

/// `text` without the bytes of `set` at its beginning.
[[nodiscard]] constexpr std::string_view trim_left(std::string_view text,
                                                   std::string_view set = blank_or_cr) {
    return text.substr(skip_blanks(text, 0, set));
}
/// `text` without the bytes of `set` at its end.
[[nodiscard]] constexpr std::string_view trim_right(std::string_view text,
                                                    std::string_view set = blank_or_cr) {
    const std::size_t last = text.find_last_not_of(set);
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}
/// `text` without the bytes of `set` around it.
[[nodiscard]] constexpr std::string_view trim(std::string_view text,
                                              std::string_view set = blank_or_cr) {
    return trim_right(trim_left(text, set), set);
}
/// Nothing but bytes of `set`.
[[nodiscard]] constexpr bool is_blank(std::string_view text, std::string_view set = blank_or_cr) {
    return text.find_first_not_of(set) == std::string_view::npos;
}

/// What comes before the first `separator`, or everything; `rest` keeps what follows it.
constexpr std::string_view take_before(std::string_view& rest, std::string_view separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view head = rest.substr(0, end);
    rest.remove_prefix(std::min(end + separator.size(), rest.size()));
    return head;
}
constexpr std::string_view take_before(std::string_view& rest, char separator) {
    return take_before(rest, std::string_view(&separator, 1));
}
/// The first line without its line feed; `rest` keeps the others.
constexpr std::string_view take_line(std::string_view& rest) { return take_before(rest, '\n'); }

} // namespace dropcap
