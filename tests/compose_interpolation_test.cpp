// `${VAR}` as Compose replaces it: the grammar, what counts as set, and where a value came from.

#include "parsers/compose/interpolation.hpp"
#include "tests/compose_project.hpp"

#include <catch2/catch.hpp>

using namespace dropcap;
using namespace dropcap::compose;
using namespace dropcap::compose_test;

namespace {

Environment environment() {
    Environment made;
    made.set("SET", {"value", "set here", {}});
    made.set("EMPTY", {"", "set here", {}});
    made.set("lower_1", {"small", "set here", {}});
    made.set("DOLLAR", {"$SET", "set here", {}});
    made.set("OPEN", {"", "set somewhere", "its value is not known"});
    return made;
}

struct Replaced {
    std::string_view written;
    std::string_view text;
};

} // namespace

TEST_CASE("a variable is replaced as the operator says", "[compose_interpolation_test]") {
    const auto [written, text] = GENERATE(
        // every form of a variable that is set
        Replaced{"$SET", "value"}, Replaced{"${SET}", "value"}, Replaced{"${SET:-d}", "value"},
        Replaced{"${SET-d}", "value"}, Replaced{"${SET:?m}", "value"},
        Replaced{"${SET?m}", "value"}, Replaced{"${SET:+r}", "r"}, Replaced{"${SET+r}", "r"},
        // the colon makes empty the same as not set
        Replaced{"${EMPTY}", ""}, Replaced{"${EMPTY:-d}", "d"}, Replaced{"${EMPTY-d}", ""},
        Replaced{"${EMPTY?m}", ""}, Replaced{"${EMPTY:+r}", ""}, Replaced{"${EMPTY+r}", "r"},
        // not set, with a default
        Replaced{"${NONE:-d}", "d"}, Replaced{"${NONE-d}", "d"}, Replaced{"${NONE:-}", ""},
        Replaced{"${NONE-}", ""},
        // the leftmost operator counts, the rest belongs to the word
        Replaced{"${NONE:-a-b}", "a-b"}, Replaced{"${NONE-a:-b}", "a:-b"},
        Replaced{"${NONE:-a:?b}", "a:?b"}, Replaced{"${SET+a-b}", "a-b"},
        // words are interpolated, to any depth
        Replaced{"${NONE:-${SET}}", "value"}, Replaced{"${NONE:-${ALSO_NONE:-$SET}}", "value"},
        Replaced{"${NONE:-${EMPTY:-${SET}}!}", "value!"}, Replaced{"${SET:+${lower_1}}", "small"},
        Replaced{"${NONE:-x${SET}y${SET}z}", "xvalueyvaluez"},
        // names: letters of either case, digits behind, and not a byte more
        Replaced{"$lower_1", "small"}, Replaced{"$SET-x", "value-x"}, Replaced{"$SET.x", "value.x"},
        Replaced{"a$SET", "avalue"},
        // a dollar that is none
        Replaced{"$$SET", "$SET"}, Replaced{"$$$SET", "$value"}, Replaced{"$${SET}", "${SET}"},
        Replaced{"$1", "$1"}, Replaced{"a$", "a$"}, Replaced{"$(SET)", "$(SET)"},
        Replaced{"$ SET", "$ SET"}, Replaced{"$$$$", "$$"},
        // what a variable holds is not looked at again
        Replaced{"$DOLLAR", "$SET"}, Replaced{"${DOLLAR}", "$SET"},
        // several in one text
        Replaced{"${SET}/${EMPTY}/${NONE:-d}", "value//d"}, Replaced{"}${SET}{", "}value{"});
    INFO(written);
    const Substitution made = substitute(written, environment());
    CHECK(made.refusal == Substitution::Refusal::none);
    CHECK(made.open.empty());
    CHECK(made.text == text);
    CHECK(made.written == written);
}

