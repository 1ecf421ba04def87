// --helm and --kustomize as people use them, with programs of the test's own on PATH in place of
// the real ones.

#include "lint/charts/charts.hpp"
#include "lint/input/process.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace dropcap;
using namespace std::chrono_literals;
using fixture::Ended;
using fixture::Scratch;

namespace {

using Json = nlohmann::json;

/// A project and, elsewhere, a folder that is all of PATH.
struct Project {
    Scratch files;
    Scratch bin;

    /// Puts a program on PATH that prints this, whatever it is asked; `before` are its first lines.
    void fake(const std::string& name, const std::string& prints,
              const std::string& before = {}) const {
        bin.program(name,
                    before +
                        "\nwhile IFS= read -r line; do printf '%s\\n' \"$line\"; done <<'END'\n" +
                        prints + "END");
    }

    Ended run(std::vector<std::string> arguments) const {
        return fixture::run({.arguments = std::move(arguments),
                             .environment = {"PATH=" + bin.path().string()},
                             .folder = files.path()});
    }

    /// The findings of one rule, `file:line:column subject`, and what they note.
    [[nodiscard]] std::vector<std::string> found(const std::string& rule,
                                                 std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--format", "json", "--select", rule});
        const Json report = Json::parse(run(std::move(arguments)).out);
        std::vector<std::string> lines;
        for (const Json& finding : report["findings"]) {
            lines.push_back(finding["file"].get<std::string>() + ":" +
                            std::to_string(finding["line"].get<int>()) + ":" +
                            std::to_string(finding["column"].get<int>()) + " " +
                            finding["container"].dump());
            for (const Json& note : finding["notes"]) {
                const auto text = note.get<std::string>();
                if (text.find("` prints `") != std::string::npos) lines.push_back("  " + text);
            }
            for (const Json& related : finding["related"])
                lines.push_back("  " + related["label"].get<std::string>());
        }
        return lines;
    }

    /// What was not checked, `file: detail: reason`.
    [[nodiscard]] std::vector<std::string> skipped(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--format", "json"});
        std::vector<std::string> lines;
        const Json report = Json::parse(run(std::move(arguments)).out);
        for (const Json& one : report["summary"]["skipped"]) {
            const auto detail = one["detail"].get<std::string>();
            lines.push_back(one["file"].get<std::string>() + ": " +
                            (detail.empty() ? "" : detail + ": ") +
                            one["reason"].get<std::string>());
        }
        return lines;
    }
};

using Lines = std::vector<std::string>;

const std::string web_template = R"({{- if .Values.web }}
kind: Pod
apiVersion: v1
metadata:
  name: {{ .Release.Name }}-web
spec:
  containers:
  - name: {{ .Chart.Name }}
    image: example/web:1
    securityContext:
      {{- toYaml .Values.securityContext | nindent 6 }}
  - name: log
    image: example/log:1
    securityContext:
      privileged: true
{{- end }}
)";
const std::string web_printed = R"(---
# Source: shop/templates/web.yaml
kind: Pod
apiVersion: v1
metadata:
  name: release-name-web
spec:
  containers:
  - name: shop
    image: example/web:1
    securityContext:
      privileged: true
  - name: log
    image: example/log:1
    securityContext:
      privileged: true
)";

