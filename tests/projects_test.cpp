// One project, one result: whichever of its files a run is given.

#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace dropcap::fixture;
using Json = nlohmann::json;

namespace {

using Files = std::map<std::string, std::string>;
using Words = std::vector<std::string>;
using Findings = std::set<std::string>;

constexpr const char* hardened = "services:\n  web: {image: example/web:1, cap_drop: [ALL]}\n";
constexpr const char* plain = "services:\n  web: {image: example/web:1}\n";
constexpr const char* part = "services:\n  web: {restart: always}\n";
constexpr const char* privileged_part = "services:\n  web:\n    privileged: true\n";

void write(const Scratch& folder, const Files& files) {
    for (const auto& [name, text] : files) folder.write(name, text);
}

/// What `arguments` find, as "file:line:column rule container", sorted; each as often as it is
/// reported.
Words found(const Scratch& folder, Words arguments, const std::string& input = {}) {
    arguments.insert(arguments.begin(), "check");
    for (const char* more : {"--isolated", "--format", "json", "--exit-zero"})
        arguments.emplace_back(more);
    const Ended ended = run({.arguments = arguments, .folder = folder.path(), .input = input});
    INFO(ended.err);
    REQUIRE(ended.code == 0);
    Words all;
    const Json report = Json::parse(ended.out);
    for (const Json& one : report["findings"])
        all.push_back(one["file"].get<std::string>() + ":" + one["line"].dump() + ":" +
                      one["column"].dump() + " " + one["rule"].get<std::string>() + " " +
                      (one["container"].is_null() ? "-" : one["container"].get<std::string>()));
    std::ranges::sort(all);
    return all;
}

/// The containers that `caps` lists, with how many capabilities they hold.
Words containers(const Scratch& folder, Words arguments) {
    arguments.insert(arguments.begin(), "caps");
    for (const char* more : {"--isolated", "--format", "json"}) arguments.emplace_back(more);
    const Ended ended = run({.arguments = arguments, .folder = folder.path()});
    Words all;
    const Json report = Json::parse(ended.out);
    for (const Json& one : report["containers"])
        all.push_back(one["name"].get<std::string>() + " " +
                      (one["effective"].is_null() ? "?" : std::to_string(one["effective"].size())));
    std::ranges::sort(all);
    return all;
}

} // namespace

