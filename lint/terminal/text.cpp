#include "lint/terminal/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace dropcap::terminal {
namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t size = 1; ///< bytes; with `valid` false one byte that belongs to no character
    bool valid = false;
};

/// Decodes the first character; overlong forms, surrogates and values past U+10FFFF are not
/// characters.
CodePoint first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t at) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at]));
    };
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

/// Controls, line separators and the marks that reorder text (Unicode's Bidi_Control), zero-width
/// characters and the byte order mark.
bool acts(std::uint32_t value) {
    if (value < 0x20 || (value >= 0x7F && value < 0xA0)) return true;
    return value == 0x061C || (value >= 0x200B && value <= 0x200F) ||
           (value >= 0x2028 && value <= 0x202E) || (value >= 0x2060 && value <= 0x2069) ||
           value == 0xFEFF;
}

struct Range {
    std::uint32_t first, last;
};

/// Unicode's East Asian Width W and F and the pictographs, in blocks.
constexpr Range wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
                          {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
                          {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                          {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                          {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
/// Combining marks and variation selectors.
constexpr Range combining[] = {{0x300, 0x36F},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
                               {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};

std::size_t columns_of(std::uint32_t value) {
    const auto holds = [value](const Range& range) {
        return range.first <= value && value <= range.last;
    };
    if (std::ranges::any_of(combining, holds)) return 0;
    return std::ranges::any_of(wide, holds) ? 2 : 1;
}

/// `##[` and `##vso[` in any case: what Azure Pipelines, and GitHub in its older syntax, take for a
/// command anywhere in a line.
bool is_log_command(std::string_view text, std::string_view behind) {
    if (!text.starts_with('#')) return false;
    constexpr std::string_view sign = "##", prefix = "vso[";
    constexpr std::size_t longest = sign.size() + prefix.size();
    std::string whole(text.substr(0, longest));
    whole += behind.substr(0, longest - whole.size());
    if (!whole.starts_with(sign)) return false;
    const std::string_view word = std::string_view(whole).substr(sign.size());
    const auto same = [](char a, char b) { return (a | 0x20) == b || a == b; };
    return word.starts_with('[') || std::ranges::equal(word, prefix, same);
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

/// How much of `text` stands for itself: printable ASCII but for the `#` that a log command begins
/// with.
std::size_t plain_beginning(std::string_view text) {
    const auto is_plain = [](char byte) {
        return static_cast<unsigned char>(byte - 0x20) < 0x5F && byte != '#';
    };
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
}

} // namespace

std::string visible(std::string_view text, std::string_view behind) {
    std::string out;
    out.reserve(text.size());
    for (;;) {
        const std::size_t plain = plain_beginning(text);
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) return out;
        const CodePoint point = first_code_point(text);
        if (point.value == '\t' && point.valid)
            out += ' ';
        else if (!point.valid || acts(point.value))
            append_escape(out, point, text[0]);
        else if (is_log_command(text, behind))
            out += "\\x23";
        else
            out += text.substr(0, point.size);
        text.remove_prefix(point.size);
    }
}

std::string visible_path(std::string_view path) {
    std::string out = visible(path);
    if (out.starts_with(':') || out.starts_with('-'))
        out.insert(0, "./"); // a single colon: the line's number follows behind another
    return out;
}

std::size_t width(std::string_view text) {
    std::size_t columns = 0;
    for (;;) {
        const std::size_t plain = plain_beginning(text);
        columns += plain;
        text.remove_prefix(plain);
        if (text.empty()) return columns;
        const CodePoint point = first_code_point(text);
        columns += point.value < 0x300 ? 1 : columns_of(point.value);
        text.remove_prefix(point.size);
    }
}

std::string beginning_of(std::string_view text, std::size_t columns) {
    if (width(text) <= columns) return std::string(text);
    std::string out;
    while (width(out) + width(text.substr(0, first_code_point(text).size)) < columns) {
        const std::size_t size = first_code_point(text).size;
        out += text.substr(0, size);
        text.remove_prefix(size);
    }
    return out + "…";
}

std::string end_of(std::string_view text, std::size_t columns) {
    std::size_t rest = width(text);
    if (rest <= columns) return std::string(text);
    while (!text.empty() && rest + 1 > columns) {
        const std::size_t size = first_code_point(text).size;
        rest -= width(text.substr(0, size));
        text.remove_prefix(size);
    }
    return "…" + std::string(text);
}

std::string wrapped(std::string whole, const Wrap& wrap) {
    if (wrap.columns == 0) return whole;
    std::string_view text = whole;
    std::string out;
    std::size_t column = wrap.used;
    while (!text.empty()) {
        const std::size_t blank = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, blank);
        if (out.empty()) {
            column += width(word);
        } else if (column + 1 + width(word) <= wrap.columns) {
            out += ' ';
            column += 1 + width(word);
        } else {
            out.append(1, '\n').append(wrap.indent, ' ');
            column = wrap.indent + width(word);
        }
        out += word;
        text.remove_prefix(std::min(blank + 1, text.size()));
    }
    return out;
}

std::string inert_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    // Control characters are escaped in JSON anyway, so a line break is the writer's own; what is
    // left is past ASCII, DEL or a `##[`.
    const auto may_act = [](char byte) {
        return byte == '#' || static_cast<unsigned char>(byte) >= 0x7F;
    };
    while (!json.empty()) {
        const auto quiet =
            static_cast<std::size_t>(std::ranges::find_if(json, may_act) - json.begin());
        out += json.substr(0, quiet);
        json.remove_prefix(quiet);
        if (json.empty()) break;
        const CodePoint point = first_code_point(json);
        if (is_log_command(json, {}) || (point.valid && acts(point.value)))
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", point.value);
        else
            out += json.substr(0, point.size);
        json.remove_prefix(point.size);
    }
    return out;
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

} // namespace dropcap::terminal
