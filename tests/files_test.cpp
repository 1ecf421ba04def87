// Which files a run looks at: names, .gitignore as Git reads it, links, order.

#include "lint/input/files.hpp"
#include "lint/input/glob.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace dropcap;
using fixture::Scratch;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

/// The files found under the folder, as seen from it.
Words found(const Scratch& scratch, const std::string& below = {}) {
    const std::string root = scratch.path().string() + (below.empty() ? "" : "/" + below);
    const input::Inputs inputs = input::find_inputs({root});
    CHECK(inputs.errors.empty());
    Words names;
    for (const input::InputFile& file : inputs.files) {
        CHECK_FALSE(file.named);
        names.push_back(file.path.substr(root.size() + 1));
    }
    return names;
}

void write_all(const Scratch& scratch, const Words& names) {
    for (const std::string& name : names) scratch.write(name, "x: 1\n");
}

} // namespace

TEST_CASE("names that may hold something for dropcap", "[files_test]") {
    const Scratch scratch;
    const Words ours = {"Containerfile",  "Containerfile.dev",
                        "Dockerfile",     "Dockerfile.web",
                        "a.json",         "a.yaml",
                        "a.yml",          "b.YAML",
                        "web.Dockerfile", "web.dockerfile"};
    write_all(scratch, ours);
    write_all(scratch, {"README.md", "a.yaml.bak", "main.cpp", "notes.txt", "yaml", "run.sh"});
    CHECK(found(scratch) == ours);
}

TEST_CASE("folders go in order of their names, hidden ones too, .git never", "[files_test]") {
    const Scratch scratch;
    write_all(scratch, {"b/z.yaml", "b/a.yaml", "a.yaml", ".github/w.yaml", ".git/config.yaml",
                        "sub/.git/x.yaml", "c.yaml", "B/x.yaml"});
    CHECK(found(scratch) ==
          Words{".github/w.yaml", "B/x.yaml", "a.yaml", "b/a.yaml", "b/z.yaml", "c.yaml"});
}

TEST_CASE("links are reported, not followed; a named one is", "[files_test]") {
    const Scratch scratch;
    write_all(scratch, {"real.yaml", "folder/x.yaml"});
    fs::create_symlink("real.yaml", scratch.path() / "link.yaml");
    fs::create_directory_symlink(".", scratch.path() / "folder/loop.yaml");
    CHECK(found(scratch) == Words{"folder/x.yaml", "real.yaml"});
    const input::Inputs walked = input::find_inputs({scratch.path().string()});
    REQUIRE(walked.skipped.size() == 2);
    CHECK(walked.skipped[0].reason == "a symbolic link, not followed");
    const input::Inputs named = input::find_inputs({(scratch.path() / "link.yaml").string()});
    REQUIRE(named.files.size() == 1);
    CHECK(named.files[0].named);
    CHECK(input::read_source(named.files[0]).ok());
}

TEST_CASE("a file that vanishes, or becomes something else, between the walk and the reading",
          "[files_test]") {
    const Scratch scratch;
    write_all(scratch, {"gone.yaml", "pipe.yaml", "folder.yaml"});
    const input::Inputs inputs = input::find_inputs({scratch.path().string()});
    REQUIRE(inputs.files.size() == 3);
    for (const input::InputFile& file : inputs.files) fs::remove(file.path);
    REQUIRE(::mkfifo(inputs.files[2].path.c_str(), 0600) == 0);
    fs::create_directory(inputs.files[0].path);
    const auto told = [&](std::size_t at) {
        const auto source = input::read_source(inputs.files[at]);
        return source.ok() ? "read"
                           : source.error().message.substr(source.error().message.rfind(": ") + 2);
    };
    CHECK(told(0) == "is a folder");
    CHECK(told(1) == "No such file or directory");
    CHECK(told(2) == "not a regular file"); // and it does not wait for a writer
}

TEST_CASE(".gitignore of the folder, of folders below and of those above up to the repository",
          "[files_test]") {
    const Scratch scratch;
    fs::create_directory(scratch.path() / ".git");
    scratch.write(
        ".gitignore",
        "# a comment\n\n*.json\n/top.yaml\nbuild/\n!keep.json\nlogs\n\\#odd.yaml\nspace.yaml   \n");
    scratch.write("deep/.gitignore", "!special.json\nlocal.yaml\n");
    write_all(scratch, {"a.json", "keep.json", "top.yaml", "deep/top.yaml", "deep/special.json",
                        "deep/other.json", "deep/local.yaml", "local.yaml", "build/x.yaml",
                        "deep/build/x.yaml", "buildx/x.yaml", "logs/x.yaml", "deep/logs/x.yaml",
                        "#odd.yaml", "space.yaml", "deep/er/local.yaml"});
    scratch.write("deep/build.yaml/build", "");
    CHECK(found(scratch) ==
          Words{"buildx/x.yaml", "deep/special.json", "deep/top.yaml", "keep.json", "local.yaml"});
    CHECK(found(scratch, "deep") == Words{"special.json", "top.yaml"}); // what is above counts, too
    const input::Inputs named = input::find_inputs({(scratch.path() / "a.json").string()});
    CHECK(named.files.size() == 1); // a named file is always taken
}

