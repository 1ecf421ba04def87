#include "tests/shapes.hpp"

#include <array>

namespace dropcap::shapes {
namespace {

std::string repeat(std::string_view part, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + part.size());
    while (text.size() < bytes) text += part;
    return text;
}

/// `part` again and again, each `#` in it replaced by a number that counts up.
std::string numbered(std::string_view part, std::size_t bytes) {
    std::string text;
    for (std::size_t n = 0; text.size() < bytes; ++n)
        for (const char c : part) c == '#' ? text += std::to_string(n) : text += c;
    return text;
}

std::string around(std::string_view before, std::string_view part, std::string_view behind,
                   std::size_t bytes) {
    return std::string(before) + repeat(part, bytes) + std::string(behind);
}

/// `opening` and `closing` nested in each other.
std::string nested(std::string_view before, std::string_view opening, std::string_view middle,
                   std::string_view closing, std::size_t bytes) {
    const std::size_t depth = bytes / (opening.size() + closing.size()) + 1;
    return std::string(before) + repeat(opening, depth * opening.size()) + std::string(middle) +
           repeat(closing, depth * closing.size()) + "\n";
}

/// A list of lists of lists, `width` aliases each, `levels` deep.
std::string laughs(std::size_t levels, std::size_t width, std::string_view opening,
                   std::string_view separator, std::string_view closing) {
    std::string text = "a0: &a0 {k: lol}\n";
    for (std::size_t i = 1; i < levels; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " " + std::string(opening) +
                before;
        for (std::size_t j = 1; j < width; ++j) text += std::string(separator) + before;
        text += std::string(closing) + "\n";
    }
    return text;
}

constexpr std::string_view services = "services:\n  a:\n    image: x\n";
constexpr std::string_view pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n";

using Size = std::size_t;

/// The first group is the attack shapes that YAML readers are known to stumble over, as values of a
/// Compose file or as a document; the others are those of Compose's, Kubernetes', Dockerfiles' and
/// shells' own ways to repeat and to refer.
constexpr std::array table{
    // Brackets, dashes and question marks that nest
    Shape{"[ open", "compose.yaml", [](Size n) { return around("services:\n x: ", "[", "", n); }},
    Shape{"[ open, top", "compose.yaml", [](Size n) { return repeat("[", n); }},
    Shape{"[ closed", "compose.yaml", [](Size n) { return nested("services: ", "[", "", "]", n); }},
    Shape{"{a: open", "compose.yaml", [](Size n) { return around("services: ", "{a: ", "", n); }},
    Shape{"{a: closed", "compose.yaml",
          [](Size n) { return nested("services: ", "{a: ", "1", "}", n); }},
    Shape{"[{ open", "compose.yaml", [](Size n) { return around("services: ", "[{", "", n); }},
    Shape{"]", "compose.yaml", [](Size n) { return repeat("]", n); }},
    Shape{"- nested", "compose.yaml", [](Size n) { return repeat("- ", n); }},
    Shape{"? nested", "compose.yaml", [](Size n) { return repeat("? ", n); }},
    Shape{": nested", "compose.yaml", [](Size n) { return repeat(": ", n); }},
    Shape{"deep block mapping", "compose.yaml",
          [](Size n) {
              std::string text;
              for (Size depth = 0; text.size() < n && depth < 2000; ++depth)
                  text += std::string(depth, ' ') + "a:\n";
              return text;
          }},
    Shape{"deep brackets again and again", "compose.yaml",
          [](Size n) {
              return around("services:\n",
                            "  - [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
                            "", n);
          }},
    Shape{"deep JSON", "pod.json",
          [](Size n) {
              return nested(R"({"apiVersion":"v1","kind":"Pod","spec":)", R"({"image":)", "1", "}",
                            n);
          }},
    // Aliases and merge keys
    Shape{"billion laughs, 10 wide", "compose.yaml",
          [](Size) { return laughs(10, 10, "[", ", ", "]"); }},
    Shape{"billion laughs, 40 levels", "compose.yaml",
          [](Size) { return "services:\n  x: &a {}\n" + laughs(40, 10, "[", ", ", "]"); }},
    Shape{"billion laughs in mappings", "compose.yaml",
          [](Size) { return laughs(40, 1, "{x: ", "", ", y: 1}"); }},
    Shape{"billion laughs by merge keys", "compose.yaml",
          [](Size) { return laughs(30, 10, "{<<: [", ", ", "]}"); }},
    Shape{"billion laughs of a pod", "pod.yaml",
          [](Size) {
              return std::string(pod) + "  - {name: c, image: i}\n" +
                     laughs(40, 10, "[", ", ", "]");
          }},
    Shape{"alias of itself", "compose.yaml",
          [](Size n) { return around("services: &s\n", "  a: [*s]\n", "", n); }},
    Shape{"aliases", "compose.yaml",
          [](Size n) { return around("x-a: &a {k: v}\nservices:\n  b: [", "*a, ", "]\n", n); }},
    Shape{"aliases as keys", "compose.yaml",
          [](Size n) { return around("x-a: &a k\nservices:\n", "  *a : 1\n", "", n); }},
    Shape{"anchors", "compose.yaml",
          [](Size n) { return "services:\n" + numbered("  k#: &a# 1\n", n); }},
    Shape{"anchor defined anew", "compose.yaml",
          [](Size n) { return "services:\n" + numbered("  k#: &a 1\n", n); }},
    Shape{"unknown alias", "compose.yaml",
          [](Size n) { return around("services: [", "*a, ", "]\n", n); }},
    Shape{
        "merge keys, one mapping", "compose.yaml",
        [](Size n) { return around("x-a: &a {k: 1}\nservices:\n  a:\n", "    <<: *a\n", "", n); }},
    Shape{"merge keys, many mappings", "compose.yaml",
          [](Size n) {
              return "x-a: &a {image: x, cap_add: [NET_ADMIN]}\nservices:\n" +
                     numbered("  s#: {<<: *a}\n", n);
          }},
    Shape{"merge chain", "compose.yaml",
          [](Size n) {
              std::string text = "x-0: &m0 {k: 1}\n";
              for (Size i = 1; text.size() < n; ++i)
                  text += "x-" + std::to_string(i) + ": &m" + std::to_string(i) + " {<<: *m" +
                          std::to_string(i - 1) + ", k" + std::to_string(i) + ": 1}\n";
              return text + "services: {a: {image: x}}\n";
          }},
    Shape{"anchored service used by all", "compose.yaml",
          [](Size n) {
              return std::string(services) + "  b: &b {image: x, privileged: true}\n" +
                     numbered("  c#: *b\n", n);
          }},
    // Flow collections
    Shape{"flow list, one line", "compose.yaml",
          [](Size n) { return around("services:\n  a: [", "1, ", "1]\n", n); }},
    Shape{"flow list, top", "compose.yaml",
          [](Size n) { return around("[services, ", "1, ", "1]\n", n); }},
    Shape{"flow list behind a dash", "compose.yaml",
          [](Size n) { return around("- [", "1, ", "1]\nservices: {}\n", n); }},
    Shape{"flow mapping", "compose.yaml",
          [](Size n) { return "{services: {" + numbered("k#: 1, ", n) + "}}\n"; }},
    Shape{"flow mapping, one key", "compose.yaml",
          [](Size n) { return around("{services: {", "k: 1, ", "}}\n", n); }},
    Shape{"pretty JSON", "compose.yaml",
          [](Size n) {
              return "{\n  \"services\": {\n" +
                     numbered("    \"k#\": {\n      \"image\": \"x\"\n    },\n", n) +
                     "    \"z\": {}\n  }\n}\n";
          }},
    Shape{"commas", "compose.yaml",
          [](Size n) { return "services:\n  a: [" + repeat(",", n) + "]\n"; }},
    Shape{"commas, top", "compose.yaml", [](Size n) { return repeat(",", n); }},
    Shape{"text behind the root", "compose.yaml",
          [](Size n) { return "{services: {}}" + repeat(",", n); }},
    // Scalars
    Shape{"plain scalar", "compose.yaml",
          [](Size n) { return "services:\n  a: " + repeat("x", n) + "\n"; }},
    Shape{"plain scalar of words", "compose.yaml",
          [](Size n) { return "services:\n  a: " + repeat("x y ", n) + "\n"; }},
    Shape{"plain scalar over lines", "compose.yaml",
          [](Size n) { return "services:\n  a: x\n" + repeat("    y\n", n); }},
    Shape{"double-quoted scalar", "compose.yaml",
          [](Size n) { return "services:\n  a: \"" + repeat("x", n) + "\"\n"; }},
    Shape{"escapes", "compose.yaml",
          [](Size n) { return "services:\n  a: \"" + repeat("\\n\\x41\\u0041\\N", n) + "\"\n"; }},
    Shape{"single-quoted scalar", "compose.yaml",
          [](Size n) { return "services:\n  a: '" + repeat("x''", n) + "'\n"; }},
    Shape{"literal block", "compose.yaml",
          [](Size n) { return "services:\n  a: |\n" + repeat("    x\n", n); }},
    Shape{"folded block", "compose.yaml",
          [](Size n) { return "services:\n  a: >\n" + repeat("    x\n\n", n); }},
    Shape{"many blocks", "compose.yaml",
          [](Size n) { return "services:\n" + numbered("  k#: |\n    x\n", n); }},
    Shape{"blank lines in a plain scalar", "compose.yaml",
          [](Size n) { return "services:\n  a: x\n" + repeat("\n", n) + "    y\n"; }},
    Shape{"blank lines", "compose.yaml", [](Size n) { return repeat("\n", n) + "services: {}\n"; }},
    Shape{"blanks", "compose.yaml", [](Size n) { return "services:" + repeat(" ", n) + "{}\n"; }},
    Shape{"quote never closed", "compose.yaml",
          [](Size n) { return "services:\n  a: \"" + repeat("x\n", n); }},
    Shape{"quotes", "compose.yaml", [](Size n) { return "services:\n  a: " + repeat("\"\" ", n); }},
    Shape{"items", "compose.yaml", [](Size n) { return "services:\n" + repeat("- a\n", n); }},
    Shape{"items that are empty", "compose.yaml",
          [](Size n) { return "services:\n" + repeat("-\n", n); }},
    Shape{"keys", "compose.yaml", [](Size n) { return numbered("k#:\n", n) + "services:\n"; }},
    Shape{"one key", "compose.yaml", [](Size n) { return repeat("services:\n", n); }},
    Shape{"a long key", "compose.yaml",
          [](Size n) { return "services:\n  " + repeat("k", n) + ": 1\n"; }},
    Shape{"a long key in quotes", "compose.yaml",
          [](Size n) { return "services:\n  \"" + repeat("k", n) + "\": 1\n"; }},
    Shape{"null keys", "compose.yaml",
          [](Size n) { return "services:\n" + repeat("  ~: 1\n", n); }},
    Shape{"missing colons", "compose.yaml",
          [](Size n) { return "services:\n" + repeat("  a\n", n); }},
    // Documents, directives, tags, comments, bytes
    Shape{"---", "compose.yaml", [](Size n) { return repeat("---\n", n); }},
    Shape{"...", "compose.yaml", [](Size n) { return "services: {}\n" + repeat("...\n", n); }},
    Shape{"documents", "pod.yaml",
          [](Size n) { return repeat(std::string(pod) + "  - {name: c, image: i}\n---\n", n); }},
    Shape{"%TAG", "compose.yaml",
          [](Size n) { return numbered("%TAG !t#! tag:x\n", n) + "---\nservices: {}\n"; }},
    Shape{"%TAG used", "compose.yaml",
          [](Size n) {
              return numbered("%TAG !t#! tag:x\n", n / 2) + "---\nservices:\n" +
                     numbered("  k#: !t#!x 1\n", n / 2);
          }},
    Shape{"%FOO", "compose.yaml",
          [](Size n) { return "%FOO " + repeat("a ", n) + "\n---\nservices: {}\n"; }},
    Shape{"%", "compose.yaml", [](Size n) { return repeat("%", n) + "\n---\nservices: {}\n"; }},
    Shape{"directives in between", "pod.yaml",
          [](Size n) { return repeat("a: 1\n...\n%YAML 1.1\n---\n", n); }},
    Shape{"!<", "compose.yaml", [](Size n) { return "services: !<" + repeat("a", n); }},
    Shape{"tags", "compose.yaml",
          [](Size n) { return "services:\n" + numbered("  k#: !!str 1\n", n); }},
    Shape{"comments", "compose.yaml", [](Size n) { return repeat("# c\n", n) + "services: {}\n"; }},
    Shape{"comments behind values", "compose.yaml",
          [](Size n) { return "services:\n" + numbered("  k#: 1 # c\n", n); }},
    Shape{"comment signs", "compose.yaml",
          [](Size n) { return "services:\n  a: |\n    " + repeat("# ", n) + "\n"; }},
    Shape{"suppressions", "compose.yaml",
          [](Size n) {
              return std::string(services) +
                     repeat("    # dropcap: ignore[missing-drop-all] x\n", n);
          }},
    Shape{"suppressions of nothing known", "compose.yaml",
          [](Size n) {
              return std::string(services) + numbered("    # dropcap: ignore[no-such-#] x\n", n);
          }},
    Shape{"rules in one suppression", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    # dropcap: ignore[" + numbered("r#,", n) +
                     "] x\n";
          }},
    Shape{"tabs", "compose.yaml",
          [](Size n) { return "services:\n" + repeat("\t", n) + "a: 1\n"; }},
    Shape{"CR", "compose.yaml", [](Size n) { return "services:\r" + repeat("  a: 1\r", n); }},
    Shape{"CR LF", "compose.yaml",
          [](Size n) { return "services:\r\n" + numbered("  a#: 1\r\n", n); }},
    Shape{"line separators", "compose.yaml",
          [](Size n) { return "services:\n" + repeat("\xE2\x80\xA8", n); }},
    Shape{"byte order marks", "compose.yaml",
          [](Size n) { return repeat("\xEF\xBB\xBF", n) + "services: {}\n"; }},
    Shape{"UTF-16", "compose.yaml",
          [](Size n) {
              std::string text = "\xFF\xFE";
              for (const char c : "services:\n" + numbered("  a#: 1\n", n / 2)) text += {c, '\0'};
              return text;
          }},
    Shape{"surrogate pairs", "pod.json",
          [](Size n) {
              return R"({"apiVersion":"v1","kind":"Pod","image":")" + repeat(R"(\ud83d\ude00)", n) +
                     "\"}\n";
          }},
    Shape{"NUL", "compose.yaml",
          [](Size n) { return "services:\n" + repeat(std::string_view("\0", 1), n); }},
    Shape{"template lines", "pod.yaml",
          [](Size n) { return "apiVersion: v1\nkind: Pod\nimage: x\n" + repeat("{{ .x }}\n", n); }},
    Shape{"template opened", "pod.yaml",
          [](Size n) { return "apiVersion: v1\nkind: Pod\nimage: x\n" + repeat("a: {{ ", n); }},
    Shape{"root keys never found", "x.yaml",
          [](Size n) { return numbered("apiVersion_#: kind\n", n); }},
    Shape{"words of Compose", "x.yaml",
          [](Size n) { return "services:\n" + repeat("  image image image\n", n); }},
    // Compose
    Shape{"services", "compose.yaml",
          [](Size n) {
              return "services:\n" + numbered("  s#: {image: x, cap_add: [NET_ADMIN]}\n", n);
          }},
    Shape{"capabilities", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    cap_add:\n" + repeat("    - NET_ADMIN\n", n);
          }},
    Shape{"unknown capabilities", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    cap_add:\n" + numbered("    - NET_ADMIM#\n", n);
          }},
    Shape{
        "capabilities on one line", "compose.yaml",
        [](Size n) { return std::string(services) + "    cap_add: [" + repeat("A,", n) + "B]\n"; }},
    Shape{"one long capability", "compose.yaml",
          [](Size n) { return std::string(services) + "    cap_add: [" + repeat("X", n) + "]\n"; }},
    Shape{"added and dropped", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    cap_add:\n" + repeat("    - CHOWN\n", n / 2) +
                     "    cap_drop:\n" + repeat("    - CHOWN\n", n / 2);
          }},
    Shape{"unknown attributes", "compose.yaml",
          [](Size n) { return std::string(services) + numbered("    priviledged#: 1\n", n); }},
    Shape{"security options", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    security_opt:\n" +
                     repeat("    - label:disable\n", n);
          }},
    Shape{"ports", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    ports:\n" + repeat("    - \"80:80\"\n", n);
          }},
    Shape{"extends chain", "compose.yaml",
          [](Size n) {
              return std::string(services) + "  s0: {image: x}\n" + [&] {
                  std::string text;
                  for (Size i = 1; text.size() < n; ++i)
                      text += "  s" + std::to_string(i) + ": {extends: s" + std::to_string(i - 1) +
                              "}\n";
                  return text;
              }();
          }},
    Shape{"extends chain, last first", "compose.yaml",
          [](Size n) {
              return "services:\n" + [&] {
                  std::string text;
                  for (Size i = n / 24 + 1; i > 0; --i)
                      text += "  s" + std::to_string(i) + ": {extends: s" + std::to_string(i - 1) +
                              "}\n";
                  return text + "  s0: {image: x}\n";
              }();
          }},
    Shape{"extends circle", "compose.yaml",
          [](Size n) { return "services:\n" + numbered("  s#: {extends: s0}\n", n); }},
    Shape{"all extend one", "compose.yaml",
          [](Size n) {
              return "services:\n  s:\n    image: x\n    cap_add:\n" +
                     repeat("    - CHOWN\n", n / 2) + numbered("  s#: {extends: s}\n", n / 2);
          }},
    Shape{"a list of words used by all", "compose.yaml",
          [](Size n) {
              return "x-c: &c [" + numbered("NET_ADMIM#, ", n / 2) + "]\nservices:\n" +
                     numbered("  s#: {cap_add: *c}\n", n / 2);
          }},
    Shape{"unknown attributes used by all", "compose.yaml",
          [](Size n) {
              return "x-s: &s {" + numbered("priviledged#: 1, ", n / 2) + "}\nservices:\n" +
                     numbered("  s#: *s\n", n / 2);
          }},
    Shape{"hooks used by all", "compose.yaml",
          [](Size n) {
              return "x-h: &h [" + repeat("{command: x, privileged: true}, ", n / 2) +
                     "]\nservices:\n" + numbered("  s#: {image: x, post_start: *h}\n", n / 2);
          }},
    Shape{"hooks of a service with many capabilities", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    cap_add: [" + repeat("CHOWN, ", n / 2) +
                     "]\n    post_start:\n" + repeat("    - {command: x}\n", n / 2);
          }},
    Shape{"a chain that adds words", "compose.yaml",
          [](Size n) {
              std::string text = "services:\n  s0: {image: x}\n";
              for (Size i = 1; text.size() < n; ++i)
                  text += "  s" + std::to_string(i) + ": {extends: s" + std::to_string(i - 1) +
                          ", cap_add: [X" + std::to_string(i) + "]}\n";
              return text;
          }},
    Shape{"a Dockerfile built in many ways", "compose.yaml",
          [](Size n) {
              return std::string(services) +
                     "    build:\n      dockerfile_inline: |\n        FROM x\n" +
                     repeat("        LABEL RUN=docker run x\n", n / 2) +
                     numbered("  s#: {extends: a, build: {args: {A: \"#\"}}}\n", n / 2);
          }},
    Shape{"${ nested", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    user: " + repeat("${A:-", n) +
                     repeat("}", n / 5) + "\n";
          }},
    Shape{"${ in sequence", "compose.yaml",
          [](Size n) {
              return std::string(services) + "    user: \"" + repeat("${A:-b}", n) + "\"\n";
          }},
    Shape{"$ alone", "compose.yaml",
          [](Size n) { return std::string(services) + "    user: \"" + repeat("$", n) + "\"\n"; }},
    Shape{"${ never closed", "compose.yaml",
          [](Size n) { return std::string(services) + "    user: \"" + repeat("${", n) + "\"\n"; }},
    Shape{"defaults of defaults", "compose.yaml",
          [](Size n) {
              return std::string(services) + numbered("    k#: \"${A:-${B:-${C:-d}}}\"\n", n);
          }},
    Shape{"includes", "compose.yaml",
          [](Size n) { return std::string(services) + "include:\n" + numbered("- a#.yaml\n", n); }},
    // Kubernetes
    Shape{"containers", "pod.yaml",
          [](Size n) {
              return std::string(pod) +
                     numbered("  - {name: c#, image: i, securityContext: {privileged: true}}\n", n);
          }},
    Shape{"containers without names", "pod.yaml",
          [](Size n) { return std::string(pod) + repeat("  - {image: i}\n", n); }},
    Shape{"containers that are one", "pod.yaml",
          [](Size n) {
              return around(std::string(pod) + "  - &c {name: c, image: i}\n", "  - *c\n", "", n);
          }},
    Shape{"containers that merge one another", "pod.yaml",
          [](Size n) {
              std::string text = std::string(pod) + "  - &c0 {name: c, image: i}\n";
              for (Size i = 1; text.size() < n; ++i)
                  text += "  - &c" + std::to_string(i) + " {<<: *c" + std::to_string(i - 1) +
                          ", image: i}\n";
              return text;
          }},
    Shape{
        "a namespace labelled again and again", "pod.yaml",
        [](Size n) {
            return repeat(
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: default, labels: {pod-security.kubernetes.io/enforce: "
                "baseline}}\n---\n" +
                    std::string(pod) + "  - {name: c, image: i}\n---\n",
                n);
        }},
    Shape{
        "a list's items", "list.yaml",
        [](Size n) {
            return "apiVersion: v1\nkind: List\nitems:\n" +
                   numbered(
                       "- {apiVersion: v1, kind: Pod, metadata: {name: p#}, spec: {containers: [{name: c, image: i}]}}\n",
                       n);
        }},
    Shape{"lists of lists", "list.yaml",
          [](Size n) { return nested("", "{apiVersion: v1, kind: List, items: [", "", "]}", n); }},
    Shape{"objects within objects", "x.yaml",
          [](Size n) { return nested("", "{apiVersion: v1, kind: X, image: ", "1", "}", n); }},
    Shape{"unknown kind", "x.yaml",
          [](Size n) {
              return "apiVersion: v1\nkind: X\n" +
                     numbered("k#: {containers: [{name: c, image: i}]}\n", n);
          }},
    Shape{"annotations", "pod.yaml",
          [](Size n) {
              return std::string(pod) + "  - {name: c, image: i}\nmetadata:\n  annotations:\n" +
                     numbered("    a#/container.apparmor: unconfined\n", n);
          }},
    Shape{"sysctls and volumes", "pod.yaml",
          [](Size n) {
              return std::string(pod) + "  - {name: c, image: i}\n  volumes:\n" +
                     numbered("  - {name: v#, hostPath: {path: /}}\n", n);
          }},
    // Dockerfiles
    Shape{"stages", "Dockerfile", [](Size n) { return numbered("FROM a AS s#\nUSER u\n", n); }},
    Shape{"stages on stages", "Dockerfile",
          [](Size n) {
              std::string text = "FROM a AS s0\n";
              for (Size i = 1; text.size() < n; ++i)
                  text += "FROM s" + std::to_string(i - 1) + " AS s" + std::to_string(i) +
                          "\nLABEL l" + std::to_string(i) + "=1\n";
              return text;
          }},
    Shape{"variables that double", "Dockerfile",
          [](Size n) {
              return "FROM a\nENV A=aaaaaaaa\n" + repeat("ENV A=$A$A\n", n) + "USER $A\n";
          }},
    Shape{"variables that double in two", "Dockerfile",
          [](Size n) {
              return "FROM a\nENV A=a B=b\n" + repeat("ENV A=$B$B B=$A$A\n", n) + "LABEL RUN=$A\n";
          }},
    Shape{"a long variable used often", "Dockerfile",
          [](Size n) {
              return "FROM a\nENV A=" + repeat("a", n / 2) + "\n" + repeat("USER $A\n", n / 2);
          }},
    Shape{"variables", "Dockerfile", [](Size n) { return "FROM a\n" + numbered("ENV A#=1\n", n); }},
    Shape{"labels", "Dockerfile", [](Size n) { return "FROM a\n" + numbered("LABEL l#=1\n", n); }},
    Shape{"labels in one instruction", "Dockerfile",
          [](Size n) { return "FROM a\nLABEL " + numbered("l#=1 ", n) + "\n"; }},
    Shape{"continuations", "Dockerfile",
          [](Size n) { return "FROM a\nRUN x " + repeat("\\\n", n) + "\n"; }},
    Shape{"comments in a continuation", "Dockerfile",
          [](Size n) { return "FROM a\nRUN x \\\n" + repeat("# c\n", n) + "y\n"; }},
    Shape{"here-documents", "Dockerfile",
          [](Size n) {
              return "FROM a\nRUN " + numbered("<<E# ", n / 2) + "\n" + numbered("E#\n", n / 2);
          }},
    Shape{"here-documents never closed", "Dockerfile",
          [](Size n) { return "FROM a\n" + repeat("RUN <<E\n", n); }},
    Shape{"unknown instructions", "Dockerfile",
          [](Size n) { return "FROM a\n" + numbered("LABLE# x\n", n); }},
    Shape{"${ nested in a label", "Dockerfile",
          [](Size n) {
              return "FROM a\nLABEL RUN=" + repeat("${A:-", n) + repeat("}", n / 5) + "\n";
          }},
    Shape{"quotes never closed", "Dockerfile",
          [](Size n) { return "FROM a\n" + repeat("LABEL a=\"\n", n); }},
    Shape{"substitutions", "Dockerfile",
          [](Size n) {
              return "FROM a\nENV A=" + repeat("a", n / 2) + "\nENV B=${A//a*a*a*a*b/" +
                     repeat("x", n / 2) + "}\n";
          }},
    Shape{"trimmed by a pattern", "Dockerfile",
          [](Size n) {
              return "FROM a\nENV A=" + repeat("a", n / 2) + "\nENV B=${A##" + repeat("*a", n / 8) +
                     "b}\n";
          }},
    Shape{"replaced by more", "Dockerfile",
          [](Size n) {
              return "FROM a\nENV A=" + repeat("a", n / 64) + "\n" +
                     repeat("ENV A=${A//a/aaaaaaaa}\n", n);
          }},
    Shape{"ports exposed", "Dockerfile",
          [](Size n) { return "FROM a\nEXPOSE " + repeat("80 ", n) + "\n"; }},
    Shape{"parser directives", "Dockerfile",
          [](Size n) { return repeat("# syntax=a\n", n) + "FROM a\n"; }},
    Shape{"a label of flags", "Dockerfile",
          [](Size n) {
              return "FROM a\nLABEL RUN docker run " + repeat("--cap-add=CHOWN ", n) + "IMAGE\n";
          }},
    // Shells and command lines
    Shape{"commands", "run.sh",
          [](Size n) { return numbered("docker run --name c# --cap-add NET_ADMIN i\n", n); }},
    Shape{"flags", "run.sh",
          [](Size n) { return "docker run " + repeat("--cap-add=NET_ADMIN ", n) + "i\n"; }},
    Shape{"unknown flags", "run.sh",
          [](Size n) { return "docker run " + numbered("--no-such-# ", n) + "i\n"; }},
    Shape{"a cluster of short flags", "run.sh",
          [](Size n) { return "docker run -" + repeat("it", n) + " i\n"; }},
    Shape{"one long flag", "run.sh",
          [](Size n) { return "docker run --" + repeat("privileged", n) + " i\n"; }},
    Shape{"$( nested", "run.sh", [](Size n) { return nested("docker run ", "$(", "", ")", n); }},
    Shape{"$( open", "run.sh", [](Size n) { return repeat("docker run $(", n); }},
    Shape{"backquotes", "run.sh", [](Size n) { return repeat("docker run `", n); }},
    Shape{"( nested", "run.sh", [](Size n) { return nested("", "(", "docker run i", ")", n); }},
    Shape{"{ nested", "run.sh", [](Size n) { return nested("", "{ ", "docker run i;", "}", n); }},
    Shape{"${ nested in a script", "run.sh",
          [](Size n) { return nested("docker run ", "${A:-", "", "}", n); }},
    Shape{"quotes within $(", "run.sh",
          [](Size n) { return nested("docker run ", "\"$(", "", ")\"", n); }},
    Shape{"sh -c nested", "run.sh",
          [](Size n) { return repeat("sh -c \"", n) + "docker run i\n"; }},
    Shape{"eval nested", "run.sh", [](Size n) { return repeat("eval ", n) + "docker run i\n"; }},
    Shape{"sudo nested", "run.sh", [](Size n) { return repeat("sudo ", n) + "docker run i\n"; }},
    Shape{"operators", "run.sh", [](Size n) { return repeat("&& ", n); }},
    Shape{
        "here-documents of a script", "run.sh",
        [](Size n) { return "cat " + numbered("<<E# ", n / 2) + "\n" + numbered("E#\n", n / 2); }},
    Shape{"here-documents of a script never closed", "run.sh",
          [](Size n) { return repeat("cat <<E\n", n); }},
    Shape{"here-documents of shells", "run.sh",
          [](Size n) { return repeat("sh <<E\ndocker run i\nE\n", n); }},
    Shape{"continued lines", "run.sh",
          [](Size n) { return "docker run " + repeat("\\\n", n) + "i\n"; }},
    Shape{"comments of a script", "run.sh", [](Size n) { return repeat("# docker run i\n", n); }},
    Shape{"one line", "run.sh",
          [](Size n) { return repeat("docker run --privileged i; ", n) + "\n"; }},
    Shape{"arrays", "run.sh", [](Size n) { return repeat("a=(", n); }},
    Shape{"steps of all jobs", ".github/workflows/a.yml",
          [](Size n) {
              return "on: push\nx: &x\n" + repeat("- {run: docker run --privileged i}\n", n / 2) +
                     "y: &y {image: i, options: \"" + repeat("--cap-add=SYS_ADMIN ", n / 4) +
                     "\"}\njobs:\n" + numbered("  j#: {container: *y, steps: *x}\n", n / 4);
          }},
    Shape{"a quote never closed in a script", "run.sh",
          [](Size n) { return "docker run '" + repeat("x ", n); }},
};

} // namespace

std::span<const Shape> all() { return table; }

} // namespace dropcap::shapes
