// The tree's nodes: what they are, where they begin and end, how aliases and merge keys hang them
// together; comments; slices.

#include "parsers/yaml/slices.hpp"
#include "parsers/yaml/tree.hpp"
#include "tests/yaml_outline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::yaml;
using dropcap::testing::Outline;
using dropcap::testing::visible;

namespace {

Parsed parse_first(std::string_view text, Reader reader, Arena& arena) {
    const auto cut = slices(text);
    REQUIRE_FALSE(cut.empty());
    return parse_slice(text, cut.front(), 0, reader, arena);
}

std::string outline(std::string_view text, Reader reader = Reader::compose) {
    Arena arena;
    const Parsed parsed = parse_first(text, reader, arena);
    for (const Problem& problem : parsed.problems) UNSCOPED_INFO(problem.message);
    CHECK(parsed.problems.empty());
    return Outline(text).of(parsed.root);
}

struct Shape {
    const char* name;
    std::string text;
    std::string expected;
};

} // namespace

TEST_CASE("every node covers exactly its own bytes", "[yaml_tree_test]") {
    const std::vector<Shape> shapes{
        {"block mapping", "a: 1\nb: two words\n",
         ". map «a: 1\\nb: two words»\n.a plain «1»\n.b plain «two words»\n"},
        {"no line break at the end", "a: 1", ". map «a: 1»\n.a plain «1»\n"},
        {"blanks behind a value", "a: x   \nb: y\t\n",
         ". map «a: x   \\nb: y»\n.a plain «x»\n.b plain «y»\n"},
        {"block sequence", "- a\n-   b\n", ". seq «- a\\n-   b»\n[0] plain «a»\n[1] plain «b»\n"},
        {"nested compact", "- - a\n  - b: c\n    d: e\n",
         ". seq «- - a\\n  - b: c\\n    d: e»\n[0] seq «- a\\n  - b: c\\n    d: e»\n[0][0] plain «a»\n[0][1] map «b: c\\n    d: "
         "e»\n[0][1].b plain "
         "«c»\n[0][1].d plain «e»\n"},
        {"flow", "a: [x, {b: c}, ]\n",
         ". map «a: [x, {b: c}, ]»\n.a flow-seq «[x, {b: c}, ]»\n.a[0] plain «x»\n.a[1] flow-map «{b: c}»\n.a[1].b plain «c»\n"},
        {"flow over lines", "a: [\n  x, # one\n  y\n]\n",
         ". map «a: [\\n  x, # one\\n  y\\n]»\n.a flow-seq «[\\n  x, # one\\n  y\\n]»\n.a[0] plain «x»\n.a[1] plain «y»\n"},
        {"empty flow", "a: []\nb: { }\n",
         ". map «a: []\\nb: { }»\n.a flow-seq «[]»\n.b flow-map «{ }»\n"},
        {"pair in a list", "[a: b, {c: d}]\n",
         ". flow-seq «[a: b, {c: d}]»\n[0] flow-map «a: b»\n[0].a plain «b»\n[1] flow-map «{c: d}»\n[1].c plain «d»\n"},
        {"double quotes", R"(a: "x\ty \"q\" \u00e9\\")",
         R"(. map «a: "x\ty \"q\" \u00e9\\"»)"
         "\n"
         R"(.a quoted «"x\ty \"q\" \u00e9\\"» = x\ty "q" é\)"
         "\n"},
        {"single quotes", "a: 'it''s'\n", ". map «a: 'it''s'»\n.a quoted «'it''s'» = it's\n"},
        {"quotes over lines", "a: \"x\n  y\"\nb: 'p\n\n  q'\n",
         ". map «a: \"x\\n  y\"\\nb: 'p\\n\\n  q'»\n.a quoted «\"x\\n  y\"» = x y\n.b quoted «'p\\n\\n  q'» = p\\nq\n"},
        {"quoted keys", "\"a b\": 1\n'c': 2\n",
         ". map «\"a b\": 1\\n'c': 2»\n.\"a b\" plain «1»\n.'c' plain «2»\n"},
        {"plain over lines", "a: one\n  two\n\n\n  three\nb: 1\n",
         ". map «a: one\\n  two\\n\\n\\n  three\\nb: 1»\n.a plain «one\\n  two\\n\\n\\n  three» = one two\\n\\nthree\n.b plain «1»\n"},
        {"plain with hash and colon", "a: b#c d:e\n", ". map «a: b#c d:e»\n.a plain «b#c d:e»\n"},
        {"literal", "a: |\n  x\n   y\n\n  z\n\nb: 1\n",
         ". map «a: |\\n  x\\n   y\\n\\n  z\\n\\nb: 1»\n.a block «|\\n  x\\n   y\\n\\n  z» = x\\n y\\n\\nz\\n\n.b plain «1»\n"},
        {"folded, stripped", "- >-\n  x\n  y\n- b\n",
         ". seq «- >-\\n  x\\n  y\\n- b»\n[0] block «>-\\n  x\\n  y» = x y\n[1] plain «b»\n"},
        {"literal with indicator", "a:\n  b: |2\n     x\n    y\n  c: 1\n",
         ". map «a:\\n  b: |2\\n     x\\n    y\\n  c: 1»\n.a map «b: |2\\n     x\\n    y\\n  c: 1»\n.a.b block «|2\\n     x\\n    y» =  "
         "x\\ny\\n\n.a.c plain «1»\n"},
        {"literal with nothing", "a: |\nb: 1\n",
         ". map «a: |\\nb: 1»\n.a block «|» = \n.b plain «1»\n"},
        {"literal at the end", "a: |\n  x", ". map «a: |\\n  x»\n.a block «|\\n  x» = x\n"},
        {"CR LF", "a: x\r\nb:\r\n  - \"y\"\r\n  - |\r\n    z\r\n",
         ". map «a: x\\r\\nb:\\r\\n  - \"y\"\\r\\n  - |\\r\\n    z»\n.a plain «x»\n.b seq «- \"y\"\\r\\n  - |\\r\\n    z»\n.b[0] quoted "
         "«\"y\"» = y\n.b[1] block «|\\r\\n    z» = z\\n\n"},
        {"lone CR", "a: x\rb: y\r", ". map «a: x\\rb: y»\n.a plain «x»\n.b plain «y»\n"},
        {"plain over lines that end in CR", "i\r i\r\rj", ". plain «i\\r i\\r\\rj» = i i\\nj\n"},
        {"non-ASCII", "é: ü\n\"→\": 'ß'\nb: 漢字 x\n",
         ". map «é: ü\\n\"→\": 'ß'\\nb: 漢字 x»\n.é plain «ü»\n.\"→\" quoted «'ß'» = ß\n.b plain «漢字 x»\n"},
        {"tag and anchor", "a: !t &x v\nb: &y !t [1]\nc: &z\n  k: v\n",
         ". map «a: !t &x v\\nb: &y !t [1]\\nc: &z\\n  k: v»\n.a plain «v» tag !t anchor x\n.b flow-seq «[1]» tag !t anchor y\n.b[0] plain "
         "«1»\n.c map «k: v» anchor z\n.c.k plain «v»\n"},
        {"properties of a key and of its mapping", "&m\n&k a: b\n",
         ". map «a: b» anchor m\n.a plain «b»\n"},
        {"properties of a sequence", "a: !!seq\n- x\n",
         ". map «a: !!seq\\n- x»\n.a seq «- x» tag !!seq\n.a[0] plain «x»\n"},
        {"!reset", "a: !reset null\nb: !reset\nc: !override [x]\nd: !reset []\n",
         ". map «a: !reset null\\nb: !reset\\nc: !override [x]\\nd: !reset []»\n.a null «null» tag !reset\n.b null «» tag !reset\n.c "
         "flow-seq «[x]» tag "
         "!override\n.c[0] plain «x»\n.d flow-seq «[]» tag !reset\n"},
        {"a null word with a tag of one's own is text", "a: !t null\nb: !t\nc: !!null null\n",
         ". map «a: !t null\\nb: !t\\nc: !!null null»\n.a plain «null» tag !t\n.b plain «» tag !t\n.c null «null» tag !!null\n"},
        {"!!str with nothing", "a: !!str\nb: !!str null\n",
         ". map «a: !!str\\nb: !!str null»\n.a plain «» tag !!str\n.b plain «null» tag !!str\n"},
        {"explicit key", "? a\n: b\n? c\n", ". map «? a\\n: b\\n? c»\n.a plain «b»\n.c null «»\n"},
        {"JSON", "{\n\t\"a\": [\n\t\t1,\n\t\ttrue\n\t],\n\t\"b\": {}\n}\n",
         ". flow-map «{\\n\\t\"a\": [\\n\\t\\t1,\\n\\t\\ttrue\\n\\t],\\n\\t\"b\": {}\\n}»\n.\"a\" flow-seq "
         "«[\\n\\t\\t1,\\n\\t\\ttrue\\n\\t]»\n.\"a\"[0] plain «1»\n.\"a\"[1] plain «true»\n.\"b\" flow-map «{}»\n"},
        {"document start with content", "--- [a]\n", ". flow-seq «[a]»\n[0] plain «a»\n"},
        {"escapes that yaml-cpp decodes to broken UTF-8", R"(a: "x\_y\N\u00e9")",
         R"(. map «a: "x\_y\N\u00e9"»)"
         "\n"
         R"(.a quoted «"x\_y\N\u00e9"» = x)"
         "\xC2\xA0y\xC2\x85\xC3\xA9\n"},
    };
    for (const Shape& shape : shapes) {
        INFO(shape.name);
        CHECK(outline(shape.text) == shape.expected);
    }
}