TEST_CASE("what is found in a project, whatever is named", "[projects_test]") {
    struct Row {
        const char* what;
        Files files;
        Words arguments;
        Words findings;
    };
    const Row rows[] = {
        {"an override is named: its base drops ALL",
         {{"compose.yaml", hardened}, {"compose.override.yaml", part}},
         {"compose.override.yaml"},
         {}},
        {"base and override are named",
         {{"compose.yaml", hardened}, {"compose.override.yaml", part}},
         {"compose.yaml", "compose.override.yaml"},
         {}},
        {"an override is named and grants",
         {{"compose.yaml", hardened}, {"compose.override.yaml", privileged_part}},
         {"compose.override.yaml"},
         {"compose.override.yaml:3:17 privileged web"}},
        {"a base is named: its override is part of it",
         {{"compose.yaml", hardened}, {"compose.override.yaml", privileged_part}},
         {"compose.yaml"},
         {"compose.override.yaml:3:17 privileged web"}},
        {"an override without a base is a part by itself",
         {{"compose.override.yaml", privileged_part}},
         {"."},
         {"compose.override.yaml:3:17 privileged web"}},
        {"a part next to a base lacks nothing",
         {{"compose.yaml", hardened}, {"compose.prod.yaml", part}},
         {"."},
         {}},
        {"a part next to a base is reported for what it states",
         {{"docker-compose.yml", hardened}, {"docker-compose.gpu.yml", privileged_part}},
         {"."},
         {"docker-compose.gpu.yml:3:17 privileged web"}},
        {"such a part is named",
         {{"docker-compose.yml", plain}, {"docker-compose.gpu.yml", privileged_part}},
         {"docker-compose.gpu.yml"},
         {"docker-compose.gpu.yml:3:17 privileged web"}},
        {"a service with another image in a part is completed by the base as well",
         {{"compose.yaml", "services:\n  web: {image: a:1, cap_drop: [ALL]}\n  db: {image: b:1, "
                           "cap_drop: [ALL]}\n"},
          {"compose.prod.yaml", "services:\n  web: {image: a:2}\n  db: {restart: always}\n"}},
         {"."},
         {}},
        {"a whole service that only the part has",
         {{"compose.yaml", hardened},
          {"compose.dev.yaml", "services:\n  web: {restart: always}\n  mail: {image: c:1}\n"}},
         {"."},
         {"compose.dev.yaml:3:3 missing-drop-all mail"}},
        {"a file that can run alone stays one of its own",
         {{"compose.yaml", hardened}, {"docker-compose.test.yml", plain}},
         {"."},
         {"docker-compose.test.yml:2:3 missing-drop-all web"}},
        {"a base whose service only the part completes is reported, once",
         {{"compose.yaml", "services:\n  web: {restart: always}\n"},
          {"compose.dev.yaml", "services:\n  web: {image: w:1}\n  db: {restart: always}\n"},
          {"compose.prod.yaml", "services:\n  web: {image: w:2}\n  db: {restart: always}\n"}},
         {"."},
         {"compose.yaml:2:3 missing-drop-all web"}},
        {"a part without a base next to it",
         {{"parts/compose.solr.yaml", "services:\n  web: {environment: [A=1]}\n"}},
         {"."},
         {}},
        {"an included file is reported once",
         {{"compose.yaml", std::string("include: [lib/part.yaml]\n") + hardened},
          {"lib/part.yaml", "services:\n  db: {image: b:1, privileged: true}\n"}},
         {"."},
         {"lib/part.yaml:2:32 privileged db"}},
        {"an included file is named: it is in its project",
         {{"compose.yaml", "include: [{path: [lib/part.yaml, lib/part.hard.yaml]}]\n"},
          {"lib/part.yaml", "services:\n  db: {image: b:1}\n"},
          {"lib/part.hard.yaml", "services:\n  db: {cap_drop: [ALL]}\n"}},
         {"lib/part.yaml"},
         {}},
        {"a directory with an included file is named",
         {{"compose.yaml", "include: [{path: [lib/part.yaml, lib/part.hard.yaml]}]\n"},
          {"lib/part.yaml", "services:\n  db: {image: b:1}\n"},
          {"lib/part.hard.yaml", "services:\n  db: {cap_drop: [ALL]}\n"}},
         {"lib"},
         {}},
        {"two files that include each other: the first counts",
         {{"compose.yaml", std::string("include: [other/compose.yaml]\n") + hardened},
          {"other/compose.yaml", "include: [../compose.yaml]\nservices:\n  db: {image: b:1, "
                                 "cap_drop: [ALL], privileged: true}\n"}},
         {"."},
         {"other/compose.yaml:1:11 syntax -", "other/compose.yaml:3:49 privileged db"}},
        {"a service that is only extended starts nothing",
         {{"compose.yaml", "services:\n  a: {extends: {file: base.yaml, service: b}, cap_drop: "
                           "[ALL]}\n"},
          {"base.yaml", "services:\n  b: {image: b:1}\n  c: {image: c:1}\n"}},
         {"."},
         {"base.yaml:3:3 missing-drop-all c"}},
        {"what an heir keeps is reported at the base's word",
         {{"compose.yaml", "services:\n  a: {extends: {file: base.yaml, service: b}, cap_drop: "
                           "[ALL]}\n"},
          {"base.yaml", "services:\n  b: {image: b:1, privileged: true}\n"}},
         {"base.yaml"},
         {"base.yaml:2:31 privileged a"}},
        {"a file that Compose finds by itself runs though it is extended",
         {{"compose.yaml", "services:\n  a: {extends: {file: lib/compose.yaml, service: b}, "
                           "cap_drop: [ALL]}\n"},
          {"lib/compose.yaml", "services:\n  b: {image: b:1}\n"}},
         {"."},
         {"lib/compose.yaml:2:3 missing-drop-all b"}},
        {"COMPOSE_FILE takes in a file of another name",
         {{".env", "COMPOSE_FILE=compose.yaml:live.yaml\n"},
          {"compose.yaml", hardened},
          {"live.yaml", "services:\n  web: {cap_add: [CHOWN]}\n"}},
         {"."},
         {}},
        {"COMPOSE_FILE begins with a file that nothing else would look at",
         {{".env", "COMPOSE_FILE=main.conf\n"},
          {"compose.yaml", hardened},
          {"main.conf", "services:\n  app: {image: a:1, privileged: true}\n"}},
         {"."},
         {"main.conf:2:33 privileged app"}},
        {"such a file is all there is",
         {{".env", "COMPOSE_FILE=main.conf\n"},
          {"main.conf", "services:\n  app: {image: a:1, privileged: true}\n"}},
         {"."},
         {"main.conf:2:33 privileged app"}},
        {"a development container is a service of its Compose project",
         {{"compose.yaml", hardened},
          {".devcontainer/devcontainer.json",
           "{\"dockerComposeFile\": [\"../compose.yaml\", \"more.yaml\"], \"service\": \"web\",\n"
           " \"capAdd\": [\"SYS_ADMIN\"]}\n"},
          {".devcontainer/more.yaml", part}},
         {"."},
         {".devcontainer/devcontainer.json:2:14 sys-admin web"}},
        {"its Compose file is named",
         {{"compose.yaml", hardened},
          {".devcontainer/devcontainer.json",
           "{\"dockerComposeFile\": [\"../compose.yaml\", \"more.yaml\"], \"service\": \"web\",\n"
           " \"capAdd\": [\"SYS_ADMIN\"]}\n"},
          {".devcontainer/more.yaml", privileged_part}},
         {".devcontainer/more.yaml"},
         {".devcontainer/more.yaml:3:17 privileged web"}},
        {"its service is not there, its file neither",
         {{"compose.yaml", hardened},
          {"a/devcontainer.json",
           "{\"dockerComposeFile\": \"../compose.yaml\", \"service\": \"wbe\"}\n"},
          {"b/devcontainer.json",
           "{\"dockerComposeFile\": \"gone.yaml\", \"service\": \"web\"}\n"}},
         {"."},
         {"a/devcontainer.json:1:54 syntax -", "b/devcontainer.json:1:24 syntax -"}},
        {"a file that several projects take in",
         {{"one/compose.yaml", "include: [../part.yaml]\n"},
          {"two/compose.yaml", "include: [../part.yaml]\n"},
          {"part.yaml", "services:\n  db: {image: b:1, privileged: true}\n"}},
         {"."},
         {"part.yaml:2:32 privileged db"}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        const Scratch folder;
        write(folder, row.files);
        CHECK(found(folder, row.arguments) == row.findings);
    }
}

TEST_CASE("what a project cannot take in is not passed over", "[projects_test]") {
    const Scratch folder;
    folder.write("project/compose.yaml", hardened);
    folder.write("outside.yaml", plain);
    folder.write("project/.env", "COMPOSE_FILE=../outside.yaml\n");
    const Ended ended = run_dropcap({"check", ".", "--isolated"}, folder.path() / "project");
    CHECK(ended.out.find("the Compose file `../outside.yaml`, which COMPOSE_FILE names, is not "
                         "checked") != std::string::npos);
    CHECK(run_dropcap({"check", ".", "--isolated", "--strict"}, folder.path() / "project").code ==
          1);
}

TEST_CASE("the containers of a project are its services", "[projects_test]") {
    const Scratch folder;
    write(folder, {{"compose.yaml", "include: [part.yaml]\nservices:\n  a: {extends: {file: "
                                    "base.yaml, service: b}, cap_drop: [ALL]}\n"},
                   {"compose.override.yaml", "services:\n  a: {cap_add: [CHOWN]}\n"},
                   {"part.yaml", "services:\n  db: {image: b:1}\n"},
                   {"base.yaml", "services:\n  b: {image: b:1}\n"}});
    const Words all{"a 1", "db 14"};
    CHECK(containers(folder, {"."}) == all);
    CHECK(containers(folder, {"compose.yaml"}) == all);
    CHECK(containers(folder, {"compose.override.yaml", "part.yaml", "compose.yaml", "base.yaml"}) ==
          all);
    CHECK(containers(folder, {"part.yaml"}) == Words{"db 14"});
    CHECK(containers(folder, {"compose.override.yaml"}) == all);
}

TEST_CASE("files of the command line are not those of a devcontainer.json", "[projects_test]") {
    const Scratch folder;
    write(folder,
          {{"compose.yaml", hardened},
           {"other.yaml", "services:\n  web: {privileged: true}\n  dev: {cap_drop: [ALL]}\n"},
           {"devcontainer.json", "{\"dockerComposeFile\": \"dev.yaml\", \"service\": \"dev\"}\n"},
           {"dev.yaml", "services:\n  dev: {image: d:1}\n"}});
    CHECK(found(folder, {"devcontainer.json", "--compose-file", "compose.yaml", "--compose-file",
                         "other.yaml"}) ==
          Words{"dev.yaml:2:3 missing-drop-all dev", "other.yaml:2:21 privileged web"});
}

TEST_CASE("standard input stands for the file of its name", "[projects_test]") {
    const Scratch folder;
    write(folder, {{"compose.yaml", "services:\n  web: {image: on-disk:1, privileged: true}\n"},
                   {"compose.override.yaml", "services:\n  web: {cap_drop: [ALL]}\n"},
                   {"base.yaml", "services:\n  b: {image: b:1, cap_drop: [ALL]}\n"},
                   {".env", "C=SYS_ADMIN\n"}});
    const Words named{"-", "--stdin-filename", "compose.yaml"};
    CHECK(found(folder, named, plain).empty());
    CHECK(found(folder, named, "services:\n  web: {image: w:1, cap_add: [\"${C:-CHOWN}\"]}\n") ==
          Words{"compose.yaml:2:31 sys-admin web"});
    CHECK(found(folder, named, "services:\n  web: {extends: {file: base.yaml, service: b}}\n")
              .empty());
    folder.write("compose.yaml", hardened);
    // An override in an editor is in its project, too.
    CHECK(found(folder, {"-", "--stdin-filename", "compose.override.yaml"},
                "services:\n  web: {cap_add: [SYS_ADMIN]}\n") ==
          Words{"compose.override.yaml:2:19 sys-admin web"});
}

TEST_CASE("standard input without a name guesses nothing", "[projects_test]") {
    const Scratch folder;
    write(folder, {{"base.yaml", "services:\n  b: {image: b:1, cap_drop: [ALL]}\n"}});
    CHECK(found(folder, {"-"}, "services:\n  web: {extends: {file: base.yaml, service: b}}\n")
              .empty());
    const std::string variable = "services:\n  web: {image: w:1, cap_drop: [ALL], cap_add: "
                                 "[\"${C:-SYS_ADMIN}\"]}\n";
    CHECK(found(folder, {"-"}, variable).empty());
    CHECK(found(folder, {"-", "--select", "unresolved-value"}, variable) ==
          Words{"<stdin>:2:48 unresolved-value web"});
}

TEST_CASE("projects that a configuration lists", "[projects_test]") {
    const Scratch folder;
    write(folder,
          {{".dropcap.yaml", "projects:\n  - files: [app.conf, parts/hard.yaml]\n    env: {CAP: "
                             "SYS_ADMIN}\n"},
           {"app.conf", "services:\n  web: {image: w:1, cap_add: [\"${CAP}\"]}\n"},
           {"parts/hard.yaml", "services:\n  web: {cap_drop: [ALL], privileged: false}\n"}});
    const auto check = [&](Words arguments) {
        arguments.insert(arguments.begin(), {"check", "--format", "concise"});
        return run_dropcap(arguments, folder.path());
    };
    const std::string finding = "app.conf:2:31: error[sys-admin] service `web` adds SYS_ADMIN";
    CHECK(check({"."}).out.find(finding) != std::string::npos);
    CHECK(check({"."}).out.find("1 finding (1 error)") != std::string::npos);
    CHECK(check({"app.conf"}).out.find(finding) != std::string::npos);
    CHECK(check({"parts/hard.yaml"}).code == 0);
    // The command line takes precedence.
    CHECK(check({".", "--env", "CAP=CHOWN"}).code == 0);

    folder.write("compose.yaml", plain);
    folder.write("hard.yaml", "services:\n  web: {cap_drop: [ALL]}\n");
    folder.write(".dropcap.yaml", "projects:\n  - files: [compose.yaml, hard.yaml]\n");
    const std::string counted = check({"."}).out; // parts/hard.yaml is one of none now
    INFO(counted);
    CHECK(counted.find("No findings in 3 files, 2 containers.") != std::string::npos);

    folder.write(".dropcap.yaml", "projects:\n  - files: [app.conf, gone.yaml, ../out.yaml]\n");
    const Ended wrong = check({"."});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find(".dropcap.yaml:2:23: this file cannot be read: No such file") !=
          std::string::npos);
    CHECK(wrong.err.find(".dropcap.yaml:2:34: this path leads out of the project") !=
          std::string::npos);
}

