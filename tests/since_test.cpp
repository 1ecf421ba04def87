// --since and --staged in repositories that the tests make themselves.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace dropcap;
using fixture::Ended;
using fixture::run_shell;
using fixture::Scratch;
using Json = nlohmann::json;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::string base = R"(services:
  web:
    image: example/web:1
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    cap_add: [SYS_ADMIN]
)";
const std::string with_vpn = R"(services:
  # the tunnel to the other office
  vpn:
    image: example/vpn:1
    cap_drop: [ALL]
    cap_add: [NET_ADMIN]
  web:
    image: example/web:1
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    cap_add: [SYS_ADMIN]
)";

using Files = std::vector<std::pair<std::string, std::string>>;

/// A repository with one commit on main, and the branch `change` checked out.
class Repository {
  public:
    explicit Repository(const Files& files = {{"compose.yaml", base}}) {
        git("init -q -b main .");
        for (const auto& [name, text] : files) write(name, text);
        commit("first");
        git("checkout -q -b change");
    }

    void write(const std::string& name, const std::string& text) const {
        scratch_.write(name, text);
    }
    Ended git(const std::string& arguments) const {
        auto printed = run_shell(
            "GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null git -c user.name=T -c user.email=t@example.com "
            "-c commit.gpgSign=false -c protocol.file.allow=always " +
                arguments,
            path());
        INFO("git " << arguments << "\n" << printed.err);
        REQUIRE(printed.code == 0);
        return printed;
    }
    void commit(const std::string& message) const {
        git("add -A");
        git("commit -q --allow-empty -m " + message);
    }
    [[nodiscard]] Ended dropcap(const std::string& arguments) const {
        return run_shell("dropcap " + arguments, path());
    }
    [[nodiscard]] Json json(const std::string& arguments) const {
        return Json::parse(dropcap(arguments + " --format json").out);
    }
    /// "rule file underlined" of every finding in JSON.
    [[nodiscard]] std::vector<std::string> found(const std::string& arguments) const {
        std::vector<std::string> rows;
        const Json report = json(arguments);
        for (const Json& finding : report["findings"])
            rows.push_back(finding["rule"].get<std::string>() + " " +
                           finding["file"].get<std::string>() + " " +
                           finding["container"].get<std::string>());
        return rows;
    }
    [[nodiscard]] const std::filesystem::path& path() const { return scratch_.path(); }
    [[nodiscard]] const Scratch& scratch() const { return scratch_; }

  private:
    Scratch scratch_;
};

using List = std::vector<std::string>;

/// Most of this needs git itself.
bool has_git() { return fixture::is_installed("git"); }

const char* const formats[] = {"full",   "concise", "json",       "sarif", "github",
                               "gitlab", "junit",   "checkstyle", "rdjson"};

} // namespace

TEST_CASE("--since reports exactly what is new, in every format, with the exit codes of any run",
          "[since_test]") {
    if (!has_git()) return;
    const Repository repository;
    for (const char* format : formats) {
        INFO(format);
        CHECK(repository.dropcap(std::string("check . --since main --format ") + format).code == 0);
        CHECK(repository.dropcap(std::string("check . --format ") + format).code == 1);
    }
    repository.write("compose.yaml", with_vpn);
    const Ended text = repository.dropcap("check . --since main --format concise");
    CHECK(
        text.out ==
        "compose.yaml:6:15: warning[dangerous-capability] service `vpn` adds NET_ADMIN (remove NET_ADMIN and set sysctls "
        "and interfaces through the engine, or in an init container that ends)\n"
        "1 new finding (1 warning) in 1 file, 3 containers. 2 were there at main.\n");
    CHECK(repository.found("check . --since main") ==
          List{"dangerous-capability compose.yaml vpn"});
    CHECK(repository.json("check . --since main")["summary"]["compared"] ==
          Json::array({Json{{"with", "main"}, {"unchanged", 2}, {"stale", 0}}}));
    const Json results = Json::parse(
        repository.dropcap("check . --since main --format sarif").out)["runs"][0]["results"];
    REQUIRE(results.size() == 1);
    CHECK(results[0]["ruleId"] == "dangerous-capability");
    CHECK(results[0]["baselineState"] == "new");
    for (const char* format : formats) {
        INFO(format);
        const std::string check = std::string("check . --since main --format ") + format;
        const Ended printed = repository.dropcap(check);
        CHECK(printed.code == 1);
        CHECK(has(printed.out, "dangerous-capability"));
        if (std::string(format) != "sarif")
            CHECK_FALSE(has(printed.out, "sys-admin")); // SARIF lists the rules that ran
        CHECK(repository.dropcap(check + " --fail-on error").code == 0);
        CHECK(repository.dropcap(check + " --exit-zero").code == 0);
    }
    repository.commit("second"); // what is committed is new against main all the same
    CHECK(repository.found("check . --since main") ==
          List{"dangerous-capability compose.yaml vpn"});
    CHECK(repository.found("check . --since HEAD").empty());
    CHECK(repository.found("check . --since HEAD~1").size() == 1);
}