TEST_CASE("a null that is not written is behind its key or its dash", "[yaml_tree_test]") {
    struct Case {
        const char* text;
        std::uint32_t at; // where the one null begins
        const char* spelt;
    };
    const std::vector<Case> cases{
        {"a:\n", 2, ""},           {"a:   \nb: 1\n", 2, ""},    {"a:\n\n# c\nb: 1\n", 2, ""},
        {"a: ~\n", 3, "~"},        {"a: null\n", 3, "null"},    {"a: NULL # x\n", 3, "NULL"},
        {"-\n- a\n", 1, ""},       {"- a\n-\n", 5, ""},         {"- a\n- # c\n- b\n", 5, ""},
        {"{a: , b: 1}\n", 3, ""},  {"{a, b: 1}\n", 2, ""},      {"{a: ~}\n", 4, "~"},
        {"[~]\n", 1, "~"},         {"a: &x\nb: 1\n", 5, ""},    {"a: &x ~\n", 6, "~"},
        {"\"a\":\n", 4, ""},       {"k:\n  a:\nb: 1\n", 7, ""}, {"a:\nnullable: 1\n", 2, ""},
        {"? a\n", 3, ""},          {"? a\n:\n", 5, ""},         {"a : \n", 3, ""},
        {"- a:\n  b: 1\n", 4, ""}, {"a:\r\nb: 1\r\n", 2, ""},
    };
    for (const Case& one : cases) {
        INFO(visible(one.text));
        Arena arena;
        const Parsed parsed = parse_first(one.text, Reader::compose, arena);
        REQUIRE(parsed.root != nullptr);
        const Node* found = nullptr;
        std::vector<const Node*> open{parsed.root};
        while (!open.empty()) {
            const Node* node = open.back();
            open.pop_back();
            if (node->is_null()) found = node;
            for (const Child& item : node->items) open.push_back(item.node);
            for (const Entry& entry : node->entries) open.push_back(entry.value.node);
        }
        REQUIRE(found != nullptr);
        CHECK(found->text == one.spelt);
        CHECK(found->at.span == Span{one.at, one.at + static_cast<std::uint32_t>(
                                                          std::string_view(one.spelt).size())});
    }
}

