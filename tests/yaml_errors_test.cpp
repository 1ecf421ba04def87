// Broken YAML: what is refused, in which words, at which bytes; ceilings; hostile files; templates
// instead of YAML.

#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/tree.hpp"
#include "tests/yaml_outline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::yaml;
using dropcap::testing::visible;

namespace {

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

Parsed parse_all(std::string_view text, Arena& arena, Reader reader = Reader::compose,
                 const Limits& limits = {}) {
    Parsed last;
    for (const Slice slice : slices(text)) {
        last = parse_slice(text, slice, 0, reader, arena, limits);
        if (!last.problems.empty() || !last.unchecked.empty()) break;
    }
    return last;
}

} // namespace

TEST_CASE("what go-yaml refuses is refused at the exact place", "[yaml_errors_test]") {
    struct Case {
        std::string text;
        std::uint32_t begin;
        const char* message; // its beginning
    };
    const std::vector<Case> cases{
        // yaml-cpp says so, in other words
        {"a: b: c\n", 4, "a `:` is where no mapping can begin"},
        {"a: 1\n  b: 2\n", 8, "a `:` is where no mapping can begin"},
        {"a: - b\n", 3, "a list item (`- `) cannot begin here"},
        {"a: 1\n- b\n", 5, "this line does not fit the mapping around it"},
        {"a:\n\t- b\n", 3, "a tab indents this line"},
        {"a:\n  b: 1\n\tc: 2\n", 10, "a tab indents this line"},
        {"a: [b, c\n", 3, "this `[` is never closed"},
        {"a: {b: [1, 2}\n", 12, "this closing bracket has no opening one"},
        {"a: b]\nc: ]\n", 9, "this closing bracket has no opening one"},
        {"a: *u\n", 3, "the alias `*u` has no anchor `&u` before it"},
        {"a: &a 1\n---\nb: *a\n", 15, "the alias `*a` has no anchor `&a` before it"},
        {"k: &k x\n*k: 3\n", 8, "`*k:` is read as an alias whose name ends in a colon"},
        {"a: \"\\q\"\n", 4, "this is no escape sequence"},
        {"a: \"x\\xZZ\"\n", 5, "this escape sequence needs hexadecimal digits"},
        {"\"\\", 1, "this is no escape sequence"},
        {"a: @b\n", 3, "no value can begin with this character"},
        {"a: `b`\n", 3, "no value can begin with this character"},
        {"a: |x\n  y\n", 4, "after `|` or `>` only an indicator"},
        {"a: \"b\n---\nc: 1\n", 3, "this string never ends"},
        {"a: 'b", 3, "this string never ends"},
        {"a: \"x\" # it's\nb: ['y', 'z", 23, "this string never ends"},
        {"a: &x &y 1\n", 6, "a value can have one tag and one anchor only"},
        {"a: &x 1\nb: !t *x\n", 14, "this line does not fit the mapping"},
        // yaml-cpp lets it pass
        {"a: \"foo\nb: c\n", 3, "this string never ends: there is no closing \""},
        {"a: 'foo\nb: c\n", 3, "this string never ends: there is no closing '"},
        {"  a: 1\nb: 2\n", 7, "the document is complete before this point"},
        {"- a\nb: c\n", 4, "the document is complete before this point"},
        {"\"foo\" bar\n", 6, "the document is complete before this point"},
        {"[a] b\n", 4, "the document is complete before this point"},
        {"a: 1\n...\nb: 2\n", 9, "the document is complete before this point"},
        {"image: nginx\nrestart\n", 13, "`restart` has no `:`, where a key and a value belong"},
        {"n:\n~}", 3, "`~}` has no `:`, where a key and a value belong"},
        {"a: 1\n~\n", 5, "`~` has no `:`, where a key and a value belong"},
        {"a: !\"\n", 3, "a blank must follow the tag `!`"},
        {"a: !t\"x\"\n", 3, "a blank must follow the tag `!t`"},
        {"a: [1,,2]\n", 6, "a value is missing here"},
        {"a: [,1]\n", 4, "a value is missing here"},
        {"a: {b,,c}\n", 6, "a key is missing here"},
        {"a: {,b}\n", 4, "a key is missing here"},
        {": b\n", 0, "a key is missing here"},
        {"a: 1\n: 2\n", 5, "a key is missing here"},
        {"? ", 2, "a key is missing here"},
        {"a: !e!foo b\n", 3, "the tag `!e!foo` uses a handle that no %TAG directive declares"},
        {"%FOO bar\n---\na: 1\n", 0, "`%FOO` is read as a directive that no reader knows"},
        {"%YAML 1.2\n---\na: 1\n", 0,
         "the YAML library of Compose and Kubernetes reads no `%YAML 1.2`"},
        {"%YAML 1.1\na: 1\n", 0, "after a directive the document must begin with a line `---`"},
        {"a: &a [*a]\n", 7, "the alias `*a` is inside the value it repeats"},
        {"a: &a {b: {c: *a}}\n", 14, "the alias `*a` is inside the value it repeats"},
        {std::string("a: x\0y\n", 7), 4, "there is a NUL byte here"},
        {"a: x\x01y\n", 4, "the control character U+0001 is not allowed"},
        {"# x\x1b[31m\na: 1\n", 3, "the control character U+001B is not allowed"},
        {"a: x\x7Fy\n", 4, "the control character U+007F is not allowed"},
        {"a: x\xC2\x9By\n", 4, "the control character U+009B is not allowed"},
        {"a: \"x\xFFy\"\n", 5, "the byte 0xFF is not UTF-8"},
        {"a: \xC0\xAF\n", 3, "the byte 0xC0 is not UTF-8"},
        {"a: \xED\xA0\x80\n", 3, "the byte 0xED is not UTF-8"},
        {"a: long enough for eight bytes at once \xE2\x82\n", 39, "the byte 0xE2 is not UTF-8"},
        {"a: x\xEF\xBF\xBE\n", 4, "this is no Unicode character"},
        {"a:\n[b]\n", 3, "this value must be indented more than its key"},
        {"a:\n\"b\"\n", 3, "this value must be indented more than its key"},
        {"x:\n- a:\n  {b: c}\n", 10, "this value must be indented more than its key"},
        {"x: &a 1\nb:\n*a\n", 11, "this value must be indented more than its key"},
        {"a:\n!t\n- b\n", 3, "this value must be indented more than its key"},
        {"r:\n  a:\n  !t\n", 10, "this value must be indented more than its key"},
        {"? !t a\nb\n", 7, "`b` has no `:`, where a key and a value belong"},
        {"a: &x\n[b]\n", 6, "this value must be indented more than its key"},
        // nothing in it at all, and yaml-cpp's endless loop
        {",", 0, "the document is complete before this point"},
        {"[a],", 3, "the document is complete before this point"},
        {"{\"a\":1},\n", 7, "the document is complete before this point"},
        {"\x04", 0, "the control character U+0004"},
    };
    for (const Case& one : cases) {
        INFO(visible(one.text));
        Arena arena;
        const Parsed parsed = parse_all(one.text, arena);
        CHECK(parsed.root == nullptr);
        REQUIRE(parsed.problems.size() == 1);
        CHECK_THAT(parsed.problems[0].message, Catch::StartsWith(one.message));
        CHECK(parsed.problems[0].at.span.begin == one.begin);
        CHECK(parsed.problems[0].at.span.end <= one.text.size());
    }
}

