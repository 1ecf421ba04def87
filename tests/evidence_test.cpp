// evidence/: rows and experiments agree, images find their program, and needs follow from what the
// files say.

#include "evidence/needs.hpp"
#include "evidence/table.hpp"
#include "tests/fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace dropcap;
using evidence::Condition;

namespace {

/// What the rows whose conditions are all among `shown` ask for.
CapabilitySet asked_for(const evidence::Program& program, std::span<const Condition> shown) {
    CapabilitySet all;
    for (const evidence::Row& row : program.rows) {
        const bool holds = std::ranges::all_of(row.when, [&](Condition condition) {
            return std::ranges::find(shown, condition) != shown.end();
        });
        if (!holds) continue;
        for (const evidence::NeededFor& needed : row.capabilities) all.insert(needed.capability);
    }
    return all;
}

std::string said(const Needs& needs) {
    std::string text{applicability_name(needs.applicability)};
    for (const Grant& grant : needs.grants) text += " " + std::string(name(grant.capability));
    return text;
}

/// The needs of the first container of a file.
std::string needs_in(const std::string& file, const std::string& text) {
    const fixture::Checked checked = fixture::lint(file, text);
    REQUIRE_FALSE(checked.linted.cases.empty());
    const Case& one = checked.linted.cases.front();
    return said(evidence::needs_of(checked.document, *one.container, one.posture));
}

std::string service(const std::string& lines) { return "services:\n  web:\n" + lines; }

} // namespace

TEST_CASE("the rows of a program are the least sets of its experiments", "[evidence_test]") {
    REQUIRE(evidence::programs().size() >= 30);
    for (const evidence::Program& program : evidence::programs()) {
        CAPTURE(program.name);
        CHECK_FALSE(program.experiments.empty());
        CHECK((!program.images.empty() || !program.commands.empty()));
        for (const evidence::Experiment& experiment : program.experiments) {
            CAPTURE(experiment.name);
            CHECK(asked_for(program, experiment.shows) == experiment.least);
            CHECK_FALSE(experiment.date.empty());
        }
    }
}

TEST_CASE("no image belongs to two programs, and reasons are clauses", "[evidence_test]") {
    std::set<std::string_view> images;
    for (const evidence::Program& program : evidence::programs()) {
        for (const std::string_view image : program.images) CHECK(images.insert(image).second);
        for (const evidence::Row& row : program.rows) {
            for (const evidence::NeededFor& needed : row.capabilities) {
                CAPTURE(needed.reason);
                CHECK(needed.reason.size() <= 80);
                CHECK_FALSE(needed.reason.ends_with('.'));
                CHECK(needed.reason.find('#') == std::string_view::npos);
            }
        }
    }
}

TEST_CASE("an image is found whatever its registry and tag", "[evidence_test]") {
    struct Row {
        std::string_view image, program;
    };
    const Row row = GENERATE(values<Row>({
        {"postgres", "postgres"},
        {"postgres:16-alpine", "postgres"},
        {"library/postgres", "postgres"},
        {"docker.io/library/postgres:16@sha256:0000", "postgres"},
        {"localhost:5000/postgres:16", "postgres"},
        {"registry.example.com:5000/postgres", "postgres"},
        {"lscr.io/linuxserver/sonarr:4", "linuxserver"},
        {"linuxserver/sonarr", "linuxserver"},
        {"linuxserver/sonarr/extra", ""},
        {"linuxserver/", ""},
        {"example/postgres", ""},
        {"postgres-backup", ""},
        {"", ""},
        {":", ""},
        {"@", ""},
        {"/", ""},
    }));
    CAPTURE(row.image);
    const evidence::Program* const found = evidence::program_of_image(row.image);
    CHECK((found == nullptr ? std::string_view{} : found->name) == row.program);
}

TEST_CASE("a word of a command line is a program by its last part", "[evidence_test]") {
    REQUIRE(evidence::program_of_command("/usr/sbin/gosu") != nullptr);
    CHECK(evidence::program_of_command("gosu")->name == "gosu");
    CHECK(evidence::program_of_command("gosu-x") == nullptr);
    CHECK(evidence::program_of_command("") == nullptr);
}