TEST_CASE("what services take their settings from is named, once", "[projects_test]") {
    const Scratch folder;
    write(folder, {{"compose.yaml", "x-defaults: &defaults\n  image: a:1\nservices:\n"
                                    "  a: {<<: *defaults}\n  b: {<<: *defaults}\n"
                                    "  own: {<<: *defaults, cap_drop: [CHOWN]}\n"
                                    "  # dropcap: ignore[missing-drop-all] accepted\n"
                                    "  accepted: {<<: *defaults}\n"
                                    "  h1: {extends: {file: base.yaml, service: k}}\n"
                                    "  h2: {extends: {file: base.yaml, service: k}}\n"},
                   {"base.yaml", "services:\n  k: {image: k:1}\n"}});
    const std::string out = run_dropcap({"check", ".", "--isolated"}, folder.path()).out;
    INFO(out);
    CHECK(out.find("2 of these 5 services take `&defaults` (line 2): write it there") !=
          std::string::npos);
    CHECK(out.find("2 of these 5 services take `k` (base.yaml:2): write it there") !=
          std::string::npos);
    CHECK(out.find("the other is `h2`") != std::string::npos);
    CHECK(out.find("5 findings (5 warnings)") != std::string::npos);
    CHECK(found(folder, {"."}).size() == 6); // one a service for programs, the accepted one too
}

