#include "lint/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace dropcap {
namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t size = 1; ///< bytes; with `valid` false one byte that belongs to no character
    bool valid = false;
};

/// Decodes the first character; overlong forms, surrogates and values past U+10FFFF are not characters.
CodePoint first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at])); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
    std::uint32_t value = lead & (0x7FU >> size);
    for (std::size_t at = 1; at < size; ++at) {
        if ((byte(at) & 0xC0U) != 0x80U) return {};
        value = value << 6 | (byte(at) & 0x3FU);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
    return {value, size, true};
}

/// Controls, line separators and the marks that reorder text (Unicode's Bidi_Control), zero-width characters and the byte order mark.
bool acts(std::uint32_t value) {
    if (value < 0x20 || (value >= 0x7F && value < 0xA0)) return true;
    return value == 0x061C || (value >= 0x200B && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) ||
           (value >= 0x2060 && value <= 0x2069) || value == 0xFEFF;
}

void append_escape(std::string& out, const CodePoint& point, char byte) {
    if (!point.valid)
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(byte));
    else if (point.value == '\n')
        out += "\\n";
    else if (point.value == '\r')
        out += "\\r";
    else if (point.value < 0x100)
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", point.value);
    else
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", point.value);
}

} // namespace

std::string visible(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        if (point.value == '\t' && point.valid)
            out += ' ';
        else if (!point.valid || acts(point.value))
            append_escape(out, point, text[0]);
        else if (text.starts_with("##[") || text.starts_with("##vso["))
            out += "\\x23"; // Azure Pipelines, GitHub's older commands
        else
            out += text.substr(0, point.size);
        text.remove_prefix(point.size);
    }
    return out;
}

std::string visible_path(std::string_view path) {
    std::string out = visible(path);
    if (out.starts_with("::") || out.starts_with('-')) out.insert(0, "./");
    return out;
}

std::string inert_json(std::string json) {
    if (json.find("##") == std::string::npos) return json;
    std::string out;
    // A number sign stands only in strings, and there its escape is the same character.
    for (std::string_view rest = json; !rest.empty(); rest.remove_prefix(1)) {
        if (rest.starts_with("##[") || rest.starts_with("##vso["))
            out += "\\u0023";
        else
            out += rest[0];
    }
    return out;
}

std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string counted(std::size_t count, std::string_view noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

} // namespace dropcap