void write_chart(const Scratch& files, const std::string& folder = "charts/web") {
    files.write(folder + "/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    files.write(folder + "/values.yaml", "web: true\n");
    files.write(folder + "/templates/web.yaml", web_template);
    files.write(
        folder + "/templates/job.yaml",
        "kind: Pod\napiVersion: v1\nmetadata: {name: {{ .Release.Name }}}\nspec: {containers: []}\n");
}

const Lines at_the_template = {"charts/web/templates/web.yaml:10:5 \"shop\"",
                               "  `helm template` prints `privileged: true` below this line",
                               "charts/web/templates/web.yaml:15:19 \"log\""};

/// A base whose container is privileged, and overlays of it.
void write_overlays(const Scratch& files, const std::string& resources = "[../../base]") {
    files.write("base/kustomization.yaml", "resources: [pod.yaml]\n");
    files.write(
        "base/pod.yaml",
        "kind: Pod\napiVersion: v1\nmetadata: {name: shop}\nspec:\n  containers:\n    - name: web\n      image: \"i\"\n"
        "      securityContext: {privileged: true}\n");
    for (const std::string overlay : {"dev", "prod"}) {
        files.write("overlays/" + overlay + "/kustomization.yaml",
                    "resources: " + resources + "\npatches: [{path: patch.yaml}]\n");
        files.write(
            "overlays/" + overlay + "/patch.yaml",
            "kind: Pod\napiVersion: v1\nmetadata:\n  name: shop\nspec:\n  containers:\n  - name: web\n    securityContext:\n"
            "      capabilities:\n        add: [SYS_ADMIN]\n");
    }
}
const std::string overlay_printed =
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n  containers:\n  - image: i\n    name: web\n"
    "    securityContext:\n      capabilities:\n        add:\n        - SYS_ADMIN\n      privileged: true\n";

} // namespace

TEST_CASE("a chart is checked by what helm prints, at its own template's lines", "[render_test]") {
    const Project project;
    write_chart(project.files);
    project.fake("helm", web_printed);
    CHECK(project.found("privileged", {"check", "--helm"}) == at_the_template);
    CHECK(project.found("privileged", {"check", "--helm", "charts/web/templates/web.yaml"}) ==
          at_the_template);
    CHECK(
        project.found("privileged", {"check", "--helm", "charts/web/templates/job.yaml"}).empty());
    CHECK(
        project.skipped({"check", "--helm"}) ==
        Lines{
            "charts/web/templates/job.yaml: this template renders to nothing with the values that were given"});
}

TEST_CASE("caps reports a chart's containers at its templates", "[render_test]") {
    const Project project;
    write_chart(project.files);
    project.fake("helm", web_printed);
    const Json report = Json::parse(project.run({"caps", "--helm", "--format", "json"}).out);
    REQUIRE(report["containers"].size() == 2);
    CHECK(report["containers"][0]["file"] == "charts/web/templates/web.yaml");
    CHECK(report["containers"][0]["line"] == 8);
    CHECK(report["containers"][0]["name"] == "shop");
    CHECK(report["containers"][1]["line"] == 12);
    CHECK(report["containers"][1]["privileged"] == true);
}

TEST_CASE("nothing is run without the flags, and the command that would check is reported",
          "[render_test]") {
    const Project project;
    write_chart(project.files);
    write_overlays(project.files);
    const std::string mark = project.bin.path() / "ran";
    for (const std::string name : {"helm", "kustomize", "kubectl"})
        project.fake(name, web_printed, ": > " + mark);
    const Lines skipped = project.skipped({"check"});
    CHECK_FALSE(std::filesystem::exists(mark));
    REQUIRE(skipped.size() == 4);
    CHECK(
        skipped[0] ==
        "charts/web/templates/job.yaml: Helm template: render it first, `helm template . | dropcap -`, or let dropcap do it with "
        "`--helm`");
    CHECK(
        skipped[2] ==
        "overlays/dev/patch.yaml: `web` of Pod/shop: a container without an image is a patch: check what it is merged into, "
        "`kubectl kustomize . | dropcap -`, or let dropcap do it with `--kustomize`");
}

TEST_CASE("helm gets its arguments one by one and an environment without anything of the user's",
          "[render_test]") {
    const Project project;
    write_chart(project.files, "a chart; $(id)");
    const std::string values = project.files.write("prod values.yaml", "web: true\n");
    const std::string heard = project.bin.path() / "heard";
    project.fake("helm", web_printed,
                 "{ pwd; for word; do echo \"[$word]\"; done; } > " + heard + "; export -p > " +
                     heard + ".env");
    project.run({"check", "--helm", "--helm-values", "prod values.yaml", "--exit-zero"});
    CHECK(project.bin.read("heard") == "/\n[template]\n[release-name]\n[" +
                                           project.files.path().string() +
                                           "/a chart; $(id)]\n[--values=" + values + "]\n");
    const std::string environment = project.bin.read("heard.env");
    CHECK(environment.find("PATH=''") != std::string::npos);
    CHECK(environment.find("HOME='/nonexistent'") != std::string::npos);
    CHECK(environment.find("KUBECONFIG='/dev/null'") != std::string::npos);
    CHECK(environment.find("HELM_NO_PLUGINS='1'") != std::string::npos);
    CHECK(environment.find(project.bin.path()) == std::string::npos);
    const Ended missing = project.run({"check", "--helm", "--helm-values", "none.yaml"});
    CHECK(missing.code == 2);
    CHECK(missing.err == "dropcap: --helm-values: there is no file none.yaml\n");
}

