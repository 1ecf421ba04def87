#include "parsers/yaml/guard.hpp"

#include "parsers/yaml/extent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>

namespace dropcap::yaml {

namespace {

constexpr std::size_t block = 16;

/// A block of printable ASCII and line feeds: no other control character, no DEL, nothing above.
/// Without a branch compilers look at all bytes at once.
bool are_plain(const char* bytes) {
    unsigned char others = 0;
    for (std::size_t i = 0; i < block; ++i) {
        const bool unprintable = static_cast<unsigned char>(bytes[i] - 0x20) >= 0x5F;
        others |= static_cast<unsigned char>(static_cast<unsigned char>(unprintable) &
                                             static_cast<unsigned char>(bytes[i] != '\n'));
    }
    return others == 0;
}

/// Length of the well-formed UTF-8 sequence at `at`, 0 if there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
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
    throw Refusal{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)},
                  std::move(message)};
}

/// Looks at the character at `at`; returns where the next one begins.
std::size_t check_character(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n' || byte == '\r' || byte == '\t' || (byte >= 0x20 && byte < 0x7F))
        return at + 1;
    if (byte == 0)
        refuse_byte(at,
                    "there is a NUL byte here: this is no text, or it was cut or encoded badly");
    if (byte <= 0x7F)
        refuse_byte(
            at,
            fmt::format(
                "the control character U+{:04X} is not allowed in YAML; remove it, or write it as an escape in double quotes",
                byte));
    const std::size_t length = sequence_length(text, at);
    if (length == 0)
        refuse_byte(at,
                    fmt::format("the byte 0x{:02X} is not UTF-8; save the file as UTF-8", byte));
    const std::string_view character = text.substr(at, length);
    if (length == 2 && character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0 &&
        character[1] != '\x85')
        refuse_byte(at, fmt::format("the control character U+00{:02X} is not allowed in YAML",
                                    static_cast<unsigned char>(character[1])));
    if (character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF")
        refuse_byte(at, "this is no Unicode character (U+FFFE or U+FFFF); remove it");
    return at + length;
}

std::string_view first_word(std::string_view line) {
    return line.substr(0, line.find_first_of(" \t\r\n"));
}

void check_directive(std::string_view text, std::size_t begin, std::size_t end) {
    const std::string_view line = text.substr(begin, end - begin);
    const std::string_view name = first_word(line);
    const Span at{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    if (name == "%TAG") return;
    if (name != "%YAML")
        throw Refusal{
            at,
            fmt::format(
                "`{}` is read as a directive that no reader knows: only %YAML and %TAG may begin a line so",
                name)};
    const std::size_t number = skip_blanks(line, name.size());
    const std::string_view version =
        number < line.size() ? first_word(line.substr(number)) : std::string_view{};
    if (version != "1.1")
        throw Refusal{
            at,
            fmt::format(
                "the YAML library of Compose and Kubernetes reads no `%YAML {}`, version 1.1 only; remove the line",
                version)};
}

} // namespace

void refuse_bad_bytes(std::string_view document) {
    for (std::size_t at = 0; at < document.size();) {
        if (document.size() - at >= block && are_plain(document.data() + at))
            at += block;
        else
            at = check_character(document, at);
    }
}

void refuse_bad_directives(std::string_view document) {
    std::optional<Span> last;
    std::size_t line = 0;
    for (;;) {
        line = skip_to_token(document, line);
        const bool at_line_start = line == 0 || is_break(document[line - 1]);
        if (line >= document.size() || document[line] != '%' || !at_line_start) break;
        const std::size_t end = std::min(document.find_first_of("\r\n", line), document.size());
        check_directive(document, line, end);
        last = span_of(line, end);
        line = end;
    }
    if (last && (line >= document.size() || !is_marker(document, line, '-')))
        throw Refusal{*last, "after a directive the document must begin with a line `---`"};
}

namespace {

std::unordered_set<std::string_view> declared_handles(std::string_view document) {
    constexpr std::string_view directive = "%TAG ";
    std::unordered_set<std::string_view> handles;
    for (std::size_t at = document.find(directive); at != std::string_view::npos;
         at = document.find(directive, at)) {
        at += directive.size();
        const std::size_t end = document.find(' ', at);
        if (end != std::string_view::npos) handles.insert(document.substr(at, end - at));
    }
    return handles;
}

} // namespace

bool TagGuard::is_declared(std::string_view handle) {
    if (!handles_) handles_ = declared_handles(document_);
    return handles_->contains(handle);
}

void TagGuard::check(std::string_view tag) {
    const auto at = static_cast<std::size_t>(tag.data() - document_.data());
    const std::size_t behind = at + tag.size();
    if (behind < document_.size() && !is_blank_or_break(document_[behind]) &&
        std::string_view(",]}").find(document_[behind]) == std::string_view::npos)
        throw Refusal{
            span_of(at, behind),
            fmt::format("a blank must follow the tag `{}`; put the value in quotes if it is text",
                        tag)};
    const std::size_t second = tag.find('!', 1);
    if (tag.starts_with("!<") || second == std::string_view::npos || second == 1 ||
        is_declared(tag.substr(0, second + 1)))
        return;
    throw Refusal{
        span_of(at, behind),
        fmt::format(
            "the tag `{}` uses a handle that no %TAG directive declares; put the value in quotes if it is text",
            tag)};
}

} // namespace dropcap::yaml
