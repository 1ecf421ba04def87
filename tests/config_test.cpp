// `.dropcap.yaml` from the file to what a run says: where it is found, what it changes, what is
// wrong with it.

#include "lint/input/glob.hpp"
#include "model/engine.hpp"
#include "parsers/parse.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"
#include "tests/skip.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::fixture;
using Json = nlohmann::json;

namespace {

/// Two services of which one keeps the defaults and one adds NET_ADMIN.
constexpr std::string_view two_services = R"(services:
  web:
    image: registry.example.com:5000/shop/web:1.2
  vpn:
    image: example/vpn@sha256:0123
    cap_drop: [ALL]
    cap_add: [NET_ADMIN]
)";

/// A project of its own, with one configuration and the two services.
class Project {
  public:
    explicit Project(std::string_view config) {
        folder.write(".git/HEAD", "ref: refs/heads/main\n");
        folder.write("compose.yaml", two_services);
        if (!config.empty()) folder.write(".dropcap.yaml", config);
    }

    [[nodiscard]] Ended run(std::vector<std::string> arguments) const {
        return run_dropcap(std::move(arguments), folder.path());
    }

    /// What is found, as "rule severity container" or "rule container (reason)" where it is hidden.
    [[nodiscard]] std::vector<std::string> findings(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.end(), {"--format", "json"});
        const auto ended = run(arguments);
        INFO(ended.err);
        std::vector<std::string> lines;
        const Json report = Json::parse(ended.out);
        for (const Json& finding : report["findings"]) {
            const auto rule = finding["rule"].get<std::string>();
            const auto container = finding["container"].is_null()
                                       ? finding["file"].get<std::string>()
                                       : finding["container"].get<std::string>();
            const Json& hidden = finding["suppressed"];
            lines.push_back(
                hidden.is_null()
                    ? rule + " " + finding["severity"].get<std::string>() + " " + container
                    : rule + " " + container + " (" + hidden["kind"].get<std::string>() + ": " +
                          hidden["justification"].get<std::string>() + ")");
        }
        return lines;
    }

    Scratch folder;
};

const Lines usual = {"missing-drop-all warning web", "dangerous-capability warning vpn"};

} // namespace