TEST_CASE("comparisons and comments see projects, too", "[projects_test]") {
    const Scratch folder;
    write(folder, {{"compose.yaml", plain},
                   {"compose.override.yaml", "services:\n  web: {cap_drop: [ALL]}\n"},
                   {"lib/compose.yaml",
                    "include: [part.yaml]\nservices:\n"
                    "  heir: {extends: {file: base.yaml, service: k}, cap_drop: [ALL]}\n"},
                   {"lib/base.yaml", "services:\n  k: {image: k:1}\n"},
                   {"lib/part.yaml", "services:\n  db:\n    image: b:1\n"}});
    const std::string git = "git -c user.name=a -c user.email=a@example.org ";
    const auto shell = [&](const std::string& script) { return run_shell(script, folder.path()); };
    REQUIRE(shell("git init -q . && git add . && " + git + "commit -qm a").code == 0);

    // What is known through its project stays known when only a member is named.
    CHECK(shell("dropcap check --since HEAD lib/part.yaml").code == 0);
    CHECK(
        shell("dropcap check --write-baseline --baseline known.json . && dropcap check --baseline "
              "known.json lib/part.yaml")
            .code == 0);
    // A hook that commits without the override compares the projects.
    const Ended dropped =
        shell("git rm -q compose.override.yaml && dropcap check --staged --format concise .");
    CHECK(dropped.code == 1);
    CHECK(dropped.out.find("compose.yaml:2:3: warning[missing-drop-all]") != std::string::npos);
    CHECK(shell("git reset -q --hard && dropcap check --staged .").code == 0);

    // Comments are written once, where the findings are.
    const Ended added =
        shell("dropcap check --add-ignores=why . && dropcap check --fail-on note .");
    CHECK(added.code == 0);
    CHECK(added.out.find("1 comment in 1 file for ") != std::string::npos);
    CHECK(folder.read("lib/part.yaml").find("missing-drop-all") != std::string::npos);
    CHECK(folder.read("compose.yaml") == plain);
    CHECK(folder.read("lib/base.yaml") == "services:\n  k: {image: k:1}\n");
}