TEST_CASE("entries reach from the key to the value's end", "[yaml_tree_test]") {
    const std::string text = "web:\n  cap_add: [A]  # c\n  user:\n  x: *y\n";
    Arena arena;
    const std::string with_anchor = "y: &y 1\n" + text;
    const Parsed parsed = parse_first(with_anchor, Reader::compose, arena);
    REQUIRE(parsed.root != nullptr);
    const Node* web = parsed.root->get("web");
    REQUIRE(web != nullptr);
    const auto bytes = [&](const Entry* entry) {
        return with_anchor.substr(entry->at.span.begin, entry->at.span.size());
    };
    CHECK(bytes(web->find("cap_add")) == "cap_add: [A]");
    CHECK(bytes(web->find("user")) == "user:");
    CHECK(bytes(web->find("x")) == "x: *y");
}

TEST_CASE("empty documents have no root and no problem", "[yaml_tree_test]") {
    for (const std::string text : {"---\n", "# only a comment\n", "--- # c\n", "\n\n", "---\n# c\n",
                                   "...\n", "---\n...\n"}) {
        INFO(visible(text));
        Arena arena;
        for (const Slice slice : slices(text)) {
            const Parsed parsed = parse_slice(text, slice, 0, Reader::kubernetes, arena);
            CHECK(parsed.root == nullptr);
            CHECK(parsed.problems.empty());
        }
    }
}