TEST_CASE("what each setting changes", "[config_test]") {
    struct {
        const char* what;
        const char* config;
        Lines expected;
    } const rows[] = {
        {"nothing is said", "", usual},
        {"an empty file", "# nothing yet\n", usual},
        {"rules are switched off",
         "ignore: [missing-drop-all, dac-override, mknod, net-raw]\n",
         {usual[1]}},
        {"who accepts that the defaults are kept accepts each of them",
         "ignore: missing-drop-all\n",
         {usual[1]}},
        {"rules are selected", "select: [dangerous-capability]\n", {usual[1]}},
        {"rules are added",
         "extend-select: [unjustified-capability]\n",
         {usual[0], usual[1], "unjustified-capability note vpn"}},
        {"severities",
         "severity:\n  missing-drop-all: note\n  dangerous-capability: error\n",
         {"missing-drop-all note web", "dangerous-capability error vpn"}},
        {"a container by its name",
         "overrides:\n  - containers: [v*]\n    ignore: [dangerous-capability]\n    reason: the tunnel\n",
         {usual[0], "dangerous-capability vpn (external: the tunnel)"}},
        {"another container",
         "overrides:\n  - containers: [v]\n    ignore: [dangerous-capability]\n    reason: the tunnel\n",
         usual},
        {"an image without tag and digest",
         "overrides:\n  - images: [example/vpn]\n    allow: [NET_ADMIN]\n    reason: the tunnel\n",
         {usual[0], "dangerous-capability vpn (external: the tunnel)"}},
        {"an image with its tag, behind a registry with a port",
         "overrides:\n  - images: ['*/web:1.*']\n    ignore: [default]\n    reason: legacy\n",
         {"missing-drop-all web (external: legacy)", usual[1]}},
        {"an image of another name",
         "overrides:\n  - images: [vpn]\n    allow: [NET_ADMIN]\n    reason: the tunnel\n", usual},
        {"another capability is allowed",
         "overrides:\n  - containers: [vpn]\n    allow: [SYS_ADMIN]\n    reason: x\n", usual},
        {"every default that is kept is allowed",
         "overrides:\n  - containers: [web]\n    reason: legacy\n    allow: [CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, "
         "SETPCAP, "
         "NET_BIND_SERVICE, NET_RAW, SYS_CHROOT, MKNOD, AUDIT_WRITE, SETFCAP]\n",
         {"missing-drop-all web (external: legacy)", usual[1]}},
        {"every default but CHOWN is allowed",
         "overrides:\n  - containers: [web]\n    reason: legacy\n    allow: [DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP, "
         "NET_BIND_SERVICE, NET_RAW, SYS_CHROOT, MKNOD, AUDIT_WRITE, SETFCAP]\n",
         usual},
        {"a file",
         "overrides:\n  - files: [compose.yaml]\n    severity: {missing-drop-all: error}\n",
         {"missing-drop-all error web", usual[1]}},
        {"another file",
         "overrides:\n  - files: [prod/]\n    severity: {missing-drop-all: error}\n", usual},
        {"a rule for one container only",
         "overrides:\n  - containers: [web]\n    extend-select: [no-new-privileges]\n",
         {usual[0], "no-new-privileges warning web", usual[1]}},
        {"an override until a day to come",
         "overrides:\n  - containers: [vpn]\n    ignore: [dangerous-capability]\n    reason: soon\n    until: 2999-12-31\n",
         {usual[0], "dangerous-capability vpn (external: soon)"}},
        {"an override that is over",
         "overrides:\n  - containers: [vpn]\n    ignore: [dangerous-capability]\n    reason: soon\n    until: 2020-01-31\n",
         {usual[0], usual[1], "expired-ignore warning .dropcap.yaml"}},
        {"an override of other files that is over is none of this run's business",
         "overrides:\n  - files: [prod/]\n    ignore: [dangerous-capability]\n    reason: soon\n    until: 2020-01-31\n",
         usual},
        {"the engine of a file decides what is held",
         "overrides:\n  - files: ['*.yaml']\n    engine: podman\nselect: [net-raw, dac-override]\n",
         {"dac-override warning web"}},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        auto found = Project(row.config).findings();
        auto expected = row.expected;
        std::ranges::sort(found);
        std::ranges::sort(expected);
        CHECK(found == expected);
    }
}

TEST_CASE("Pod Security is held against the files that an override names, and no others",
          "[config_test]") {
    const Project project(
        "select: [unused-ignore]\noverrides:\n  - files: [asked.yaml]\n    extend-select: [pss-baseline]\n");
    for (const char* file : {"asked.yaml", "other.yaml"})
        project.folder.write(
            file, "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  hostNetwork: true\n"
                  "  containers: [{name: a, image: i, securityContext: {privileged: true}}]\n");
    CHECK(project.findings() == Lines{"pss-baseline error asked.yaml", "pss-baseline error a"});
}

TEST_CASE("the command line wins over the configuration", "[config_test]") {
    const Project project(
        "select: [missing-drop-all]\nignore: [dangerous-capability]\nfail-on: never\n");
    CHECK(project.findings() == Lines{usual[0]});
    CHECK(project.findings({"--select", "dangerous-capability"}) == Lines{usual[1]});
    CHECK(project.findings({"--extend-select", "dangerous-capability"}) == usual);
    CHECK(project.findings({"--isolated"}) == usual);
    CHECK(project.run({}).code == 0);
    CHECK(project.run({"--fail-on", "warning"}).code == 1);
    CHECK(project.run({"--isolated"}).code == 1);
}