TEST_CASE("what is gone, and a file that is new", "[since_test]") {
    if (!has_git()) return;
    const Repository repository(Files{{"compose.yaml", base}, {"old/compose.yaml", with_vpn}});
    run_shell("rm -r old", repository.path());
    CHECK(repository.found("check . --since main").empty());
    repository.write("new/compose.yaml", with_vpn); // untracked, as a change is while it is written
    CHECK(repository.found("check . --since main").size() == 3);
    repository.commit("moved"); // and git sees that it is the old file
    CHECK(repository.found("check . --since main").empty());
}

TEST_CASE("renamed files keep their findings", "[since_test]") {
    if (!has_git()) return;
    const Repository repository(Files{{"docker-compose.yml", base}});
    run_shell("mkdir deploy", repository.path());
    repository.git("mv docker-compose.yml 'deploy/compose of all.yaml'");
    CHECK(repository.found("check . --since main").empty());
    repository.write("deploy/compose of all.yaml", with_vpn);
    CHECK(repository.found("check . --since main") ==
          List{"dangerous-capability deploy/compose of all.yaml vpn"});
    CHECK(repository.found("check deploy --since main").size() == 1);
    CHECK(repository.found("check 'deploy/compose of all.yaml' --since main").size() == 1);
}

TEST_CASE("names of every kind", "[since_test]") {
    if (!has_git()) return;
    const std::string name = "a \"quoted\"\t'name'\n\xC3\xA4.yaml";
    const Repository repository(Files{{name, base}});
    CHECK(repository.found("check . --since main").empty());
    repository.write(name, with_vpn);
    CHECK(repository.found("check . --since main").size() == 1);
    repository.git("add -A");
    CHECK(repository.found("check . --staged").size() == 1);
}

TEST_CASE("what is staged and what is not", "[since_test]") {
    if (!has_git()) return;
    const Repository repository;
    repository.write("compose.yaml", with_vpn);
    CHECK(repository.found("check . --staged").empty()); // nothing is
    repository.git("add compose.yaml");
    CHECK(repository.found("check . --staged") == List{"dangerous-capability compose.yaml vpn"});
    CHECK(repository.found("check compose.yaml --staged --since main").size() == 1);
    repository.write("compose.yaml", base);
    CHECK(repository.found("check . --staged").size() == 1); // the working tree does not matter
    CHECK(repository.found("check . --since HEAD").empty());
    run_shell("rm compose.yaml", repository.path());
    CHECK(repository.found("check . --staged").size() == 1);
    CHECK(repository.dropcap("check none.yaml --staged").code == 2);
}

TEST_CASE("a folder without inputs has no findings, one that is not there is an error",
          "[since_test]") {
    const Scratch folder;
    folder.write("compose.yaml", "services:\n  web: {image: a:1, cap_drop: [ALL]}\n");
    folder.write("docs/guide.txt", "words\n");
    const auto shell = [&](const std::string& script) {
        return run_shell(
            "git() { command git -c user.name=a -c user.email=a@example.org \"$@\"; }; " + script,
            folder.path());
    };
    REQUIRE(shell("git init -q . && git add . && git commit -qm a").code == 0);
    CHECK(shell("dropcap check --staged docs").code == 0);
    CHECK(shell("dropcap check --staged missing").code == 2);
    const Ended outside = shell("rm -rf .git; dropcap check --staged");
    CHECK(outside.code == 2);
    CHECK(outside.err.find("--staged compares with one") != std::string::npos);
}