TEST_CASE("what no one sets is open, never silently empty", "[compose_interpolation_test]") {
    const auto [written, why] =
        GENERATE(Replaced{"$NONE", "NONE is not set and has no default"},
                 Replaced{"${NONE}", "NONE is not set and has no default"},
                 Replaced{"a${SET}${NONE}", "NONE is not set and has no default"},
                 Replaced{"${ALSO_NONE:-${NONE}}", "NONE is not set and has no default"},
                 Replaced{"${NONE:+r}", "NONE is not set; with it the value would be `r`"},
                 Replaced{"${NONE+r}", "NONE is not set; with it the value would be `r`"},
                 Replaced{"${OPEN:-d}", "OPEN is set somewhere, and its value is not known"});
    INFO(written);
    const Substitution made = substitute(written, environment());
    CHECK(made.refusal == Substitution::Refusal::none);
    CHECK(made.open == why);
}

TEST_CASE("what is no variable after `${` is refused", "[compose_interpolation_test]") {
    const std::string_view written =
        GENERATE("${1}", "${}", "${ SET}", "${SET ", "${SET!b}", "${SET/b/c}", "${SET:=d}",
                 "${NONE:-d", "${SET", "a ${-b}", "${NONE:-\n}");
    INFO(written);
    const Substitution made = substitute(written, environment());
    CHECK(made.refusal == Substitution::Refusal::format);
    CHECK(made.message.find("`$$`") != std::string::npos);
}

TEST_CASE("a required variable without a value is refused in its author's words",
          "[compose_interpolation_test]") {
    const auto [written, reason] = GENERATE(
        Replaced{"${NONE:?say which}", "say which"}, Replaced{"${NONE?say which}", "say which"},
        Replaced{"${EMPTY:?say which}", "say which"}, Replaced{"${NONE?}", "it is not set"},
        Replaced{"${NONE:?set ${SET}}", "set value"});
    INFO(written);
    const Substitution made = substitute(written, environment());
    CHECK(made.refusal == Substitution::Refusal::required);
    CHECK(made.message.ends_with(reason));
}

TEST_CASE("a text that grows beyond any value is refused", "[compose_interpolation_test]") {
    Environment large;
    large.set("X", {std::string(5000, 'x'), "set here", {}});
    std::string written;
    for (int i = 0; i < 20; ++i) written += "${X}";
    CHECK(substitute(written, large).refusal == Substitution::Refusal::too_long);
    std::string nested;
    for (int i = 0; i < 200; ++i) nested += "${N:-";
    CHECK(substitute(nested + std::string(200, '}'), large).refusal ==
          Substitution::Refusal::format);
}

TEST_CASE("the note says where the value came from", "[compose_interpolation_test]") {
    CHECK(substitute("$SET", environment()).note == "SET is set here");
    CHECK(substitute("${NONE:-d}", environment()).note == "NONE is not set, so its default counts");
    CHECK(substitute("${EMPTY:-d}", environment()).note == "EMPTY is empty, so its default counts");
    CHECK(substitute("${SET}${EMPTY}", environment()).note == "SET is set here, EMPTY is set here");
}

TEST_CASE(
    "values are replaced, keys are not; a resolved word keeps its place and reports its source",
    "[compose_interpolation_test]") {
    const Folder folder{.files = {{"compose.yaml", "services:\n"
                                                   "  ${NAME}:\n"
                                                   "    image: x\n"
                                                   "  web:\n"
                                                   "    image: ${IMAGE:-nginx}\n"
                                                   "    privileged: ${PRIVILEGED}\n"
                                                   "    cap_add:\n"
                                                   "      - ${CAP}\n"
                                                   "      - ${UNSET}\n"
                                                   "      - '$$CAP'\n"
                                                   "      - ${CAP:?must be set}\n"},
                                  {".env", "NAME=web\nCAP=SYS_TIME\nPRIVILEGED=yes\n"}}};
    const Document document = folder.read();
    const Container& web = named(document, "web");
    CHECK(evidence(document, *web.image) ==
          "nginx at 5 `${IMAGE:-nginx}` (IMAGE is not set, so its default counts)");
    CHECK(evidence(document, *web.privileged) ==
          "true at 6 `${PRIVILEGED}` (PRIVILEGED is set in .env)");
    CHECK(evidence(document, web.add.words[0]) == "SYS_TIME at 8 `${CAP}` (CAP is set in .env)");
    CHECK(evidence(document, web.add.words[1]) == "?${UNSET} at 9 `${UNSET}`");
    CHECK(evidence(document, web.add.words[2]) == "$CAP at 10 `'$$CAP'`");
    CHECK(problems(document).front().starts_with("${NAME}: 2 `${NAME}` Compose refuses this name"));
}

