#include "parsers/yaml/bytes.hpp"

#include "parsers/yaml/extent.hpp"

#include <fmt/format.h>

#include <charconv>

namespace dropcap::yaml {

namespace {

void replace_lone_cr(std::string_view bytes, std::optional<std::string>& copy) {
    for (std::size_t at = bytes.find('\r'); at != std::string_view::npos;
         at = bytes.find('\r', at + 1)) {
        if (at + 1 < bytes.size() && bytes[at + 1] == '\n') continue;
        if (!copy) copy = std::string(bytes);
        (*copy)[at] = '\n';
    }
}

void replace_unicode_breaks(std::string_view bytes, std::optional<std::string>& copy) {
    for (const std::string_view mark : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
        for (std::size_t at = bytes.find(mark); at != std::string_view::npos;
             at = bytes.find(mark, at + mark.size())) {
            if (!copy) copy = std::string(bytes);
            copy->replace(at, mark.size(), mark.size() == 2 ? " \n" : "  \n");
        }
    }
}

/// The four hexadecimal digits of `\uHHHH` at `at`, or 0.
unsigned escaped_unit(std::string_view bytes, std::size_t at) {
    if (bytes.substr(at, 2) != "\\u" || bytes.size() - at < 6) return 0;
    unsigned unit = 0;
    const char* const digits = bytes.data() + at + 2;
    const auto [end, error] = std::from_chars(digits, digits + 4, unit, 16);
    return error == std::errc() && end == digits + 4 ? unit : 0;
}

/// `\uD83D\uDE00` has twelve bytes, `\U0001F600` ten: an escaped line break, which stands for
/// nothing in double quotes, makes up for the rest. Returns how many bytes were dealt with.
std::size_t join_surrogate(std::string_view bytes, std::size_t at,
                           std::optional<std::string>& copy) {
    const unsigned high = escaped_unit(bytes, at);
    const unsigned low = high >= 0xD800 && high <= 0xDBFF ? escaped_unit(bytes, at + 6) : 0;
    if (low < 0xDC00 || low > 0xDFFF) return 2;
    const unsigned character = 0x10000U + ((high - 0xD800U) << 10U) + (low - 0xDC00U);
    if (!copy) copy = std::string(bytes);
    copy->replace(at, 12, fmt::format("\\\n\\U{:08X}", character));
    return 12;
}

/// In the strings of JSON only: where something is not JSON's (`'`, `#`), nothing behind it is
/// touched.
void join_surrogates(std::string_view bytes, std::optional<std::string>& copy) {
    bool in_string = false;
    for (std::size_t at = bytes.find_first_of("\"'#\\"); at < bytes.size();
         at = bytes.find_first_of("\"'#\\", at)) {
        if (bytes[at] == '"') {
            in_string = !in_string;
            ++at;
        } else if (in_string) {
            at += bytes[at] == '\\' ? join_surrogate(bytes, at, copy) : 1;
        } else {
            return;
        }
    }
}

} // namespace

std::optional<std::string> readable_copy(std::string_view bytes, Reader reader) {
    std::optional<std::string> copy;
    replace_lone_cr(bytes, copy);
    replace_unicode_breaks(bytes, copy);
    const std::size_t first = skip_to_token(bytes, 0);
    if (reader == Reader::kubernetes && first < bytes.size() && bytes[first] == '{')
        join_surrogates(bytes, copy);
    return copy;
}

} // namespace dropcap::yaml
