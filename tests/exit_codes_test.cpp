// Scripts and CI rely on the exit code: threshold, formats and what could not be checked, in every
// combination.

#include "lint/report/report.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using fixture::Scratch;

namespace {

using Words = std::vector<std::string>;

int code_of(const Scratch& scratch, Words words) {
    return fixture::run({.arguments = std::move(words), .folder = scratch.path()}).code;
}

/// A file whose worst finding is of a severity, and one without any.
void write_one_of_each(const Scratch& scratch) {
    scratch.write("error.yaml",
                  "services:\n  web: {image: a, cap_drop: [ALL], privileged: true}\n");
    scratch.write("warning.yaml",
                  "services:\n  web: {image: a, cap_drop: [ALL], cap_add: [NET_ADMIN]}\n");
    scratch.write(
        "note.yaml",
        "services:\n  web: {image: a, cap_drop: [ALL], cap_add: [NET_BIND_SERVICE], ports: ['8080:8080']}\n");
    scratch.write("none.yaml", "services:\n  web: {image: a, cap_drop: [ALL]}\n");
    scratch.write(
        "accepted.yaml",
        "services:\n  web: {image: a, privileged: true} # dropcap: ignore[privileged] the agent that installs drivers\n");
    scratch.write("open.yaml",
                  "services:\n  web: {image: a, cap_drop: [ALL], privileged: \"${PRIVILEGED}\"}\n");
    scratch.write(
        "template.yaml",
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  {{- range .Values.all }}\n    - name: x\n  {{- end }}\n");
}

std::vector<std::string> formats() {
    std::vector<std::string> names;
    for (const report::ReportFormat& format : report::check_formats())
        names.emplace_back(format.name);
    return names;
}

} // namespace

TEST_CASE("the threshold decides, whatever the format and wherever it goes", "[exit_codes_test]") {
    const Scratch scratch;
    write_one_of_each(scratch);
    struct Row {
        std::string file;
        int error, warning, note; ///< exit codes for --fail-on
    };
    const std::vector<Row> rows = {{"error.yaml", 1, 1, 1},    {"warning.yaml", 0, 1, 1},
                                   {"note.yaml", 0, 0, 1},     {"none.yaml", 0, 0, 0},
                                   {"accepted.yaml", 0, 0, 0}, {"open.yaml", 0, 0, 0}};
    for (const Row& row : rows) {
        for (const std::string& format : formats()) {
            INFO(row.file << " " << format);
            CHECK(code_of(scratch, {row.file, "--format", format}) == row.warning); // the default
            CHECK(code_of(scratch, {row.file, "--format", format, "--fail-on", "error"}) ==
                  row.error);
            CHECK(code_of(scratch, {row.file, "--format", format, "--fail-on", "warning",
                                    "--output", "out"}) == row.warning);
            CHECK(code_of(scratch, {row.file, "--format", format, "--fail-on", "note", "-q"}) ==
                  row.note);
        }
        CHECK(code_of(scratch, {row.file, "--fail-on", "never"}) == 0);
        CHECK(code_of(scratch, {row.file, "--exit-zero"}) == 0);
        CHECK(code_of(scratch, {row.file, "--statistics"}) == row.warning);
        CHECK(code_of(scratch, {"caps", row.file}) == 0); // caps shows, it does not check
    }
    CHECK(code_of(scratch, {"accepted.yaml", "--no-ignores"}) == 1);
}

TEST_CASE("--strict makes an error of what could not be checked", "[exit_codes_test]") {
    const Scratch scratch;
    write_one_of_each(scratch);
    for (const std::string& format : formats()) {
        INFO(format);
        CHECK(code_of(scratch,
                      {"open.yaml", "--strict", "--fail-on", "error", "--format", format}) == 1);
        CHECK(code_of(scratch, {"template.yaml", "--strict", "--fail-on", "error", "--format",
                                format}) == 1);
        CHECK(code_of(scratch, {"template.yaml", "--format", format}) == 0);
        CHECK(code_of(scratch, {"none.yaml", "--strict", "--format", format}) == 0);
        CHECK(code_of(scratch, {"template.yaml", "--strict", "--exit-zero", "--format", format}) ==
              0);
    }
}

TEST_CASE("what goes wrong is 2, also with findings and with --exit-zero", "[exit_codes_test]") {
    const Scratch scratch;
    write_one_of_each(scratch);
    for (const std::string& format : formats()) {
        CHECK(code_of(scratch, {"error.yaml", "nosuch.yaml", "--format", format}) == 2);
        CHECK(code_of(scratch, {"none.yaml", "nosuch.yaml", "--exit-zero", "--format", format}) ==
              2);
        CHECK(code_of(scratch, {"error.yaml", "--output", "no/such/folder", "--format", format}) ==
              2);
    }
    CHECK(code_of(scratch, {"caps", "nosuch.yaml"}) == 2);
    CHECK(code_of(scratch, {"caps", "none.yaml", "--output", "no/such/folder"}) == 2);
    CHECK(code_of(scratch, {"error.yaml", "--nosuch"}) == 2);
    CHECK(code_of(scratch, {"explain", "nosuch"}) == 2);
    CHECK(code_of(scratch, {"explain", "net-raw", "nosuch"}) == 2);
}

TEST_CASE("help, version, pages and the catalogue are 0", "[exit_codes_test]") {
    const Scratch scratch;
    for (const Words& words : {Words{"--version"},
                               {"-V"},
                               {"-h"},
                               {"--help"},
                               {"caps", "--help"},
                               {"explain", "--help"},
                               {"completions", "--help"},
                               {"--help-all"},
                               {"--man"},
                               {"explain", "ALL", "default"},
                               {"rules", "-h"},
                               {"rules"},
                               {"explain", "NET_RAW"},
                               {"explain", "net-raw", "mknod"}}) {
        INFO(words[0]);
        const fixture::Ended ended = fixture::run({.arguments = words, .folder = scratch.path()});
        CHECK(ended.code == 0);
        CHECK(ended.err.empty());
        CHECK_FALSE(ended.out.empty());
    }
}
