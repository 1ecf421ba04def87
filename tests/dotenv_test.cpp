// The grammar of `.env` files, and that nothing of their text comes out in a message.

#include "parsers/compose/dotenv.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace dropcap::compose;

namespace {

/// "A=value" for A, B, C …; "A?why" for an unresolved value; "-" for none.
std::string read(std::string_view text) {
    Environment given;
    given.set("GIVEN", {"given", "given by --env", {}});
    Environment environment;
    const std::string error = read_dotenv(text, "set in .env", given, environment);
    if (!error.empty()) return "refused: " + error;
    std::string all;
    for (const std::string_view name : {"A", "B", "C", "D.x", "E-y", "F[0]", "GIVEN"}) {
        const Variable* const variable = environment.find(name);
        if (variable == nullptr) continue;
        all += fmt::format("{}{}{}{}", all.empty() ? "" : " ", name,
                           variable->open.empty() ? "=" : "?",
                           variable->open.empty() ? variable->value : variable->open);
    }
    return all;
}

struct Row {
    std::string_view text;
    std::string_view read;
};

} // namespace

TEST_CASE("lines of a .env file", "[dotenv_test]") {
    const auto [text, expected] = GENERATE(
        Row{"", ""}, Row{"A=1", "A=1"}, Row{"A=1\nB=2\n", "A=1 B=2"},
        Row{"A=1\r\nB=2\r\n", "A=1 B=2"},
        Row{"\xEF\xBB\xBF"
            "A=1",
            "A=1"},
        Row{"\n\n  A=1\n\n", "A=1"},
        // separators and blanks around them
        Row{"A = 1", "A=1"}, Row{"A: 1", "A=1"}, Row{"A:1=2", "A=1=2"}, Row{"A\t=\t1", "A=1"},
        // names
        Row{"D.x=1\nE-y=2\nF[0]=3", "D.x=1 E-y=2 F[0]=3"}, Row{"A=1\nA=2", "A=2"},
        // export
        Row{"export A=1", "A=1"}, Row{"export\tA=1", "A=1"}, Row{"export A", ""},
        // a bare name takes what the environment has
        Row{"GIVEN\nA=1", "A=1"}, Row{"B\nA=1", "A=1"}, Row{"A", ""},
        // what the environment has wins
        Row{"GIVEN=other", ""},
        // comments
        Row{"# A=0\nA=1", "A=1"}, Row{"A=1 # why", "A=1"}, Row{"A=1# none", "A=1# none"},
        Row{"A=# none", "A=# none"}, Row{"A= # why", "A=# why"},
        Row{"A=\"1 # none\" # why\nB=2", "A=1 # none B=2"},
        // unquoted values are trimmed and interpolated
        Row{"A=  1  ", "A=1"}, Row{"A=", "A="}, Row{"A=x y", "A=x y"},
        Row{"A=1\nB=$A${A}", "A=1 B=11"}, Row{"A=${GIVEN}", "A=given"}, Row{"A=${B:-d}", "A=d"},
        Row{"A=$$B", "A=$B"}, Row{"A=it's", "A=it's"},
        // double quotes: escapes, variables, several lines
        Row{"A=\"1\"", "A=1"}, Row{"A=\"a\\nb\\tc\"", "A=a\nb\tc"}, Row{"A=\"a\\\"b\"", "A=a\"b"},
        Row{"A=\"\\$B\"", "A=$B"}, Row{"A=\"a\nb\"\nB=2", "A=a\nb B=2"},
        Row{"A=1\nB=\"<$A>\"", "A=1 B=<1>"}, Row{"A=\"\\q\"", "A=\\q"},
        Row{"A=\"a\\\\b\"", "A=a\\b"}, Row{"A=\"\\0101\"", "A=A"},
        Row{"A=\"\\0351\"", "A=\xC3\xA9"}, Row{"A=\"\\09\"", "A=\\9"},
        // single quotes: as it stands
        Row{"A='1 $B \\n'", "A=1 $B \\n"}, Row{"A='a\nb'", "A=a\nb"}, Row{"A='it\\'s'", "A=it's"},
        // what follows a closing quote is the next statement
        Row{"A=\"1\" B=2", "A=1 B=2"});
    INFO(text);
    CHECK(read(text) == expected);
}

TEST_CASE("a value that refers to what no one sets stays unresolved", "[dotenv_test]") {
    CHECK(read("A=$B") == "A?B is not set and has no default");
    CHECK(read("A=$B\nC=$A").find("C?B is not set and has no default") != std::string::npos);
    CHECK(read("A='$B'") == "A=$B");
}

TEST_CASE("reasons do not grow along a chain of variables", "[dotenv_test]") {
    std::string text = "A0=$LAST\n";
    for (int at = 1; at <= 2000; ++at)
        text += "A" + std::to_string(at) + "=$A" + std::to_string(at - 1) + "\n";
    Environment variables;
    REQUIRE(read_dotenv(text, "set in .env", {}, variables).empty());
    CHECK(variables.find("A2000")->open == "LAST is not set and has no default");
    CHECK(substitute("$A2000", variables).open ==
          "A2000 is set in .env, and LAST is not set and has no default");

    const std::string name(100'000, 'N');
    Environment with_long_names;
    REQUIRE(read_dotenv("A=$" + name + "\nB=${" + name + ":+" + name + "}\n", "set in .env", {},
                        with_long_names)
                .empty());
    CHECK(with_long_names.find("A")->open.size() < 200);
    CHECK(with_long_names.find("B")->open.size() < 300);
}

TEST_CASE("what Compose refuses is reported by its line and never by its text", "[dotenv_test]") {
    const auto [text, why] = GENERATE(
        Row{"A=1\nse cret=2", "refused: line 2: a variable name with a blank in it"},
        Row{"root:x:0:0:root:/root:/bin/bash\nB!",
            "refused: line 2: a character that no variable name can have"},
        Row{"A=\"never closed", "refused: line 1: a quoted value that is never closed"},
        Row{"A=1\n\nB=${1}", "refused: line 3: a variable in a value that Compose cannot replace"},
        Row{"A=${B:?secret}", "refused: line 1: a variable in a value that Compose cannot replace"},
        Row{"{\"json\": 1}", "refused: line 1: a character that no variable name can have"});
    INFO(text);
    CHECK(read(text) == why);
}
