#include "model/source.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

using dropcap::Position;
using dropcap::Source;
using dropcap::Span;
using dropcap::to_utf8;

using namespace std::string_literals;

namespace Catch {
template <>
struct StringMaker<Position> {
    static std::string convert(const Position& at) {
        return std::to_string(at.line) + ":" + std::to_string(at.column);
    }
};
} // namespace Catch

TEST_CASE("lines begin after each line feed; columns count code points", "[source_test]") {
    struct Row {
        std::string_view text;
        std::uint32_t offset;
        Position at;
    };
    const Row rows[] = {
        {"", 0, {1, 1}},
        {"", 7, {1, 1}},
        {"ab\ncd", 0, {1, 1}},
        {"ab\ncd", 2, {1, 3}}, // the line feed belongs to the line it ends
        {"ab\ncd", 3, {2, 1}},
        {"ab\ncd", 5, {2, 3}}, // the end
        {"ab\ncd", 99, {2, 3}},
        {"ab\n", 3, {2, 1}},
        {"\n\n\n", 2, {3, 1}},
        {"a\r\nb", 1, {1, 2}},
        {"a\r\nb", 2, {1, 3}},
        {"a\r\nb", 3, {2, 1}},
        {"\u00E9\u20AC\U0001F512x", 9, {1, 4}}, // two, three and four bytes before it
        {"x\n\u00E9: y", 6, {2, 4}},            // only its own line counts
        {"e\u0301x", 3, {1, 3}},                // a combining accent is a code point of its own
        {"\xFF\xFEx", 2, {1, 3}},               // bytes that are no UTF-8 count one each
        {"ab", std::numeric_limits<std::uint32_t>::max(), {1, 3}},
    };
    for (const Row& row : rows) {
        INFO('"' << row.text << "\" at " << row.offset);
        CHECK(Source("f", std::string(row.text)).position(row.offset) == row.at);
    }
}