TEST_CASE("the source's number and offset go into every place", "[yaml_tree_test]") {
    const std::string text = "a: 1\n---\nb: [x]\n";
    const auto cut = slices(text);
    REQUIRE(cut.size() == 2);
    Arena arena;
    const Parsed parsed = parse_slice(text, cut[1], 7, Reader::kubernetes, arena);
    REQUIRE(parsed.root != nullptr);
    const Node* b = parsed.root->get("b");
    REQUIRE(b != nullptr);
    CHECK(b->at == Place{7, {12, 15}});
    CHECK(b->items[0].node->at == Place{7, {13, 14}});
}

TEST_CASE("aliases share the node and say how they came", "[yaml_tree_test]") {
    CHECK(outline("a: &x [1]\nb: *x\nc: [*x, *x]\n") ==
          ". map «a: &x [1]\\nb: *x\\nc: [*x, *x]»\n.a flow-seq «[1]» anchor x\n.a[0] plain «1»\n"
          ".b flow-seq «[1]» anchor x alias «*x»\n.b[0] plain «1»\n.c flow-seq «[*x, *x]»\n"
          ".c[0] flow-seq «[1]» anchor x alias «*x»\n.c[0][0] plain «1»\n"
          ".c[1] flow-seq «[1]» anchor x alias «*x»\n.c[1][0] plain «1»\n");
    SECTION("an anchor may be set again") {
        CHECK(
            outline("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") ==
            ". map «a: &x 1\\nb: *x\\nc: &x 2\\nd: *x»\n.a plain «1» anchor x\n.b plain «1» anchor x alias «*x»\n"
            ".c plain «2» anchor x\n.d plain «2» anchor x alias «*x»\n");
    }
    SECTION("an alias as a key stands where it is written") {
        CHECK(outline("a: &x k\n*x : v\n") ==
              ". map «a: &x k\\n*x : v»\n.a plain «k» anchor x\n.*x plain «v»\n");
    }
}

namespace {

/// `key=value` of the mapping `m`, in order.
std::string merged(std::string_view text, Reader reader) {
    Arena arena;
    const Parsed parsed = parse_first(text, reader, arena);
    if (!parsed.problems.empty()) return "problem: " + parsed.problems.front().message;
    const Node* m = parsed.root->get("m");
    std::string out;
    for (const Entry& entry : m->entries) {
        if (m->find(entry.key->text) != &entry) continue;
        out += std::string(entry.key->text) + "=" + std::string(entry.value.node->text) +
               (entry.value.origin == Origin::merged ? "* " : " ");
    }
    return out;
}

} // namespace

