// --fix, --unsafe-fixes and --diff: edits are proved, files are changed as a whole or not at all, a
// second run changes nothing.

#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::fixture;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

const std::string two = "services:\n"
                        "  app:\n"
                        "    image: example/app\n"
                        "    user: \"1000\"\n"
                        "    security_opt: [\"no-new-privileges:true\"]\n"
                        "  db:\n"
                        "    image: postgres:16\n";
const std::string safely_fixed = "services:\n"
                                 "  app:\n"
                                 "    image: example/app\n"
                                 "    user: \"1000\"\n"
                                 "    cap_drop: [ALL]\n"
                                 "    security_opt: [\"no-new-privileges:true\"]\n"
                                 "  db:\n"
                                 "    image: postgres:16\n";

Ended run(const Scratch& folder, std::vector<std::string> arguments) {
    return run_dropcap(std::move(arguments), folder.path());
}

/// Rule, container and facet of each finding.
std::multiset<std::string> findings(const fs::path& folder) {
    const auto ended = run_dropcap(
        {"--format", "json", "--exit-zero", "--isolated", "--scan", "all", "."}, folder);
    std::multiset<std::string> all;
    const Json report = Json::parse(ended.out);
    for (const Json& finding : report["findings"])
        if (finding["suppressed"].is_null())
            all.insert(finding["file"].get<std::string>() + " " +
                       finding["rule"].get<std::string>() + " " + finding["container"].dump() +
                       " " + finding["facet"].dump());
    return all;
}

/// What each container is, without its lists.
std::map<std::string, Json> containers(const fs::path& folder) {
    const auto ended = run_dropcap({"caps", "--format", "json", "--isolated", "."}, folder);
    std::map<std::string, Json> all;
    int count = 0;
    const Json report = Json::parse(ended.out);
    for (Json row : report["containers"]) {
        std::string name = row["file"].get<std::string>() + " " + row["name"].get<std::string>() +
                           " " + std::to_string(count++);
        for (const char* key : {"line", "column", "drop", "needs"}) row.erase(key);
        all.emplace(std::move(name), std::move(row));
    }
    return all;
}

} // namespace

TEST_CASE("--fix writes what changes nothing, --unsafe-fixes the rest", "[fix_test]") {
    const Scratch folder;
    folder.write("compose.yaml", two);
    auto ended = run(folder, {"--fix", "--fail-on", "never"});
    CHECK(ended.code == 0);
    CHECK(ended.out.ends_with("Fixed 1 finding in 1 file.\n"));
    CHECK(folder.read("compose.yaml") == safely_fixed);

    ended = run(folder, {"--unsafe-fixes"});
    CHECK(ended.code == 0);
    CHECK(folder.read("compose.yaml").find("      - SETGID # ") != std::string::npos);
    const std::string fixed = folder.read("compose.yaml");
    ended = run(folder, {"--unsafe-fixes"});
    CHECK(ended.out.ends_with("No fix was applied.\n"));
    CHECK(folder.read("compose.yaml") == fixed);
}

TEST_CASE("--diff prints and writes nothing", "[fix_test]") {
    const Scratch folder;
    folder.write("compose.yaml", two);
    const auto ended = run(folder, {"--diff"});
    CHECK(ended.code == 1);
    CHECK(ended.err == "Would fix 1 finding in 1 file.\n");
    CHECK(ended.out == "--- a/compose.yaml\n+++ b/compose.yaml\n@@ -2,6 +2,7 @@\n   app:\n"
                       "     image: example/app\n     user: \"1000\"\n+    cap_drop: [ALL]\n"
                       "     security_opt: [\"no-new-privileges:true\"]\n   db:\n"
                       "     image: postgres:16\n");
    CHECK(folder.read("compose.yaml") == two);
    CHECK(run(folder, {"--diff", "--select", "mknod"}).code == 0);
}

TEST_CASE("the formats for programs keep standard output to themselves", "[fix_test]") {
    const Scratch folder;
    folder.write("compose.yaml", two);
    const auto ended = run(folder, {"--fix", "--format", "json", "--exit-zero"});
    CHECK(Json::parse(ended.out)["findings"].size() == 1);
    CHECK(ended.err == "Fixed 1 finding in 1 file.\n");
}

TEST_CASE("JSON carries each edit with its applicability", "[fix_test]") {
    const Scratch folder;
    folder.write("compose.yaml", two);
    const auto ended = run(folder, {"--format", "json", "--exit-zero"});
    const Json report = Json::parse(ended.out);
    REQUIRE(report["findings"].size() == 2);
    CHECK(report["findings"][0]["fix"]["applicability"] == "safe");
    CHECK(report["findings"][0]["fix"]["edits"][0]["text"] == "    cap_drop: [ALL]\n");
    CHECK(report["findings"][1]["fix"]["applicability"] == "unsafe");
}

