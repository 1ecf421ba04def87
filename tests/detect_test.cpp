// What a file is taken for, and which Kubernetes documents are not worth a parser's time.

#include "parsers/command/wording.hpp"
#include "parsers/format/root_keys.hpp"
#include "parsers/parse.hpp"
#include "parsers/text/template_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

const std::string pod = "apiVersion: v1\nkind: Pod\nspec: {}\n";
const std::string project = "services:\n  web:\n    image: nginx\n";
const std::string legacy = "web:\n  image: nginx\n";

std::string name_of(std::optional<Format> format) {
    return format ? std::string(format_name(*format)) : "none";
}

struct Case {
    std::string path;
    std::string text;
    std::string expected;
};

void check_all(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        INFO(one.path << ": " << one.text);
        CHECK(name_of(detect_format(one.path, one.text)) == one.expected);
    }
}

} // namespace

TEST_CASE("names decide where they say enough", "[detect_test]") {
    check_all({
        {"compose.yaml", project, "compose"},
        {"a/b/compose.yml", "name: x\n", "compose"},
        {"docker-compose.yml", legacy, "compose"},
        {"docker-compose.prod.yaml", legacy, "compose"},
        {"compose.override.yaml", "services: {}\n", "compose"},
        {"Docker-Compose.YML", legacy, "compose"},
        {"docker-compose.yml", pod, "kubernetes"},
        {"my-compose.yml", "services:\n  web: {}\n", "compose"},
        {"my-compose.yml", legacy, "none"},
        {"decompose.txt", project, "none"},
        {"Dockerfile", "", "dockerfile"},
        {"x/Dockerfile.prod", "", "dockerfile"},
        {"api.Dockerfile", "", "dockerfile"},
        {"api.dockerfile", "", "dockerfile"},
        {"Dockerfile-chroot", "", "dockerfile"},
        {"Containerfile", "", "dockerfile"},
        {"Containerfile.dev", "", "dockerfile"},
        {"Dockerfile.dockerignore", "", "none"},
        {"Dockerfile.md", "", "command"},
        {"Dockerfile.yaml", pod, "kubernetes"},
        {"MyDockerfile", "", "none"},
        {"Dockerfile.j2", "FROM {{ base }}\n", "stand-in"},
        {"Dockerfile.j2", "FROM alpine\n", "stand-in"},
        {"run.sh", "", "command"},
        {"run.bash", "", "command"},
        {"run", "#!/bin/sh\n", "command"},
        {"run", "#!/usr/bin/env bash\n", "command"},
        {"run", "#!/bin/bash -eu\n", "command"},
        {"run", "#!/usr/bin/python3\n", "none"},
        {"run", "#!/opt/mesh\n", "none"},
        {"README.md", "docker run x\n", "command"},
        {"README.txt", "docker run x\n", "none"},
    });
}

