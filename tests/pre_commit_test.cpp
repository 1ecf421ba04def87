// The hooks of `.pre-commit-hooks.yaml`, run by the real pre-commit program in a repository of its
// own.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dropcap::fixture;

namespace {

/// A repository with our hooks, and one that uses them as a project does. Everything that
/// pre-commit keeps lies next to them.
class Repositories {
  public:
    Repositories() {
        scratch.write("hooks/.pre-commit-hooks.yaml",
                      read_text(DROPCAP_ROOT "/.pre-commit-hooks.yaml"));
        scratch.write("project/compose.yaml",
                      "services:\n  web:\n    image: example/web:1\n    cap_drop: [ALL]\n");
        scratch.write("project/values.yaml", "replicas: 2\n");
        scratch.write("project/data.json", "{\"a\": 1}\n");
    }

    /// Runs `script` in the project, once both are repositories and the hook is installed.
    [[nodiscard]] Ended run(const std::string& script) const {
        return run_shell(prepared + script, scratch.path());
    }

    Scratch scratch;

  private:
    const std::string prepared = R"sh(
set -e
export HOME=$PWD/home PRE_COMMIT_HOME=$PWD/cache GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
mkdir -p home
hooks=$PWD/hooks
if [ ! -d hooks/.git ]; then
    git -C hooks init -q && git -C hooks add . && git -C hooks commit -qm hooks
    git -C project init -q
    printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: dropcap\n' "$hooks" "$(git -C hooks rev-parse HEAD)" >project/.pre-commit-config.yaml
    git -C project add . && git -C project commit -qm project
fi
cd project
pre-commit install >/dev/null
)sh";
};

bool is_missing() { return !is_installed("pre-commit") || !is_installed("git"); }

constexpr const char* bad = "services:\n  web:\n    image: example/web:1\n    privileged: true\n";

} // namespace

TEST_CASE("the hook lets a good file pass and stops a bad one", "[pre_commit_test]") {
    if (is_missing()) return;
    const Repositories both;
    const Ended passes = both.run("echo '# more' >>compose.yaml; git add .; git commit -m good");
    INFO(passes.out << passes.err);
    CHECK(passes.code == 0);
    both.scratch.write("project/deploy/compose.yaml", bad);
    const Ended stopped = both.run("git add .; git commit -m bad");
    CHECK(stopped.code == 1);
    CHECK((stopped.out + stopped.err).find("error[privileged]: service `web` is privileged") !=
          std::string::npos);
    CHECK((stopped.out + stopped.err).find("--> deploy/compose.yaml:4:17") != std::string::npos);
}

TEST_CASE("the hook looks at all files, and only at those that are dropcap's",
          "[pre_commit_test]") {
    if (is_missing()) return;
    const Repositories both;
    const Ended clean = both.run("pre-commit run --all-files --verbose");
    INFO(clean.out << clean.err);
    CHECK(clean.code == 0);
    CHECK(
        clean.out.find(
            "No findings in 1 file, 1 container. 3 other files are in no format that dropcap reads.") !=
        std::string::npos);
    for (const char* name : {"Containerfile", "build/Dockerfile.dev", "web.dockerfile"})
        both.scratch.write(std::string("project/") + name,
                           "FROM a\nLABEL RUN=\"docker run --privileged a\"\n");
    const Ended found = both.run("git add .; pre-commit run --all-files");
    CHECK(found.code == 1);
    for (const char* name : {"Containerfile:2", "build/Dockerfile.dev:2", "web.dockerfile:2"})
        CHECK(found.out.find(name) != std::string::npos);
}

TEST_CASE("what .dropcap.yaml excludes stays excluded when pre-commit names it",
          "[pre_commit_test]") {
    if (is_missing()) return;
    const Repositories both;
    CHECK(both.run("").code == 0);
    both.scratch.write("project/vendor/compose.yaml", bad);
    both.scratch.write("project/.dropcap.yaml", "exclude: [vendor/]\n");
    const Ended passes = both.run("git add .; git commit -m vendor");
    INFO(passes.out << passes.err);
    CHECK(passes.code == 0);
    both.scratch.write("project/.dropcap.yaml", "exlude: [vendor/]\n");
    const Ended stopped = both.run("git add .; git commit -m typo");
    CHECK(stopped.code == 1);
    CHECK((stopped.out + stopped.err)
              .find(".dropcap.yaml:1:1: the configuration has no setting `exlude`") !=
          std::string::npos);
}

TEST_CASE("ten clean projects with overrides stay clean", "[pre_commit_test]") {
    if (is_missing()) return;
    const Repositories both;
    for (int number = 0; number < 10; ++number) {
        const std::string folder = "project/app" + std::to_string(number) + "/";
        const std::string base = number % 2 == 0 ? "compose" : "docker-compose";
        const std::string ending = number % 3 == 0 ? ".yml" : ".yaml";
        both.scratch.write(folder + base + ending,
                           "services:\n  web: {image: example/web:1, cap_drop: [ALL]}\n");
        both.scratch.write(folder + base + ".override" + ending,
                           "services:\n  web: {environment: [A=1], cap_add: [CHOWN]}\n");
        both.scratch.write(folder + base + ".prod" + ending,
                           "services:\n  web: {restart: always}\n");
    }
    const Ended all = both.run("git add .; pre-commit run --all-files --verbose");
    INFO(all.out << all.err);
    CHECK(all.code == 0);
    CHECK(all.out.find("No findings in 31 files, 11 containers.") != std::string::npos);
    const Ended one = both.run("echo '# more' >>app3/docker-compose.override.yml; "
                               "git add .; git commit -m override");
    INFO(one.out << one.err);
    CHECK(one.code == 0);
}

TEST_CASE("the hook for what is staged sees a removed override", "[pre_commit_test]") {
    if (is_missing()) return;
    const Repositories both;
    both.scratch.write("project/compose.yaml", "services:\n  web:\n    image: example/web:1\n");
    both.scratch.write("project/compose.override.yaml", "services:\n  web: {cap_drop: [ALL]}\n");
    const std::string staged =
        "sed -i 's/id: dropcap$/id: dropcap-staged/' .pre-commit-config.yaml; "
        "git add .; git commit -qm hook; ";
    const Ended kept = both.run(staged);
    INFO(kept.out << kept.err);
    CHECK(kept.code == 0);
    const Ended removed = both.run("git rm -q compose.override.yaml; git commit -m removed");
    CHECK(removed.code == 1);
    CHECK((removed.out + removed.err).find("service `web` keeps all 14 default capabilities") !=
          std::string::npos);
}