TEST_CASE("a helm that is not there, or only among the files that are checked, is an error",
          "[render_test]") {
    const Project project;
    write_chart(project.files);
    const Ended without = project.run({"check", "--helm"});
    CHECK(without.code == 2);
    CHECK(without.err == "dropcap: --helm: there is no `helm` on PATH\n");
    CHECK(project.run({"check", "--helm", "--kustomize", "charts/web/values.yaml"})
              .err.find("--helm") == std::string::npos);

    const std::string planted =
        project.files.program("bin/helm", ": > " + project.bin.path().string() + "/owned");
    project.bin.link("helm", planted);
    const Ended refused = project.run({"check", "--helm"});
    CHECK(refused.code == 2);
    CHECK(refused.err.find("is among the files that are linted") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(project.bin.path() / "owned"));
}

TEST_CASE("a chart that does not render is reported, and an error where it was named",
          "[render_test]") {
    const Project project;
    write_chart(project.files);
    project.bin.program(
        "helm",
        "echo 'walk.go:75: noise' >&2; echo 'Error: values do not meet the schema' >&2; echo more >&2; exit 1");
    const std::string reason = "`helm template` does not render this chart";
    const Lines skipped = project.skipped({"check", "--helm"});
    REQUIRE(skipped.size() == 3);
    CHECK(skipped[0] == "charts/web/Chart.yaml: values do not meet the schema: " + reason);
    CHECK(skipped[1].starts_with("charts/web/templates/job.yaml: Helm template"));
    CHECK(project.run({"check", "--helm"}).code == 0);
    CHECK(project.run({"check", "--helm", "--strict"}).code == 1);
    const Ended named = project.run({"check", "--helm", "charts/web"});
    CHECK(named.code == 2);
    CHECK(named.err ==
          "dropcap: charts/web/Chart.yaml: " + reason + ": values do not meet the schema\n");
    project.bin.program("helm", "exit 3");
    CHECK(project.skipped({"check", "--helm"}).at(0) ==
          "charts/web/Chart.yaml: it ended with code 3 and without a word: " + reason);
}

TEST_CASE("a chart that wants a newer Kubernetes than helm assumes gets the newest",
          "[render_test]") {
    const Project project;
    write_chart(project.files);
    project.fake(
        "helm", web_printed,
        "case \"$*\" in *--kube-version=1.37.0) ;; *) echo 'Error: chart requires kubeVersion: >=1.36.0-0' >&2; exit 1;; esac");
    CHECK(project.found("privileged", {"check", "--helm"}) == at_the_template);
}

TEST_CASE("a program that does not come to an end is stopped", "[render_test]") {
    const Project project;
    write_chart(project.files);
    project.bin.program("helm", "while :; do :; done");
    const fixture::Folder folder(project.files.path());
    const fixture::Variable path("PATH", project.bin.path());
    input::Inputs inputs{.files = {{"charts/web/Chart.yaml"}, {"charts/web/templates/web.yaml"}},
                         .excluded = {},
                         .skipped = {},
                         .errors = {}};
    const charts::Rendered rendered = charts::render_packages(
        inputs, {.helm = true, .kustomize = false, .helm_values = {}, .time_limit = 200ms}, {"."},
        project.files.path());
    REQUIRE(rendered.skipped.size() == 1);
    CHECK(rendered.skipped[0].detail == "`helm` did not end within 0.2 s and was stopped");
    CHECK(inputs.files.size() == 2);
}

