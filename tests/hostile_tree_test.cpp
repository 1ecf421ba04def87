// Folders as a stranger could send them: links, pipes, devices, names that act, depths and numbers
// that no one writes by hand.

#include "lint/input/files.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"
#include "tests/skip.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <set>
#include <sstream>

using namespace dropcap;
using fixture::Ended;
using fixture::Scratch;
namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

constexpr std::string_view bad = "services:\n  web:\n    image: nginx\n    privileged: true\n";
constexpr std::string_view bad_pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
    "  - {name: c, image: i, securityContext: {privileged: true}}\n";
constexpr unsigned soon = 30; ///< seconds; only what hangs takes them

Ended check(const Scratch& scratch, std::vector<std::string> arguments = {}) {
    return fixture::run(
        {.arguments = std::move(arguments), .folder = scratch.path(), .seconds = soon});
}

/// What was not read, and why.
std::map<std::string, std::string> skipped(const Json& report) {
    std::map<std::string, std::string> reasons;
    for (const Json& row : report["summary"]["skipped"]) reasons[row["file"]] = row["reason"];
    return reasons;
}

std::set<std::string> files_with_findings(const Json& report) {
    std::set<std::string> files;
    for (const Json& finding : report["findings"]) files.insert(finding["file"]);
    return files;
}

/// The program as a user other than root runs it. Root starts a copy as `nobody`: the original may
/// be in root's home directory.
class OrdinaryUser {
  public:
    explicit OrdinaryUser(const Scratch& scratch) : folder_(scratch.path()) {
        fs::permissions(folder_, fs::perms::all);
        if (::geteuid() != 0) return;
        fs::permissions(programs_.path(), fs::perms::all);
        program_ = programs_.path() / "dropcap";
        fs::copy_file(DROPCAP_BINARY, program_);
    }

    [[nodiscard]] bool can_run() const {
        if (run({"--version"}).code == 0) return true;
        fixture::skip("root cannot start the program as another user");
        return false;
    }

    [[nodiscard]] Ended run(std::vector<std::string> arguments) const {
        return fixture::run({.program = program_,
                             .arguments = std::move(arguments),
                             .folder = folder_,
                             .prepare = become_nobody,
                             .seconds = soon});
    }

  private:
    static void become_nobody() {
        if (::geteuid() != 0) return;
        if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(125);
    }

    Scratch programs_;
    fs::path folder_;
    std::string program_; ///< empty: the program that was built
};

void socket_at(const fs::path& path) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(socket);
}

} // namespace

TEST_CASE("links are reported and not followed, wherever they lead", "[hostile_tree_test]") {
    const Scratch outside;
    outside.write("secret.yaml", bad);
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    fs::create_directory((scratch.path() / ".git"));
    fs::create_symlink("compose.yaml", (scratch.path() / "again.yaml"));
    fs::create_symlink("self.yaml", (scratch.path() / "self.yaml"));
    fs::create_symlink("nowhere.yaml", (scratch.path() / "dangling.yaml"));
    fs::create_symlink((outside.path() / "secret.yaml"), (scratch.path() / "outside.yaml"));
    fs::create_symlink(".", (scratch.path() / "loop"));
    fs::create_symlink("..", (scratch.path() / "up.yaml"));
    fs::create_symlink((outside.path() / "secret.yaml"), (scratch.path() / ".gitignore"));
    const Ended ended = check(scratch, {"--format", "json"});
    REQUIRE(ended.code == 1);
    const Json report = Json::parse(ended.out);
    CHECK(files_with_findings(report) == std::set<std::string>{"compose.yaml"});
    const auto told = skipped(report);
    for (const char* link :
         {"again.yaml", "self.yaml", "dangling.yaml", "outside.yaml", "up.yaml"}) {
        INFO(link);
        REQUIRE(told.count(link) == 1);
        CHECK(told.at(link) == "a symbolic link, not followed");
    }
}

TEST_CASE("a device is reported and not opened", "[.hostile_tree_device]") {
    const Scratch scratch;
    if (::mknod((scratch.path() / "device.yaml").c_str(), S_IFCHR | 0644, 0) != 0) {
        fixture::skip("making a device needs root");
        return;
    }
    const Ended ended = check(scratch, {"--format", "json"});
    CHECK(ended.code == 0);
    CHECK(skipped(Json::parse(ended.out)) ==
          std::map<std::string, std::string>{{"device.yaml", "not a regular file"}});
}

