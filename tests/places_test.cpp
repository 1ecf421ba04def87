// Where containers are started next to Compose, Kubernetes and Dockerfiles: testdata/places holds
// one file of each kind, whose comments (or the file called so with `.expect` behind) say which
// words are found.

#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace dropcap;
namespace fs = std::filesystem;

namespace {

const fs::path places = fs::path(DROPCAP_ROOT) / "testdata" / "places";

std::vector<fs::path> files() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(places))
        if (entry.is_regular_file() && entry.path().extension() != ".expect")
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

fixture::Checked checked(const char* file) {
    const fs::path path = places / file;
    return fixture::lint(path.string(), fixture::read_text(path));
}

/// "object name: capability capability", "object name: open".
std::vector<std::string> outline(const fixture::Checked& checked) {
    std::vector<std::string> lines;
    for (const Case& one : checked.linted.cases) {
        std::string line = one.container->object + " " + one.container->name + ":";
        if (!one.posture.effective) line += " open";
        if (one.posture.privileged == true)
            line += " privileged";
        else if (one.posture.effective)
            for (const Capability capability : *one.posture.effective)
                line += " " + std::string(name(capability));
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace

TEST_CASE("every place holds what is expected of it, to the word", "[places_test]") {
    std::size_t count = 0;
    for (const fs::path& path : files()) {
        INFO(path.string());
        const std::string text = fixture::read_text(path);
        CHECK(fixture::found(fixture::lint(path.string(), text)) == fixture::expected_of(path));
        ++count;
    }
    CHECK(count >= 13);
}

TEST_CASE("what the places come to", "[places_test]") {
    const std::map<const char*, std::vector<std::string>> wanted{
        {"Makefile",
         {"target/run example/app: SYS_ADMIN", "target/run example/app: MKNOD",
          "target/run example/app:", "target/quick example/app: privileged",
          "target/open example/app: CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD "
          "AUDIT_WRITE SETFCAP",
          "target/open demo: CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD "
          "AUDIT_WRITE SETFCAP"}},
        {"hardened.container", {"hardened.container hardened: privileged"}},
        {"web.container",
         {"web.container web: CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_ADMIN SYS_CHROOT SYS_ADMIN "
          "SETFCAP"}},
        {"inspect.json", {" web: NET_ADMIN", " tools: privileged", " pod: CHOWN SYS_PTRACE"}},
        {"devcontainer-feature.json", {" docker-in-docker: privileged"}},
    };
    for (const auto& [file, lines] : wanted) {
        INFO(file);
        CHECK(outline(checked(file)) == lines);
    }
}

TEST_CASE("a Quadlet says as much as a command", "[places_test]") {
    const auto result = checked("hardened.container");
    const Container& container = *result.linted.cases.front().container;
    CHECK(container.engine == Engine::podman);
    CHECK(format_name(container.format) == "quadlet");
    CHECK((container.no_new_privileges && container.no_new_privileges->is(true)));
    CHECK((container.read_only_root && container.read_only_root->is(true)));
    CHECK((container.image && container.image->unresolved() != nullptr &&
           container.image->unresolved()->text == "example/app:%i"));
    REQUIRE(container.ports.size() == 1);
    CHECK(container.ports[0].known()->first == 80);
    CHECK(result.linted.cases.front().posture.drops_all);
}

TEST_CASE("a drop-in is reported and not checked", "[places_test]") {
    const auto result = checked("web.container.d/10-more.conf");
    CHECK(result.document.containers.empty());
    REQUIRE(result.document.unchecked.size() == 1);
    CHECK(result.document.unchecked[0].reason ==
          "Quadlet drop-in: `web.container` is checked without it");
}

TEST_CASE("what is left open is named", "[places_test]") {
    const auto unit = checked("backup.service");
    REQUIRE(unit.document.unchecked.size() == 1);
    CHECK(unit.document.unchecked[0].reason ==
          "`$BACKUP_OPTS` may hold more flags: it is known to systemd only when the unit starts");
    const auto workflow = checked(".github/workflows/build.yml");
    const auto named = [&](std::string_view name) {
        return std::ranges::find(workflow.document.containers, name, &Container::name) !=
               workflow.document.containers.end();
    };
    CHECK(named("postgres"));
    CHECK(named("node:22"));
    CHECK(named("registry/${{…}}:latest"));
}

TEST_CASE("titles name the container of the place, help has its format's own words",
          "[places_test]") {
    const auto flag = [](const char* file, std::string_view rule) {
        for (const Finding& finding : checked(file).linted.findings)
            if (finding.rule->id == rule) return finding.flag;
        return Flag{};
    };
    const auto title = [&](const char* file, std::string_view rule) {
        return flag(file, rule).title;
    };
    const auto help = [&](const char* file) { return flag(file, "missing-drop-all").help; };
    const std::string rest = "` and add back only what it needs";
    CHECK(title("web.container", "missing-drop-all") ==
          "container `web` of web.container keeps all 11 default capabilities");
    CHECK(help("web.container") == "write `DropCapability=all`"); // it runs as a user
    CHECK(help(".devcontainer/devcontainer.json") ==
          "write `\"runArgs\": [\"--cap-drop=ALL\"]" + rest);
    CHECK(title(".github/workflows/build.yml", "missing-drop-all") ==
          "container `cache` of job/test keeps all 14 default capabilities");
    CHECK(help(".github/workflows/build.yml") ==
          "write `options: --cap-drop=ALL` and add back CHOWN, SETGID, SETUID");
    CHECK(help("config.json") == "write `\"bounding\": []" + rest);
    CHECK(title("config.json", "sys-admin") == "`0d2e` holds SYS_ADMIN");
    CHECK(title("Makefile", "privileged") ==
          "container `example/app` of target/quick is privileged");
}

TEST_CASE("docker inspect and the file it was started from agree", "[places_test]") {
    const std::string compose = R"(services:
  web:
    image: example/web:1
    cap_add: [NET_ADMIN, chown]
    cap_drop: [ALL]
  tools:
    image: example/tools:1
    cap_drop: [CAP_NET_RAW, mknod]
  root:
    image: example/root:1
    privileged: true
  plain:
    image: example/plain:1
)";
    const std::string inspected = R"([
  {"Id": "1", "Name": "/web", "Config": {"Image": "example/web:1"},
   "HostConfig": {"CapAdd": ["CAP_CHOWN", "CAP_NET_ADMIN"], "CapDrop": ["ALL"], "Privileged": false}},
  {"Id": "2", "Name": "/tools", "Config": {"Image": "example/tools:1"},
   "HostConfig": {"CapAdd": null, "CapDrop": ["CAP_MKNOD", "CAP_NET_RAW"], "Privileged": false}},
  {"Id": "3", "Name": "/root", "Config": {"Image": "example/root:1"},
   "HostConfig": {"CapAdd": null, "CapDrop": null, "Privileged": true, "SecurityOpt": ["label=disable"]}},
  {"Id": "4", "Name": "/plain", "Config": {"Image": "example/plain:1"}, "HostConfig": {"CapAdd": null, "CapDrop": null}}
])";
    const auto meant = fixture::lint("compose.yaml", compose);
    const auto running = fixture::lint("running.json", inspected);
    CHECK(outline(meant).size() == 4);
    CHECK(outline(meant) == outline(running));
    CHECK(running.document.problems.empty());
}