TEST_CASE("merge keys are resolved as each reader does it", "[yaml_tree_test]") {
    struct Case {
        const char* text;
        const char* compose;
        const char* kubernetes;
    };
    // Tried out with go-yaml v3 and v4, and with sigs.k8s.io/yaml (go-yaml v2).
    const std::vector<Case> cases{
        {"b: &b {x: 1, z: 1}\nm:\n  x: 2\n  <<: *b\n", "x=2 z=1* ", "x=1* z=1* "},
        {"b: &b {x: 1, z: 1}\nm:\n  <<: *b\n  x: 2\n", "x=2 z=1* ", "x=2 z=1* "},
        {"b: &b {x: b, p: b}\nc: &c {x: c, q: c}\nm:\n  <<: [*b, *c]\n", "q=c* x=b* p=b* ",
         "q=c* x=b* p=b* "},
        {"b: &b {x: b}\nc: &c {x: c, q: c}\nm:\n  <<: [*b, *c]\n  x: own\n", "x=own q=c* ",
         "x=own q=c* "},
        {"b: &b {x: b}\nc: &c {x: c, q: c}\nm:\n  x: own\n  <<: [*b, *c]\n", "x=own q=c* ",
         "q=c* x=b* "},
        {"a: &a\n  <<: {x: c}\n  p: a\nm:\n  <<: *a\n  q: m\n", "q=m p=a* x=c* ", "q=m p=a* x=c* "},
        {"m:\n  \"<<\": 1\n  x: 2\n", "<<=1 x=2 ", "<<=1 x=2 "},
        {"m:\n  !!merge <<: {x: 1}\n", "x=1* ", "x=1* "},
        {"m:\n  !!str <<: 1\n", "<<=1 ", "<<=1 "},
        {"m:\n  <<: []\n", "", ""},
        {"m: {<<: {x: 1}, y: 2}\n", "y=2 x=1* ", "y=2 x=1* "},
    };
    for (const Case& one : cases) {
        INFO(one.text);
        CHECK(merged(one.text, Reader::compose) == one.compose);
        CHECK(merged(one.text, Reader::kubernetes) == one.kubernetes);
    }
    SECTION("merging is shallow") {
        CHECK(merged("b: &b {x: {p: 1}}\nm:\n  <<: *b\n  x: 2\n", Reader::compose) == "x=2 ");
    }
    SECTION("several merge keys: the later one wins in Kubernetes, Compose refuses them") {
        const char* text = "b: &b {x: b}\nc: &c {x: c}\nm:\n  <<: *b\n  <<: *c\n";
        CHECK(merged(text, Reader::kubernetes) == "x=c* ");
        CHECK(
            merged(text, Reader::compose) ==
            "problem: the key `<<` is written twice in this mapping (first on line 4): Compose refuses the file; keep one of the two");
    }
    SECTION("a list through an alias is merged by Compose only") {
        const char* text = "l: &l [{x: 1}, {x: 2}]\nm:\n  <<: *l\n";
        CHECK(merged(text, Reader::compose) == "x=1* ");
        CHECK(
            merged(text, Reader::kubernetes) ==
            "problem: `<<` merges a mapping, an alias of one, or a list of these; this is an alias of a list");
    }
    SECTION("what cannot be merged") {
        for (const char* value : {"3", "text", "null", "", "[3]", "[[{a: 1}]]"}) {
            INFO(value);
            const std::string text = "m:\n  <<: " + std::string(value) + "\n  y: 1\n";
            CHECK(merged(text, Reader::compose).starts_with("problem: `<<` merges"));
            CHECK(merged(text, Reader::kubernetes).starts_with("problem: `<<` merges"));
        }
    }
}

TEST_CASE("a merged entry reports where it was written and what brought it in",
          "[yaml_tree_test]") {
    const std::string text = "h: &h\n  drop: [ALL]\nm:\n  <<: *h\n";
    Arena arena;
    const Parsed parsed = parse_first(text, Reader::compose, arena);
    const Entry* drop = parsed.root->get("m")->find("drop");
    REQUIRE(drop != nullptr);
    CHECK(text.substr(drop->at.span.begin, drop->at.span.size()) == "drop: [ALL]");
    CHECK(text.substr(drop->value.via.span.begin, drop->value.via.span.size()) == "*h");
}

TEST_CASE("comments are what is outside scalars", "[yaml_tree_test]") {
    const std::string text = "# head # twice\n"
                             "a: b#c # one\n"
                             "b: \"x # y\"# no blank before it\n"
                             "c: | # header\n"
                             "  # text\n"
                             "# below\n"
                             "d: [x, # in flow\n"
                             "  y]\n"
                             "e: 'p\n"
                             "  # quoted'\n"
                             "f: # nothing\n"
                             "\t# behind a tab\n"
                             "g: x\n"
                             "#";
    Arena arena;
    const Parsed parsed = parse_first(text, Reader::compose, arena);
    CHECK(parsed.problems.empty());
    std::string found;
    for (const Comment& comment : parsed.comments)
        found += text.substr(comment.at.span.begin, comment.at.span.size()) +
                 (comment.own_line ? " (own line)\n" : "\n");
    CHECK(
        found ==
        "# head # twice (own line)\n# one\n# header\n# below (own line)\n# in flow\n# nothing\n# behind a tab (own line)\n# (own line)\n");
}

TEST_CASE("comments of a broken document are not lost", "[yaml_tree_test]") {
    Arena arena;
    const Parsed parsed = parse_first("a: 1 # one\nb: c: d # two\n", Reader::compose, arena);
    CHECK(parsed.problems.size() == 1);
    CHECK(parsed.comments.size() == 2);
}