TEST_CASE("pipes and sockets are reported and not opened", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    fs::create_directory((scratch.path() / "sub"));
    for (const char* name : {"pod.yaml", "Dockerfile", "sub/.gitignore", "sub/.env"})
        REQUIRE(::mkfifo((scratch.path() / name).c_str(), 0644) == 0);
    socket_at((scratch.path() / "socket.yaml"));
    const std::set<std::string> odd{"pod.yaml", "Dockerfile", "socket.yaml"};
    const Ended ended = check(scratch, {"--format", "json"});
    REQUIRE(ended.code == 1);
    const Json report = Json::parse(ended.out);
    CHECK(files_with_findings(report) == std::set<std::string>{"compose.yaml"});
    const auto told = skipped(report);
    for (const std::string& name : odd) {
        INFO(name);
        REQUIRE(told.count(name) == 1);
        CHECK(told.at(name) == "not a regular file");
    }
}

TEST_CASE("a pipe that a Compose file names holds no one up", "[hostile_tree_test]") {
    const Scratch scratch;
    fs::create_directory((scratch.path() / ".git"));
    REQUIRE(::mkfifo((scratch.path() / "pipe").c_str(), 0644) == 0);
    REQUIRE(::mkfifo((scratch.path() / ".env").c_str(), 0644) == 0);
    const std::vector<std::string> texts{
        "include: [pipe]\nservices: {web: {image: nginx}}\n",
        "include: [{path: a.yaml, env_file: pipe}]\nservices: {web: {image: nginx}}\n",
        "services: {web: {image: nginx, extends: {file: pipe, service: web}}}\n",
        "services: {web: {image: nginx, env_file: pipe}}\n",
        "services: {web: {image: \"${X}\", env_file: [{path: pipe, required: true}]}}\n",
        "services: {web: {build: {context: ., dockerfile: pipe}}}\n",
        "services: {web: {build: pipe}}\n",
        "services: {web: {image: nginx, security_opt: [\"seccomp:pipe\"], label_file: pipe}}\n",
    };
    for (const std::string& text : texts) {
        INFO(text);
        scratch.write("compose.yaml", text);
        const Ended ended = check(scratch, {"compose.yaml"});
        CHECK(ended.signal == 0);
        CHECK(ended.code < 2);
        CHECK_THAT(ended.out + ended.err, !Catch::Contains("internal error"));
    }
    const Ended ended = check(scratch, {"compose.yaml", "--compose-file", "compose.yaml",
                                        "--compose-file", "pipe", "--env-file", "pipe"});
    CHECK(ended.signal == 0);
}

TEST_CASE("devices that a Compose file names are not read", "[hostile_tree_test]") {
    const Scratch scratch;
    fs::create_directory((scratch.path() / ".git"));
    fs::create_symlink("/dev/zero", (scratch.path() / "zero"));
    scratch.write(
        "compose.yaml",
        "include: [/dev/zero, zero]\nservices: {web: {image: nginx, extends: {file: /dev/zero, service: web}}}\n");
    const Ended ended = check(scratch, {"compose.yaml"});
    CHECK(ended.signal == 0);
    CHECK(ended.code < 2);
    CHECK_THAT(ended.out + ended.err, !Catch::Contains("internal error"));
}

TEST_CASE("what cannot be read is reported, and is a mistake only where it was named",
          "[.hostile_tree_user]") {
    const Scratch scratch;
    const OrdinaryUser user(scratch);
    if (!user.can_run()) return;
    scratch.write("a/compose.yaml", bad);
    scratch.write("closed.yaml", bad);
    scratch.write("shut/compose.yaml", bad);
    fs::permissions((scratch.path() / "closed.yaml"), fs::perms::none);
    fs::permissions((scratch.path() / "shut"), fs::perms::none);
    const Ended walked = user.run({"--format", "json"});
    CHECK(walked.code == 1);
    const auto told = skipped(Json::parse(walked.out));
    CHECK(told.at("closed.yaml") == "closed.yaml: Permission denied");
    CHECK(told.at("shut") == "Permission denied");
    for (const char* named : {"closed.yaml", "shut", "shut/compose.yaml"}) {
        INFO(named);
        const Ended ended = user.run({named});
        CHECK(ended.code == 2);
        CHECK(ended.err == std::string("dropcap: ") + named + ": Permission denied\n");
    }
    fs::permissions((scratch.path() / "shut"), fs::perms::owner_all);
}

