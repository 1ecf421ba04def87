// Words, pairs and variables of a Dockerfile's instructions.

#include "parsers/dockerfile/words.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

using Texts = std::vector<std::string>;

dockerfile::BuildVariables variables() {
    dockerfile::BuildVariables known;
    known.env["NAME"] = {"value"};
    known.env["EMPTY"] = {""};
    known.env["PATH"] = {"/usr/bin:/bin"};
    known.env["BOTH"] = {"env"};
    known.args["BOTH"] = {"arg"};
    known.args["ARG"] = {"a.b.c"};
    known.args["OPEN"] = {std::nullopt};
    return known;
}

/// The expanded word; open parts in ⟨⟩; what BuildKit refuses behind an exclamation mark.
std::string expanded(std::string_view word, char escape = '\\',
                     dockerfile::Unset unset = dockerfile::Unset::empty) {
    const dockerfile::BuildVariables known = variables();
    const auto result = dockerfile::expand_build_word(
        text::MappedText(word, 0), {.escape = escape, .variables = known, .unset = unset});
    if (const auto* why = std::get_if<std::string>(&result)) return "!" + *why;
    const auto& text = std::get<text::MappedText>(result);
    std::string shown;
    bool open = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.is_open(at, at + 1) != open) shown += (open = !open) ? "<" : ">";
        shown += text.text()[at];
    }
    return open ? shown + ">" : shown;
}

} // namespace