TEST_CASE("content decides for every other YAML and JSON file", "[detect_test]") {
    check_all({
        {"a.yaml", pod, "kubernetes"},
        {"a.yml", "kind: Pod\napiVersion: v1\n", "kubernetes"},
        {"a.yaml", "# c\n\n%YAML 1.1\n---\n" + pod, "kubernetes"},
        {"a.yaml", "x: 1\n---\n" + pod, "kubernetes"},
        {"a.yaml", "apiVersion: v1\n---\nkind: Pod\n", "none"},
        {"a.yaml", "  apiVersion: v1\n  kind: Pod\n", "kubernetes"},
        {"a.yaml", "metadata:\n  apiVersion: v1\n  kind: Pod\n", "none"},
        {"a.yaml", "\"apiVersion\": v1\n'kind': Pod\n", "kubernetes"},
        {"a.yaml", "apiVersion : v1\nkind : Pod\n", "kubernetes"},
        {"a.yaml", "apiVersion: v1\r\nkind: Pod\r\n", "kubernetes"},
        {"a.yaml", "apiVersion: v1\rkind: Pod\r", "kubernetes"},
        {"a.yaml",
         "# c\xE2\x80\xA8"
         "apiVersion: v1\xE2\x80\xA8kind: Pod\n",
         "kubernetes"},
        {"a.yaml", "apiVersions: v1\nkinds: Pod\n", "none"},
        {"a.yaml", "{apiVersion: v1, kind: Pod}\n", "kubernetes"},
        {"a.yaml", "--- {apiVersion: v1, kind: Pod}\n", "kubernetes"},
        {"a.yaml", "? apiVersion\n: v1\n? kind\n: Pod\n", "kubernetes"},
        {"a.yaml", "!!map\napiVersion: v1\nkind: Pod\n", "kubernetes"},
        {"a.yaml", "&a apiVersion: v1\nkind: Pod\n", "kubernetes"},
        {"a.yaml", "apiVersion: v1\nkind: Pod\nservices: []\n", "kubernetes"},
        {"a.json", "{\n  \"kind\": \"List\",\n  \"apiVersion\": \"v1\"\n}\n", "kubernetes"},
        {"a.json", "{\"name\": \"x\", \"version\": \"1\"}\n", "none"},
        {"a.json", "{\"services\": {\"web\": {\"image\": \"nginx\"}}}", "compose"},
        {"a.yaml", "{{- if .Values.x }}\n" + pod + "{{- end }}\n", "kubernetes"},
        {"a.yaml", "{{- if .Values.x }}\n---\n{{ include \"x\" . }}\n" + pod, "kubernetes"},
        {"stack.yaml", project, "compose"},
        {"stack.yaml", "version: '3'\nx-a: &a\n  b: 1\nservices:\n  web:\n    build: .\n",
         "compose"},
        {"stack.yaml", "services: {web: {image: nginx}}\n", "compose"},
        {"services.yaml", "services:\n  _defaults:\n    autowire: true\n", "none"},
        {".travis.yml", "services:\n  - docker\n", "none"},
        {"a.yaml", "x:\n  services:\n    web:\n      image: nginx\n", "none"},
        {"a.yaml", "", "none"},
        {"a.txt", pod, "none"},
    });
}

TEST_CASE("a root is what the parser says it is, however it is spelled", "[detect_test]") {
    check_all({
        {"a.yaml", "apiVersion: v1\n\"k\\x69nd\": Pod\n", "kubernetes"},
        {"a.yaml", "\"api\\u0056ersion\": v1\nkind: Pod\n", "kubernetes"},
        {"a.yaml", "apiVersion: v1\n? kind\n: Pod\n", "kubernetes"},
        {"a.yaml", "apiVersion: v1\n!!str kind: Pod\n", "kubernetes"},
        {"a.yaml", "apiVersion: v1\n&k kind: Pod\n", "kubernetes"},
        {"a.yaml", "x: &k kind\napiVersion: v1\n*k : Pod\n", "kubernetes"},
        {"a.yaml", "<<: {apiVersion: v1, kind: Pod}\n", "kubernetes"},
        {"a.yaml", "x: &m {apiVersion: v1}\nkind: Pod\n<<: *m\n", "kubernetes"},
        {"a.yaml", "!!binary a2luZA==: Pod\napiVersion: v1\n", "kubernetes"},
        {"a.json", "{\"\\u006bind\": \"Pod\", \"\\u0061piVersion\": \"v1\"}", "kubernetes"},
        {"stack.yml", "\"serv\\x69ces\": {a: {image: b}}\n", "compose"},
        {"stack.yml", "? services\n: {a: {image: b}}\n", "compose"},
        {"stack.yml", "!!str services: {a: {image: b}}\n", "compose"},
        {"stack.yml", "&s services: {a: {image: b}}\n", "compose"},
        {"stack.yml", "<<: {services: {a: {image: b}}}\n", "compose"},
        {"stack.yml", "services: {a: {\"im\\x61ge\": b}}\n", "compose"},
        {"stack.yml", "services: {a: {!!binary aW1hZ2U=: b}}\n", "compose"},
        // Near misses: other keys that are spelled so, and words in values.
        {"a.yaml", "\"na\\x6de\": a\n!!str title: x\n&k key: 1\n? other\n: 2\n<<: {level: 3}\n",
         "none"},
        {"a.yaml", "x: |\n  kind: Pod\n# kind: Pod\napiVersion: v1\n", "none"},
        {"a.yaml", "? {apiVersion: v1, kind: Pod}\n: 1\n", "none"},
    });
}