TEST_CASE("a file that vanishes or changes its kind after the walk", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("gone.yaml", bad);
    scratch.write("pipe.yaml", bad);
    scratch.write("folder.yaml", bad);
    const input::Inputs inputs = input::find_inputs({scratch.path().string()});
    REQUIRE(inputs.files.size() == 3);
    for (const auto& name : scratch.names()) fs::remove((scratch.path() / name));
    REQUIRE(::mkfifo((scratch.path() / "pipe.yaml").c_str(), 0644) == 0);
    fs::create_directory((scratch.path() / "folder.yaml"));
    const auto why = [&](std::size_t at) {
        const auto source = input::read_source(inputs.files[at]);
        REQUIRE_FALSE(source.ok());
        return source.error().message;
    };
    CHECK_THAT(why(0), Catch::EndsWith("folder.yaml: is a folder"));
    CHECK_THAT(why(1), Catch::EndsWith("gone.yaml: No such file or directory"));
    CHECK_THAT(why(2), Catch::EndsWith("pipe.yaml: not a regular file"));
}

TEST_CASE("a folder may have a file's name", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml/Dockerfile/pod.yaml", bad_pod);
    fs::create_directory((scratch.path() / ".gitignore"));
    fs::create_directory((scratch.path() / ".env"));
    const Ended ended = check(scratch, {"--format", "json"});
    CHECK(ended.code == 1);
    CHECK(files_with_findings(Json::parse(ended.out)) ==
          std::set<std::string>{"compose.yaml/Dockerfile/pod.yaml"});
    const Ended named = check(scratch, {"compose.yaml", "--format", "concise"});
    CHECK(named.code == 1);
    CHECK_THAT(named.out, Catch::StartsWith("compose.yaml/Dockerfile/pod.yaml:"));
}

TEST_CASE("names that would act are inert wherever they are shown", "[hostile_tree_test]") {
    const std::vector<std::string> names{
        "with blank.yaml",
        "quo\"te'.yaml",
        "new\nline.yaml",
        "::error::x.yaml",
        "\x1b[31mred\x1b]0;t\a.yaml",
        "##[error]y.yaml",
        "##vso[task.x]y.yaml",
        "$(touch x).yaml",
        "bidi\xE2\x80\xAE.yaml",
        "c1\xC2\x9B"
        "31m.yaml",
        "bad\xFF\xFE.yaml",
        "%0A::warning::x.yaml",
        "back\\slash.yaml",
        "<&>]]>.yaml",
        "cr\r::error::z.yaml",
        "-e.yaml",
        "--output.yaml",
    };
    const Scratch scratch;
    for (const std::string& name : names) scratch.write(name, bad);
    const auto formats = fixture::run({.arguments = {"check", "--help"}}).out;
    for (const std::string format : {"full", "concise", "json", "sarif", "github", "gitlab",
                                     "junit", "checkstyle", "rdjson"}) {
        if (formats.find(format) == std::string::npos) continue;
        INFO(format);
        const Ended ended = check(scratch, {"--format", format, "-v"});
        CHECK(ended.code == 1);
        const std::string& out = ended.out;
        CHECK(out.find("\x1b") == std::string::npos);
        CHECK(out.find('\r') == std::string::npos);
        CHECK(out.find('\a') == std::string::npos);
        CHECK(out.find("\xC2\x9B") == std::string::npos);
        CHECK(out.find("\xE2\x80\xAE") == std::string::npos);
        CHECK(out.find('\xFF') == std::string::npos);
        CHECK(out.find("##[") == std::string::npos);
        CHECK(out.find("##vso[") == std::string::npos);
        std::istringstream lines(out);
        for (std::string line; std::getline(lines, line);) {
            const auto first = line.find_first_not_of(" \t");
            if (first == std::string::npos || line.compare(first, 2, "::") != 0) continue;
            CHECK(format == "github");
            CHECK_THAT(line, !Catch::Contains("::error::x") && !Catch::Contains("::error::z"));
        }
    }
    const Json report = Json::parse(check(scratch, {"--format", "json"}).out);
    CHECK(files_with_findings(report).size() == names.size());
}

TEST_CASE("a named file with an odd name is read, not taken for a flag", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("--output.yaml", bad);
    scratch.write(" .yaml", bad);
    CHECK(check(scratch, {"./--output.yaml"}).code == 1);
    CHECK(check(scratch, {"--", "--output.yaml"}).code == 1);
    CHECK(check(scratch, {" .yaml"}).code == 1);
    const Ended ended = check(scratch, {"--output.yaml"});
    CHECK(ended.code == 2);
}

