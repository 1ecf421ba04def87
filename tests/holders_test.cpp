// The small holders that everything is kept in: strings out of parts, values that are hardly ever
// there.

#include "model/concat.hpp"
#include "model/container.hpp"
#include "model/rare.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <utility>

using namespace dropcap;

TEST_CASE("parts become one string", "[holders_test]") {
    CHECK(concat({}).empty());
    CHECK(concat({"", "a", std::string("b"), std::string_view("cd", 1)}) == "abc");
    std::string text = "x";
    append(text, {});
    CHECK(text == "x");
    append(text, {"y", "", "z"});
    CHECK(text == "xyz");
}

TEST_CASE("appending piece by piece takes memory in growing steps", "[holders_test]") {
    std::string text;
    std::size_t steps = 0;
    for (int piece = 0; piece < 10'000; ++piece) {
        const std::size_t before = text.capacity();
        append(text, {"a piece"});
        steps += text.capacity() != before ? 1 : 0;
    }
    CHECK(text.size() == 70'000);
    CHECK(steps < 20);
}

TEST_CASE("a rare value is copied with its holder", "[holders_test]") {
    Rare<std::string> one;
    CHECK_FALSE(one);
    CHECK(one.get() == nullptr);
    one = std::string("known");
    const Rare<std::string> copy = one;
    REQUIRE(copy);
    CHECK(copy.get() != one.get());
    one = std::string("changed");
    CHECK(*copy.get() == "known");
    Rare<std::string> moved = std::move(one);
    CHECK(*moved.get() == "changed");
    CHECK(moved->size() == 7);
    const std::string taken = *std::move(moved);
    CHECK(taken == "changed");
    moved = Rare<std::string>();
    CHECK_FALSE(moved.has_value());
    moved = std::optional<std::string>("said");
    CHECK(*moved == "said");
    moved = std::optional<std::string>();
    CHECK_FALSE(moved.has_value());
}

TEST_CASE("a fact is known or says what is open", "[holders_test]") {
    Fact<bool> fact{.value = true, .at = {}, .entry = {}};
    CHECK(fact.is(true));
    CHECK(fact.unresolved() == nullptr);
    fact.value = Unresolved{"${X}", "X is not set"};
    CHECK(fact.known() == nullptr);
    CHECK_FALSE(fact.is(true));
    const Fact<bool> copy = fact;
    fact.value = false;
    REQUIRE(copy.unresolved() != nullptr);
    CHECK(copy.unresolved()->text == "${X}");
    CHECK(copy.unresolved()->why == "X is not set");
}