TEST_CASE("override files, extends and .env are those of the revision", "[since_test]") {
    if (!has_git()) return;
    const Repository repository(Files{
        {"compose.yaml",
         "services:\n  web:\n    image: web\n    cap_drop: [ALL]\n    cap_add: [\"${POWER}\"]\n"
         "  api:\n    extends: {file: base.yaml, service: api}\n"},
        {"compose.override.yaml", "services:\n  web:\n    pid: host\n"},
        {"base.yaml", "services:\n  api:\n    image: api\n    cap_drop: [ALL]\n"},
        {".env", "POWER=NET_ADMIN\n"}});
    const std::string check = "check . --extend-select host-namespace --since main";
    CHECK(repository.found(check).empty());
    repository.write("compose.override.yaml",
                     "services:\n  web:\n    pid: host\n    privileged: true\n");
    CHECK(repository.found(check) == List{"privileged compose.override.yaml web"});
    repository.git("checkout -q .");
    repository.write(".env", "POWER=SYS_ADMIN\n"); // compose.yaml itself has not changed
    CHECK(repository.found(check) == List{"sys-admin compose.yaml web"});
    repository.git("checkout -q .");
    repository.write(
        "base.yaml",
        "services:\n  api:\n    image: api\n    cap_drop: [ALL]\n    privileged: true\n");
    const auto found = repository.found(check);
    REQUIRE_FALSE(found.empty());
    for (const std::string& row : found) CHECK(row == "privileged base.yaml api");
}

TEST_CASE("links of the revision are followed inside it", "[since_test]") {
    if (!has_git()) return;
    const Repository repository(Files{
        {"real/compose.yaml",
         "services:\n  web:\n    image: web\n    cap_drop: [ALL]\n    extends: {file: linked/base.yaml, service: b}\n"},
        {"shared/base.yaml",
         "services:\n  b:\n    image: b\n    cap_add: [NET_ADMIN]\n    cap_drop: [ALL]\n"}});
    repository.scratch().link("real/linked", "../shared");
    repository.commit("link");
    CHECK(repository.found("check real/compose.yaml --since HEAD").empty());
}

TEST_CASE("from a folder below the root", "[since_test]") {
    if (!has_git()) return;
    const Repository repository(Files{{"deploy/compose.yaml", base}});
    repository.write("deploy/compose.yaml", with_vpn);
    const Ended printed =
        run_shell("dropcap check . --since main --format concise -q", repository.path() / "deploy");
    CHECK(printed.out.starts_with("compose.yaml:6:15: warning[dangerous-capability]"));
    CHECK(std::count(printed.out.begin(), printed.out.end(), '\n') == 1);
    const Ended absolute =
        run_shell("dropcap check '" + repository.path().string() + "/deploy' --since main", "/");
    CHECK(absolute.code == 2); // the working directory says which repository
}

TEST_CASE("standard input is compared with the file it is called after", "[since_test]") {
    if (!has_git()) return;
    const Repository repository;
    repository.write("vpn.txt", with_vpn);
    const Ended printed = repository.dropcap(
        "check - --stdin-filename compose.yaml --since main --format concise -q <vpn.txt");
    CHECK(std::count(printed.out.begin(), printed.out.end(), '\n') == 1);
    CHECK(has(printed.out, "dangerous-capability"));
}

TEST_CASE("a revision that is not there is reported, and what to do", "[since_test]") {
    if (!has_git()) return;
    const Repository repository;
    repository.commit("second");
    struct Mistake {
        std::string arguments, says;
    };
    const std::vector<Mistake> mistakes = {
        {"check . --since mian", "there is no revision 'mian' in this repository"},
        {"check . --since=--help", "that is no revision"},
        {"check . --since ''", "expected a git revision"},
        {"check . --since HEAD:compose.yaml", "there is no revision"}};
    for (const Mistake& mistake : mistakes) {
        INFO(mistake.arguments);
        const Ended printed = repository.dropcap(mistake.arguments);
        CHECK(printed.code == 2);
        CHECK(has(printed.err, mistake.says));
        CHECK(printed.out.empty());
    }
    const Scratch elsewhere;
    elsewhere.write("compose.yaml", base);
    const Ended no_repository = run_shell("dropcap check . --since main", elsewhere.path());
    CHECK(no_repository.code == 2);
    CHECK(has(no_repository.err, "is no git repository"));
    const Ended no_git =
        run_shell("program=$(command -v dropcap); PATH=/nowhere \"$program\" check . --since main",
                  repository.path());
    CHECK(no_git.code == 2);
    CHECK(has(no_git.err, "--since needs git"));
}