TEST_CASE("needs follow the image and what the file says of it", "[evidence_test]") {
    struct Row {
        std::string lines, needs;
    };
    const Row row = GENERATE(values<Row>({
        {"    image: postgres\n", "unsafe DAC_OVERRIDE SETGID SETUID"},
        {"    image: postgres\n    volumes: [data:/var/lib/postgresql/data]\n",
         "unsafe DAC_OVERRIDE SETGID SETUID"},
        {"    image: postgres\n    volumes: [./data:/var/lib/postgresql/data]\n",
         "unsafe CHOWN DAC_OVERRIDE SETGID SETUID"},
        {"    image: postgres\n    volumes: [{type: bind, source: /d, target: /var/lib/postgresql/data}]\n",
         "unsafe CHOWN DAC_OVERRIDE SETGID SETUID"},
        {"    image: postgres\n    volumes: [./init.sql:/docker-entrypoint-initdb.d/init.sql]\n",
         "unsafe DAC_OVERRIDE SETGID SETUID"},
        {"    image: postgres\n    volumes: [./init:/docker-entrypoint-initdb.d:ro]\n",
         "unsafe DAC_OVERRIDE SETGID SETUID"},
        // Where the data is depends on a variable: the larger set.
        {"    image: postgres\n    volumes: [\"${DATA}:/var/lib/postgresql/data\"]\n",
         "unsafe CHOWN DAC_OVERRIDE SETGID SETUID"},
        {"    image: postgres\n    user: \"999\"\n", "unsafe"},
        {"    image: postgres\n    user: \"999\"\n    security_opt: [no-new-privileges]\n",
         "unsafe"},
        {"    image: nginx\n", "unsafe CHOWN SETGID SETUID"},
        {"    image: nginx\n    network_mode: host\n",
         "unsafe CHOWN SETGID SETUID NET_BIND_SERVICE"},
        {"    image: nginx\n    network_mode: host\n    expose: [8080]\n",
         "unsafe CHOWN SETGID SETUID"},
        // A file capability counts for every user.
        {"    image: caddy\n    user: \"1000\"\n    security_opt: [no-new-privileges]\n",
         "unsafe NET_BIND_SERVICE"},
        // The image's own user is not root.
        {"    image: prom/prometheus\n", "unsafe"},
        {"    image: memcached\n    user: root\n", "unsafe SETGID SETUID"},
        {"    image: example/app\n", "display"},
        {"    image: example/app\n    user: root\n", "display"},
        {"    image: example/app\n    user: \"1000\"\n", "unsafe"},
        {"    image: example/app\n    user: \"1000\"\n    security_opt: [no-new-privileges]\n",
         "safe"},
        {"    image: example/app\n    user: \"${ID}\"\n    security_opt: [no-new-privileges]\n",
         "display"},
        {"    image: example/app:nonroot\n    security_opt: [no-new-privileges]\n", "unsafe"},
        {"    image: ${IMAGE}\n", "display"},
        // Nothing is given that it does not hold today.
        {"    image: postgres\n    cap_drop: [SETUID]\n", "unsafe DAC_OVERRIDE SETGID"},
    }));
    CAPTURE(row.lines);
    CHECK(needs_in("compose.yaml", service(row.lines)) == row.needs);
}

TEST_CASE("the engine decides about low ports", "[evidence_test]") {
    CHECK(needs_in("run.sh", "docker run nginx\n") == "unsafe CHOWN SETGID SETUID");
    CHECK(needs_in("run.sh", "docker run --network host nginx\n") ==
          "unsafe CHOWN SETGID SETUID NET_BIND_SERVICE");
    CHECK(needs_in("pod.yaml",
                   "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
                   "  - {name: web, image: nginx}\n") ==
          "unsafe CHOWN SETGID SETUID NET_BIND_SERVICE");
    CHECK(needs_in("pod.yaml",
                   "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: "
                   "{sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: \"0\"}]}\n"
                   "  containers:\n  - {name: web, image: nginx}\n") ==
          "unsafe CHOWN SETGID SETUID");
    CHECK(needs_in("pod.yaml",
                   "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
                   "  - name: web\n    image: example/app\n    securityContext: {runAsUser: 10, "
                   "allowPrivilegeEscalation: false}\n") == "safe");
}

TEST_CASE("a Dockerfile shows what its container needs", "[evidence_test]") {
    const auto needs = [](const std::string& lines) {
        return needs_in("Dockerfile", lines + "LABEL RUN=\"docker run IMAGE\"\n");
    };
    CHECK(needs("FROM example/base\nENTRYPOINT [\"gosu\", \"app\", \"app\"]\n") ==
          "unsafe SETGID SETUID");
    CHECK(needs("FROM postgres:16\n") == "unsafe DAC_OVERRIDE SETGID SETUID");
    CHECK(needs("FROM example/base\nUSER 1000\n") == "unsafe");
    CHECK(needs("FROM example/base\nRUN setcap cap_net_raw=ep /usr/bin/ping\nUSER 1000\n") ==
          "unsafe NET_RAW");
    CHECK(needs("FROM example/base\n") == "display");
}
