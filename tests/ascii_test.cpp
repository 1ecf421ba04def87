// Letters, digits and blanks of ASCII: the edges of each class, and that no other byte is touched.

#include "model/ascii.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dropcap;

TEST_CASE("each class ends where its letters end", "[ascii_test]") {
    std::string lower, upper, letters, digits, both;
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        if (is_lower(c)) lower += c;
        if (is_upper(c)) upper += c;
        if (is_letter(c)) letters += c;
        if (is_digit(c)) digits += c;
        if (is_alphanumeric(c)) both += c;
    }
    CHECK(lower == "abcdefghijklmnopqrstuvwxyz");
    CHECK(upper == "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    CHECK(letters == upper + lower);
    CHECK(digits == "0123456789");
    CHECK(both == digits + upper + lower);
}

TEST_CASE("folding changes ASCII letters and nothing else", "[ascii_test]") {
    CHECK(lowercase("Cap_NET_Raw-09[@`{É") == "cap_net_raw-09[@`{É");
    CHECK(uppercase("Cap_net_Raw-09[@`{é") == "CAP_NET_RAW-09[@`{é");
    CHECK(lowercase("").empty());
}

TEST_CASE("each set of blanks holds its bytes and no others", "[ascii_test]") {
    std::string blank, space;
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        if (is_blank(c)) blank += c;
        if (is_space(c)) space += c;
        for (const std::string_view set : {space_or_tab, blank_or_cr, blank_or_break, line_space})
            CHECK((!is_in(c, set) || is_in(c, white_space)));
    }
    CHECK(blank == "\t ");
    CHECK(space == "\t\n\v\f\r ");
    CHECK(trim_left(white_space, space).empty());
    CHECK(white_space.size() == space.size());
    CHECK(skip_blanks(space_or_tab, 0) == 2);
    CHECK(trim_right(white_space, line_space) == " \t\n");
    CHECK(trim_left("\r\n x", blank_or_break) == "x");
}

TEST_CASE("skipping goes to the next other byte, or to the end", "[ascii_test]") {
    CHECK(skip_blanks("a \tb", 1) == 3);
    CHECK(skip_blanks("a \tb", 0) == 0);
    CHECK(skip_blanks("a \t", 1) == 3);
    CHECK(skip_blanks("a \r", 1) == 2);
    CHECK(skip_blanks("a \r", 1, blank_or_cr) == 3);
    CHECK(skip_blanks("a", 1) == 1);
    CHECK(skip_blanks("a", 2, " ") == 1);
    CHECK(skip_blanks_back("a \tb", 3) == 1);
    CHECK(skip_blanks_back("a \tb", 4) == 4);
    CHECK(skip_blanks_back(" \t", 2) == 0);
    CHECK(skip_blanks_back("a\r ", 3) == 2);
}

TEST_CASE("trimming takes blanks at the ends and leaves those within", "[ascii_test]") {
    CHECK(trim(" \ta b\t\r") == "a b");
    CHECK(trim_left(" \ta b\t\r") == "a b\t\r");
    CHECK(trim_right(" \ta b\t\r") == " \ta b");
    CHECK(trim("\na\n") == "\na\n");
    CHECK(trim("\na\v\n", white_space) == "a");
    for (const std::string_view text : {"", " ", " \t\r"}) {
        CHECK(trim(text).empty());
        CHECK(trim_left(text).empty());
        CHECK(trim_right(text).empty());
        CHECK(is_blank(text));
    }
    CHECK_FALSE(is_blank(" a "));
    CHECK_FALSE(is_blank("\n"));
    CHECK(is_blank("\n", blank_or_break));
}

TEST_CASE("parts of a text are taken one by one", "[ascii_test]") {
    std::string_view rest = "a,,b";
    CHECK(take_before(rest, ',') == "a");
    CHECK(rest == ",b");
    CHECK(take_before(rest, ',').empty());
    CHECK(take_before(rest, ',') == "b");
    CHECK(rest.empty());
    CHECK(take_before(rest, ',').empty());

    rest = "x, y, ";
    CHECK(take_before(rest, ", ") == "x");
    CHECK(take_before(rest, ", ") == "y");
    CHECK(rest.empty());

    rest = "one\r\ntwo\n\n";
    CHECK(take_line(rest) == "one\r");
    CHECK(take_line(rest) == "two");
    CHECK(rest == "\n");
    CHECK(take_line(rest).empty());
    CHECK(rest.empty());
}
