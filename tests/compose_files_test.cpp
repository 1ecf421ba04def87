// Which files make a project, and that none is read outside of it.

#include "lint/input/files.hpp"
#include "parsers/compose/files.hpp"
#include "tests/compose_project.hpp"
#include "tests/fixture.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>

using namespace dropcap;
using namespace dropcap::compose_test;
namespace fs = std::filesystem;

namespace {

/// A project on disk, `project` in a folder of the test's own; `outside` lies next to it.
class Disk {
  public:
    Disk() {
        fs::create_directories(root());
        fs::create_directories(top_.path() / "outside");
    }

    [[nodiscard]] fs::path root() const { return top_.path() / "project"; }
    void write(const std::string& path, std::string_view text) const {
        top_.write("project/" + path, text);
    }
    [[nodiscard]] Document read(const std::string& path = "compose.yaml",
                                format::ParseOptions options = {}) const {
        const std::string whole = (root() / path).string();
        options.read_file = [this](const std::string& name) {
            return input::read_inside(name, root().string());
        };
        return parse(std::make_shared<Source>(whole, fixture::read_text(whole)), options);
    }
    /// Everything that a report could show of a document.
    [[nodiscard]] static std::string shown(const Document& document) {
        Lines all = problems(document);
        for (const Lines& more : {unchecked(document), outline(document)})
            all.insert(all.end(), more.begin(), more.end());
        std::string text = fmt::format("{}", fmt::join(all, "\n"));
        for (const auto& source : document.sources) text += source->path();
        return text;
    }
    /// What the program prints for arguments, started in the project.
    [[nodiscard]] std::string run(const std::string& arguments) const {
        return fixture::run_shell("dropcap " + arguments + " 2>&1", root()).out;
    }

  private:
    fixture::Scratch top_;
};

constexpr std::string_view base = "services: {web: {image: x, cap_drop: [ALL]}}\n";

std::string adding(std::string_view word) {
    return fmt::format("services: {{web: {{cap_add: [{}]}}}}\n", word);
}

} // namespace

TEST_CASE("paths as text", "[compose_files_test]") {
    using namespace dropcap::compose;
    CHECK(folder_of("a/b/c.yaml") == "a/b");
    CHECK(folder_of("c.yaml").empty());
    CHECK(folder_of("/c.yaml") == "/");
    CHECK(join("", "a/../b.yaml") == "b.yaml");
    CHECK(join("a", "./b.yaml") == "a/b.yaml");
    CHECK(join("a", "../b.yaml") == "b.yaml");
    CHECK(join("a", "../../b.yaml") == "../b.yaml");
    CHECK(join("a", "/etc/passwd") == "/etc/passwd");
    CHECK(normal_path("/../a//b/.") == "/a/b");
    for (const std::string_view remote :
         {"https://a/b", "git://a/b", "git@a:b", "github.com/a/b", "oci:a"})
        CHECK(is_remote(remote));
    for (const std::string_view local : {"a", "./github.com", "../a", "/a", "git", "ocial"})
        CHECK_FALSE(is_remote(local));
}

TEST_CASE("the first override next to a file that Compose finds is merged over it",
          "[compose_files_test]") {
    // main file, overrides that lie next to it, the word of the one that counts
    struct Row {
        std::string_view main;
        std::vector<std::string_view> overrides;
        std::string_view expected;
    };
    const Row row = GENERATE(
        Row{"compose.yaml", {"compose.override.yml"}, "compose.override.yml"},
        Row{"compose.yaml", {"compose.override.yaml"}, "compose.override.yaml"},
        Row{"compose.yaml", {"docker-compose.override.yml"}, "docker-compose.override.yml"},
        Row{"compose.yaml", {"docker-compose.override.yaml"}, "docker-compose.override.yaml"},
        Row{"compose.yml",
            {"compose.override.yaml", "compose.override.yml"},
            "compose.override.yml"},
        Row{"docker-compose.yml",
            {"docker-compose.override.yml", "compose.override.yaml"},
            "compose.override.yaml"},
        Row{"docker-compose.yaml",
            {"docker-compose.override.yaml", "docker-compose.override.yml"},
            "docker-compose.override.yml"},
        Row{"docker-compose.yaml", {"compose.override.yaml"}, "compose.override.yaml"},
        // what has any other name is checked by itself
        Row{"prod.yaml", {"compose.override.yaml"}, ""},
        Row{"compose.prod.yaml", {"compose.prod.override.yaml"}, ""});
    Folder folder{.files = {{std::string(row.main), std::string(base)}}};
    for (const std::string_view name : row.overrides)
        folder.files[std::string(name)] = adding(fmt::format("\"{}\"", name));
    INFO(row.main << " " << fmt::format("{}", fmt::join(row.overrides, " ")));
    const Document document = folder.read(std::string(row.main));
    CHECK(words(named(document, "web").add) ==
          (row.expected.empty() ? "-" : fmt::format("[{}]", row.expected)));
}

