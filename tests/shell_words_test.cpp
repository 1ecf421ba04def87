// Shell text as words and simple commands, each with its place.

#include "parsers/shell/script.hpp"
#include "parsers/shell/words.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

using Texts = std::vector<std::string>;

/// A word between `|`, its open parts in <>.
std::string shown(const shell::ShellWord& word) {
    std::string text = "|";
    bool open = false;
    for (std::size_t at = 0; at < word.text.size(); ++at) {
        if (word.text.is_open(at, at + 1) != open) text += (open = !open) ? "<" : ">";
        text += word.text.text()[at];
    }
    return text + (open ? ">" : "");
}

std::string shown(const shell::ShellCommand& command) {
    std::string text;
    for (const shell::ShellWord& word : command.words) text += shown(word);
    for (const shell::HereDocument& input : command.input) text += "|<<" + input.body.text();
    return text;
}

Texts commands(std::string_view script) {
    Texts texts;
    for (const shell::ShellCommand& command :
         shell::split_script(text::MappedText(script, 0)).commands)
        texts.push_back(shown(command));
    return texts;
}

std::string label(std::string_view value) {
    std::vector<shell::ShellProblem> problems;
    std::string text = shown(shell::split_label(text::MappedText(value, 0), problems));
    for (const shell::ShellProblem& problem : problems) text += "!" + problem.message;
    return text;
}

} // namespace

TEST_CASE("a script is split into simple commands as a shell splits it", "[shell_words_test]") {
    struct Row {
        std::string_view what, script;
        Texts expected;
    };
    const std::vector<Row> rows = {
        {"words", "a  b\tc", {"|a|b|c"}},
        {"quotes", R"(a 'b c' "d e"f g\ h '' "")", {R"(|a|b c|d ef|g h||)"}},
        {"escapes in double quotes", R"("a\"b\\c\$d\e")", {R"(|a"b\c$d\e)"}},
        {"escapes in $''", R"($'a\tb\'c\x41\101\\')", {"|a\tb'cAA\\"}},
        {"a translated string", R"($"a b")", {"|a b"}},
        {"comments", "a #b\n# c\nd#e '#f'", {"|a", "|d#e|#f"}},
        {"continuations", "a \\\n b\\\nc \\\r\n d", {"|a|bc|d"}},
        {"CRLF", "a b\r\nc\r\n", {"|a|b", "|c"}},
        {"separators", "a; b && c || d | e & f\ng", {"|a", "|b", "|c", "|d", "|e", "|f", "|g"}},
        {"|& and ;;",
         "a |& b\ncase x in y) c;; z) d;; esac",
         {"|a", "|b", "|case|x|in|y", "|c", "|z", "|d", "|esac"}},
        {"redirections are no words", "a >b 2>&1 <c >>d &>e 2>/dev/null f >|g", {"|a|f"}},
        {"a digit that is a word stays one", "a 2 >b", {"|a|2"}},
        {"subshells and groups", "(a; b) && { c; }", {"|a", "|b", "|{|c", "|}"}},
        {"functions",
         "f() {\n a\n}\nfunction g { b; }",
         {"|f", "|{", "|a", "|}", "|function|g|{|b", "|}"}},
        {"loops and conditions",
         "for i in 1 2; do a $i; done\nif ! b; then c; fi",
         {"|for|i|in|1|2", "|do|a|<$i>", "|done", "|if|!|b", "|then|c", "|fi"}},
        {"variables are open",
         R"(a $B "${C:-d e}" x${F}y $1 "$@" \$g '$h')",
         {R"(|a|<$B>|<${C:-d e}>|x<${F}>y|<$1>|<$@>|$g|$h)"}},
        {"a lone $ is a character", "a $ b$ $/", {"|a|$|b$|$/"}},
        {"substitutions are open, and commands of their own",
         "a $(b c) \"x$(d)\" `e f`",
         {"|a|<$(b c)>|x<$(d)>|<`e f`>", "|b|c", "|d", "|e|f"}},
        {"nested substitutions", "a $(b $(c) )", {"|a|<$(b $(c) )>", "|b|<$(c)>", "|c"}},
        {"process substitution", "a <(b) c", {"|a|<<(b)>|c", "|b"}},
        {"arithmetic is no command", "a $((1 + 2)) ; ((i++)); b", {"|a|<$((1 + 2))>", "|b"}},
        {"arrays are left alone",
         "X=(docker run --privileged a) b\nY+=(c)",
         {"|X=<(docker run --privileged a)>|b", "|Y+=<(c)>"}},
        {"here-documents", "a <<EOF b\nc d\nEOF\ne", {"|a|b|<<c d\n", "|e"}},
        {"<<- and quoted ends", "a <<-'E F'\n\tc\n\tE F\nd", {"|a|<<\tc\n", "|d"}},
        {"two here-documents", "a <<A; b <<B\n1\nA\n2\nB\n", {"|a|<<1\n", "|b|<<2\n"}},
        {"a here-document without its end", "a <<EOF\nb", {"|a|<<b"}},
        {"a here-string", "a <<<b c", {"|a|c"}},
        {"a here-document in a substitution",
         "a $(b <<E\nc\nE\n) d",
         {"|a|<$(b <<E\nc\nE\n)>|d", "|b|<<c\n"}},
        {"assignments are words", "A=b C='d e' f", {"|A=b|C=d e|f"}},
        {"nothing", " \n\n;", {}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        CHECK(commands(row.script) == row.expected);
    }
}