TEST_CASE("what go-yaml accepts is accepted", "[yaml_errors_test]") {
    for (const std::string text : {
             "a: \"it\\'s\"\n",
             "a: [1,]\nb: {c: 1,}\n",
             "%YAML 1.1\n---\na: 1\n",
             "%TAG !e! tag:example.org,2000:\n---\na: !e!foo b\n",
             "a: !local b\nc: !!str d\n",
             "a: b#c\n",
             "? a\n: b\n? c\n",
             "a:\n- b\n",
             "a: [b,\nc]\n",
             "a: \"x\ny\"\n",
             "a: \"x\xE2\x80\xA8y\"\nb: 'x\xC2\x85y'\n",
             "a: x\xEF\xBB\xBFy\n",
             "{\"a\":\"b\",\"c\":[1]}\n",
             "a: 1\n...\n# end\n",
             "a: | # c\n  x\n",
             "a: [b] \xE2\x80\xA8\nc: d\xE2\x80\xA8\n",
             "x:\n- a:\n   [b]\n",
             "x:\n  a:\n  |\n   b\n",
             "a: !!seq\n- b\n",
             "a: &x\nb: 1\n",
             "a: [\nb\n]\n",
             "? !t a\n",
             "a:\t1\n",
         }) {
        INFO(visible(text));
        Arena arena;
        const Parsed parsed = parse_all(text, arena);
        for (const Problem& problem : parsed.problems) UNSCOPED_INFO(problem.message);
        CHECK(parsed.problems.empty());
        CHECK(parsed.root != nullptr);
    }
}

TEST_CASE("Unicode line breaks are line breaks, as to go-yaml, even in comments",
          "[yaml_errors_test]") {
    for (const char* mark : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
        const std::string text =
            "a: x" + std::string(mark) + "# harmless" + mark + "b: true" + mark + "c: 1\n";
        Arena arena;
        const Parsed parsed = parse_all(text, arena);
        REQUIRE(parsed.root != nullptr);
        CHECK(parsed.root->entries.size() == 3);
        CHECK(parsed.root->get("a")->text == "x");
        const Span at = parsed.root->get("b")->at.span;
        CHECK(text.substr(at.begin, at.size()) == "true");
        REQUIRE(parsed.comments.size() == 1);
        CHECK(text.substr(parsed.comments[0].at.span.begin, 10) == "# harmless");
    }
}