TEST_CASE("columns of a line longer than anybody writes are those that counting gives",
          "[source_test]") {
    std::string text = "a\n";
    while (text.size() < 30'000) text += "x\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\xB3";
    text += "\n" + text;
    const Source source("f", text);
    std::vector<Position> wanted;
    Position at{1, 1};
    for (const char byte : text) {
        const bool inside = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
        wanted.push_back(inside ? Position{0, 0} : at);
        if (!inside) ++at.column;
        if (byte == '\n') at = {at.line + 1, 1};
    }
    std::size_t wrong = 0;
    for (std::size_t turn = 0; turn < text.size(); ++turn) { // near and far in turns
        const std::size_t offset = turn % 2 == 0 ? turn / 2 : text.size() - 1 - turn / 2;
        if (wanted[offset].line != 0 &&
            source.position(static_cast<std::uint32_t>(offset)) != wanted[offset])
            ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("positions can be asked in any order", "[source_test]") {
    const Source source("f", "one\n\u00E9two\nthree\u20AC, four\n");
    CHECK(source.position(18) == Position{3, 7});
    CHECK(source.position(1) == Position{1, 2});
    CHECK(source.position(20) == Position{3, 9});
    CHECK(source.position(19) == Position{3, 8});
    CHECK(source.position(6) == Position{2, 2});
    CHECK(source.position(18) == Position{3, 7});
    CHECK(source.position(16) == Position{3, 7}); // inside the euro sign, and on from there
    CHECK(source.position(18) == Position{3, 7});
}

TEST_CASE("what was counted on the next line does not count", "[source_test]") {
    const Source source("f", "abcdef\nghijkl\n");
    CHECK(source.position(7) == Position{2, 1});
    CHECK(source.position(5) == Position{1, 6});
    CHECK(source.position(13) == Position{2, 7});
    CHECK(source.position(6) == Position{1, 7});
}

TEST_CASE("every offset of a text has the position that counting from its start gives",
          "[source_test]") {
    const std::string text = "a\u00E9\n\r\n\n \u20ACbc\r\n\U0001F512\n";
    const Source source("f", text);
    Position at;
    for (std::uint32_t offset = 0; offset < text.size(); ++offset) {
        const bool inside = (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U;
        if (!inside) CHECK(source.position(offset) == at);
        if (text[offset] == '\n')
            at = {at.line + 1, 1};
        else if (!inside)
            ++at.column;
    }
    CHECK(source.position(static_cast<std::uint32_t>(text.size())) == at);
}

TEST_CASE("lines come without their line breaks", "[source_test]") {
    const Source source("f", "one\r\ntwo\n\nfour");
    CHECK(source.line_count() == 4);
    CHECK(source.line(1) == "one");
    CHECK(source.line(2) == "two");
    CHECK(source.line(3).empty());
    CHECK(source.line(4) == "four");
    CHECK(source.line(0).empty());
    CHECK(source.line(5).empty());
    CHECK(source.line_span(1) == Span{0, 3});
    CHECK(source.line_span(3) == Span{9, 9});
    CHECK(Source("f", "").line_count() == 1);
    CHECK(Source("f", "\n").line_count() == 2);
}

TEST_CASE("a slice is clipped to the text", "[source_test]") {
    const Source source("f", "abc");
    CHECK(source.slice({0, 2}) == "ab");
    CHECK(source.slice({1, 99}) == "bc");
    CHECK(source.slice({9, 99}).empty());
    CHECK(source.slice({2, 1}).empty());
}

TEST_CASE("texts of every encoding become UTF-8 without a mark", "[source_test]") {
    struct Row {
        std::string_view what;
        std::string bytes;
        std::string_view text;
    };
    const Row rows[] = {
        {"nothing", "", ""},
        {"UTF-8", "a\u20AC", "a\u20AC"},
        {"UTF-8 with a mark", "\xEF\xBB\xBFuser: x", "user: x"},
        {"only a mark", "\xEF\xBB\xBF", ""},
        {"UTF-16 LE with a mark", "\xFF\xFEh\0\xAC\x20"s, "h\u20AC"},
        {"UTF-16 BE with a mark", "\xFE\xFF\0h\x20\xAC"s, "h\u20AC"},
        {"UTF-16 LE", "a\0:\0\xAC\x20"s, "a:\u20AC"},
        {"UTF-16 BE", "\0a\0:\x20\xAC"s, "a:\u20AC"},
        {"a surrogate pair", "\xFF\xFE\x3D\xD8\x12\xDD"s, "\U0001F512"},
        {"the first and the last pair", "\xFF\xFE\x00\xD8\x00\xDC\xFF\xDB\xFF\xDF"s,
         "\U00010000\U0010FFFF"},
        {"two first halves", "\xFF\xFE\x3D\xD8\xFF\xDB"s, "\uFFFD\uFFFD"},
        {"the first and the last half alone", "\xFF\xFE\x00\xD8h\0\xFF\xDF"s, "\uFFFDh\uFFFD"},
        {"half a pair and a byte of the other half", "\xFE\xFF\xD8\x3D\xDC"s, "\uFFFD\uFFFD"},
        {"two letters in UTF-16 LE", "a\0:\0"s, "a:"},
        {"a surrogate pair and a letter", "\xFF\xFE\x3D\xD8\x12\xDDh\0"s, "\U0001F512h"},
        {"letters before the wrong half", "\xFF\xFEh\0\x12\xDD\xFF\xD7\x12\xDD"s,
         "h\uFFFD\uD7FF\uFFFD"},
        {"half a pair", "\xFF\xFE\x3D\xD8h\0"s, "\uFFFDh"},
        {"the wrong half first", "\xFF\xFE\x00\xDC\x12\xDD"s, "\uFFFD\uFFFD"},
        {"half a pair and a letter beyond the halves", "\xFF\xFE\x3D\xD8\x00\xE0"s, "\uFFFD\uE000"},
        {"half a pair at the end", "\xFF\xFEh\0\x3D\xD8"s, "h\uFFFD"},
        {"an odd byte at the end", "\xFF\xFEh\0i"s, "h\uFFFD"},
        {"UTF-32 LE with a mark", "\xFF\xFE\0\0\x12\xF5\x01\0"s, "\U0001F512"},
        {"UTF-32 BE with a mark", "\0\0\xFE\xFF\0\x01\xF5\x12"s, "\U0001F512"},
        {"UTF-32 LE", "a\0\0\0\xE9\0\0\0"s, "a\u00E9"},
        {"UTF-32 BE", "\0\0\0a\0\0\0\xE9"s, "a\u00E9"},
        {"the borders of one, two, three and four bytes",
         "\0\0\xFE\xFF\0\0\0\x7F\0\0\0\x80\0\0\7\xFF\0\0\x08\0\0\0\xFF\xFF\0\1\0\0\0\x10\xFF\xFF"s,
         "\x7F\u0080\u07FF\u0800\uFFFF\U00010000\U0010FFFF"},
        {"beyond Unicode", "\0\0\xFE\xFF\0\x11\0\0"s, "\uFFFD"},
        {"no known encoding", "a\xFF\x80z", "a\xFF\x80z"},
        {"two bytes", "a\0"s, std::string_view("a\0", 2)},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        CHECK(to_utf8(row.bytes) == row.text);
    }
}
