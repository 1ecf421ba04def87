#include "model/source.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace dropcap {
namespace {

constexpr bool continues_code_point(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::uint32_t count_points(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(bytes, [](char byte) { return !continues_code_point(byte); }));
}

void append_utf8(std::string& text, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) {
        text += static_cast<char>(static_cast<unsigned char>(value));
    };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F)),
            byte(0x80 | (code & 0x3F));
    }
}

/// An encoding of fixed units: how wide they are and which byte comes first.
struct Units {
    std::size_t width = 1;
    bool big_endian = false;
    std::size_t mark = 0; ///< bytes of the byte order mark
};

/// Decided by the byte order mark, else by where the zero bytes of a first ASCII character stand.
Units detect_units(std::string_view bytes) {
    const auto starts = [&](std::initializer_list<unsigned char> wanted) {
        return bytes.size() >= wanted.size() &&
               std::equal(wanted.begin(), wanted.end(), bytes.begin(), [](unsigned char a, char b) {
                   return a == static_cast<unsigned char>(b);
               });
    };
    if (starts({0xEF, 0xBB, 0xBF})) return {.width = 1, .mark = 3};
    if (starts({0x00, 0x00, 0xFE, 0xFF})) return {.width = 4, .big_endian = true, .mark = 4};
    if (starts({0xFF, 0xFE, 0x00, 0x00})) return {.width = 4, .mark = 4};
    if (starts({0xFE, 0xFF})) return {.width = 2, .big_endian = true, .mark = 2};
    if (starts({0xFF, 0xFE})) return {.width = 2, .mark = 2};
    if (bytes.size() < 4) return {};
    const std::array<bool, 4> zero = {bytes[0] == 0, bytes[1] == 0, bytes[2] == 0, bytes[3] == 0};
    if (zero == std::array{true, true, true, false}) return {.width = 4, .big_endian = true};
    if (zero == std::array{false, true, true, true}) return {.width = 4};
    if (zero == std::array{true, false, true, false}) return {.width = 2, .big_endian = true};
    if (zero == std::array{false, true, false, true}) return {.width = 2};
    return {};
}

std::uint32_t unit_at(std::string_view bytes, std::size_t at, Units units) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < units.width; ++i) {
        const std::size_t from = units.big_endian ? at + i : at + units.width - 1 - i;
        value = value << 8 | static_cast<unsigned char>(bytes[from]);
    }
    return value;
}

std::string transcode(std::string_view bytes, Units units) {
    constexpr std::uint32_t replacement = 0xFFFD;
    std::string text;
    text.reserve(bytes.size());
    std::size_t at = units.mark;
    for (; at + units.width <= bytes.size(); at += units.width) {
        std::uint32_t code = unit_at(bytes, at, units);
        const bool leads =
            units.width == 2 && code >= 0xD800 && code < 0xDC00 && at + 4 <= bytes.size();
        if (leads) {
            const std::uint32_t trail = unit_at(bytes, at + 2, units);
            if (trail >= 0xDC00 && trail < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (trail - 0xDC00);
                at += 2;
            }
        }
        append_utf8(text,
                    code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? replacement : code);
    }
    if (at < bytes.size()) append_utf8(text, replacement);
    return text;
}

} // namespace

std::string_view Source::slice(Span span) const {
    const std::size_t begin = std::min<std::size_t>(span.begin, text_.size());
    const std::size_t end = std::clamp<std::size_t>(span.end, begin, text_.size());
    return std::string_view(text_).substr(begin, end - begin);
}

namespace {

/// Bytes that are counted for one position at most; minified JSON is one long line of thousands of
/// these.
constexpr std::uint32_t block = 512;

} // namespace

/// Code points of the whole text before a byte.
std::uint32_t Source::points_before(std::uint32_t offset) const {
    if (block_points_.empty()) {
        block_points_.push_back(0);
        for (std::uint32_t begin = 0; begin + block <= text_.size(); begin += block)
            block_points_.push_back(block_points_.back() +
                                    count_points(slice({begin, begin + block})));
    }
    return block_points_[offset / block] + count_points(slice({offset / block * block, offset}));
}

Position Source::position(std::uint32_t offset) const {
    const auto& starts = line_starts();
    const auto at = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    const auto next = std::ranges::upper_bound(starts, at);
    const std::uint32_t begin = *(next - 1);
    const std::uint32_t points = at - begin <= block ? count_points(slice({begin, at}))
                                                     : points_before(at) - points_before(begin);
    return {static_cast<std::uint32_t>(next - starts.begin()), points + 1};
}

std::string_view Source::line(std::uint32_t line) const { return slice(line_span(line)); }

Span Source::line_span(std::uint32_t line) const {
    const auto& starts = line_starts();
    const auto size = static_cast<std::uint32_t>(text_.size());
    if (line == 0 || line > starts.size()) return {size, size};
    const std::uint32_t begin = starts[line - 1];
    std::uint32_t end = line < starts.size() ? starts[line] - 1 : size;
    if (end > begin && text_[end - 1] == '\r') --end;
    return {begin, end};
}

std::uint32_t Source::line_count() const {
    return static_cast<std::uint32_t>(line_starts().size());
}

const std::vector<std::uint32_t>& Source::line_starts() const {
    if (!line_starts_.empty()) return line_starts_;
    constexpr std::size_t bytes_of_a_line =
        24; // of manifests; an estimate saves most of the growing
    line_starts_.reserve(text_.size() / bytes_of_a_line + 1);
    line_starts_.push_back(0);
    const char* const begin = text_.data();
    const char* const end = begin + text_.size();
    for (const char* at = begin; at != end;) {
        const void* const found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
        if (found == nullptr) break;
        at = static_cast<const char*>(found) + 1;
        line_starts_.push_back(static_cast<std::uint32_t>(at - begin));
    }
    return line_starts_;
}

std::string to_utf8(std::string bytes) {
    const Units units = detect_units(bytes);
    if (units.width > 1) return transcode(bytes, units);
    bytes.erase(0, units.mark);
    return bytes;
}

} // namespace dropcap