TEST_CASE("surrogate pairs of JSON are read for Kubernetes, which has a JSON decoder",
          "[yaml_errors_test]") {
    const std::string text = R"({"a": "x \ud83d\ude00 y", "b": 1})";
    Arena arena;
    const Parsed parsed = parse_all(text, arena, Reader::kubernetes);
    REQUIRE(parsed.root != nullptr);
    CHECK(parsed.root->get("a")->text == "x \xF0\x9F\x98\x80 y");
    CHECK(text.substr(parsed.root->get("a")->at.span.begin,
                      parsed.root->get("a")->at.span.size()) == R"("x \ud83d\ude00 y")");
    CHECK(parse_all(text, arena, Reader::compose).problems.size() == 1);
    // Outside strings nothing is rewritten: a line break there would make other YAML of it.
    CHECK(parse_all(R"({} #\ud83d\ude00)", arena, Reader::kubernetes).problems.empty());
    CHECK(parse_all(R"({'a': "\ud83d\ude00"})", arena, Reader::kubernetes).problems.size() == 1);
}

TEST_CASE("a broken document does not hide the others", "[yaml_errors_test]") {
    const std::string text = "a: 1\n---\nb: c: d\n---\ne: 2\n";
    Arena arena;
    std::string found;
    for (const Slice slice : slices(text)) {
        const Parsed parsed = parse_slice(text, slice, 0, Reader::kubernetes, arena);
        found += parsed.root != nullptr ? 'y' : 'n';
    }
    CHECK(found == "yny");
}

