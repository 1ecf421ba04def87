#include "rules/kit/justification.hpp"

#include <catch2/catch.hpp>

#include <string_view>

using dropcap::rules::says_why;

TEST_CASE("a comment with words is a reason", "[justification_test]") {
    for (const std::string_view comment :
         {"# ping", "#ping", "## creates wg0 ##", "# - needed by the VPN", "# 包捕获",
          "# why: restores owners", "# dropcap: ignore[net-raw] ping",
          "# dropcap: ignore[net-raw] until=2030-01-01 ping"}) {
        INFO(comment);
        CHECK(says_why(comment));
    }
}

TEST_CASE("switches for tools, entries that were commented out and rulers are none",
          "[justification_test]") {
    for (const std::string_view comment :
         {"#", "# ---", "# 1", "# - NET_ADMIN", "# cap_add:", "# --cap-add=NET_ADMIN",
          "# yamllint disable-line", "# checkov:skip=CKV_1", "# dropcap: ignore[net-raw]",
          "# dropcap: ignore[unjustified-capability] from before our time",
          "# dropcap: ignore[net-raw] until=2030-01-01", "# dropcap: ignore"}) {
        INFO(comment);
        CHECK_FALSE(says_why(comment));
    }
}
