// The commands and files that dropcap was made for, from the file to what the program prints.

#include "tests/fixture.hpp"
#include "tests/program.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace dropcap;

namespace {

using Json = nlohmann::json;

struct Seed {
    std::string file;      ///< in testdata/seeds; its comments say which findings are expected
    std::string container; ///< the one whose capabilities are listed
    std::vector<std::string> effective;
    int exit_code;
};

/// Docker's fourteen defaults by kernel number, without `dropped`.
std::vector<std::string> defaults_without(const std::vector<std::string>& dropped) {
    std::vector<std::string> names = {
        "CHOWN",   "DAC_OVERRIDE",     "FOWNER",  "FSETID",     "KILL",  "SETGID",      "SETUID",
        "SETPCAP", "NET_BIND_SERVICE", "NET_RAW", "SYS_CHROOT", "MKNOD", "AUDIT_WRITE", "SETFCAP"};
    std::erase_if(names, [&](const std::string& name) {
        return std::ranges::find(dropped, name) != dropped.end();
    });
    return names;
}

std::vector<std::string> everything() {
    std::vector<std::string> names;
    for (const CapabilityInfo& row : capabilities()) names.emplace_back(row.name);
    return names;
}

std::vector<std::string> with_sys_admin() {
    auto names = defaults_without({});
    names.insert(std::ranges::find(names, "MKNOD"), "SYS_ADMIN");
    return names;
}

std::vector<Seed> seeds() {
    return {
        {"default-set.sh", "example/web:1", defaults_without({}), 1},
        {"drop-three.sh", "example/web:1", defaults_without({"SETFCAP", "AUDIT_WRITE", "MKNOD"}),
         1},
        {"drop-all-add-two.sh", "example/web:1", {"SETGID", "SETUID"}, 0},
        {"label-run.Dockerfile", "RUN", {"SETGID", "SETUID"}, 0},
        {"low-port.sh", "example/web:1", {"NET_BIND_SERVICE"}, 0},
        {"low-port.compose.yaml", "web", {"NET_BIND_SERVICE"}, 0},
        {"low-port.pod.yaml", "web", {"NET_BIND_SERVICE"}, 0},
        {"read-only.sh", "example/web:1", defaults_without({}), 1},
        {"non-root.sh", "example/app:1", {}, 0},
        {"privileged.sh", "example/agent:1", everything(), 1},
        {"sys-admin.compose.yaml", "backup", with_sys_admin(), 1},
        {"sidecar.pod.yaml", "shop", {}, 1},
        {"sidecar.pod.yaml", "logs", defaults_without({}), 1},
    };
}

struct Run {
    Json output;
    int exit_code;
};

/// What the program prints as JSON, run at the project's root as a person would.
Run run(const std::string& command, const std::string& file) {
    const auto ended =
        fixture::run_dropcap({command, "--format", "json", "testdata/seeds/" + file}, DROPCAP_ROOT);
    return {Json::parse(ended.out), ended.code};
}

/// The text that a finding of the JSON report underlines; columns count characters, and the seeds
/// are ASCII.
std::string underlined(const Json& finding, const Source& source) {
    REQUIRE(finding["line"] == finding["endLine"]);
    const auto first = finding["column"].get<std::size_t>() - 1;
    return std::string(source.line(finding["line"].get<std::uint32_t>())
                           .substr(first, finding["endColumn"].get<std::size_t>() - 1 - first));
}

fixture::Lines findings_of(const Json& report, const Source& source) {
    fixture::Lines lines;
    for (const Json& finding : report["findings"])
        lines.push_back(std::to_string(finding["line"].get<unsigned>()) + ": " +
                        finding["rule"].get<std::string>() + " " + underlined(finding, source));
    std::ranges::sort(lines);
    return lines;
}

} // namespace

TEST_CASE("caps shows what each seed ends up with", "[seeds_test]") {
    for (const Seed& seed : seeds()) {
        INFO(seed.file << " " << seed.container);
        const Json containers = run("caps", seed.file).output["containers"];
        const auto found = std::ranges::find_if(
            containers, [&](const Json& row) { return row["name"] == seed.container; });
        REQUIRE(found != containers.end());
        CHECK((*found)["effective"].get<std::vector<std::string>>() == seed.effective);
        CHECK((*found)["privileged"] == (seed.effective.size() == capability_count));
    }
}

TEST_CASE("check says of each seed what its comments expect, to the word", "[seeds_test]") {
    for (const Seed& seed : seeds()) {
        INFO(seed.file);
        const std::string text =
            fixture::read_text(std::string(DROPCAP_ROOT "/testdata/seeds/") + seed.file);
        const Run check = run("check", seed.file);
        CHECK(findings_of(check.output, Source(seed.file, text)) == fixture::expected(text));
        CHECK(check.exit_code == seed.exit_code);
    }
}

TEST_CASE("the forgotten sidecar is distinguished from a container that stands alone",
          "[seeds_test]") {
    const auto warned = [](const std::string& file) {
        const auto checked =
            fixture::lint(file, fixture::read_text(DROPCAP_ROOT "/testdata/seeds/" + file));
        REQUIRE_FALSE(checked.linted.findings.empty());
        const std::vector<std::string>& notes = checked.linted.findings[0].flag.notes;
        return std::ranges::find(
                   notes, "another container of the pod drops ALL, so this one is the way in") !=
               notes.end();
    };
    CHECK(run("check", "sidecar.pod.yaml").output["findings"][0]["container"] == "logs");
    CHECK(warned("sidecar.pod.yaml"));
    CHECK_FALSE(warned("default-set.sh"));
}