TEST_CASE("duplicate keys", "[yaml_errors_test]") {
    Arena arena;
    SECTION("are told with the first one's line") {
        const Parsed parsed = parse_all("# x\na: 1\nb: 2\n\"a\": 3\n", arena);
        REQUIRE(parsed.problems.size() == 1);
        CHECK(
            parsed.problems[0].message ==
            "the key `a` is written twice in this mapping (first on line 2): Compose refuses the file; keep one of the two");
        CHECK(parsed.problems[0].at.span == Span{14, 17});
        CHECK(parsed.root != nullptr);
    }
    SECTION("Kubernetes: the last counts where it is not refused") {
        const Parsed parsed = parse_all("a: 1\na: 2\n", arena, Reader::kubernetes);
        REQUIRE(parsed.problems.size() == 1);
        CHECK_THAT(parsed.problems[0].message,
                   Catch::Contains("strict validation, kubectl's default, refuses the object"));
    }
    SECTION("are found in large mappings") {
        std::string text;
        for (int i = 0; i < 100; ++i) text += "k" + std::to_string(i) + ": 1\n";
        CHECK(parse_all(text, arena).problems.empty());
        CHECK(parse_all(text + "k42: 1\n", arena).problems.size() == 1);
    }
    SECTION("are told for a few only") {
        CHECK(parse_all(repeat("a: 1\n", 50'000), arena).problems.size() == 20);
    }
    SECTION("are one mapping's affair") {
        CHECK(parse_all("- a: 1\n- a: 1\n", arena).problems.empty());
    }
}

TEST_CASE("every ceiling has a message of its own", "[yaml_errors_test]") {
    struct Case {
        std::string text;
        Limits limits;
        const char* message;
    };
    const std::vector<Case> cases{
        {"a: 12345678\n", {.document_bytes = 10}, "this document is larger than 10 bytes"},
        {"[1, 2, 3, 4]\n", {.events = 4}, "this document has more than 4 values"},
        {"[[[[1]]]]\n", {.depth = 3}, "lists and mappings are nested more than 3 levels deep"},
        {"- - - - 1\n", {.depth = 3}, "lists and mappings are nested more than 3 levels deep"},
        {"a: &a 1\nb: [*a, *a, *a]\n", {.aliases = 2}, "this document has more than 2 aliases"},
        {"a: &a {x: 1, y: 2}\nb: {<<: *a}\nc: {<<: *a}\n",
         {.merged_entries = 3},
         "merge keys bring more than 3 entries"},
        {"a: &a [1, 2, 3]\nb: [*a, *a, *a]\n",
         {.expanded = 12},
         "aliases make this document more than 12 values large"},
    };
    for (const Case& one : cases) {
        INFO(one.message);
        Arena arena;
        CHECK(parse_all(one.text, arena).problems.empty());
        const Parsed parsed = parse_all(one.text, arena, Reader::compose, one.limits);
        CHECK(parsed.root == nullptr);
        REQUIRE(parsed.problems.size() == 1);
        CHECK_THAT(parsed.problems[0].message, Catch::StartsWith(one.message));
    }
}

TEST_CASE("hostile files end in a problem, soon", "[yaml_errors_test]") {
    std::string laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before +
                  repeat(", " + before, 9) + "]\n";
    }
    std::string merges = "a0: &a0 {k: 1}\n";
    for (int i = 1; i < 3000; ++i) {
        const std::string n = std::to_string(i);
        merges += "a" + n + ": &a" + n + " {<<: *a" + std::to_string(i - 1) + ", k" + n + ": 1}\n";
    }
    const std::vector<std::pair<const char*, std::string>> cases{
        {"billion laughs", laughs},
        {"merge chain", merges},
        {"brackets", repeat("[", 100'000)},
        {"braces", repeat("{a: ", 100'000)},
        {"dashes", repeat("- ", 100'000)},
        {"question marks", repeat("? ", 100'000)},
        {"too large", "a: " + repeat("x", 5U << 20U)},
        {"aliases", "a: &a 1\nb: [" + repeat("*a, ", 20'000) + "]\n"},
        {"an endless key", repeat("k", 100'000) + "\n" + repeat("k", 100'000) + ": 1\n"},
        {"commas", repeat(",", 100'000)},
    };
    for (const auto& [name, text] : cases) {
        INFO(name);
        Arena arena;
        const Parsed parsed = parse_all(text, arena);
        CHECK(parsed.root == nullptr);
        CHECK_FALSE(parsed.problems.empty());
    }
}

TEST_CASE("many documents cost their bytes only", "[yaml_errors_test]") {
    CHECK(slices(repeat("---\n", 100'000)).size() == 100'000);
    CHECK(slices(repeat("...\n", 100'000)).size() == 1);
    CHECK(slices("a: 1\n...\n" + repeat("# c\n", 100'000) + "b: 1\n" + repeat("%x\n", 100'000))
              .size() == 1);
}

TEST_CASE("an unrendered template is no syntax error", "[yaml_errors_test]") {
    struct Case {
        const char* text;
        const char* reason;
        const char* where;
    };
    const std::vector<Case> cases{
        {"a:\n  {{- toYaml .Values.x | nindent 2 }}\n", "Helm template",
         "{{- toYaml .Values.x | nindent 2 }}"},
        {"name: {{ .Release.Name }}\nb: {{ .Values.x }}-{{ .Values.y }}\n", "Helm template",
         "{{ .Release.Name }}"},
        {"{{- if .Values.on }}\na: 1\n{{- end }}\n", "Helm template", "{{- if .Values.on }}"},
        {"{{ define \"x\" }}\na: {{ .Name }}\n{{ end }}\n", "Go template", "{{ define \"x\" }}"},
        {"spec:\n  {{addURIAndSha \"https://x.example/{{ .TagName }}.tar.gz\" .TagName }}\n",
         "Go template", "{{addURIAndSha \"https://x.example/{{ .TagName }}.tar.gz\" .TagName }}"},
        {"{% if on %}\na: 1\n{% endif %}\n", "Jinja template", "{% if on %}"},
        {"a: {{ name }}-x\nb: c: d\n", "template with `{{ … }}`", "{{ name }}-x"},
        {"# {{ not this }}\na: [{{ x }}, y\n", "template with `{{ … }}`", "{{ x }}, y"},
        {"- name: {{ x }} y\n", "template with `{{ … }}`", "{{ x }} y"},
    };
    for (const Case& one : cases) {
        INFO(one.text);
        Arena arena;
        const Parsed parsed = parse_all(one.text, arena, Reader::kubernetes);
        CHECK(parsed.root == nullptr);
        CHECK(parsed.problems.empty());
        REQUIRE(parsed.unchecked.size() == 1);
        CHECK_THAT(parsed.unchecked[0].reason, Catch::StartsWith(one.reason));
        const Span at = parsed.unchecked[0].at.span;
        CHECK(std::string_view(one.text).substr(at.begin, at.size()) == one.where);
    }
    SECTION("a syntax error beside template text that is YAML stays one") {
        for (const char* text :
             {"a: \"{{ x }}\"\nb: c: d\n", "a: '{{ x }}'\nb: c: d\n", "a: |\n  {{ x }}\nb: c: d\n",
              "# {{ x }}\nb: c: d\n", "a: [\"{{ x }}\"]\nb: c: d\n", "a: x-{{ y }}\nb: c: d\n"}) {
            INFO(text);
            Arena arena;
            const Parsed parsed = parse_all(text, arena);
            CHECK(parsed.problems.size() == 1);
            CHECK(parsed.unchecked.empty());
        }
    }
    SECTION("what parses is parsed") {
        Arena arena;
        const Parsed parsed = parse_all("a: \"{{ x }}\"\nb: y-{{ z }}\n", arena);
        REQUIRE(parsed.root != nullptr);
        CHECK(parsed.root->get("b")->text == "y-{{ z }}");
    }
}