TEST_CASE("what is not closed is reported where it begins", "[shell_words_test]") {
    for (const auto& [script, message] : std::vector<std::pair<std::string, std::string>>{
             {"a 'b", "this single quote is not closed"},
             {"a \"b", "this double quote is not closed"},
             {"a $'b", "this $' quote is not closed"}}) {
        const shell::ShellText text = shell::split_script(text::MappedText(script, 0));
        REQUIRE(text.problems.size() == 1);
        CHECK(text.problems[0].message == message);
        CHECK(text.problems[0].at.begin == 2);
    }
}

TEST_CASE("a label's value has words and comments but no operators", "[shell_words_test]") {
    CHECK(label("docker run -d IMAGE") == "|docker|run|-d|IMAGE");
    CHECK(label("a; b && c | d > e") == "|a;|b|&&|c|||d|>|e");
    CHECK(label("a 'b c' \"d e\" f\\ g") == "|a|b c|d e|f g");
    CHECK(label("a # b c") == "|a");
    CHECK(label("a#b") == "|a#b");
    CHECK(label("a $IMAGE '${NAME}' \"$X\" $(y)") == "|a|<$IMAGE>|<${NAME}>|<$X>|$(y)");
    CHECK(label("a\n b\t c") == "|a|b|c");
    CHECK(label("a 'b") == "|a|b!this single quote is not closed");
    CHECK(label("").empty());
}

TEST_CASE("a word knows its bytes, with its quotes where they are in between",
          "[shell_words_test]") {
    const std::string_view script = "a --x=\"b c\" 'd'e --y=f\\,g";
    const shell::ShellText text = shell::split_script(text::MappedText(script, 0));
    const auto& words = text.commands.at(0).words;
    const auto at = [&](Span span) { return std::string(script.substr(span.begin, span.size())); };
    CHECK(at(words[1].at) == "--x=\"b c\"");
    CHECK(at(words[1].span(4, 7)) == "b c");
    CHECK(at(words[1].span(0, 3)) == "--x");
    CHECK(at(words[2].span(0, 2)) == "'d'e");
    CHECK(at(words[3].span(4, 7)) == "f\\,g");
    CHECK(at(text.commands[0].at()) == script);
}

TEST_CASE("shapes that search in vain do not search again", "[shell_words_test]") {
    for (const std::string& part : {std::string("$(("), std::string("(("), std::string("${"),
                                    std::string("`"), std::string("\"$(")}) {
        std::string script;
        for (int i = 0; i < 20'000; ++i) script += part;
        INFO(part);
        CHECK(shell::split_script(text::MappedText(script, 0)).commands.size() <= script.size());
    }
}