namespace {

/// Projects out of a few parts, each there or not.
class Generator {
  public:
    explicit Generator(unsigned seed) : random_(seed) {}

    Files project() {
        Files files;
        const std::string base = pick({"compose.yaml", "docker-compose.yml"});
        std::string main = maybe() ? "include: [lib/part.yaml]\n" : "";
        main += "services:\n" + service("web", true) + service("db", true);
        if (maybe())
            main += "  heir: {extends: {file: lib/base.yaml, service: base}" + caps() + "}\n";
        files[base] = main;
        if (maybe())
            files[pick({"compose.override.yaml", "docker-compose.override.yml"})] =
                "services:\n" + service("web", maybe());
        if (maybe())
            files["compose.prod.yaml"] =
                "services:\n" + service("web", maybe()) + service("db", false);
        if (maybe()) files[".env"] = "CAP=" + pick({"NET_ADMIN", "SYS_ADMIN", "CHOWN"}) + "\n";
        if (maybe()) files["live.yaml"] = "services:\n" + service("db", maybe());
        if (files.contains("live.yaml") && maybe())
            files[".env"] += "COMPOSE_FILE=" + base + ":live.yaml\n";
        files["lib/part.yaml"] = "services:\n" + service("cache", true);
        files["lib/base.yaml"] = "services:\n" + service("base", true) + service("extra", true);
        return files;
    }

