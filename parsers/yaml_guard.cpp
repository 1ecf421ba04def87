#include "parsers/yaml_guard.hpp"

#include "parsers/yaml_extent.hpp"

#include <fmt/format.h>

#include <cstring>

namespace dropcap::yaml {

namespace {

constexpr std::uint64_t every_byte(std::uint8_t byte) { return 0x0101010101010101ULL * byte; }

/// Eight bytes of printable ASCII at once: no control character, no DEL, nothing above.
bool all_printable(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    const std::uint64_t below_blank = (word - every_byte(0x20)) & ~word;
    const std::uint64_t at_least_del = (word + every_byte(0x01)) | word; // the addition cannot carry where no high bit is set
    return ((below_blank | at_least_del) & every_byte(0x80)) == 0;
}

/// Length of the well-formed UTF-8 sequence at `at`, 0 if there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U; };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool shortest = lead != 0xE0 || byte(1) >= 0xA0;
        const bool no_surrogate = lead != 0xED || byte(1) < 0xA0;
        return continues(1) && continues(2) && shortest && no_surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool in_range = (lead != 0xF0 || byte(1) >= 0x90) && (lead != 0xF4 || byte(1) < 0x90);
        return continues(1) && continues(2) && continues(3) && in_range ? 4 : 0;
    }
    return 0;
}

[[noreturn]] void refuse_byte(std::size_t at, std::string message) {
    throw Refusal{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)}, std::move(message)};
}

/// Looks at the character at `at`, which is not printable ASCII; returns where the next one begins.
std::size_t check_character(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n' || byte == '\r' || byte == '\t' || (byte >= 0x20 && byte < 0x7F)) return at + 1;
    if (byte == 0) refuse_byte(at, "a NUL byte stands here: this is no text, or it was cut or encoded badly");
    if (byte <= 0x7F)
        refuse_byte(
            at, fmt::format("the control character U+{:04X} is not allowed in YAML; remove it, or write it as an escape in double quotes",
                            byte));
    const std::size_t length = sequence_length(text, at);
    if (length == 0) refuse_byte(at, fmt::format("the byte 0x{:02X} is not UTF-8; save the file as UTF-8", byte));
    const std::string_view character = text.substr(at, length);
    if (length == 2 && character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0 && character[1] != '\x85')
        refuse_byte(at, fmt::format("the control character U+00{:02X} is not allowed in YAML", static_cast<unsigned char>(character[1])));
    if (character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF")
        refuse_byte(at, "this is no Unicode character (U+FFFE or U+FFFF); remove it");
    return at + length;
}

bool is_unicode_break(std::string_view character) {
    return character == "\xC2\x85" || character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9";
}

std::string_view first_word(std::string_view line) { return line.substr(0, line.find_first_of(" \t\r\n")); }

void check_directive(std::string_view text, std::size_t begin, std::size_t end) {
    const std::string_view line = text.substr(begin, end - begin);
    const std::string_view name = first_word(line);
    const Span at{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    if (name == "%TAG") return;
    if (name != "%YAML")
        throw Refusal{at, fmt::format("`{}` is read as a directive that no reader knows: only %YAML and %TAG may begin a line so", name)};
    const std::size_t number = skip_blanks(line, name.size());
    const std::string_view version = number < line.size() ? first_word(line.substr(number)) : std::string_view{};
    if (version != "1.1")
        throw Refusal{
            at, fmt::format("`%YAML {}`: the YAML library of Compose and Kubernetes reads version 1.1 only; remove the line", version)};
}

} // namespace

std::vector<Span> check_bytes(std::string_view text, Span slice) {
    const std::string_view upto = text.substr(0, slice.end);
    std::vector<Span> breaks;
    std::size_t at = slice.begin;
    while (at < upto.size()) {
        if (upto.size() - at >= 8 && all_printable(upto.data() + at)) {
            at += 8;
            continue;
        }
        const std::size_t next = check_character(upto, at);
        if (next > at + 1 && is_unicode_break(upto.substr(at, next - at)))
            breaks.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(next)});
        at = next;
    }
    return breaks;
}

void refuse_bad_directives(std::string_view text, Span slice) {
    const std::string_view upto = text.substr(0, slice.end);
    std::optional<Span> last;
    std::size_t line = slice.begin;
    for (;;) {
        line = skip_to_token(upto, line);
        const bool at_line_start = line == slice.begin || (line < upto.size() && is_break(upto[line - 1]));
        if (line >= upto.size() || upto[line] != '%' || !at_line_start) break;
        const std::size_t end = std::min(upto.find_first_of("\r\n", line), upto.size());
        check_directive(upto, line, end);
        last = Span{static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(end)};
        line = end;
    }
    if (last && !(line < upto.size() && is_marker(upto, line, '-')))
        throw Refusal{*last, "after a directive the document must begin with a line `---`"};
}

void refuse_bad_tag(std::string_view text, Span slice, std::size_t at, std::string_view tag) {
    const std::size_t behind = at + tag.size();
    if (behind < slice.end && !is_space(text[behind]) && std::string_view(",]}").find(text[behind]) == std::string_view::npos)
        throw Refusal{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(behind)},
                      fmt::format("a blank must follow the tag `{}`; put the value in quotes if it is text", tag)};
    const std::size_t second = tag.find('!', 1);
    if (tag.starts_with("!<") || second == std::string_view::npos || second == 1) return;
    const std::string declaration = fmt::format("%TAG {} ", tag.substr(0, second + 1));
    if (text.substr(slice.begin, at - slice.begin).find(declaration) != std::string_view::npos) return;
    throw Refusal{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + tag.size())},
                  fmt::format("the tag `{}` uses a handle that no %TAG directive declares; put the value in quotes if it is text", tag)};
}

} // namespace dropcap::yaml