TEST_CASE("services are Compose's where their settings are", "[detect_test]") {
    check_all({
        {"package.json", "{\"scripts\": {\"stop-services\": \"x\", \"build:watch\": \"tsc\"}}",
         "none"},
        {"a.json", "{\"config\": {\"services\": {\"a\": {\"image\": \"b\"}}}}", "none"},
        {"a.json", "{\"networkservices\": {\"a\": {\"deploy\": {}}}}", "none"},
        {"a.json", "{\"services\": {\"a\": 1}, \"image\": \"b\"}", "none"},
        {"a.json", "{\"services\": [{\"image\": \"b\"}]}", "none"},
        {"a.json", "{\"x\": \"{\", \"services\": {\"a\": {\"x\": [], \"image\": \"b\"}}}",
         "compose"},
        {"a.json", "{\"apiVersion\": \"v1\", \"spec\": {\"kind\": \"Pod\"}}", "none"},
        {"a.yaml", "{spec: {apiVersion: v1}, kind: Pod}\n", "none"},
        {"a.yaml", "{ # kind: x\n apiVersion: v1, kind: Pod}\n---\nx: 1\n", "kubernetes"},
        {"docker-compose.json", "{\"services\": [{\"name\": \"a\", \"image\": \"b\"}]}", "none"},
        {"docker-compose.json", "{\"services\": {}}", "compose"},
        {"tasks/docker-compose.yml", "---\n- name: a\n  stat: {path: b}\n", "none"},
        {"compose.yaml", "- web\n- db\n", "compose"},
        {"compose.yaml", "services: [web, db]\n", "compose"},
        {"compose.yaml", "services:\n- web\n", "compose"},
        {"compose.yaml", "", "compose"},
        {"compose.yaml", "services: {a: [\n", "compose"},
        {".lando.yml", "services:\n  a: {type: php, overrides: {image: b}}\n", "none"},
        {"okteto.yml", project, "none"},
        {"rancher-compose.yml", project, "none"},
        {"app.yml", "services:\n  a: {type: php, overrides: {image: b}}\n", "none"},
        {"app.yml", "services:\n  a:\n    type: php\n    overrides:\n      image: b\n", "none"},
        {"app.yml", "services:\n# c\n    a:\n\n      x: |\n        image: b\n      image: b\n",
         "compose"},
        {"app.yml", "services:\n  a:\n    x: 1\n  b:\n      \"build\": .\nimage: c\n", "compose"},
        {"app.yml", "services:\n  a:\n    x: 1\nimage: c\n", "none"},
        {"app.yml", "services: {a: {image: b}\n", "compose"}, // its reader says what is wrong
    });
}

TEST_CASE("files that stand for others", "[detect_test]") {
    const std::string pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    check_all({
        {"compose.yaml.j2", project, "stand-in"},
        {"compose.yaml.example", project, "stand-in"},
        {"compose.yaml.bak", project, "none"},
        {"pod.yaml.tmpl", pod, "stand-in"},
        {"values.yaml.tmpl", "a: 1\n", "none"},
        {"Dockerfile.template", "FROM a\n", "stand-in"},
        {"Dockerfile.in", "FROM a\n", "stand-in"},
        {"Containerfile.build-template", "FROM a\n", "stand-in"},
        {"app.service.j2", "[Service]\nExecStart=/bin/true\n", "stand-in"},
        {"pre-commit.sample", "#!/bin/sh\n", "stand-in"},
        {"notes.example", project, "none"},
        {"compose.yaml", pointer, "stand-in"},
        {"Dockerfile", pointer, "stand-in"},
        {"k8s/app.yaml", pointer, "stand-in"},
        {"compose.yaml.j2", pointer, "stand-in"},
        {"a.bin", pointer, "none"},
        {"app.yaml", "# " + pointer + pod, "kubernetes"},
    });
    CHECK(may_be_ours("compose.yaml.dist", {}));
    CHECK(may_be_ours("Dockerfile.erb", {}));
    CHECK_FALSE(may_be_ours("run.sh.j2", {}));
    CHECK(may_be_ours("run.sh.j2", {.scripts = true}));
    CHECK_FALSE(may_be_ours("index.html.erb", {}));
}