TEST_CASE("parts without a template of their own are reported at the chart", "[render_test]") {
    const Project project;
    write_chart(project.files);
    const std::string pod =
        "kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i, securityContext: {privileged: "
        "true}}]}\n";
    project.fake("helm", "---\n# Source: shop/charts/redis/templates/pod.yaml\n" + pod +
                             "---\n# Source: shop/../../../outside.yaml\n" + pod);
    const std::string note =
        "  `helm template` prints `spec: {containers: [{name: c, image: i, securityContext: {privileged: true}}]}`; which line "
        "that comes from is not known";
    CHECK(project.found("privileged", {"check", "--helm"}) ==
          Lines{"charts/web/Chart.yaml:1:1 \"c\"", note});
    CHECK(
        project.found("privileged", {"check", "--helm", "charts/web/templates/web.yaml"}).empty());
}

TEST_CASE("charts in a chart are its own, library charts render nothing, links do not lead out",
          "[render_test]") {
    const Project project;
    write_chart(project.files);
    write_chart(project.files, "charts/web/charts/sub");
    const std::string heard = project.bin.path() / "heard";
    project.fake("helm",
                 "---\n# Source: shop/charts/sub/templates/web.yaml\n" +
                     web_printed.substr(web_printed.find("kind")),
                 "echo \"$3\" >> " + heard);
    CHECK(project.found("privileged", {"check", "--helm"}).at(0) ==
          "charts/web/charts/sub/templates/web.yaml:10:5 \"shop\"");
    CHECK(
        project.found("privileged", {"check", "--helm", "charts/web/charts/sub/templates/web.yaml"})
            .size() == 3);
    const std::string chart = project.files.path().string() + "/charts/web\n";
    CHECK(project.bin.read("heard") == chart + chart);

    project.files.write("charts/web/Chart.yaml", "name: shop\ntype: library\n");
    CHECK(project.skipped({"check", "--helm"}).at(0) ==
          "charts/web/Chart.yaml: a library chart renders nothing by itself");
    write_chart(project.files);
    project.files.link("charts/web/files/secret", project.bin.path());
    CHECK(
        project.skipped({"check", "--helm"}).at(0) ==
        "charts/web/Chart.yaml: the link charts/web/files/secret leads out of the project: `helm template` does not render this chart");
    CHECK(project.bin.read("heard") == chart + chart);
}

TEST_CASE("a comment in a template hides what it is above", "[render_test]") {
    const Project project;
    write_chart(project.files);
    const std::string comment =
        "      # dropcap: ignore[privileged] it writes the node's own log\n";
    const auto commented = [&](std::string text) {
        return text.insert(text.rfind("      privileged"), comment);
    };
    project.files.write("charts/web/templates/web.yaml", commented(web_template));
    project.fake("helm", commented(web_printed));
    const Json report = Json::parse(
        project.run({"check", "--helm", "--select", "privileged", "--format", "json"}).out);
    REQUIRE(report["findings"].size() == 2);
    CHECK(report["findings"][0]["suppressed"].is_null());
    CHECK(report["findings"][1]["suppressed"]["justification"] == "it writes the node's own log");
    CHECK(report["findings"][1]["line"] == 16);
}

TEST_CASE("Kustomize folders are checked by what they become, at the files that say it",
          "[render_test]") {
    const Project project;
    write_overlays(project.files);
    const std::string heard = project.bin.path() / "heard";
    project.fake("kustomize", overlay_printed, "echo \"$*\" >> " + heard);
    // Both overlays say the same of the base: once. Each patch says it for itself.
    CHECK(project.found("privileged", {"check", "--kustomize"}) ==
          Lines{"base/pod.yaml:8:37 \"web\""});
    CHECK(project.bin.read("heard") == "build " + project.files.path().string() +
                                           "/overlays/dev\nbuild " + project.files.path().string() +
                                           "/overlays/prod\n");
    CHECK(project.skipped({"check", "--kustomize"}).empty());
    project.fake("kustomize", overlay_printed.substr(0, overlay_printed.find("      privileged")));
    CHECK(project.found("sys-admin", {"check", "--kustomize"}) ==
          Lines{"overlays/dev/patch.yaml:10:15 \"web\"", "overlays/prod/patch.yaml:10:15 \"web\""});
    CHECK(project.found("sys-admin", {"check", "--kustomize", "overlays/prod"}) ==
          Lines{"overlays/prod/patch.yaml:10:15 \"web\""});
    CHECK(project.found("missing-drop-all", {"check", "--kustomize", "overlays/prod"}) ==
          Lines{"base/pod.yaml:6:13 \"web\""});
}

