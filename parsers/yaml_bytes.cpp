#include "parsers/yaml_bytes.hpp"

#include "parsers/yaml_extent.hpp"

#include <fmt/format.h>

#include <charconv>

namespace dropcap::yaml {

namespace {

void replace_lone_cr(std::string_view bytes, std::optional<std::string>& copy) {
    for (std::size_t at = bytes.find('\r'); at != std::string_view::npos; at = bytes.find('\r', at + 1)) {
        if (at + 1 < bytes.size() && bytes[at + 1] == '\n') continue;
        if (!copy) copy = std::string(bytes);
        (*copy)[at] = '\n';
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

/// `\uD83D\uDE00` has twelve bytes, `\U0001F600` ten: an escaped line break, which stands for nothing, makes up for the rest.
void join_surrogates(std::string_view bytes, std::optional<std::string>& copy) {
    for (std::size_t at = bytes.find('\\'); at != std::string_view::npos;
         at = at + 2 < bytes.size() ? bytes.find('\\', at + 2) : bytes.npos) {
        const unsigned high = escaped_unit(bytes, at);
        if (high < 0xD800 || high > 0xDBFF) continue;
        const unsigned low = escaped_unit(bytes, at + 6);
        if (low < 0xDC00 || low > 0xDFFF) continue;
        const unsigned character = 0x10000U + ((high - 0xD800U) << 10U) + (low - 0xDC00U);
        if (!copy) copy = std::string(bytes);
        copy->replace(at, 12, fmt::format("\\\n\\U{:08X}", character));
    }
}

} // namespace

std::optional<std::string> readable_copy(std::string_view bytes, Reader reader) {
    std::optional<std::string> copy;
    replace_lone_cr(bytes, copy);
    const std::size_t first = skip_to_token(bytes, 0);
    if (reader == Reader::kubernetes && first < bytes.size() && bytes[first] == '{') join_surrogates(bytes, copy);
    return copy;
}

} // namespace dropcap::yaml
