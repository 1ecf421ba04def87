// From what Helm or Kustomize printed to the lines that it was made from.

#include "lint/check/origin.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace dropcap;

namespace {

std::shared_ptr<const Source> source(std::string path, std::string text) {
    return std::make_shared<const Source>(std::move(path), std::move(text));
}

std::string_view word_of(check::Sureness sureness) {
    switch (sureness) {
    case check::Sureness::exact: return "exact";
    case check::Sureness::filled: return "filled";
    case check::Sureness::around: return "around";
    case check::Sureness::none: return "none";
    }
    return {};
}

/// One printed text and the files that it was made from.
class Print {
  public:
    Print(const std::string& rendered, const std::vector<std::shared_ptr<const Source>>& files)
        : rendered_(source("home.yaml", rendered)),
          origins_(rendered_, source("home.yaml", "# home\n"), files, "helm template") {}
    Print(const std::string& rendered, const std::string& made_from)
        : Print(rendered, {source("t.yaml", made_from)}) {}

    /// Where the word after the `nth` occurrence of `before` is reported: `t.yaml:4:7 «web» exact`.
    [[nodiscard]] std::string told(std::string_view word, std::string_view after = {}) const {
        const std::string_view text = rendered_->text();
        const std::size_t from = after.empty() ? 0 : text.find(after);
        const std::size_t at = text.find(word, from);
        REQUIRE(from != std::string_view::npos);
        REQUIRE(at != std::string_view::npos);
        const check::Shown shown = origins_.shown(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())});
        const Position where = shown.source->position(shown.span.begin);
        return shown.source->path() + ":" + std::to_string(where.line) + ":" +
               std::to_string(where.column) + " «" + std::string(shown.source->slice(shown.span)) +
               "» " + std::string(word_of(shown.sureness));
    }
    [[nodiscard]] std::string explained(std::string_view word) const {
        const std::size_t at = rendered_->text().find(word);
        return origins_.explanation(origins_.shown(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())}));
    }

  private:
    std::shared_ptr<const Source> rendered_;
    check::Origins origins_;
};

const std::string deployment_template = R"({{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.fullname" . }}
spec:
  template:
    spec:
      {{- with .Values.podSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
      # the shop
      - name: {{ .Chart.Name }}
        image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
        securityContext:
          {{- toYaml .Values.securityContext | nindent 10 }}
      - name: {{ .Chart.Name }}-log
        image: example/log:1
        securityContext:
          privileged: true
          capabilities:
            add: {{ .Values.caps }}
            drop:
            {{- range .Values.drop }}
            - {{ . }}
            {{- end }}
{{- end }}
)";
const std::string deployment = R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: release-name-web
spec:
  template:
    spec:
      securityContext:
        runAsUser: 0
      containers:
      # the shop
      - name: web
        image: "example/web:1.2"
        securityContext:
          privileged: true
          readOnlyRootFilesystem: false
      - name: web-log
        image: example/log:1
        securityContext:
          privileged: true
          capabilities:
            add: [NET_ADMIN]
            drop:
            - KILL
)";

} // namespace

TEST_CASE("a line that a chart's template holds as it is keeps its words' places",
          "[origin_test]") {
    const Print print(deployment, deployment_template);
    CHECK(print.told("example/log:1") == "t.yaml:20:16 «example/log:1» exact");
    CHECK(print.told("log", "example/l") == "t.yaml:20:24 «log» exact");
    CHECK(print.told("Deployment") == "t.yaml:3:7 «Deployment» exact");
    CHECK(print.told("# the shop") == "t.yaml:14:7 «# the shop» exact");
    CHECK(print.explained("example/log:1").empty());
}

TEST_CASE("the same line twice is distinguished by what is above it", "[origin_test]") {
    const Print print(deployment, deployment_template);
    CHECK(print.told("securityContext") == "t.yaml:10:7 «securityContext» exact");
    CHECK(print.told("securityContext", "example/web:1.2") ==
          "t.yaml:17:9 «securityContext» exact");
    CHECK(print.told("securityContext", "example/log") == "t.yaml:21:9 «securityContext» exact");
    CHECK(print.told("privileged", "example/log") == "t.yaml:22:11 «privileged» exact");
}

TEST_CASE("a line with template expressions is found by what stands around them", "[origin_test]") {
    const Print print(deployment, deployment_template);
    CHECK(print.told("web", "- name: ") == "t.yaml:15:9 «name: {{ .Chart.Name }}» filled");
    CHECK(print.told("web-log") == "t.yaml:19:9 «name: {{ .Chart.Name }}-log» filled");
    CHECK(print.told("release-name-web") ==
          "t.yaml:5:3 «name: {{ include \"web.fullname\" . }}» filled");
    CHECK(print.told("image", "- name: web\n") == "t.yaml:16:9 «image» filled");
    CHECK(print.told("NET_ADMIN") == "t.yaml:24:13 «add: {{ .Values.caps }}» filled");
    CHECK(print.told("KILL") == "t.yaml:27:15 «{{ . }}» filled");
    CHECK(print.explained("web-log") == "`helm template` makes this line `name: web-log`");
}