TEST_CASE("what a variable brings is a string, whatever it looks like",
          "[compose_interpolation_test]") {
    const Folder folder{.files = {{"compose.yaml", "services:\n"
                                                   "  web:\n"
                                                   "    image: x\n"
                                                   "    user: ${NUMBER}\n"
                                                   "    cap_drop: [\"${LIST}\"]\n"},
                                  {".env", "NUMBER=1000\nLIST=ALL, NET_RAW\n"}}};
    const Document document = folder.read();
    CHECK(outline(document) == Lines{"web drop=[${LIST}] user=1000"});
    CHECK(problems(document).empty());
}

TEST_CASE(
    "a required variable is reported where it decides, and a malformed one wherever it stands",
    "[compose_interpolation_test]") {
    const Folder folder{.files = {{"compose.yaml", "services:\n"
                                                   "  web:\n"
                                                   "    image: x\n"
                                                   "    privileged: ${P:?choose}\n"
                                                   "    environment:\n"
                                                   "      A: ${B:?only the app needs it}\n"
                                                   "      C: ${1}\n"}}};
    const Lines told = problems(folder.read());
    REQUIRE(told.size() == 2);
    CHECK(told[0].starts_with("7 `${1}` `${1}` is not a variable as Compose writes it"));
    CHECK(
        told[1] ==
        "4 `${P:?choose}` Compose refuses to go on without P, which `${P:?choose}` requires: choose");
}

TEST_CASE("a malformed variable is reported at itself, in every style of scalar",
          "[compose_interpolation_test]") {
    const Folder folder{.files = {{"compose.yaml", "services:\n"
                                                   "  web:\n"
                                                   "    image: x\n"
                                                   "    command: |\n"
                                                   "      echo $A\n"
                                                   "      echo ${b.c} done\n"
                                                   "    entrypoint: sh -c ${A:-${2}} end\n"
                                                   "    environment:\n"
                                                   "      - \"A\\t=${3}\"\n"
                                                   "      - 'it''s ${4 and no brace'\n"
                                                   "      - >-\n"
                                                   "        folded\n"
                                                   "        ${5}\n"
                                                   "        end\n"}}};
    const Lines told = problems(folder.read());
    Lines places;
    for (const std::string& problem : told)
        places.push_back(problem.substr(0, problem.find("` `") + 1));
    CHECK(places ==
          Lines{"6 `${b.c}`", "7 `${2}`", "9 `${3}`", "10 `${4 and no brace`", "13 `${5}`"});
}

TEST_CASE("--env wins over .env, and --env-file takes its place", "[compose_interpolation_test]") {
    Folder folder{.files = {{"compose.yaml",
                             "services: {web: {image: x, user: \"$U\", cap_add: [\"$C\"]}}\n"},
                            {".env", "U=1\nC=CHOWN\n"},
                            {"one.env", "U=11\n"},
                            {"two.env", "U=22\nC=KILL\n"}}};
    CHECK(outline(folder.read()) == Lines{"web add=[CHOWN] user=1"});
    folder.options.compose.environment = {{"U", "2"}};
    CHECK(evidence(folder.read(), *named(folder.read(), "web").user) ==
          "2 at 1 `\"$U\"` (U is given by --env)");
    folder.options.compose.environment = {};
    folder.options.compose.env_files = {"one.env", "two.env"};
    CHECK(outline(folder.read()) ==
          Lines{"web add=[KILL] user=22"}); // the later file counts, as with docker compose
    folder.options.compose.env_files = {"missing.env"};
    CHECK(
        problems(folder.read()) ==
        Lines{
            "1 `` Compose cannot read the environment file `missing.env`: there is no such file"});
}