TEST_CASE("a hundred thousand files in one folder", "[hostile_tree_test]") {
    const Scratch scratch;
    const std::string folder = (scratch.path() / "many").string();
    fs::create_directory(folder);
    const int at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int made = 0;
    for (int i = 0; i < 100'000; ++i)
        made += ::mknodat(at, (std::to_string(i) + (i % 100 == 0 ? ".yaml" : ".txt")).c_str(),
                          S_IFREG | 0644, 0) == 0
                    ? 1
                    : 0;
    REQUIRE(made == 100'000);
    ::close(at);
    scratch.write("many/compose.yaml", bad);
    const Ended ended = check(scratch, {"--format", "json"});
    CHECK(ended.code == 1);
    CHECK(files_with_findings(Json::parse(ended.out)) ==
          std::set<std::string>{"many/compose.yaml"});
}

TEST_CASE("a path longer than the system's longest is reported", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const std::string name(200, 'd');
    int at = ::open(scratch.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int depth = 0; depth < 30;
         ++depth) { // six thousand letters; the system takes 4,096 at a time
        REQUIRE(::mkdirat(at, name.c_str(), 0755) == 0);
        const int next = ::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ::close(at);
        at = next;
    }
    ::close(at);
    const Ended ended = check(scratch, {"--format", "json"});
    CHECK(ended.code == 1);
    const Json report = Json::parse(ended.out);
    CHECK(files_with_findings(report) == std::set<std::string>{"compose.yaml"});
    REQUIRE(skipped(report).size() == 1);
    CHECK(skipped(report).begin()->second == "File name too long");
    const Ended named = check(scratch, {std::string(5000, 'x')});
    CHECK(named.code == 2);
    CHECK_THAT(named.err, Catch::Contains("File name too long"));
}

TEST_CASE("folders within folders, as deep as a path can be", "[hostile_tree_test]") {
    const Scratch scratch;
    std::string deep;
    int at = ::open(scratch.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (deep.size() < 3000) {
        REQUIRE(::mkdirat(at, "d", 0755) == 0);
        const int next = ::openat(at, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ::close(at);
        at = next;
        deep += "d/";
    }
    const int file = ::openat(at, "compose.yaml", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    REQUIRE(::write(file, bad.data(), bad.size()) == static_cast<ssize_t>(bad.size()));
    ::close(file);
    ::close(at);
    const Ended ended = check(scratch, {"--format", "json"});
    CHECK(ended.code == 1);
    CHECK(files_with_findings(Json::parse(ended.out)) ==
          std::set<std::string>{deep + "compose.yaml"});
}

TEST_CASE("a failed write leaves the old file and nothing else", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    scratch.write("out.json", "old\n");
    const auto full_disk = [] {
        ::signal(SIGXFSZ, SIG_IGN); // a write past the limit fails then, as on a full disk
        const rlimit limit{100, 100};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    };
    const Ended ended = fixture::run(
        {.arguments = {"compose.yaml", "--format", "json", "--output", "out.json", "-q"},
         .folder = scratch.path(),
         .prepare = full_disk});
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Catch::Contains("out.json: File too large"));
    CHECK(scratch.read("out.json") == "old\n");
    CHECK(scratch.names() == std::vector<std::string>{"compose.yaml", "out.json"});
}

TEST_CASE("a report that cannot be written is an error", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    struct Case {
        std::string output, message;
    };
    const std::vector<Case> cases{
        {"/dev/full", "/dev/full: No space left on device\n"},
        {"no/such/folder.json", "no/such/folder.json: No such file or directory\n"},
        {".", ".: is a folder\n"},
        {"/proc/version", "/proc/version: "}, // read-only even for root
    };
    for (const Case& one : cases) {
        INFO(one.output);
        const Ended ended =
            check(scratch, {"compose.yaml", "--format", "sarif", "--output", one.output});
        CHECK(ended.code == 2);
        CHECK_THAT(ended.err, Catch::Contains(one.message));
    }
}

TEST_CASE("a report in a directory of someone else is an error", "[.hostile_tree_user]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const OrdinaryUser user(scratch);
    if (!user.can_run()) return;
    fs::permissions(scratch.path(), fs::perms::owner_read | fs::perms::owner_exec |
                                        fs::perms::others_read | fs::perms::others_exec);
    const Ended ended = user.run({"compose.yaml", "--output", "out.txt"});
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Catch::Contains("out.txt: Permission denied"));
    fs::permissions(scratch.path(), fs::perms::owner_all);
}

TEST_CASE("standard output that cannot be written to is an error, whatever is printed",
          "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const std::vector<std::vector<std::string>> commands{{"compose.yaml"},
                                                         {"compose.yaml", "--format", "sarif"},
                                                         {"caps"},
                                                         {"rules", "--format", "json"},
                                                         {"explain", "SYS_ADMIN"},
                                                         {"--version"},
                                                         {"--help"}};
    for (const auto& arguments : commands) {
        INFO(arguments.front());
        const Ended full =
            fixture::run({.arguments = arguments, .folder = scratch.path(), .output = "/dev/full"});
        CHECK(full.code == 2);
        CHECK(full.err == "dropcap: standard output: No space left on device\n");
        const Ended closed = fixture::run(
            {.arguments = arguments, .folder = scratch.path(), .prepare = [] { ::close(1); }});
        CHECK(closed.code == 2);
        CHECK(closed.err == "dropcap: standard output: Bad file descriptor\n");
    }
}

TEST_CASE("with closed streams nothing is written into another file", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const auto close_all = [] {
        for (const int stream : {0, 1, 2}) ::close(stream);
    };
    const Ended ended = fixture::run(
        {.arguments = {"compose.yaml", "no-such-file", "--format", "json", "--output", "out.json"},
         .folder = scratch.path(),
         .prepare = close_all});
    CHECK(ended.code == 2);
    CHECK(scratch.read("compose.yaml") == bad);
    CHECK(Json::accept(scratch.read("out.json")));
}

TEST_CASE("--output goes through links, into pipes and to standard output", "[hostile_tree_test]") {
    const Scratch scratch;
    scratch.write("compose.yaml", bad);
    const auto write_to = [&](const std::string& output, const std::string& stdout_path) {
        return fixture::run(
            {.arguments = {"compose.yaml", "--format", "json", "--output", output},
             .folder = scratch.path(),
             .output = stdout_path.empty() ? "" : ((scratch.path() / stdout_path)).string()});
    };
    SECTION("a link stays one, and its file keeps its mode") {
        scratch.write("real/out.json", "old\n");
        fs::permissions((scratch.path() / "real/out.json"),
                        fs::perms::owner_read | fs::perms::owner_write);
        fs::create_symlink("real/out.json", (scratch.path() / "link.json"));
        CHECK(write_to("link.json", "").code == 1);
        CHECK(fs::is_symlink((scratch.path() / "link.json")));
        CHECK(Json::accept(scratch.read("real/out.json")));
        CHECK(fs::status((scratch.path() / "real/out.json")).permissions() ==
              (fs::perms::owner_read | fs::perms::owner_write));
    }
    SECTION("/dev/stdout that is a file gets the report and then the summary") {
        CHECK(write_to("/dev/stdout", "all.txt").code == 1);
        const std::string text = scratch.read("all.txt");
        CHECK_THAT(text, Catch::StartsWith("{\n") && Catch::Contains("}\n1 finding"));
        CHECK(scratch.names() == std::vector<std::string>{"all.txt", "compose.yaml"});
    }
    SECTION("a pipe with a reader") {
        const fs::path pipe = (scratch.path() / "pipe");
        REQUIRE(::mkfifo(pipe.c_str(), 0644) == 0);
        const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        CHECK(write_to("pipe", "").code == 1);
        std::string text(1U << 16U, '\0');
        const ssize_t size = ::read(reader, text.data(), text.size());
        ::close(reader);
        REQUIRE(size > 0);
        CHECK(Json::accept(text.substr(0, static_cast<std::size_t>(size))));
        CHECK(fs::is_fifo(pipe));
    }
}

TEST_CASE("a .gitignore may be anything", "[hostile_tree_test]") {
    const Scratch scratch;
    fs::create_directory((scratch.path() / ".git"));
    scratch.write("compose.yaml", bad);
    std::string patterns;
    for (int i = 0; i < 2000; ++i)
        patterns += "*a*a*a*a*a*a*a*a*a*a*b" + std::to_string(i) + "\n**/**/**/**/x\n";
    const std::vector<std::string> texts{std::string(1000, '\0'),
                                         "\xFF\xFE*\n",
                                         std::string(100'000, '['),
                                         std::string(100'000, '*') + "x",
                                         std::string(100'000, '\\'),
                                         "!\n/\n//\n[\n[]\n[a-\n\\\n",
                                         patterns};
    for (const std::string& text : texts) {
        INFO(text.substr(0, 20));
        scratch.write(".gitignore", text);
        scratch.write(std::string(200, 'a') + "/" + std::string(200, 'a') + "/pod.yaml", bad_pod);
        const Ended ended = check(scratch);
        CHECK(ended.code == 1);
    }
}