TEST_CASE("without a repository nothing above the folder counts", "[files_test]") {
    const Scratch scratch;
    scratch.write(".gitignore", "*.yaml\n");
    write_all(scratch, {"sub/a.yaml"});
    CHECK(found(scratch, "sub") == Words{"a.yaml"});
}

TEST_CASE("what is ignored as a folder cannot be taken back below it", "[files_test]") {
    const Scratch scratch;
    scratch.write(".gitignore", "out/\n!out/keep.yaml\nvar/*\n!var/keep.yaml\n");
    write_all(scratch, {"out/keep.yaml", "var/keep.yaml", "var/x.yaml"});
    CHECK(found(scratch) == Words{"var/keep.yaml"});
}

TEST_CASE("patterns as gitignore(5) describes them", "[files_test]") {
    struct Row {
        std::string_view pattern, path;
        bool matches;
    };
    const std::vector<Row> rows = {
        {"*.yaml", "a.yaml", true},
        {"*.yaml", "d/a.yaml", false},
        {"a?c", "abc", true},
        {"a?c", "a/c", false},
        {"[ab].yaml", "b.yaml", true},
        {"[!ab].yaml", "b.yaml", false},
        {"[^ab].yaml", "c.yaml", true},
        {"[a-c]x", "bx", true},
        {"[a-c]x", "dx", false},
        {"[]a]x", "]x", true},
        {"[abc", "[abc", true},
        {"a[/]b", "a/b", false},
        {"\\*.yaml", "*.yaml", true},
        {"\\*.yaml", "a.yaml", false},
        {"**/x", "x", true},
        {"**/x", "a/b/x", true},
        {"a/**", "a/b/c", true},
        {"a/**", "a", false},
        {"a/**/b", "a/b", true},
        {"a/**/b", "a/x/y/b", true},
        {"a/**/b", "ab", false},
        {"a/**/b/c", "a/b/x/b/c", true},
        {"**/a/**/b", "x/a/y/a/z/b", true},
        {"a**b", "axxb", true},
        {"a**b", "ax/xb", false},
        {"*/x", "a/x", true},
        {"*/x", "a/b/x", false},
        {"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false},
        {"", "", true},
        {"*", "", true},
        {"a", "", false},
        {"größe*", "größe.yaml", true},
    };
    for (const Row& row : rows) {
        INFO(row.pattern << " " << row.path);
        CHECK(input::glob_matches(row.pattern, row.path) == row.matches);
    }
}

TEST_CASE("the last pattern that matches decides", "[files_test]") {
    using enum input::Gitignore::Verdict;
    const input::Gitignore rules("*.yaml\r\n!keep.yaml\n/a/b\nfolder/\n!\n/\n");
    CHECK(rules.verdict("x.yaml", false) == ignored);
    CHECK(rules.verdict("d/keep.yaml", false) == kept);
    CHECK(rules.verdict("a/b", false) == ignored);
    CHECK(rules.verdict("d/a/b", false) == none);
    CHECK(rules.verdict("folder", false) == none);
    CHECK(rules.verdict("d/folder", true) == ignored);
    CHECK(input::Gitignore("# only a comment\n\n").empty());
    CHECK(input::Gitignore("a\n!a\n").verdict("a", false) == kept);
    CHECK(input::Gitignore("!a\na\n").verdict("a", false) == ignored);
    // Plain names are looked up, patterns are tried: which of them says the last word is a matter
    // of lines all the same.
    CHECK(input::Gitignore("a*\n!ab\n").verdict("ab", false) == kept);
    CHECK(input::Gitignore("!ab\na*\n").verdict("ab", false) == ignored);
    CHECK(input::Gitignore("/d/ab\n!a?\n").verdict("d/ab", false) == kept);
    CHECK(input::Gitignore("!a?\n/d/ab\nab/\n").verdict("d/ab", false) == ignored);
    CHECK(input::Gitignore("!a?\n/d/ab\nab/\n").verdict("d/ab", true) == ignored);
    CHECK(input::Gitignore("ab\n!ab/\n").verdict("ab", false) == ignored);
    CHECK(input::Gitignore("ab\n!ab/\n").verdict("ab", true) == kept);
}

TEST_CASE("a path as the project sees it", "[files_test]") {
    const Scratch scratch;
    scratch.write("project/deploy/a.yaml", "x: 1\n");
    const std::string root = (scratch.path() / "project").string();
    CHECK(input::path_in_project(root + "/deploy/a.yaml", root) == "deploy/a.yaml");
    CHECK(input::path_in_project(root + "/deploy/../deploy//a.yaml", root) == "deploy/a.yaml");
    CHECK(input::path_in_project(root + "/new/file", root) == "new/file");
    CHECK(input::path_in_project(root + "/../other", root).empty());
    CHECK(input::path_in_project(root + "x/a", root).empty());
    CHECK(input::path_in_project("", root).empty());
    fs::create_symlink("../..", scratch.path() / "project/deploy/out");
    CHECK(input::path_in_project(root + "/deploy/out/x", root)
              .empty()); // links count as what they lead to
    CHECK(input::read_inside(root + "/deploy/a.yaml", root).ok());
    CHECK_FALSE(input::read_inside(scratch.path() / "elsewhere.yaml", root).ok());
}

TEST_CASE("what files are called in the project, asked or reported by the walk", "[files_test]") {
    const Scratch scratch;
    scratch.write("project/deploy/a.yaml", "x: 1\n");
    fs::create_symlink("deploy/a.yaml", scratch.path() / "project/link.yaml");
    const std::string root = (scratch.path() / "project").string();
    input::ProjectPaths paths(root);
    CHECK(paths.root() == root);
    CHECK(paths.relative(root + "/link.yaml") == "deploy/a.yaml");
    CHECK(paths.relative(root + "/deploy/a.yaml") == "deploy/a.yaml");
    CHECK(paths.relative(root + "/deploy/") == "deploy");
    CHECK(paths.shown("/elsewhere/x") == "/elsewhere/x");
    paths.note_file(root + "/deploy/b.yaml");
    fs::create_symlink("a.yaml",
                       scratch.path() /
                           "project/deploy/b.yaml"); // too late: it was a file when it was met
    CHECK(paths.relative(root + "/deploy/b.yaml") == "deploy/b.yaml");
    paths.note_file("/elsewhere/y");
    CHECK(paths.shown("/elsewhere/y") == "/elsewhere/y");
}

TEST_CASE(
    "what is outside the project leads no further than its own repository or the folder given",
    "[files_test]") {
    const Scratch scratch;
    write_all(scratch, {"bare/app/a.yaml", "repository/.git/config", "repository/app/a.yaml"});
    const std::string top = fs::canonical(scratch.path()).string();
    const auto root_of = [&](const std::string& path) {
        const input::Inputs inputs = input::find_inputs({top + "/" + path});
        REQUIRE(inputs.files.size() == 1);
        return inputs.files.front().root;
    };
    CHECK(root_of("bare") == top + "/bare");
    CHECK(root_of("bare/app/a.yaml") == top + "/bare/app");
    CHECK(root_of("repository/app") == top + "/repository");
    CHECK(root_of("repository/app/a.yaml") == top + "/repository");
    const input::Inputs own = input::find_inputs({"README.md"}); // the tests run in the project
    REQUIRE(own.files.size() == 1);
    CHECK(own.files.front().root.empty());
}

TEST_CASE("a Compose project outside the working directory is checked with the files it names",
          "[files_test]") {
    const Scratch scratch;
    scratch.write(
        "app/compose.yaml",
        "services:\n  web:\n    extends: {file: ../base.yaml, service: base}\n    privileged: ${P}\n");
    scratch.write("app/.env", "P=true\n");
    scratch.write("base.yaml", "services:\n  base: {image: x, cap_drop: [ALL]}\n");
    const auto run = [&](const std::string& path) {
        return fixture::run(
                   {.arguments = {"check", "--format", "concise", scratch.path().string() + path}})
            .out;
    };
    CHECK_THAT(run(""), Catch::Contains("[privileged]") && !Catch::Contains("[syntax]"));
    CHECK_THAT(run("/app/compose.yaml"),
               Catch::Contains("it leads out of the project and is not read"));
}

TEST_CASE("why a file of the project cannot be read has a code", "[files_test]") {
    const Scratch scratch;
    write_all(scratch, {"project/a.yaml", "project/folder/b.yaml", "outside.yaml"});
    const std::string root = (scratch.path() / "project").string();
    const auto code = [&](const std::string& path) {
        const auto source = input::read_inside(root + "/" + path, root);
        REQUIRE_FALSE(source.ok());
        return source.error().code;
    };
    CHECK(input::read_inside(root + "/a.yaml", root).ok());
    CHECK(code("../outside.yaml") == ErrorCode::outside_project);
    CHECK(code("gone.yaml") == ErrorCode::no_such_file);
    CHECK(code("a.yaml/below") == ErrorCode::no_such_file);
    CHECK(code("folder") == ErrorCode::is_a_folder);
    REQUIRE(::mkfifo((root + "/pipe").c_str(), 0600) == 0);
    CHECK(code("pipe") == ErrorCode::other);
    scratch.write("project/large.yaml", "");
    fs::resize_file(root + "/large.yaml", input::largest_input_file + 1);
    CHECK(code("large.yaml") == ErrorCode::too_large);
}