TEST_CASE("flags that decide a verdict can be written down", "[config_test]") {
    const Project project("strict: true\nstage: build\nscan: [scripts, ci]\n");
    project.folder.write("compose.yaml", "services:\n  web:\n    image: a\n    cap_drop: [ALL]\n"
                                         "    cap_add: [\"${WHAT}\"]\n");
    project.folder.write("run.sh", "#!/bin/sh\ndocker run --privileged a\n");
    project.folder.write("Dockerfile",
                         "FROM a AS build\nLABEL RUN=\"docker run --privileged IMAGE\"\n"
                         "FROM a\nUSER 1\n");
    const Lines written = project.findings();
    CHECK(std::ranges::count_if(written, [](const std::string& line) {
              return line.starts_with("unresolved-value error");
          }) == 1);
    CHECK(std::ranges::count_if(written, [](const std::string& line) {
              return line.starts_with("privileged ");
          }) == 2);
    CHECK(project.findings(
              {"--isolated", "--strict", "--stage", "build", "--scan", "scripts,ci"}) == written);
    CHECK(project.findings({"--isolated"}).empty());
}

TEST_CASE("the nearest configuration up to the repository's root counts", "[config_test]") {
    const Project project("ignore: [dangerous-capability]\n");
    project.folder.write("a/b/compose.yaml", two_services);
    project.folder.write("a/.dropcap.yaml",
                         "ignore: [missing-drop-all, dac-override, mknod, net-raw]\n");
    CHECK(project.findings({"compose.yaml"}) == Lines{usual[0]});
    CHECK(project.findings({"a"}) == Lines{usual[1]});
    CHECK(project.findings({"--config", ".dropcap.yaml", "a"}) == Lines{usual[0]});

    project.folder.write("inner/.git/HEAD", "ref: refs/heads/main\n");
    project.folder.write("inner/compose.yaml", two_services);
    const auto inside = run_dropcap({"--format", "concise", "-q"}, project.folder.path() / "inner");
    CHECK(std::ranges::count(inside.out, '\n') == 2); // the repository's own root ends the search
}

TEST_CASE("files and folders that are excluded stay so when they are named", "[config_test]") {
    const Project project("exclude: [vendor/, '/gen-*.yaml']\n");
    project.folder.write("vendor/compose.yaml", two_services);
    project.folder.write("vendor/.dropcap.yaml", "select: [ALL]\n");
    project.folder.write("gen-1.yaml", two_services);
    for (const Lines& paths : {Lines{"vendor/compose.yaml"}, Lines{"vendor"}, Lines{"gen-1.yaml"},
                               Lines{"./gen-1.yaml", "vendor/"}}) {
        const auto ended = project.run(paths);
        INFO(paths.front() << "\n" << ended.out << ended.err);
        CHECK(ended.code == 0);
        CHECK(ended.out.find("No findings in 0 files") != std::string::npos);
        CHECK(ended.out.find("Excluded by the configuration: ") != std::string::npos);
    }
    CHECK(project.findings() == usual);
    CHECK(project.run({"-v"}).out.find(
              "Excluded by the configuration: 2 paths\n  gen-1.yaml\n  vendor\n") !=
          std::string::npos);
    CHECK(project.run({"--show-files"}).out == "compose.yaml\n");
}

TEST_CASE("included files are looked at whatever they are called", "[config_test]") {
    const Project project("include: ['*.tpl', notes.txt]\n");
    project.folder.write("deploy/web.tpl", two_services);
    project.folder.write("notes.txt", "buy milk\n");
    CHECK(project.run({"--show-files"}).out == "compose.yaml\ndeploy/web.tpl\nnotes.txt\n");
    CHECK(project.findings({"deploy"}) == usual);
    CHECK(project.run({}).out.find("1 other file is in no format that dropcap reads") !=
          std::string::npos);
}

TEST_CASE("an override that matched nothing is reported to those who ask", "[config_test]") {
    const Project project(
        "overrides:\n  - containers: [db]\n    allow: [NET_RAW]\n    reason: ping\n");
    CHECK(project.run({"-v"}).out.find(
              ".dropcap.yaml:2:5: this override matched nothing in this run\n") !=
          std::string::npos);
    CHECK(project.run({}).out.find("matched nothing") == std::string::npos);
}