TEST_CASE("a file that another one hides gets no override", "[compose_files_test]") {
    // compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml: the first that exists is
    // the project
    Folder folder{.files = {{"compose.yaml", std::string(base)},
                            {"docker-compose.yml", std::string(base)},
                            {"docker-compose.yaml", std::string(base)},
                            {"compose.override.yml", adding("A")}}};
    CHECK(outline(folder.read("compose.yaml")) == Lines{"web add=[A] drop=[ALL]"});
    CHECK(outline(folder.read("docker-compose.yml")) == Lines{"web drop=[ALL]"});
    folder.files.erase("compose.yaml");
    CHECK(outline(folder.read("docker-compose.yml")) ==
          Lines{"web add=[A] drop=[ALL]"}); // .yml before .yaml for the older names
    CHECK(outline(folder.read("docker-compose.yaml")) == Lines{"web drop=[ALL]"});
}

TEST_CASE("files that are named take the place of the files next to it", "[compose_files_test]") {
    Folder folder{.files = {{"compose.yaml", std::string(base)},
                            {"compose.override.yml", adding("A")},
                            {"prod.yaml", adding("B")},
                            {"more.yaml", adding("C")}}};
    folder.options.compose.files = {"compose.yaml"};
    CHECK(outline(folder.read()) == Lines{"web drop=[ALL]"});
    folder.options.compose.files = {"compose.yaml", "prod.yaml", "more.yaml"};
    CHECK(outline(folder.read()) == Lines{"web add=[B,C] drop=[ALL]"});
    folder.options.compose.files = {"compose.yaml", "missing.yaml"};
    CHECK(
        problems(folder.read()) ==
        Lines{
            "1 `` Compose cannot take in the override file `missing.yaml`: there is no such file"});
}

TEST_CASE("COMPOSE_FILE chooses the files, from .env or by --env", "[compose_files_test]") {
    Folder folder{.files = {{"app/compose.yaml", std::string(base)},
                            {"app/compose.override.yml", adding("A")},
                            {"app/prod.yaml", adding("B")},
                            {"app/other.yaml", adding("C")},
                            {"app/.env", "COMPOSE_FILE=compose.yaml:prod.yaml\n"}}};
    CHECK(outline(folder.read("app/compose.yaml")) == Lines{"web add=[B] drop=[ALL]"});
    folder.files["app/.env"] =
        "COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=compose.yaml,./other.yaml,prod.yaml\n";
    CHECK(outline(folder.read("app/compose.yaml")) == Lines{"web add=[C,B] drop=[ALL]"});
    folder.files["app/.env"] = "COMPOSE_FILE=other.yaml\n"; // compose.yaml is then no project that
                                                            // anybody starts by that name
    CHECK(outline(folder.read("app/compose.yaml")) == Lines{"web drop=[ALL]"});
    folder.files.erase("app/.env");
    folder.options.compose.environment = {{"COMPOSE_FILE", "compose.yaml"}};
    CHECK(outline(folder.read("app/compose.yaml")) == Lines{"web drop=[ALL]"});
}

TEST_CASE("swarm reads no override and no .env", "[compose_files_test]") {
    Folder folder{
        .files = {{"compose.yaml", "services: {web: {image: x, cap_add: [\"${C:-none}\"]}}\n"},
                  {"compose.override.yml", adding("A")},
                  {".env", "C=KILL\n"}}};
    CHECK(outline(folder.read()) == Lines{"web add=[KILL,A]"});
    folder.options.engine = Engine::swarm;
    CHECK(outline(folder.read()) == Lines{"web add=[none]"});
}

TEST_CASE("the project's name is a variable", "[compose_files_test]") {
    const Folder folder{.files = {{"My App/compose.yaml",
                                   "services: {web: {image: \"${COMPOSE_PROJECT_NAME}\"}}\n"}}};
    CHECK(value_of(*named(folder.read("My App/compose.yaml"), "web").image) == "myapp");
    const Folder here{
        .files = {{"compose.yaml", "services: {web: {image: \"${COMPOSE_PROJECT_NAME}\"}}\n"}}};
    CHECK(value_of(*named(here.read(), "web").image) == "?${COMPOSE_PROJECT_NAME}");
}