    bool maybe() { return random_() % 2 == 0; }
    std::size_t below(std::size_t limit) { return random_() % limit; }

  private:
    std::string pick(const Words& words) { return words[below(words.size())]; }

    std::string caps() {
        std::string text;
        if (maybe()) text += ", cap_drop: [ALL]";
        if (maybe())
            text += ", cap_add: [" + pick({"SYS_ADMIN", "NET_ADMIN", "\"${CAP:-CHOWN}\""}) + "]";
        if (below(4) == 0) text += ", privileged: true";
        return text;
    }

    std::string service(const std::string& name, bool is_whole) {
        return "  " + name + ": {" + (is_whole ? "image: example/i:1" : "restart: always") +
               caps() + "}\n";
    }

    std::mt19937 random_;
};

Findings as_set(const Words& words) { return {words.begin(), words.end()}; }

Findings in_file(const Findings& all, const std::string& file) {
    Findings some;
    std::ranges::copy_if(all, std::inserter(some, some.end()),
                         [&](const std::string& one) { return one.starts_with(file + ":"); });
    return some;
}

/// The YAML files of a project, as a hook or a person names them.
Words names_of(const Files& files) {
    Words names;
    for (const auto& [name, text] : files)
        if (name != ".env") names.push_back(name);
    return names;
}

bool is_first_of_a_project(const std::string& name) {
    return name == "compose.yaml" || name == "docker-compose.yml";
}

} // namespace

TEST_CASE("200 projects give the same findings whatever is named", "[projects_test]") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        Generator generator(seed);
        const Scratch folder;
        const Files files = generator.project();
        write(folder, files);
        std::string shown;
        for (const auto& [name, text] : files) shown += "--- " + name + "\n" + text;
        INFO("seed " << seed << "\n" << shown);

        const Words walked = found(folder, {"."});
        const Findings all = as_set(walked);
        REQUIRE(all.size() == walked.size()); // none twice

        const Words names = names_of(files);
        // A file that only its project makes one of Compose's is skipped, as hooks do.
        const auto of = [&](Words some) {
            some.emplace_back("--skip-others");
            return found(folder, some);
        };
        REQUIRE(of(names) == walked);

        Words first, second; // as a hook splits them over two processes
        for (const std::string& name : names) (generator.maybe() ? first : second).push_back(name);
        Findings split;
        for (const Words& some : {first, second})
            if (!some.empty()) split.merge(as_set(of(some)));
        REQUIRE(split == all);

        const std::string& one = names[generator.below(names.size())];
        const Findings of_one = as_set(of({one}));
        REQUIRE(std::ranges::includes(all, of_one));
        if (is_first_of_a_project(one))
            REQUIRE(std::ranges::includes(of_one, in_file(all, one)));
        else
            REQUIRE(of_one == in_file(all, one));
    }
}
