// Text from files on its way to a terminal, a log or a program.

#include "lint/terminal/text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace dropcap;

TEST_CASE("what could act on a terminal or a log becomes visible", "[text_test]") {
    struct Row {
        std::string text, shown;
    };
    const std::vector<Row> rows = {
        {"plain größe 日本 🙂", "plain größe 日本 🙂"},
        {"a\tb", "a b"},
        {"a\nb\r\n", "a\\nb\\r\\n"},
        {"\x1b[31mred\x07", "\\x1b[31mred\\x07"},
        {std::string("nul\0", 4), "nul\\x00"},
        {"\x7f", "\\x7f"},
        {"\u009b31m", "\\x9b31m"},                                     // CSI as one character
        {"\u202egnp.exe\u2066\u200f", "\\u202egnp.exe\\u2066\\u200f"}, // marks that reorder text
        {"\u2028\u2029\ufeff\u200b", "\\u2028\\u2029\\ufeff\\u200b"},
        {"bad\xff\xc3", "bad\\xff\\xc3"},
        {"\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80",
         "\\xc0\\xaf\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80"}, // overlong, surrogate, too large
        {"##vso[task.x]", "\\x23#vso[task.x]"},
        {"a ##[error]", "a \\x23#[error]"},
        {"##VSO[x] ##vs[x]", "\\x23#VSO[x] ##vs[x]"},
        {"## heading #1", "## heading #1"},
    };
    for (const Row& row : rows) CHECK(terminal::visible(row.text) == row.shown);
}

TEST_CASE("a log command that is printed in pieces is none either", "[text_test]") {
    CHECK(terminal::visible("a #", "#[error]b") == "a \\x23");
    CHECK(terminal::visible("##", "[error]") == "\\x23#");
    CHECK(terminal::visible("##vs", "o[x]") == "\\x23#vs");
    CHECK(terminal::visible("#", "#vso[x]") == "\\x23");
    CHECK(terminal::visible("# ", "#[x]") == "# ");
    CHECK(terminal::visible("##", "a[x]") == "##");
    CHECK(terminal::visible("", "##[x]").empty());
}

TEST_CASE("a path never looks like a flag or a command", "[text_test]") {
    CHECK(terminal::visible_path("a/b.yaml") == "a/b.yaml");
    CHECK(terminal::visible_path("--help") == "./--help");
    CHECK(terminal::visible_path("::error::x") == "./::error::x");
    CHECK(terminal::visible_path(":") == "./:"); // `:` and `:1:2: …`
    CHECK(terminal::visible_path("a\nb") == "a\\nb");
}

TEST_CASE("columns of a terminal", "[text_test]") {
    CHECK(terminal::width("") == 0);
    CHECK(terminal::width("plain") == 5);
    CHECK(terminal::width("größe") == 5);
    CHECK(terminal::width("日本語") == 6);
    CHECK(terminal::width("한글") == 4);
    CHECK(terminal::width("🙂") == 2);
    CHECK(terminal::width("e\u0301") == 1); // a letter and its accent
    CHECK(terminal::width("\xff") == 1);
}

TEST_CASE("text that is cut says so", "[text_test]") {
    CHECK(terminal::beginning_of("abcdef", 6) == "abcdef");
    CHECK(terminal::beginning_of("abcdef", 4) == "abc…");
    CHECK(terminal::beginning_of("日本語", 4) == "日…"); // half a character is none
    CHECK(terminal::beginning_of("abc", 0) == "…");
    CHECK(terminal::end_of("abcdef", 6) == "abcdef");
    CHECK(terminal::end_of("abcdef", 4) == "…def");
    CHECK(terminal::end_of("日本語", 4) == "…語");
    CHECK(terminal::end_of("abc", 0) == "…");
    CHECK(terminal::end_of("", 0).empty());
}

TEST_CASE("text is broken at blanks where a terminal ends", "[text_test]") {
    CHECK(terminal::wrapped("one two three", {.columns = 0, .used = 5, .indent = 2}) ==
          "one two three");
    CHECK(terminal::wrapped("one two three", {.columns = 8, .used = 0, .indent = 2}) ==
          "one two\n  three");
    CHECK(terminal::wrapped("one two three", {.columns = 8, .used = 4, .indent = 0}) ==
          "one\ntwo\nthree");
    CHECK(terminal::wrapped("one extraordinarily two", {.columns = 8, .used = 0, .indent = 1}) ==
          "one\n extraordinarily\n two");
    CHECK(terminal::wrapped("größe größe", {.columns = 11, .used = 0, .indent = 0}) ==
          "größe größe");
    CHECK(terminal::wrapped("", {.columns = 8, .used = 0, .indent = 2}).empty());
}

TEST_CASE("JSON keeps its meaning and cannot act", "[text_test]") {
    for (const std::string& text :
         {std::string("plain # größe"), std::string("##vso[x] ##[y] \\##[z]"),
          std::string("\u009b\u202e\x7f\u2028\ufeff"), std::string("\\\\")}) {
        const std::string json = nlohmann::json(std::vector<std::string>{text, text}).dump(2);
        const std::string inert = terminal::inert_json(json);
        CHECK(nlohmann::json::parse(inert)[1] == text);
        for (const std::string_view act :
             {"##vso[", "##[", "\u009b", "\u202e", "\x7f", "\u2028", "\ufeff"})
            CHECK(inert.find(act) == std::string::npos);
    }
    CHECK(terminal::inert_json("{\n  \"größe\": 1\n}") == "{\n  \"größe\": 1\n}");
    CHECK(terminal::inert_json("").empty());
}

TEST_CASE("counted nouns", "[text_test]") {
    CHECK(terminal::counted(0, "file") == "0 files");
    CHECK(terminal::counted(1, "file") == "1 file");
    CHECK(terminal::counted(2, "file") == "2 files");
}