TEST_CASE("the summary and SARIF count what the configuration hides", "[config_test]") {
    const Project project(
        "overrides:\n  - containers: [vpn]\n    allow: [NET_ADMIN]\n    reason: the tunnel\n");
    CHECK(project.run({}).out.find("1 suppressed by the configuration.") != std::string::npos);
    const Json run = Json::parse(project.run({"--format", "sarif"}).out)["runs"][0];
    const auto hidden = std::ranges::find_if(
        run["results"], [](const Json& result) { return result.contains("suppressions"); });
    REQUIRE(hidden != run["results"].end());
    CHECK((*hidden)["suppressions"] ==
          Json::parse(R"([{"kind": "external", "justification": "the tunnel"}])"));
}

TEST_CASE("SARIF lists the rules of every configuration", "[config_test]") {
    const Project project("select: [missing-drop-all]\n");
    project.folder.write("a/compose.yaml", two_services);
    project.folder.write("a/.dropcap.yaml", "select: [runs-as-root]\n");
    const Json run = Json::parse(project.run({"--format", "sarif"}).out)["runs"][0];
    Lines ids;
    for (const Json& rule : run["tool"]["driver"]["rules"]) ids.push_back(rule["id"]);
    CHECK(ids == Lines{"missing-drop-all", "runs-as-root", "syntax"});
    for (const Json& result : run["results"])
        CHECK(ids[result["ruleIndex"].get<std::size_t>()] == result["ruleId"].get<std::string>());
}

TEST_CASE("a mistake stops the run at its place", "[config_test]") {
    struct {
        const char* config;
        const char* expected;
    } const rows[] = {
        {"ignore: [net-rwa]\n",
         ".dropcap.yaml:1:10: unknown rule 'net-rwa'; did you mean 'net-raw'?"},
        {"exlude: [a]\n",
         ".dropcap.yaml:1:1: the configuration has no setting `exlude`; did you mean `exclude`?"},
        {"colour: red\n",
         ".dropcap.yaml:1:1: the configuration has no setting `colour`; it has select, "},
        {"severity: {net-raw: bad}\n", ".dropcap.yaml:1:21: a severity is error, warning or note"},
        {"severity: {default: note}\n", ".dropcap.yaml:1:12: unknown rule 'default'"},
        {"engine: dokcer\n", ".dropcap.yaml:1:9: `engine` is docker, "},
        {"pedantic: maybe\n", ".dropcap.yaml:1:11: `pedantic` is true or false"},
        {"strict: 5\n", ".dropcap.yaml:1:9: `strict` is true or false"},
        {"stage: []\n", ".dropcap.yaml:1:8: `stage` is a text, not a list"},
        {"scan: [scripts, everything]\n", ".dropcap.yaml:1:17: `scan` is scripts, ci, docs or all"},
        {"fail-on: errors\n", ".dropcap.yaml:1:10: `fail-on` is error, warning, note or never"},
        {"- ignore\n", ".dropcap.yaml:1:1: the configuration is a mapping of settings, not a list"},
        {"ignore: [a\n", ".dropcap.yaml:"},
        {"pedantic: true\npedantic: false\n", ".dropcap.yaml:2:1: "},
        {"pedantic: true\n---\npedantic: false\n",
         ".dropcap.yaml:3:1: a configuration is one YAML document"},
        {"overrides:\n  - ignore: [net-raw]\n    reason: x\n",
         ".dropcap.yaml:2:5: an override says what it is for: "},
        {"overrides:\n  - files: [a]\n    reason: x\n",
         ".dropcap.yaml:2:5: this override changes nothing: "},
        {"overrides:\n  - files: [a]\n    ignore: [net-raw]\n",
         ".dropcap.yaml:2:5: an override that ignores rules or allows capabilities says why"},
        {"overrides:\n  - files: [a]\n    allow: [NET_RWA]\n    reason: x\n",
         ".dropcap.yaml:3:13: there is no capability `NET_RWA`; did you mean `NET_RAW`?"},
        {"overrides:\n  - images: [a]\n    engine: podman\n",
         ".dropcap.yaml:3:13: `engine` is set for whole files"},
        {"overrides:\n  - files: [a]\n    ignore: [net-raw]\n    reason: x\n    until: 2026-02-30\n",
         ".dropcap.yaml:5:12: invalid value '2026-02-30' for 'until': expected a date, YYYY-MM-DD"},
        {"overrides:\n  - files: [a]\n    ignore: [net-raw]\n    reason: [x]\n",
         ".dropcap.yaml:4:13: `reason` is a text, not a list"},
    };
    for (const auto& row : rows) {
        const auto ended = Project(row.config).run({});
        INFO(row.config << ended.out << ended.err);
        CHECK(ended.code == 2);
        CHECK(ended.out.empty());
        CHECK(ended.err.starts_with(row.expected));
    }
}