TEST_CASE("what stands for another file is read or reported as not checked", "[detect_test]") {
    struct Row {
        const char* path;
        const char* text;
        std::size_t containers;
        const char* reason;
    };
    const Row rows[] = {
        {"compose.yaml.sample", "services: {a: {image: b}}\n", 1, ""},
        {"compose.yaml.sample", "services: {a: {image: [}}\n", 0,
         "a template that cannot be read before it is rendered"},
        {"compose.yaml.j2", "services: {a: {image: '{{ b }}'}}\n", 0,
         "template with `{{ … }}`: render it first and check the result"},
        {"Dockerfile.in", "FROM %%BASE%%\nRUN x\n", 0,
         "template with `%%…%%`: fill it in first and check the result"},
        {"Dockerfile", "%%ENV%%\nFROM a\n", 0,
         "template with `%%…%%`: fill it in first and check the result"},
        {"Dockerfile", "FROM a:${templateOption:tag}\n", 0,
         "dev container template: its options are filled in before it is built"},
        {"Dockerfile", "FROM a\nRUN docker ps --format {{.Names}}\n", 0, ""},
        {"compose.yaml", "services:\n  a:\n    image: {{ b }}\n    privileged: true\n", 0,
         "template with `{{ … }}`: render it first and check the result"},
        {"compose.yaml", "x-a: {{ b }}\nservices: {a: {image: b, privilegedd: true}}\n", 1, ""},
        {"pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: @NAME@}\n", 0, ""},
        {"pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata:\n  name: @NAME@\nspec:\n  containers: []\n", 0,
         "template with placeholders: fill them in first and check the result"},
        {"compose.yaml", "version https://git-lfs.github.com/spec/v1\n", 0,
         "a Git LFS pointer: the file itself is not in this checkout"},
    };
    for (const Row& row : rows) {
        INFO(row.path << ": " << row.text);
        const Document document = parse(std::make_shared<Source>(row.path, row.text), {});
        CHECK(document.containers.size() == row.containers);
        std::string reason;
        for (const Unchecked& part : document.unchecked) reason = part.reason;
        CHECK(reason == row.reason);
        if (*row.reason != '\0') CHECK(document.problems.empty());
    }
}

TEST_CASE("standard input has no name: the text says what it is", "[detect_test]") {
    check_all({
        {"-", pod, "kubernetes"},
        {"", project, "compose"},
        {"<stdin>", "# c\n\nFROM alpine\n", "dockerfile"},
        {"-", "arg X=1\nFROM a\n", "dockerfile"},
        {"-", "docker run alpine\n", "command"},
        {"-", "# start\nsudo podman run alpine\n", "command"},
        {"-", "#!/bin/sh\nls\n", "command"},
        {"-", "hello\n", "none"},
        {"-", "", "none"},
    });
}

