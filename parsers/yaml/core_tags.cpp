#include "parsers/yaml/core_tags.hpp"

#include "model/ascii.hpp"

#include <cstddef>
#include <cstdint>

namespace dropcap::yaml {
namespace {

/// The six bits that a letter stands for.
std::optional<std::uint32_t> bits_of(char letter) {
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t at = letters.find(letter);
    if (at == std::string_view::npos) return std::nullopt;
    return static_cast<std::uint32_t>(at);
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

} // namespace

bool is_core_tag(std::string_view tag, std::string_view name) {
    if (tag.starts_with("!!")) return tag.substr(2) == name;
    static constexpr std::string_view verbatim = "!<tag:yaml.org,2002:";
    return tag.starts_with(verbatim) && tag.ends_with('>') &&
           tag.substr(verbatim.size(), tag.size() - verbatim.size() - 1) == name;
}

std::optional<std::string> decode_base64(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    std::size_t letters = 0, padding = 0;
    for (const char letter : text) {
        if (is_space(letter)) continue;
        if (letter == '=') {
            ++padding;
            continue;
        }
        const auto more = bits_of(letter);
        if (!more || padding > 0) return std::nullopt;
        bits = (bits << 6U | *more) & 0xFFFFFFU;
        ++letters;
        if (letters % 4 == 0)
            for (const unsigned shift : {16U, 8U, 0U})
                bytes += static_cast<char>(bits >> shift & 0xFFU);
    }
    const std::size_t rest = letters % 4;
    if (rest == 1 || padding != (4 - rest) % 4) return std::nullopt;
    if (rest == 2) bytes += static_cast<char>(bits >> 4U & 0xFFU);
    if (rest == 3) {
        bytes += static_cast<char>(bits >> 10U & 0xFFU);
        bytes += static_cast<char>(bits >> 2U & 0xFFU);
    }
    return bytes;
}

} // namespace dropcap::yaml
