// The parsers' door: whatever comes in, a Document comes out.

#include "parsers/command/wording.hpp"
#include "parsers/compose/wording.hpp"
#include "parsers/kubernetes/wording.hpp"
#include "parsers/parse.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace dropcap;

namespace {

Document read(const std::string& path, std::string text, bool named = true) {
    format::ParseOptions options;
    options.explicit_file = named;
    return parse(std::make_shared<const Source>(path, std::move(text)), options);
}

} // namespace

TEST_CASE("the document has its format, its source and its containers", "[parse_test]") {
    struct Case {
        const char* path;
        const char* text;
        Format format;
    };
    const std::vector<Case> cases{
        {"compose.yaml", "services:\n  web:\n    image: nginx\n", compose::compose_format},
        {"pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: web\n    image: nginx\n",
         kubernetes::kubernetes_format},
        {"pod.json",
         R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}})",
         kubernetes::kubernetes_format},
        {"run.sh", "docker run --name web nginx\n", command::command_format},
        {"-", "docker run --name web nginx\n", command::command_format},
    };
    for (const Case& one : cases) {
        INFO(one.path);
        const Document document = read(one.path, one.text);
        REQUIRE(document.format);
        CHECK(*document.format == one.format);
        REQUIRE_FALSE(document.sources.empty());
        CHECK(document.sources.front()->path() == one.path);
        REQUIRE(document.containers.size() == 1);
        CHECK(document.containers.front().name == "web");
        CHECK(document.problems.empty());
    }
}

TEST_CASE("a file of none of the formats is reported only when it was named", "[parse_test]") {
    struct Case {
        const char* path;
        const char* text;
        const char* message;
    };
    const std::vector<Case> cases{
        {"notes.txt", "hello\n", "this is none of the formats that dropcap reads"},
        {"values.yaml", "image: nginx\n", "this is none of the formats that dropcap reads"},
        {"empty.yaml", "", "the file is empty"},
        {"empty.yaml", " \n\t\n", "the file is empty"},
    };
    for (const Case& one : cases) {
        INFO(one.path);
        const Document named = read(one.path, one.text);
        CHECK_FALSE(named.format);
        REQUIRE(named.problems.size() == 1);
        CHECK_THAT(named.problems[0].message, Catch::StartsWith(one.message));
        const Document found = read(one.path, one.text, false);
        CHECK(found.problems.empty());
        CHECK(found.unchecked.empty());
        CHECK(found.sources.size() == 1);
    }
}

TEST_CASE("a named file is read for what it holds, whatever its name", "[parse_test]") {
    CHECK(read("pod.txt", "apiVersion: v1\nkind: Pod\n").format == kubernetes::kubernetes_format);
    CHECK_FALSE(read("pod.txt", "apiVersion: v1\nkind: Pod\n", false).format);
}

TEST_CASE("templates are not checked, and that is said", "[parse_test]") {
    SECTION("a manifest") {
        const Document document = read(
            "templates/deployment.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  template:\n    spec:\n"
            "      containers:\n      - name: c\n        securityContext:\n          {{- toYaml .Values.x | nindent 10 }}\n");
        CHECK(document.problems.empty());
        CHECK(document.containers.empty());
        REQUIRE(document.unchecked.size() == 1);
        CHECK_THAT(document.unchecked[0].reason,
                   Catch::StartsWith("Helm template: render it first"));
    }
    SECTION("a named helper file") {
        const Document document =
            read("templates/_helpers.tpl", "{{- define \"x\" -}}\n{{- end }}\n");
        CHECK(document.problems.empty());
        CHECK(document.unchecked.size() == 1);
    }
}

TEST_CASE("bytes that are no text", "[parse_test]") {
    const Document document = read("Dockerfile", std::string("FROM a\0b\n", 9));
    REQUIRE(document.problems.size() == 1);
    CHECK(document.problems[0].at.span == Span{6, 7});
    CHECK_THAT(document.problems[0].message, Catch::StartsWith("there is a NUL byte here"));
    CHECK(read("compose.yaml", "services:\n  a: \xFF\n").problems.size() == 1);
}

TEST_CASE("any bytes give a document", "[parse_test]") {
    std::mt19937 random(7); // NOLINT: the same every time
    const std::vector<std::string> words{"apiVersion: v1\n",
                                         "kind: Pod\n",
                                         "services:\n",
                                         "  ",
                                         "- ",
                                         ": ",
                                         "[",
                                         "{",
                                         "\"",
                                         "'",
                                         "|\n",
                                         "\n",
                                         "containers",
                                         "cap_add",
                                         "FROM a\n",
                                         "RUN",
                                         " \\\n",
                                         "&a ",
                                         "*a ",
                                         "<<",
                                         "{{",
                                         "docker run",
                                         "--cap-add",
                                         "\xC3",
                                         "\t",
                                         "$(",
                                         ")",
                                         "$$",
                                         "[Container]\n",
                                         "[Service]\n",
                                         "ExecStart=",
                                         "AddCapability=",
                                         "%",
                                         "```sh\n",
                                         "```\n",
                                         "$ ",
                                         "<",
                                         ">",
                                         "jobs:\n",
                                         "steps:",
                                         "run: ",
                                         "script:",
                                         "sh ",
                                         "'",
                                         "${",
                                         "//",
                                         "/*",
                                         "X = ",
                                         "docker{",
                                         "image ",
                                         "\"HostConfig\":",
                                         "\"Config\":",
                                         "\"ociVersion\":",
                                         "\"process\":",
                                         "}",
                                         "]",
                                         ","};
    for (const char* path :
         {"compose.yaml", "a.yaml", "Dockerfile", "a.sh", "-", "Makefile", "a.service",
          "a.container", "Jenkinsfile", "a.md", ".github/workflows/a.yml", ".gitlab-ci.yml",
          "devcontainer.json", "config.json"}) {
        for (int round = 0; round < 200; ++round) {
            std::string text;
            const auto count = random() % 40;
            for (unsigned i = 0; i < count; ++i) text += words[random() % words.size()];
            INFO(path << ": " << text);
            const Document document = read(path, text);
            REQUIRE_FALSE(document.sources.empty());
            const auto lies_in_file = [&](const Place& at) {
                return at.span.begin <= at.span.end &&
                       at.span.end <= document.source(at).text().size();
            };
            for (const Problem& problem : document.problems) CHECK(lies_in_file(problem.at));
            for (const Comment& comment : document.comments) CHECK(lies_in_file(comment.at));
            for (const Unchecked& part : document.unchecked) CHECK(lies_in_file(part.at));
            for (const Container& container : document.containers) {
                CHECK((lies_in_file(container.name_at) && lies_in_file(container.extent)));
                for (const auto* list : {&container.add, &container.drop})
                    for (const Fact<std::string>& word : list->words) CHECK(lies_in_file(word.at));
            }
        }
    }
}
