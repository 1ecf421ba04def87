// The flags of each program: which take a value, which letters stand for them.

#include "parsers/command/flags.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

TEST_CASE("flags take values as each program's own help says", "[command_flags_test]") {
    struct Row {
        command::Program program;
        command::Verb verb;
        std::string_view name;
        std::string_view
            expected; ///< "value", "switch", "optional", "none", with the letter behind
    };
    using P = command::Program;
    using V = command::Verb;
    const std::vector<Row> rows = {
        {P::docker, V::global, "context", "value c"},
        {P::docker, V::global, "host", "value H"},
        {P::docker, V::global, "debug", "switch D"},
        {P::docker, V::global, "tlsverify", "switch"},
        {P::docker, V::run, "cap-add", "value"},
        {P::docker, V::run, "cap-drop", "value"},
        {P::docker, V::run, "privileged", "switch"},
        {P::docker, V::run, "hostname", "value h"},
        {P::docker, V::run, "cpu-shares", "value c"},
        {P::docker, V::run, "attach", "value a"},
        {P::docker, V::run, "memory", "value m"},
        {P::docker, V::run, "detach", "switch d"},
        {P::docker, V::run, "publish-all", "switch P"},
        {P::docker, V::run, "net", "value"},
        {P::docker, V::run, "init", "switch"},
        {P::docker, V::run, "help", "switch"},
        {P::docker, V::run, "rootfs", "none"},
        {P::docker, V::create, "detach", "none"},
        {P::docker, V::create, "sig-proxy", "none"},
        {P::docker, V::create, "read-only", "switch"},
        {P::docker, V::exec, "privileged", "switch"},
        {P::docker, V::exec, "cap-add", "none"},
        {P::docker, V::service_create, "cap-add", "value"},
        {P::docker, V::service_create, "privileged", "none"},
        {P::docker, V::service_update, "cap-drop", "value"},
        {P::docker, V::service_update, "force", "switch"},
        {P::docker, V::build, "allow", "value"},
        {P::docker, V::compose_run, "cap-add", "value"},
        {P::docker, V::compose_run, "service-ports", "switch P"},
        {P::docker, V::builder_create, "buildkitd-flags", "value"},
        {P::podman, V::run, "rootfs", "switch"},
        {P::podman, V::run, "systemd", "value"},
        {P::podman, V::run, "tls-verify", "switch"},
        {P::podman, V::run, "rmi", "switch"},
        {P::podman, V::run, "pod", "value"},
        {P::podman, V::global, "remote", "switch r"},
        {P::podman, V::global, "connection", "value c"},
        {P::podman, V::build, "cap-add", "value"},
        {P::podman, V::build, "pull", "optional"},
        {P::podman, V::exec, "latest", "switch l"},
        {P::podman, V::service_create, "cap-add", "none"},
        {P::nerdctl, V::run, "rootfs", "switch"},
        {P::nerdctl, V::run, "systemd", "value"},
        {P::nerdctl, V::global, "namespace", "value n"},
        {P::nerdctl, V::global, "address", "value a"},
        {P::nerdctl, V::global, "debug-full", "switch"},
        {P::kubectl, V::run, "privileged", "switch"},
        {P::kubectl, V::run, "dry-run", "optional"},
        {P::kubectl, V::run, "namespace", "value n"},
        {P::kubectl, V::debug, "profile", "value"},
    };
    for (const Row& row : rows) {
        INFO(command::program_name(row.program)
             << " " << command::verb_words(row.verb) << " --" << row.name);
        const auto flag = command::find_flag(command::flag_table(row.program, row.verb), row.name);
        std::string shown = !flag               ? "none"
                            : flag->takes_value ? "value"
                            : flag->any_value   ? "optional"
                                                : "switch";
        if (flag && flag->letter != '\0') shown += std::string(" ") + flag->letter;
        CHECK(shown == row.expected);
        if (flag && flag->letter != '\0') {
            const auto by_letter =
                command::find_flag(command::flag_table(row.program, row.verb), flag->letter);
            REQUIRE(by_letter);
            CHECK(by_letter->name == row.name);
        }
    }
}

TEST_CASE("no flag and no letter stands twice in a table", "[command_flags_test]") {
    for (const command::Program program : {command::Program::docker, command::Program::podman,
                                           command::Program::nerdctl, command::Program::kubectl}) {
        for (int verb = 0; verb <= static_cast<int>(command::Verb::debug); ++verb) {
            std::vector<std::string> seen;
            for (const std::string_view group :
                 command::flag_table(program, static_cast<command::Verb>(verb))) {
                CHECK((group.empty() || group.back() == ' '));
                for (std::size_t at = 0; at < group.size(); at = group.find(' ', at) + 1) {
                    std::string word(group.substr(at, group.find(' ', at) - at));
                    word.erase(0, word.find_first_not_of("!?"));
                    INFO(command::program_name(program)
                         << " " << command::verb_words(static_cast<command::Verb>(verb)) << " "
                         << word);
                    CHECK_FALSE(word.empty());
                    const std::string name = word.substr(0, word.find('/'));
                    CHECK(std::find(seen.begin(), seen.end(), name) == seen.end());
                    seen.push_back(name);
                    if (word.size() == name.size()) continue;
                    const std::string letter = word.substr(name.size());
                    CHECK(std::find(seen.begin(), seen.end(), letter) == seen.end());
                    seen.push_back(letter);
                }
            }
        }
    }
}

TEST_CASE("a mistyped flag has a suggestion", "[command_flags_test]") {
    const command::FlagTable table =
        command::flag_table(command::Program::docker, command::Verb::run);
    CHECK(command::suggest_flag(table, "cap_add") == "cap-add");
    CHECK(command::suggest_flag(table, "priviledged") == "privileged");
    CHECK(command::suggest_flag(table, "frobnicate").empty());
}