TEST_CASE("a shallow clone says what it lacks", "[since_test]") {
    if (!has_git()) return;
    const Repository repository;
    repository.write("compose.yaml", with_vpn);
    repository.commit("second");
    repository.git("clone -q --depth 1 --branch change \"file://$PWD\" clone");
    const std::string clone = repository.path() / "clone";
    const Ended printed = run_shell("dropcap check . --since main", clone);
    CHECK(printed.code == 2);
    CHECK(has(printed.err, "there is no revision 'main' in this shallow clone: fetch it"));
    CHECK(run_shell("dropcap check . --since HEAD", clone).code ==
          0); // what is there can be compared with
    repository.git("-C clone fetch -q --depth 1 origin main");
    CHECK(run_shell("dropcap check . --since FETCH_HEAD --format concise -q", clone)
              .out.starts_with("compose.yaml:6:15: warning[dangerous-capability]"));
    repository.git("clone -q --branch change \"file://$PWD\" whole");
    CHECK(has(run_shell("dropcap check . --since main", repository.path() / "whole").err,
              "write 'origin/main'"));
}

TEST_CASE("nothing that a repository names is run, and nothing in it is written", "[since_test]") {
    if (!has_git()) return;
    const Repository repository;
    repository.write(".gitattributes", "* filter=evil diff=evil\n");
    repository.commit("attributes");
    repository.write("compose.yaml", with_vpn);
    const std::string evil = repository.scratch().program(
        "evil", "touch '" + repository.path().string() + "/../ran'\ncat");
    const std::string ran = repository.path() / "../ran";
    std::filesystem::remove(ran);
    for (const char* key :
         {"core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "filter.evil.clean",
          "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.evil.command",
          "core.editor", "credential.helper"})
        repository.git(std::string("config ") + key + " '" + evil + "'");
    run_shell("mkdir hooks && cp '" + evil + "' hooks/post-index-change", repository.path());
    repository.git("config core.hooksPath hooks");
    run_shell("touch -d '1 hour ago' compose.yaml .git/index", repository.path());
    const std::string state = "find .git -type f -printf '%p %s %T@ %i\\n' | sort";
    const std::string before = run_shell(state, repository.path()).out;
    const std::string environment =
        "GIT_DIR=/nowhere GIT_EXTERNAL_DIFF='" + evil + "' GIT_SSH_COMMAND='" + evil +
        "' GIT_PAGER='" + evil +
        "' GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.fsmonitor GIT_CONFIG_VALUE_0='" + evil + "' ";
    for (const char* arguments :
         {"check . --since main", "check . --staged", "check . --since main --staged"}) {
        INFO(arguments);
        const Ended printed = run_shell(environment + "dropcap " + arguments, repository.path());
        CHECK(printed.err.empty());
        CHECK(printed.code != 2);
        CHECK_FALSE(std::filesystem::exists(ran));
    }
    CHECK(run_shell(state, repository.path()).out == before);
    std::filesystem::remove(ran);
}

TEST_CASE("a repository within the repository's own files is not trusted", "[since_test]") {
    if (!has_git()) return;
    const Repository repository;
    run_shell("mkdir inner && cp -r .git/* inner/ && mkdir inner/.git",
              repository.path()); // a bare one, as a pull request can bring it
    repository.write("inner/compose.yaml", base);
    CHECK(run_shell("dropcap check . --since main", repository.path() / "inner").code == 2);
}

TEST_CASE("submodules are reported, not compared", "[since_test]") {
    if (!has_git()) return;
    const Repository other;
    const Repository repository;
    repository.git("submodule --quiet add '" + other.path().string() + "' module");
    repository.commit("module");
    const Ended printed = repository.dropcap("check . --since HEAD -v");
    CHECK(printed.code == 0);
    CHECK(has(printed.out, "in a submodule, which --since does not compare"));
    CHECK(has(printed.out, "module/compose.yaml"));
}

TEST_CASE("a comment that is taken away makes its finding new", "[since_test]") {
    if (!has_git()) return;
    const Repository repository(Files{
        {"compose.yaml",
         "services:\n  web:\n    image: web\n    cap_drop: [ALL]\n    # dropcap: ignore[sys-admin] it mounts\n    "
         "cap_add:\n      # dropcap: ignore[sys-admin] it mounts\n      - SYS_ADMIN\n"}});
    repository.write(
        "compose.yaml",
        "services:\n  web:\n    image: web\n    cap_drop: [ALL]\n    cap_add:\n      - SYS_ADMIN\n");
    CHECK(repository.found("check . --since main") == List{"sys-admin compose.yaml web"});
}