TEST_CASE("what someone accepted is not fixed", "[fix_test]") {
    const Scratch folder;
    const std::string text =
        "services:\n  # dropcap: ignore[missing-drop-all] later\n  app:\n    image: example/app\n"
        "    user: \"1000\"\n    security_opt: [\"no-new-privileges:true\"]\n";
    folder.write("compose.yaml", text);
    CHECK(run(folder, {"--unsafe-fixes"}).out.ends_with("No fix was applied.\n"));
    CHECK(folder.read("compose.yaml") == text);
}

TEST_CASE("a file is not harmed: encodings, links, no permission", "[fix_test]") {
    const Scratch folder;
    const Scratch outside;
    outside.write("compose.yaml", two);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.write("mark/compose.yaml", "\xEF\xBB\xBF" + two);
    folder.link("link/compose.yaml", (outside.path() / "compose.yaml").string());
    std::string wide = "\xFF\xFE";
    for (const char c : two) wide += std::string{c, '\0'};
    folder.write("wide/compose.yaml", wide);
    const auto ended = run(folder, {"--fix", "--exit-zero", "mark", "link/compose.yaml", "wide"});
    INFO(ended.out << ended.err);
    CHECK(folder.read("mark/compose.yaml") == "\xEF\xBB\xBF" + safely_fixed);
    CHECK(folder.read("wide/compose.yaml") == wide);
    CHECK(outside.read("compose.yaml") == two);
    CHECK(ended.code == 2);
    CHECK((ended.out + ended.err).find("its encoding is not UTF-8") != std::string::npos);
}

TEST_CASE("standard input and what is staged are refused", "[fix_test]") {
    const Scratch folder;
    folder.write("compose.yaml", two);
    CHECK(run(folder, {"--fix", "-"}).code == 2);
    CHECK(run(folder, {"--diff", "--staged"}).code == 2);
    CHECK(run(folder, {"--fix", "--add-ignores"}).code == 2);
}

TEST_CASE("an edit that would change another service is left out", "[fix_test]") {
    const Scratch folder;
    // What `web` says is what `more` takes: dropping ALL there would drop it in both.
    const std::string text = "services:\n  web: &web\n    image: nginx\n"
                             "  more:\n    <<: *web\n    image: example/more\n";
    folder.write("compose.yaml", text);
    const auto ended = run(folder, {"--unsafe-fixes", "--exit-zero"});
    INFO(ended.out << folder.read("compose.yaml"));
    CHECK(folder.read("compose.yaml") == text);
    CHECK(ended.out.find(
              "missing-drop-all is not fixed: the edit would change more than it should") !=
          std::string::npos);
}

TEST_CASE("what one round makes possible is fixed in the next", "[fix_test]") {
    const Scratch folder;
    folder.write("Dockerfile", "FROM debian:12\nUSER 1000\n"
                               "LABEL RUN docker run --cap-add=setuid --cap-add=setgid IMAGE\n");
    const std::vector<std::string> arguments{"--unsafe-fixes", "--select", "ALL", "--exit-zero"};
    run(folder, arguments);
    const std::string once = folder.read("Dockerfile");
    run(folder, arguments);
    CHECK(folder.read("Dockerfile") == once);
}

TEST_CASE("every file of testdata/ is fixed without harm", "[fix_test]") {
    const Scratch folder;
    for (const auto& entry : fs::directory_iterator(fs::path(DROPCAP_ROOT) / "testdata")) {
        if (!entry.is_directory() || entry.path().filename() == "reports") continue;
        fs::copy(entry.path(), folder.path() / entry.path().filename(),
                 fs::copy_options::recursive);
    }
    const auto before = findings(folder.path());
    const auto containers_before = containers(folder.path());
    REQUIRE(before.size() > 200);
    const auto ended =
        run(folder, {"--unsafe-fixes", "--isolated", "--scan", "all", "--exit-zero"});
    INFO(ended.err);
    const auto after = findings(folder.path());
    CHECK(after.size() < before.size());
    CHECK(std::ranges::includes(before, after));
    const auto containers_after = containers(folder.path());
    REQUIRE(containers_after.size() == containers_before.size());
    for (const auto& [name, was] : containers_before) {
        INFO(name);
        REQUIRE(containers_after.contains(name));
        const Json& now = containers_after.at(name);
        for (const auto& [key, value] : was.items())
            if (key != "effective" && key != "add" && key != "unresolved" && key != "problems")
                CHECK(now[key] == value);
        if (was["effective"].is_array() && now["effective"].is_array())
            CHECK(now["effective"].size() <= was["effective"].size());
    }
    CHECK(run(folder, {"--unsafe-fixes", "--isolated", "--scan", "all", "--exit-zero"})
              .out.ends_with("No fix was applied.\n"));
}
