// Nothing that `.env` or --env holds is shown, unless it is a word that everybody knows.

#include "parsers/compose/private_values.hpp"
#include "tests/program.hpp"
#include "tests/scratch.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace dropcap;
using namespace dropcap::fixture;

namespace {

constexpr const char* secret = "wOmbat-Seven";

bool shows(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text.find("wombat") != std::string::npos;
}

/// A Compose file with `lines` in a service, next to a `.env` that holds the secret as X.
void check_silence(const std::string& lines, const std::string& before = {}) {
    INFO(before << lines);
    const Scratch folder;
    folder.write("compose.yaml", before + "services:\n  web:\n    image: a:1\n" + lines + "\n");
    folder.write(".env", std::string("X=") + secret + "\nY=$X\n");
    for (const std::string format : {"full", "concise", "json", "sarif", "github", "gitlab",
                                     "junit", "checkstyle", "rdjson"}) {
        INFO(format);
        const Ended ended = run_dropcap(
            {"check", ".", "--isolated", "--select", "ALL", "--strict", "-v", "--format", format},
            folder.path());
        CHECK_FALSE(shows(ended.out + ended.err));
    }
    for (const std::string format : {"table", "json"}) {
        const Ended ended =
            run_dropcap({"caps", ".", "--isolated", "-v", "--format", format}, folder.path());
        CHECK_FALSE(shows(ended.out + ended.err));
    }
}

} // namespace

TEST_CASE("words that everybody knows", "[private_values_test]") {
    for (const char* word : {"SYS_ADMIN", "cap_net_raw", "ALL", "all", "true", "No", "host", "root",
                             "1000", "8080:80", "seccomp=unconfined", "label:disable", ""})
        CHECK(compose::is_public_word(word));
    for (const char* word :
         {secret, "hunter2", "123456", "seccomp=hunter2", "key=true", "SYS_ADMN"})
        CHECK_FALSE(compose::is_public_word(word));
}

TEST_CASE("a value from .env is in no report, wherever it is used", "[private_values_test]") {
    for (const char* key :
         {"cap_add: ['${X}']",
          "cap_drop: ['$Y']",
          "privileged: '${X}'",
          "security_opt: ['x:${X}']",
          "security_opt: ['seccomp=${X}']",
          "security_opt: ['${X}']",
          "user: '${X}'",
          "image: '${X}'",
          "network_mode: 'container:${X}'",
          "pid: '${X}'",
          "ipc: '${X}'",
          "userns_mode: '${X}'",
          "read_only: '${X}'",
          "ports: ['${X}']",
          "expose: ['${X}']",
          "cap_add: ['${X}', '${X}']",
          "sysctls: ['${X}=1']",
          "devices: ['${X}']",
          "cgroup: '${X}'",
          "restart: '${X}'",
          "pull_policy: '${X}'",
          "isolation: '${X}'",
          "deploy: {mode: '${X}'}",
          "build: '${X}'",
          "build: {context: '${X}', dockerfile: '${X}'}",
          "build: {context: ., target: '${X}'}",
          "build: {dockerfile_inline: \"FROM a\\nUSER ${X}\"}",
          "build: {context: ., labels: {RUN: 'docker run --cap-add=${X} --${X} a'}}",
          "extends: {file: '${X}', service: b}",
          "extends: {service: '${X}'}",
          "post_start: [{command: x, user: '${X}', privileged: '${X}'}]",
          "volumes: ['${X}', '${X}']",
          "environment: ['${X}']",
          "provider: {type: '${X}'}",
          "cap_add: ['${X:-a}']",
          "cap_add: ['${Z:-$X}']"})
        check_silence(std::string("    ") + key);
    for (const char* before :
         {"include: ['${X}']\n", "include: [{path: compose2.yaml, env_file: '${X}'}]\n",
          "include: [{path: '${X}', project_directory: '${X}'}]\n", "name: '${X}'\n",
          "networks: {a: {driver: '${X}'}}\n"})
        check_silence("", before);
}

TEST_CASE("the variable is named, and what it grants", "[private_values_test]") {
    const Scratch folder;
    folder.write("compose.yaml", "services:\n  web:\n    image: a:1\n    cap_drop: [ALL]\n    "
                                 "cap_add: ['${TOKEN}', '${C}', '${D:-SYS_TMIE}']\n");
    folder.write(".env", "TOKEN=hunter2\nC=SYS_ADMIN\n");
    const Ended ended = run_dropcap({"check", ".", "--isolated"}, folder.path());
    CHECK(ended.out.find("service `web` adds \"${TOKEN}\", which is no capability") !=
          std::string::npos);
    CHECK(ended.out.find("TOKEN is set in .env") != std::string::npos);
    CHECK(ended.out.find("service `web` adds SYS_ADMIN") != std::string::npos);
    CHECK(ended.out.find("did you mean `SYS_TIME`") != std::string::npos); // written in the file
    CHECK_FALSE(ended.out.find("hunter2") != std::string::npos);
}