TEST_CASE("a line that is nowhere in the template is reported at the line that it is under",
          "[origin_test]") {
    const Print print(deployment, deployment_template);
    CHECK(print.told("0", "runAsUser: ") == "t.yaml:10:7 «securityContext:» around");
    // Of the two `privileged: true`, the first comes from the values: the template's only one is
    // another container's.
    CHECK(print.told("true", "1.2") == "t.yaml:17:9 «securityContext:» around");
    CHECK(print.explained("runAsUser: 0") ==
          "`helm template` prints `runAsUser: 0` below this line");
}

TEST_CASE("what no line of the files can be is reported at the first line of the home file",
          "[origin_test]") {
    const Print print(deployment, "kind: Service\nmetadata:\n  name: web\n");
    CHECK(print.told("KILL") == "home.yaml:1:1 «# home» none");
    CHECK(print.explained("KILL") ==
          "`helm template` prints `KILL`; which line that comes from is not known");
    CHECK(Print("\n\nkind: Pod\n", "kind: Pod\n").told("\n") == "home.yaml:1:1 «# home» none");
    CHECK(Print("kind: Pod\n", std::vector<std::shared_ptr<const Source>>{}).told("Pod") ==
          "home.yaml:1:1 «# home» none");
    CHECK(Print("kind: Pod\n", "").told("Pod") == "home.yaml:1:1 «# home» none");
}

TEST_CASE("two lines that are as likely are no place", "[origin_test]") {
    const Print print("spec:\n  containers:\n  - name: a\n    image: i\n",
                      "spec:\n  containers:\n  - name: {{ .a }}\n  - name: {{ .b }}\n");
    CHECK(print.told("a", "name: ") == "t.yaml:2:3 «containers:» around");
    const Print surer("spec:\n  - name: x-log\n",
                      "spec:\n  - name: {{ .a }}\n  - name: {{ .b }}-log\n");
    CHECK(surer.told("x-log") == "t.yaml:3:5 «name: {{ .b }}-log» filled");
}

TEST_CASE("a resource is found however Kustomize writes it again", "[origin_test]") {
    const auto base = source("base.yaml", R"(kind: Deployment
metadata:
    name: web # short
spec:
    template:
        spec:
            containers:
                - name: "app"
                  image: 'example/app:1' # pinned
                  securityContext: {privileged: false}
                  command: [run]
                - name: log
                  image: example/log:1
---
kind: Deployment
metadata:
    name: api
spec:
    template:
        spec:
            containers:
                - name: app
                  image: example/api:1
)");
    const auto patch = source("patch.yaml", R"(kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: app
        securityContext:
          capabilities:
            add: [NET_ADMIN]
)");
    const std::string printed = R"(kind: Deployment
metadata:
  name: prod-api
spec:
  template:
    spec:
      containers:
      - image: example/api:1
        name: app
---
kind: Deployment
metadata:
  name: prod-web
spec:
  template:
    spec:
      containers:
      - command:
        - run
        image: example/app:1
        name: app
        securityContext:
          capabilities:
            add:
            - NET_ADMIN
          privileged: false
      - image: example/log:1
        name: log
---
kind: Deployment
metadata:
  name: elsewhere
spec:
  replicas: 1
)";
    const Print print(printed, {base, patch});
    CHECK(print.told("app", "api:1") == "base.yaml:22:25 «app» exact");
    CHECK(print.told("app", "name: app\n        securityContext") == "base.yaml:8:26 «app» exact");
    CHECK(print.told("log:1") == "base.yaml:13:34 «log:1» exact");
    CHECK(print.told("name", "log:1\n") == "base.yaml:12:19 «name» exact");
    CHECK(print.told("example/app:1") == "base.yaml:9:27 «example/app:1» exact");
    CHECK(print.told("NET_ADMIN") == "patch.yaml:11:19 «NET_ADMIN» exact");
    CHECK(print.told("add") == "patch.yaml:11:13 «add» exact");
    CHECK(print.told("false") == "base.yaml:10:49 «false» exact");
    CHECK(print.told("run", "command") == "base.yaml:11:29 «run» exact");
    CHECK(print.told("prod-web") == "base.yaml:3:5 «name: web» filled");
    CHECK(print.told("replicas") == "home.yaml:1:1 «# home» none");
}

TEST_CASE("lists, comments and odd lines do not lead an outline astray", "[origin_test]") {
    const check::Outline outline(source(
        "t.yaml",
        "a:\n- b: 1\n  c: # why\n    d: 2\n-\n  e: 3\n- - f\n---\n# g\n\n{{- if x }}\nh: \"#\"\n"));
    const auto line = [&](std::string_view text) {
        return outline.at(static_cast<std::uint32_t>(outline.source().text().find(text)));
    };
    const auto parent = [&](std::string_view text) { return outline.line(line(text)).parent; };
    CHECK(parent("b: 1") == line("a:"));
    CHECK(parent("c:") == line("a:"));
    CHECK(outline.line(line("c:")).item == line("b: 1"));
    CHECK(parent("d: 2") == line("c:"));
    CHECK(outline.text(line("c:")) == "c:");
    CHECK(parent("e: 3") == line("a:"));
    CHECK(parent("f") == line("a:"));
    CHECK(parent("h:") == check::no_line);
    CHECK(outline.text(line("h:")) == "h: \"#\"");
    CHECK(outline.line(line("h:")).document == 1);
    CHECK(line("{{-") == check::no_line);
    CHECK(outline.at(0) == 0);
}