TEST_CASE("a word loses its quotes and escapes and gets its variables", "[build_words_test]") {
    struct Row {
        std::string word, expected;
    };
    const std::vector<Row> rows = {
        // quotes and escapes
        {R"(a b)", "a b"},
        {R"("a b")", "a b"},
        {R"('a b')", "a b"},
        {R"(a\ b\c\\)", R"(a bc\)"},
        {R"("a\"b\$c\\d\e")", R"(a"b$c\d\e)"},
        {R"('a\"b$NAME')", R"(a\"b$NAME)"},
        {R"("it's")", "it's"},
        {R"(a\)", "a"},
        {R"('a)", "!unexpected end of statement while looking for matching single-quote"},
        {R"("a)", "!unexpected end of statement while looking for matching double-quote"},
        // variables
        {"$NAME", "value"},
        {"${NAME}x", "valuex"},
        {"x$NAME-y", "xvalue-y"},
        {"\"$NAME\"", "value"},
        {"\\$NAME", "$NAME"},
        {"$NO", ""},
        {"$BOTH", "env"},
        {"$OPEN", "<$OPEN>"},
        {"a${OPEN}b", "a<${OPEN}>b"},
        {"$", "$"},
        {"a$", "a$"},
        {"$ a", "$ a"},
        // special parameters are empty
        {"$1$12$@$*$#$?$-$$$!", ""},
        {"$1a", "a"},
        // modifiers
        {"${NO:-d}", "d"},
        {"${NO-d}", "d"},
        {"${EMPTY:-d}", "d"},
        {"${EMPTY-d}", ""},
        {"${NAME:-d}", "value"},
        {"${NAME-d}", "value"},
        {"${NO:-${NAME}s}", "values"},
        {"${NO:-\"a b\"}", "a b"},
        {"${OPEN:-d}", "d"},
        {"${NO:+d}", ""},
        {"${NO+d}", ""},
        {"${EMPTY:+d}", ""},
        {"${EMPTY+d}", "d"},
        {"${NAME:+d}", "d"},
        {"${NAME+d}", "d"},
        {"${OPEN:+d}", "<${OPEN:+d}>"},
        {"${NAME:?why}", "value"},
        {"${NAME?why}", "value"},
        {"${EMPTY?why}", ""},
        {"${EMPTY:?why}", "!EMPTY: why"},
        {"${NO?why}", "!NO: why"},
        {"${NO:?}", "!NO: is not allowed to be unset"},
        {"${EMPTY:?}", "!EMPTY: is not allowed to be empty"},
        {"${OPEN:?why}", "<${OPEN:?why}>"},
        // patterns
        {"${PATH#*/}", "usr/bin:/bin"},
        {"${PATH##*/}", "bin"},
        {"${PATH%/*}", "/usr/bin:"},
        {"${PATH%%/*}", ""},
        {"${PATH%%:*}", "/usr/bin"},
        {"${ARG#?.}", "b.c"},
        {"${ARG#x}", "a.b.c"},
        {"${ARG/./-}", "a-b.c"},
        {"${ARG//./-}", "a-b-c"},
        {"${ARG//.*/}", "a"},
        {"${PATH//\\//_}", "_usr_bin:_bin"},
        {"${NAME/a*/}", "v"},
        {"${NO#x}", ""},
        {"${OPEN#x}", "<${OPEN#x}>"},
        {"${NAME#\\x}",
         "!invalid pattern (\\x) in substitution: only *, ?, \\, } and / can be escaped"},
        // what BuildKit refuses
        {"${", "!syntax error: missing '}'"},
        {"${NAME", "!syntax error: missing '}'"},
        {"${NAME:-a", "!syntax error: missing '}'"},
        {"${NAME/a", "!syntax error: missing '/' in ${}"},
        {"${NAME/a/b", "!syntax error: missing '}'"},
        {"${}", "!syntax error: bad substitution"},
        {"${:-a}", "!syntax error: bad substitution"},
        {"${NAME!a}", "!unsupported modifier (!) in substitution"},
        {"${NAME:a}", "!unsupported modifier (:a) in substitution"},
    };
    for (const Row& row : rows) {
        INFO(row.word);
        CHECK(expanded(row.word) == row.expected);
    }
}

TEST_CASE("with # escape=` the backslash is ordinary", "[build_words_test]") {
    CHECK(expanded("c:\\x`$NAME`` `'", '`') == "c:\\x$NAME` '");
    CHECK(expanded("\"a`\"b\\\"", '`') == "a\"b\\");
}

TEST_CASE("a variable that no one here sets may be the base image's", "[build_words_test]") {
    CHECK(expanded("$NO", '\\', dockerfile::Unset::open) == "<$NO>");
    CHECK(expanded("${NO:-d}", '\\', dockerfile::Unset::open) == "d");
    CHECK(expanded("$1", '\\', dockerfile::Unset::open).empty());
}

TEST_CASE("values that double with each line have an end", "[build_words_test]") {
    dockerfile::BuildVariables known;
    known.env["A"] = {std::string(60, 'x')};
    std::size_t left = 100;
    const auto result = dockerfile::expand_build_word(
        text::MappedText("$A$A", 0), {.escape = '\\', .variables = known, .left = &left});
    const auto& text = std::get<text::MappedText>(result);
    CHECK(text.size() == 62);
    CHECK_FALSE(text.is_open(0, 60));
    CHECK(text.is_open(60, 62));
    CHECK(left == 40);
    // A pattern with many stars on a long value is not tried.
    known.env["A"] = {std::string(3000, 'a')};
    const std::string stars = "${A//a*a*a*b/}";
    CHECK(std::get<text::MappedText>(
              dockerfile::expand_build_word(text::MappedText(stars, 0),
                                            {.escape = '\\', .variables = known}))
              .is_open());
}

TEST_CASE("LABEL and ENV are pairs in either form", "[build_words_test]") {
    struct Row {
        std::string arguments;
        Texts expected; ///< key, value, key, value …; one text: the refusal
    };
    const std::vector<Row> rows = {
        {"a=b", {"a", "b"}},
        {"a=b c=\"d e\"  'f'=g\\ h", {"a", "b", "c", "\"d e\"", "'f'", "g\\ h"}},
        {"a=b=c", {"a", "b=c"}},
        {"a= b=", {"a", "", "b", ""}},
        {"\"a b\"=c", {"\"a b\"", "c"}},
        // the older form: a key and the rest of the line
        {"a b", {"a", "b"}},
        {"a  b  c = d", {"a", "b  c = d"}},
        {"a \"b", {"a", "\"b"}},
        {"a\tb", {"a", "b"}},
        // what BuildKit refuses
        {"a", {"LABEL must have two arguments"}},
        {"a=b c", {"Syntax error - can't find = in \"c\". Must be of the form: name=value"}},
        {"run=docker run --privileged IMAGE",
         {"Syntax error - can't find = in \"run\". Must be of the form: name=value"}},
        {"", {"LABEL requires at least one argument"}},
    };
    for (const Row& row : rows) {
        INFO(row.arguments);
        const auto read =
            dockerfile::split_pairs(text::MappedText(row.arguments, 0), '\\', "LABEL");
        Texts shown;
        if (const auto* why = std::get_if<std::string>(&read)) {
            shown.push_back(*why);
        } else {
            for (const dockerfile::BuildPair& pair :
                 std::get<std::vector<dockerfile::BuildPair>>(read)) {
                shown.push_back(pair.key.text());
                shown.push_back(pair.value.text());
            }
        }
        CHECK(shown == row.expected);
    }
}
