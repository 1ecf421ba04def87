// Letters and digits of ASCII: the edges of each class, and that no other byte is touched.

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