TEST_CASE("nothing outside the project is read, whichever way leads there",
          "[compose_files_test]") {
    const Disk disk;
    const std::string secret = "services: {web: {image: secret, privileged: true}}\n";
    std::ofstream(disk.root().parent_path() / "outside" / "compose.yaml") << secret;
    fs::create_symlink("../outside/compose.yaml", disk.root() / "link.yaml");
    fs::create_directory_symlink("../outside", disk.root() / "linked");
    const std::string path = GENERATE("../outside/compose.yaml", "link.yaml", "linked/compose.yaml",
                                      "a/../../outside/compose.yaml", "ABSOLUTE");
    const std::string named_path =
        path == "ABSOLUTE" ? (disk.root().parent_path() / "outside" / "compose.yaml").string()
                           : path;
    INFO(path);
    for (const std::string& text :
         {fmt::format("services: {{a: {{image: x, extends: {{file: {}, service: web}}}}}}\n",
                      named_path),
          fmt::format("include: [{}]\nservices: {{a: {{image: x}}}}\n", named_path),
          fmt::format("services: {{a: {{image: x, build: {{context: ., dockerfile: {}}}}}}}\n",
                      named_path),
          fmt::format(
              "include: [{{path: empty.yaml, env_file: {}}}]\nservices: {{a: {{image: x}}}}\n",
              named_path)}) {
        INFO(text);
        disk.write("empty.yaml", "services: {b: {image: \"$V\"}}\n");
        disk.write("compose.yaml", text);
        const Document document = disk.read();
        CHECK(problems(document).empty());
        REQUIRE(document.unchecked.size() == 1);
        CHECK(document.unchecked[0].reason.find("it leads out of the project and is not read") !=
              std::string::npos);
        CHECK(Disk::shown(document).find("secret") == std::string::npos);
        CHECK(outline(document).front() == "a");
    }
}

TEST_CASE("a link inside the project is followed", "[compose_files_test]") {
    const Disk disk;
    disk.write("parts/base.yaml", "services: {base: {image: x, privileged: true}}\n");
    fs::create_symlink("parts/base.yaml", disk.root() / "link.yaml");
    disk.write("compose.yaml", "services: {web: {extends: {file: link.yaml, service: base}}}\n");
    CHECK(outline(disk.read()) == Lines{"web privileged=true"});
}

TEST_CASE("what is no regular file is reported, and no one waits for it", "[compose_files_test]") {
    const Disk disk;
    fs::create_directories(disk.root() / "folder.yaml");
    REQUIRE(::mkfifo((disk.root() / "pipe.yaml").c_str(), 0600) == 0);
    const std::string_view path = GENERATE("folder.yaml", "pipe.yaml", "missing.yaml");
    INFO(path);
    disk.write(
        "compose.yaml",
        fmt::format(
            "include: [{0}]\nservices: {{web: {{image: x, extends: {{file: {0}, service: a}}}}}}\n",
            path));
    const Document document = disk.read();
    CHECK(outline(document) == Lines{"web"});
    CHECK(problems(document).size() == 2);
}

TEST_CASE("a .env that no one names need not be there, and is reported where it cannot be read",
          "[compose_files_test]") {
    const Disk disk;
    const fs::path env = disk.root() / ".env";
    disk.write("compose.yaml", base);
    const auto told = [&] {
        const Document document = disk.read();
        CHECK(document.problems.empty());
        return document.unchecked.empty() ? std::string() : document.unchecked.front().reason;
    };
    CHECK(told().empty());
    fs::create_directories(env); // a virtual environment of Python's is often called so
    CHECK(told().empty());
    fs::remove(env);
    REQUIRE(::mkfifo(env.c_str(), 0600) == 0);
    CHECK(told() ==
          "the environment file `" + env.string() + "` is not read: it is no regular file");
    fs::remove(env);
    disk.write("../outside/secrets", "X=1\n");
    fs::create_symlink("../outside/secrets", env);
    CHECK(told() == "the environment file `" + env.string() +
                        "` is not read: it leads out of the project and is not read");
}

