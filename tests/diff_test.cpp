// The unified diff, against the program that applies it.

#include "lint/fix/diff.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace dropcap;
using fix::unified_diff;

TEST_CASE("a change is shown with three lines around it", "[diff_test]") {
    CHECK(unified_diff("f", "a\nb\n", "a\nb\n").empty());
    CHECK(unified_diff("f", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nx\n5\n6\n7\n8\n") ==
          "--- a/f\n+++ b/f\n@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+x\n 5\n 6\n 7\n");
    CHECK(unified_diff("f", "", "a\n") == "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
    CHECK(unified_diff("f", "a", "b") ==
          "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
          "\\ No newline at end of file\n");
}

TEST_CASE("changes whose contexts touch are one hunk", "[diff_test]") {
    const auto hunks = [](const std::string& between) {
        const std::string diff = unified_diff("f", between, "x\n" + between + "y\n");
        std::size_t count = 0;
        for (std::size_t at = diff.find("@@ -"); at != std::string::npos;
             at = diff.find("@@ -", at + 1))
            ++count;
        return count;
    };
    CHECK(hunks("1\n2\n3\n4\n5\n6\n") == 1);
    CHECK(hunks("1\n2\n3\n4\n5\n6\n7\n") == 2);
}

TEST_CASE("git applies what it prints", "[diff_test]") {
    std::mt19937 random(7);
    const auto text = [&](std::size_t lines) {
        std::string out;
        for (std::size_t at = 0; at < lines; ++at)
            out += std::string(1, static_cast<char>('a' + random() % 4)) +
                   (at + 1 < lines || random() % 3 != 0 ? "\n" : "");
        return out;
    };
    for (int round = 0; round < 40; ++round) {
        const std::string before = text(1 + random() % 30);
        std::string after = before;
        for (unsigned change = 0; change < 1 + random() % 3; ++change) {
            const std::size_t at = random() % (after.size() + 1);
            if (random() % 2 == 0)
                after.insert(at, "x\ny");
            else
                after.erase(at, random() % 6);
        }
        if (before == after || after.empty()) continue;
        const fixture::Scratch folder;
        folder.write("f", before);
        folder.write("p", unified_diff("f", before, after));
        CAPTURE(before, after);
        const auto ended = fixture::run_shell("git apply --unsafe-paths p", folder.path());
        CHECK(ended.code == 0);
        CHECK(folder.read("f") == after);
    }
}

TEST_CASE("texts that have nothing in common are replaced", "[diff_test]") {
    std::string before;
    std::string after;
    for (int line = 0; line < 3000; ++line) {
        before += "a" + std::to_string(line) + "\n";
        after += "b" + std::to_string(line) + "\n";
    }
    const std::string diff = unified_diff("f", before, after);
    CHECK(diff.find("@@ -1,3000 +1,3000 @@") != std::string::npos);
}