TEST_CASE("a mistake is shown with its line", "[config_test]") {
    const auto ended = Project("ignore:\n  - net-rwa\n  - mknd\n").run({});
    CHECK(ended.err ==
          R"(.dropcap.yaml:2:5: unknown rule 'net-rwa'; did you mean 'net-raw'?
   |
 2 |   - net-rwa
   |     ^^^^^^^
.dropcap.yaml:3:5: unknown rule 'mknd'; did you mean 'mknod'?
   |
 3 |   - mknd
   |     ^^^^
)");
}

TEST_CASE("a configuration that cannot be meant stops the run", "[config_test]") {
    const Project project("");
    CHECK(project.run({"--config", "none.yaml"}).code == 2);
    CHECK(project.run({"--config", "none.yaml"}).err ==
          "dropcap: none.yaml: No such file or directory\n");
    project.folder.write(".dropcap.yml", "ignore: [net-raw]\n");
    CHECK(project.run({}).code == 2);
    CHECK(project.run({}).err ==
          ".dropcap.yml: a configuration is called .dropcap.yaml; rename it, or it is not read\n");

    const Project linked("");
    const Scratch outside;
    outside.write("secret", "token: hush\n");
    linked.folder.link(".dropcap.yaml", outside.path() / "secret");
    const auto ended = linked.run({});
    CHECK(ended.code == 2);
    CHECK(ended.err == ".dropcap.yaml: it leads out of the project and is not read\n");
}

TEST_CASE("a configuration that is named is checked, not linted", "[config_test]") {
    const Project good("pedantic: false\n");
    CHECK(good.run({".dropcap.yaml", "compose.yaml"}).code == 1);
    CHECK(good.findings({".dropcap.yaml", "compose.yaml"}) == usual);
    const Project bad("");
    bad.folder.write("a/.dropcap.yaml", "pedantc: false\n");
    const auto ended = bad.run({"a/.dropcap.yaml"});
    CHECK(ended.code == 2);
    CHECK(ended.err.starts_with("a/.dropcap.yaml:1:1: the configuration has no setting `pedantc`"));
}

TEST_CASE("--show-settings says what applies and where it is said", "[config_test]") {
    const Project project(
        "engine: podman\nfail-on: error\nignore: [net-raw]\nseverity: {mknod: note}\nexclude: [vendor/]\n"
        "overrides:\n  - files: [compose.yaml]\n    containers: [vpn]\n    allow: [NET_ADMIN]\n    reason: the tunnel\n"
        "    until: 2999-12-31\n");
    const std::string page =
        project.run({"--show-settings", "compose.yaml", "--select", "default"}).out;
    INFO(page);
    for (
        const char* line : {
            "compose.yaml\n  configuration                .dropcap.yaml\n",
            "\n  engine                       podman         .dropcap.yaml:1:9\n",
            "\n  fail-on                      error          .dropcap.yaml:2:10\n",
            "\n  exclude                      vendor/        .dropcap.yaml:5:11\n",
            "\n    net-raw                    off            .dropcap.yaml:3:10\n",
            "\n    mknod                      note           .dropcap.yaml:4:12, runs: --select\n",
            "\n    runs-as-root               off            not selected\n",
            "\n    .dropcap.yaml:7:5  allows NET_ADMIN, containers vpn: the tunnel (until 2999-12-31)\n",
        })
        CHECK(page.find(line) != std::string::npos);
    const std::string alone = project.run({"--show-settings", "--isolated"}).out;
    CHECK(alone.find(".\n  configuration                none           --isolated\n") == 0);
    CHECK(alone.find("\n    net-raw                    warning        default\n") !=
          std::string::npos);
}

