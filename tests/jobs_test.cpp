// However many workers there are and however they are scheduled, the report is the same, byte for
// byte.

#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace dropcap;
using fixture::Scratch;

namespace {

/// A repository of every format, with findings, broken files, templates and files of other kinds;
/// more than a worker takes at a time.
void fill(const Scratch& scratch) {
    std::mt19937 random(3); // NOLINT: the same every time
    const std::vector<std::pair<std::string, std::string>> kinds{
        {"compose.yaml",
         "services:\n  web: {image: x, privileged: true}\n  db: {image: y, cap_add: [NET_ADMIN], cap_drop: [ALL]}\n"},
        {"pod.yaml",
         "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - {name: c, image: i}\n"},
        {"broken.yaml", "apiVersion: v1\nkind: Pod\nspec: [\n"},
        {"template.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  {{- x }}\n"},
        {"Dockerfile", "FROM x\nLABEL RUN=\"docker run --cap-add=SYS_ADMIN IMAGE\"\n"},
        {"other.yaml", "settings: {a: b}\n"},
    };
    for (int i = 0; i < 120; ++i) {
        const auto& [name, text] = kinds[random() % kinds.size()];
        scratch.write("d" + std::to_string(i % 17) + "/e" + std::to_string(i) + "/" + name, text);
    }
}

} // namespace

TEST_CASE("one worker or eight, this run or the next: the same bytes", "[jobs_test]") {
    const Scratch scratch;
    fill(scratch);
    const std::vector<std::vector<std::string>> commands{{"--format", "full", "-v"},
                                                         {"--format", "concise"},
                                                         {"--format", "json"},
                                                         {"--format", "sarif"},
                                                         {"--statistics"}};
    const auto with_jobs = [&](std::vector<std::string> arguments, const char* jobs) {
        arguments.insert(arguments.end(), {"--jobs", jobs});
        return fixture::run({.arguments = std::move(arguments), .folder = scratch.path()});
    };
    const auto all_agree = [&](const std::vector<std::string>& arguments, int code) {
        INFO(arguments.back());
        const auto one = with_jobs(arguments, "1");
        CHECK(one.code == code);
        CHECK(one.out.size() > 100);
        for (const char* jobs : {"8", "3", "8", "64"}) {
            INFO(jobs);
            const auto again = with_jobs(arguments, jobs);
            CHECK(again.code == one.code);
            CHECK(again.out == one.out);
            CHECK(again.err == one.err);
        }
    };
    for (const auto& arguments : commands) all_agree(arguments, 1);
    all_agree({"caps", "--format", "json"}, 0);
    all_agree({"caps"}, 0);
}