TEST_CASE("kubectl does kustomize's work where that is not there", "[render_test]") {
    const Project project;
    write_overlays(project.files);
    const std::string heard = project.bin.path() / "heard";
    project.fake("kubectl", overlay_printed, "echo \"$*\" > " + heard);
    CHECK(project.found("privileged", {"check", "--kustomize", "overlays/prod"}) ==
          Lines{"base/pod.yaml:8:37 \"web\""});
    CHECK(project.bin.read("heard") ==
          "kustomize " + project.files.path().string() + "/overlays/prod\n");
    project.bin.program(
        "kubectl", "echo 'E1126 run.go:72] \"command failed\" err=\"no such base\"' >&2; exit 1");
    CHECK(
        project.skipped({"check", "--kustomize"}).at(0) ==
        "overlays/dev/kustomization.yaml: no such base: `kubectl kustomize` does not render this folder");
    std::filesystem::remove(project.bin.path() / "kubectl");
    const Ended without = project.run({"check", "--kustomize"});
    CHECK(without.code == 2);
    CHECK(
        without.err ==
        "dropcap: --kustomize: there is no `kustomize` on PATH, and no `kubectl` that could do its work\n");
}

TEST_CASE("what would have to be fetched is not, and a component waits for whoever includes it",
          "[render_test]") {
    const Project project;
    write_overlays(project.files, "[https://example.com/base.yaml, ../../base]");
    project.files.write("parts/kustomization.yaml", "kind: Component\nresources: [none.yaml]\n");
    const std::string mark = project.bin.path() / "ran";
    project.fake("kustomize", overlay_printed, ": > " + mark);
    const Lines skipped = project.skipped({"check", "--kustomize"});
    CHECK_FALSE(std::filesystem::exists(mark));
    const std::string why =
        "/kustomization.yaml: https://example.com/base.yaml is not in the project, and nothing is fetched: `kustomize "
        "build` does not render this folder";
    REQUIRE(skipped.size() == 5);
    CHECK(skipped[0] == "overlays/dev" + why);
    CHECK(skipped[1] == "overlays/prod" + why);
    CHECK(
        skipped[2] ==
        "parts/kustomization.yaml: a Kustomize component is linted where a kustomization includes it");
    CHECK(project.run({"check", "--kustomize", "overlays/dev"}).code == 2);
    write_overlays(project.files, "[../../../outside]");
    CHECK(project.skipped({"check", "--kustomize"})
              .at(0)
              .starts_with(
                  "overlays/dev/kustomization.yaml: ../../../outside is not in the project"));
}

TEST_CASE("a namespace's label in one file is noted at the pods of another", "[render_test]") {
    const Project project;
    project.files.write("namespace.yaml",
                        "kind: Namespace\napiVersion: v1\nmetadata:\n  name: shop\n  labels:\n"
                        "    pod-security.kubernetes.io/enforce: baseline\n");
    const std::string pod =
        "kind: Pod\napiVersion: v1\nmetadata: {name: p, namespace: SPACE}\nspec: {hostPID: true, containers: [{name: c, image: "
        "i}]}\n";
    project.files.write("in.yaml", std::string(pod).replace(pod.find("SPACE"), 5, "shop"));
    project.files.write("out.yaml", std::string(pod).replace(pod.find("SPACE"), 5, "else"));
    CHECK(project.found("pss-baseline", {"check"}) ==
          Lines{"in.yaml:4:17 null", "  its namespace has `enforce: baseline`",
                "out.yaml:4:17 null"});
}