TEST_CASE("a wildcard stands for anything, slashes too", "[config_test]") {
    struct {
        const char* pattern;
        const char* text;
        bool matches;
    } const rows[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"*", "a/b:1", true},
        {"a*", "a/b", true},
        {"*b", "a/b", true},
        {"a*c", "abcbc", true},
        {"a*c", "abcb", false},
        {"a?c", "abc", true},
        {"a?c", "ac", false},
        {"**a", "a", true},
        {"a", "A", false},
        {"a*b*c", "a__b__c", true},
        {"a*b*c", "a__c__b", false},
        {"[a]", "a", false},
    };
    for (const auto& row : rows) {
        INFO(row.pattern << " " << row.text);
        CHECK(input::wildcard_matches(row.pattern, row.text) == row.matches);
    }
    CHECK_FALSE(
        input::wildcard_matches(std::string(200, '*') + "b", std::string(200000, 'a'))); // ends
}

TEST_CASE("the schema knows the settings that the program knows, and no others", "[config_test]") {
    const Json schema = Json::parse(read_text(DROPCAP_ROOT "/docs/dropcap.schema.json"));
    const auto keys = [](const Json& object) {
        Lines names;
        for (const auto& [name, value] : object.items()) names.push_back(name);
        std::ranges::sort(names);
        return names;
    };
    const auto sorted = [](const std::vector<std::string_view>& words) {
        Lines names(words.begin(), words.end());
        std::ranges::sort(names);
        return names;
    };
    const settings::ConfigKeys known = settings::config_keys_known();
    CHECK(keys(schema["properties"]) == sorted(known.configuration));
    CHECK(keys(schema["definitions"]["override"]["properties"]) == sorted(known.override));
    CHECK(keys(schema["definitions"]["project"]["properties"]) == sorted(known.project));
}

TEST_CASE("the documented example satisfies the schema, and its mistaken twins do not",
          "[.config_schema]") {
    const char* const script = R"(
for python in python3 /usr/bin/python3 none; do
    "$python" -c 'import jsonschema, yaml' 2>/dev/null && break
done
[ "$python" != none ] || { echo missing; exit; }
"$python" - <<'END'
import json, jsonschema, yaml
schema = json.load(open("docs/dropcap.schema.json"))
jsonschema.Draft7Validator.check_schema(schema)
def plain(text): return json.loads(json.dumps(yaml.safe_load(text), default=str))
def good(text): return jsonschema.Draft7Validator(schema).is_valid(plain(text))
assert good(open("docs/example/.dropcap.yaml").read())
assert good("")
for bad in ["colour: red", "engine: dokcer", "severity: {net-raw: bad}", "pedantic: maybe", "fail-on: errors",
            "overrides: [{ignore: [net-raw], reason: x}]", "overrides: [{files: [a], ignore: [net-raw]}]",
            "overrides: [{files: [a], reason: x}]", "overrides: [{images: [a], engine: podman}]"]:
    assert not good(bad), bad
print("valid")
END
)";
    const auto [code, signal, output, errors] = run_shell(script, DROPCAP_ROOT);
    INFO(errors);
    if (output == "missing\n") {
        skip("python3 with jsonschema and yaml is not installed");
        return;
    }
    CHECK(output == "valid\n");
}