TEST_CASE("a stream is cut at its document markers", "[yaml_tree_test]") {
    struct Case {
        const char* text;
        std::vector<std::string> expected;
    };
    const std::vector<Case> cases{
        {"a: 1\n", {"a: 1\n"}},
        {"", {}},
        {"a: 1\n---\nb: 2\n", {"a: 1\n", "---\nb: 2\n"}},
        {"---\na: 1\n---\nb: 2\n", {"---\na: 1\n", "---\nb: 2\n"}},
        {"# head\n---\na: 1\n", {"# head\n---\na: 1\n"}},
        {"# head\n\n%YAML 1.1\n---\na: 1\n", {"# head\n\n%YAML 1.1\n---\na: 1\n"}},
        {"a: 1\n...\n%YAML 1.1\n---\nb: 2\n", {"a: 1\n...\n", "%YAML 1.1\n---\nb: 2\n"}},
        {"a: 1\n...\n# c\n---\nb: 2\n", {"a: 1\n...\n# c\n", "---\nb: 2\n"}},
        {"---\n---\n", {"---\n", "---\n"}},
        {"--- a\n--- |\n  ---\n---\tb\n", {"--- a\n", "--- |\n  ---\n", "---\tb\n"}},
        {"---a: 1\n---- : 2\n--\n", {"---a: 1\n---- : 2\n--\n"}},
        {"a: |\n  x\n---\nb: 2", {"a: |\n  x\n", "---\nb: 2"}},
        {"a: 1\r\n---\r\nb: 2\r\n", {"a: 1\r\n", "---\r\nb: 2\r\n"}},
        {"a: 1\r---\rb: 2\r", {"a: 1\r", "---\rb: 2\r"}},
        {"a: 1\n---", {"a: 1\n", "---"}},
    };
    for (const Case& one : cases) {
        INFO(visible(one.text));
        std::vector<std::string> found;
        for (const Slice slice : slices(one.text))
            found.emplace_back(std::string(one.text).substr(slice.span.begin, slice.span.size()));
        CHECK(found == one.expected);
    }
}

TEST_CASE("find keeps the last entry of a key", "[yaml_tree_test]") {
    Arena arena;
    const Parsed parsed = parse_first("a: 1\nb: 2\na: 3\n", Reader::kubernetes, arena);
    REQUIRE(parsed.root != nullptr);
    CHECK(parsed.root->get("a")->text == "3");
    CHECK(parsed.root->get("c") == nullptr);
    REQUIRE(parsed.problems.size() == 1);
    CHECK(parsed.problems[0].at.span == Span{10, 11});
}

TEST_CASE("booleans are each reader's own words", "[yaml_tree_test]") {
    struct Case {
        const char* value;
        std::optional<bool> compose, kubernetes;
        const char* described; // for Compose
    };
    const std::vector<Case> cases{
        {"true", true, true, "a boolean"},
        {"FALSE", false, false, "a boolean"},
        {"tRUE", {}, {}, "a string"},
        {"yes", {}, true, "a string"},
        {"Off", {}, false, "a string"},
        {"y", {}, true, "a string"},
        {"N", {}, false, "a string"},
        {"oN", {}, {}, "a string"},
        {"\"true\"", {}, {}, "a string"},
        {"!!str true", {}, {}, "a string"},
        {"!!bool \"true\"", true, true, "a boolean"},
        {"!override true", true, true, "a boolean"},
        {"1", {}, {}, "a number"},
        {"0x1F", {}, {}, "a number"},
        {"0o17", {}, {}, "a number"},
        {"-1.5e+3", {}, {}, "a number"},
        {".5", {}, {}, "a number"},
        {"1_000", {}, {}, "a number"},
        {".inf", {}, {}, "a number"},
        {"1.2.3", {}, {}, "a string"},
        {"1e", {}, {}, "a string"},
        {".", {}, {}, "a string"},
        {"\"1\"", {}, {}, "a string"},
        {"!!int \"1\"", {}, {}, "a number"},
        {"[true]", {}, {}, "a list"},
        {"{}", {}, {}, "a mapping"},
        {"~", {}, {}, "empty"},
    };
    for (const Case& one : cases) {
        INFO(one.value);
        Arena arena;
        const std::string text = "k: " + std::string(one.value);
        const Parsed parsed = parse_first(text, Reader::compose, arena);
        REQUIRE(parsed.root != nullptr);
        const Node& node = *parsed.root->get("k");
        CHECK(as_bool(node, Reader::compose) == one.compose);
        CHECK(as_bool(node, Reader::kubernetes) == one.kubernetes);
        CHECK(describe(node, Reader::compose) == one.described);
    }
}