TEST_CASE("the places other than Compose, Kubernetes and Dockerfiles", "[detect_test]") {
    const std::string job = "on: push\njobs:\n  a:\n    steps: []\n";
    check_all({
        {"Makefile", "", "command"},
        {"rules.mk", "", "command"},
        {"Makefile.am.txt", "", "command"},
        {"mymakefile", "", "none"},
        {"a.service", "[Unit]\n[Service]\nExecStart=/bin/true\n", "command"},
        {"a.service", "[Service]\nType=oneshot\n", "none"},
        {"a.service", "ExecStart=x\n", "none"},
        {".github/workflows/a.yml", job, "command"},
        {"x/.github/workflows/a.yaml", job, "command"},
        {"my.github/workflows/a.yaml", job, "none"},
        {".github/workflows/pod.yaml", pod, "kubernetes"},
        {"a.yml", job, "none"},
        {"action.yml", "runs:\n  using: composite\n", "command"},
        {".gitlab-ci.yml", "a:\n  script: []\n", "command"},
        {"ci/build.gitlab-ci.yml", "a:\n  script: []\n", "command"},
        {".gitlab/ci/build.yml", "a:\n  script: []\n", "command"},
        {"Jenkinsfile", "", "command"},
        {"Jenkinsfile.release", "", "command"},
        {"a.container", "[Unit]\n\n[Container]\nImage=x\n", "quadlet"},
        {"a.container", "Image=x\n", "none"},
        {"-", "[Container]\nImage=x\n", "quadlet"},
        {"a.container.d/b.conf", "[Container]\n", "quadlet"},
        {"b.conf", "[Container]\n", "none"},
        {".devcontainer/devcontainer.json", "// c\n/* d */ {}\n", "devcontainer"},
        {".devcontainer.json", "{}", "devcontainer"},
        {"devcontainer-feature.json", "{}", "devcontainer"},
        {"devcontainer.json", "[]", "none"},
        {"a.json", "[{\"Id\": \"x\", \"HostConfig\": {}, \"Config\": {}}]", "inspect"},
        {"-", "[{\"Id\": \"x\", \"HostConfig\": {}, \"Config\": {}}]", "inspect"},
        {"a.json", "[{\"Id\": \"x\", \"Config\": {}}]", "none"},
        {"config.json", "{\"ociVersion\": \"1.0.2\", \"process\": {}}", "oci"},
        {"config.json", "{\"process\": {}}", "none"},
        {"spec.json", "{\"ociVersion\": \"1.0.2\", \"process\": {}}", "oci"},
    });
}

TEST_CASE("a walk opens what its name allows and what was asked for", "[detect_test]") {
    struct Named {
        const char* path;
        bool by_default;
        bool with_scripts;
    };
    const std::vector<Named> cases{
        {"compose.yaml", true, true}, {"a/b.YML", true, true},     {"a.json", true, true},
        {"Dockerfile", true, true},   {"run.sh", false, true},     {"bin/start", false, true},
        {"Makefile", false, true},    {"a.service", false, true},  {"a.container", true, true},
        {"a.md", false, false},       {"notes.txt", false, false},
    };
    for (const Named& one : cases) {
        INFO(one.path);
        CHECK(may_be_ours(one.path, {}) == one.by_default);
        CHECK(may_be_ours(one.path, {.scripts = true}) == one.with_scripts);
    }
    CHECK_FALSE(detect_format("run.sh", "docker run alpine\n", {}));
    CHECK(detect_format("run.sh", "docker run alpine\n", {.scripts = true}) ==
          command::command_format);
}

TEST_CASE("what --scan asks for", "[detect_test]") {
    const std::string job = "on: push\njobs: {}\n";
    CHECK_FALSE(detect_format(".github/workflows/a.yml", job, {}));
    CHECK(detect_format(".github/workflows/a.yml", job, {.ci = true}) == command::command_format);
    CHECK(may_be_ours("Jenkinsfile", {.ci = true}));
    CHECK_FALSE(may_be_ours("Jenkinsfile", {.docs = true}));
    CHECK(may_be_ours("a.md", {.docs = true}));
}