TEST_CASE("no text of a file that is none of Compose's is ever shown", "[compose_files_test]") {
    const Disk disk;
    const std::string_view text =
        GENERATE("root:x:0:0:hunter2:/root:/bin/sh\n", "hunter2\n", "services:\n  hunter2\n",
                 "{\"hunter2\": 1}\n", "services: {a: {image: hunter2, image: hunter2}}\n",
                 "- hunter2\n", "hunter2: [\n", "a: &hunter2 *hunter2\n",
                 "apiVersion: v1\nkind: Secret\nstringData: {password: hunter2}\n");
    INFO(text);
    disk.write("other", text);
    for (const std::string_view compose :
         {"services: {web: {image: x, extends: {file: other, service: a}}}\n",
          "include: [other]\nservices: {web: {image: x}}\n",
          "include: [{path: part.yaml, env_file: other}]\nservices: {web: {image: x}}\n",
          "services: {web: {image: x, build: {context: ., dockerfile: other}}}\n"}) {
        INFO(compose);
        disk.write("part.yaml", "services: {b: {image: \"x$V\"}}\n");
        disk.write("compose.yaml", compose);
        CHECK(Disk::shown(disk.read()).find("hunter2") == std::string::npos);
        CHECK(disk.run("check --pedantic --format sarif compose.yaml").find("hunter2") ==
              std::string::npos);
        CHECK(disk.run("check --pedantic --color always compose.yaml").find("hunter2") ==
              std::string::npos);
    }
    disk.write(".env", text);
    disk.write("compose.yaml", "services: {web: {image: \"x$V\"}}\n");
    CHECK(disk.run("check --pedantic compose.yaml").find("hunter2") == std::string::npos);
}

TEST_CASE("an override is checked with its base and not once more by itself",
          "[compose_files_test]") {
    const Disk disk;
    disk.write("compose.yaml", base);
    disk.write("compose.override.yaml", "services:\n  web:\n    cap_add:\n      - SYS_ADMIN\n");
    const std::string output = disk.run("check --format concise .");
    CHECK(output.find("compose.override.yaml:4:9: error[sys-admin]") == 0);
    CHECK(output.find("compose.yaml:") == std::string::npos);
    fs::remove(disk.root() / "compose.yaml");
    CHECK(
        disk.run("check --format concise .").find("compose.override.yaml:4:9: error[sys-admin]") !=
        std::string::npos);
}

TEST_CASE("the command line's own files and variables", "[compose_files_test]") {
    const Disk disk;
    disk.write("a.yaml", "services: {web: {image: x, cap_drop: [ALL], cap_add: [\"$C\"]}}\n");
    disk.write("b.yaml", "services: {web: {privileged: true}}\n");
    disk.write("x.env", "C=SYS_PTRACE\n");
    CHECK(disk.run("check --format concise --compose-file a.yaml --compose-file b.yaml")
              .find("b.yaml:1:30: error[privileged]") == 0);
    CHECK(disk.run("check --format concise --env-file x.env a.yaml").find("adds SYS_PTRACE") !=
          std::string::npos);
    CHECK(disk.run("check --format concise --env C=SYS_MODULE --env D=1 a.yaml")
              .find("adds SYS_MODULE") != std::string::npos);
    CHECK(disk.run("check --format concise --env C --fail-on never a.yaml").find("SYS_") ==
          std::string::npos);
    // the machine's own environment decides nothing unless it is asked for
    CHECK(disk.run("check --format concise a.yaml; C=SYS_ADMIN true").find("SYS_ADMIN") ==
          std::string::npos);
}

TEST_CASE("the code of an error decides what a missing file means, not its words",
          "[compose_files_test]") {
    const auto read = [](std::string_view unreadable, const Error& error, std::string text) {
        format::ParseOptions options;
        options.explicit_file = true;
        options.read_file = [&](const std::string& path) -> Result<std::shared_ptr<const Source>> {
            return path == unreadable ? error : format::no_such_file();
        };
        return parse(std::make_shared<Source>("compose.yaml", std::move(text)), options);
    };
    const std::string extends = "services: {web: {extends: {file: other.yaml, service: a}}}\n";
    const std::string bare = "services: {web: {image: \"x:$TAG\", read_only: true}}\n";
    for (const ErrorCode code :
         {ErrorCode::other, ErrorCode::outside_project, ErrorCode::no_such_file,
          ErrorCode::is_a_folder, ErrorCode::too_large}) {
        INFO(static_cast<int>(code));
        const bool is_our_own = code == ErrorCode::outside_project || code == ErrorCode::too_large;
        for (const std::string words : {"any words", "there is no such file"}) {
            const Document named = read("other.yaml", {words, code}, extends);
            CHECK(problems(named).size() == (is_our_own ? 0 : 1));
            CHECK(unchecked(named).size() == (is_our_own ? 1 : 0));
            const bool may_be_absent =
                code == ErrorCode::no_such_file || code == ErrorCode::is_a_folder;
            CHECK(unchecked(read(".env", {words, code}, bare)).size() == (may_be_absent ? 0 : 1));
        }
    }
}