TEST_CASE("nodes outlive a moved arena", "[yaml_tree_test]") {
    Arena first;
    const Parsed parsed = parse_first("a: \"x\\ty\"\n", Reader::compose, first);
    const Arena second = std::move(first);
    CHECK(parsed.root->get("a")->text == "x\ty");
}

TEST_CASE("properties of a collection end where its first key's begin", "[yaml_tree_test]") {
    const auto outline = [](const std::string& text) {
        yaml::Arena arena;
        const auto parsed =
            yaml::parse_slice(text, yaml::slices(text).front(), 0, yaml::Reader::compose, arena);
        std::string problems;
        for (const Problem& problem : parsed.problems) problems += problem.message + "\n";
        return problems + testing::Outline(text).of(parsed.root);
    };
    CHECK(outline("b: &b\n  !!str j: 1\n  k: 2\n") == ". map «b: &b\\n  !!str j: 1\\n  k: 2»\n"
                                                      ".b map «j: 1\\n  k: 2» anchor b\n"
                                                      ".b.j plain «1»\n"
                                                      ".b.k plain «2»\n");
    CHECK(outline("a: &a {p: 1}\nb: &b\n  !!merge <<: *a\n  k: 2\n") ==
          ". map «a: &a {p: 1}\\nb: &b\\n  !!merge <<: *a\\n  k: 2»\n"
          ".a flow-map «{p: 1}» anchor a\n"
          ".a.p plain «1»\n"
          ".b map «<<: *a\\n  k: 2» anchor b\n"
          ".b.k plain «2»\n"
          ".b.p plain «1» merged «*a»\n");
    CHECK(outline("b: &b !!map\n  j: 1\n") == ". map «b: &b !!map\\n  j: 1»\n"
                                              ".b map «j: 1» tag !!map anchor b\n"
                                              ".b.j plain «1»\n");
    CHECK(outline("b: &b\n  !!map\n  j: 1\n") == ". map «b: &b\\n  !!map\\n  j: 1»\n"
                                                 ".b map «j: 1» tag !!map anchor b\n"
                                                 ".b.j plain «1»\n");
    CHECK(outline("a:\n  b: &c\n  \"d\"\n") ==
          "this value must be indented more than its key, or be on the key's line\n");
}

TEST_CASE("tags on scalars mean what they mean to both readers", "[yaml_tree_test]") {
    struct Row {
        const char* text;
        const char* compose;
        const char* kubernetes;
    };
    const Row rows[] = {
        {"!!binary cHJpdmlsZWdlZA==: true\n", "privileged=true", "privileged=true"},
        {"!<tag:yaml.org,2002:binary> YQ: 1\n", "!", "!"},
        {"a: !!binary |\n  YWI\n  =\n", "a=ab", "a=ab"},
        {"a: !!binary '*'\n", "!", "!"},
        {"a: !binary YQ==\n", "a=YQ==", "a=YQ=="},
        {"x: &p {q: 1}\n!!merge \"<<\": *p\n", "x= q=1", "x= q=1"},
        {"x: &p {q: 1}\n\"<<\": *p\n", "x= <<=", "x= <<="},
        {"x: &p {q: 1}\n!!merge more: *p\n", "x= q=1", "x= more="},
    };
    for (const Row& row : rows) {
        const std::string text = row.text;
        INFO(text);
        for (const yaml::Reader reader : {yaml::Reader::compose, yaml::Reader::kubernetes}) {
            yaml::Arena arena;
            const auto parsed =
                yaml::parse_slice(text, yaml::slices(text).front(), 0, reader, arena);
            std::string seen = parsed.root == nullptr ? "!" : "";
            if (parsed.root != nullptr)
                for (const yaml::Entry& entry : parsed.root->entries)
                    seen += (seen.empty() ? "" : " ") + std::string(entry.key->text) + "=" +
                            std::string(entry.value.node->text);
            CHECK(seen == (reader == yaml::Reader::compose ? row.compose : row.kubernetes));
        }
    }
}