TEST_CASE("the words of --scan", "[detect_test]") {
    format::Scans scans;
    CHECK(scans.add("scripts"));
    CHECK((scans.has(format::Scan::scripts) && !scans.has(format::Scan::ci) &&
           !scans.has(format::Scan::docs) && scans.has(format::Scan::always)));
    CHECK(scans.add("all"));
    CHECK((scans.has(format::Scan::ci) && scans.has(format::Scan::docs)));
    CHECK_FALSE(scans.add("script"));
    CHECK_FALSE(scans.add(""));
}

TEST_CASE("a document that may hold containers is never skipped", "[detect_test]") {
    for (
        const std::string text : {
            "apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n",
            "kind: Job\nspec: {template: {spec: {initContainers: []}}}\n",
            "kind: Task\nspec:\n  steps: []\n",
            "kind: Workflow\nspec:\n  templates: [{script: {}}]\n",
            "kind: StepAction\nspec:\n  image: x\n",
            "kind: Kafka\nspec: {kafka: {template: {kafkaContainer: {}}}}\n",
            "kind: Pod\nspec:\n  \"cont\\x61iners\": []\n",
            "kind: Pod\nspec:\n  ? \"cont\\\n    ainers\"\n  : []\n",
            // looks like a definition, and is none
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  containers: []\nkind: Pod\n",
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  containers: []\n\"kind\": Pod\n",
            "metadata: \"\nkind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\n\"\nkind: Pod\nspec: {containers: []}\n",
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n# c\rkind: Pod\rspec: {containers: []}\n",
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n# c\xE2\x80\xA8kind: Pod\nspec: {containers: []}\n",
            "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, x: {containers: []}}\n",
        }) {
        INFO(text);
        CHECK(format::may_hold_containers(text));
    }
}

TEST_CASE("definitions and documents without any container word are skipped", "[detect_test]") {
    for (
        const std::string text : {
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: x\nspec:\n  x: {containers: "
            "[]}\nstatus: {}\n",
            "---\n# c\n\napiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nspec:\n  containers: []\n",
            "apiVersion: v1\nkind: Service\nspec:\n  ports: []\n",
            "",
        }) {
        INFO(text);
        CHECK_FALSE(format::may_hold_containers(text));
    }
}

TEST_CASE("template text", "[detect_test]") {
    for (const char* text : {"{{ .x }}", "a-{{x}}-b", "{% if x %}"})
        CHECK(text::is_template_text(text));
    for (const char* text : {"", "{x}", "{{", "}} {{", "{ {x} }", "${X}"})
        CHECK_FALSE(text::is_template_text(text));
}

TEST_CASE("one JSON value after the other", "[detect_test]") {
    const auto names = [](const std::string& path, const std::string& text) {
        const Document document = parse(std::make_shared<Source>(path, text), {});
        std::string all;
        for (const Container& container : document.containers)
            all += container.name +
                   (container.privileged && container.privileged->is(true) ? "! " : " ");
        for (const Problem& problem : document.problems) all += problem.message;
        return all;
    };
    const auto state = [](const std::string& name, const std::string& privileged) {
        return R"({"Id": "x", "Name": "/)" + name +
               R"(", "Config": {"Image": "a"}, "HostConfig": )" + R"({"Privileged": )" +
               privileged + "}}";
    };
    CHECK(names("state.json", state("a", "true") + "\n" + state("b", "false") + "\n") == "a! b ");
    CHECK(names("state.json", state("a", "true") + state("b", "true")) == "a! b! ");
    CHECK(names("state.json", "[" + state("a", "true") + "," + state("b", "true") + "]") ==
          "a! b! ");
    const auto pod = [](const std::string& name) {
        return R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": ")" +
               name + R"(", "image": "i", "securityContext": {"privileged": true}}]}})";
    };
    CHECK(names("pods.json", pod("a") + "\n" + pod("b")) == "a! b! ");
    CHECK(names("pods.json", pod("a") + pod("b") + "\n---\n" + pod("c")) == "a! b! c! ");
    CHECK(names("pods.json", R"({"x": "}{"})" + pod("a")) == "a! ");
    CHECK(names("pods.json", pod("a") + " oops").find("a! ") == std::string::npos);
}
