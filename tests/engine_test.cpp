#include "model/engine.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using dropcap::all_engines;
using dropcap::Capability;
using dropcap::default_capabilities;
using dropcap::Engine;
using dropcap::engine_name;
using dropcap::find_engine;
using dropcap::normalise_word;
using dropcap::read_word;
using Kind = dropcap::WordReading::Kind;

TEST_CASE("engines are found by the word they are called by", "[engine_test]") {
    for (const Engine engine : all_engines()) CHECK(find_engine(engine_name(engine)) == engine);
    CHECK(engine_name(Engine::crio) == "cri-o");
    CHECK(engine_title(Engine::swarm) == "Docker Swarm");
    CHECK(find_engine("crio") == std::nullopt);
    CHECK(find_engine("Docker") == std::nullopt);
    CHECK(find_engine("") == std::nullopt);
}

TEST_CASE("default sets are the masks that /proc/PID/status shows", "[engine_test]") {
    CHECK(default_capabilities(Engine::docker).mask() == 0xa80425fb);
    CHECK(default_capabilities(Engine::swarm) == default_capabilities(Engine::docker));
    CHECK(default_capabilities(Engine::nerdctl) == default_capabilities(Engine::docker));
    CHECK(default_capabilities(Engine::containerd) == default_capabilities(Engine::docker));
    CHECK(default_capabilities(Engine::podman).mask() == 0x800405fb);
    CHECK(default_capabilities(Engine::crio).mask() == 0x5fb);
}

TEST_CASE("the default sets have 14, 11 and 9 members", "[engine_test]") {
    CHECK(default_capabilities(Engine::docker).size() == 14);
    CHECK(default_capabilities(Engine::podman).size() == 11);
    CHECK(default_capabilities(Engine::crio).size() == 9);
}

TEST_CASE("every engine knows every kernel name in any case", "[engine_test]") {
    for (const Engine engine : all_engines()) {
        for (const auto& row : dropcap::capabilities()) {
            const auto reading = read_word(engine, row.name);
            CHECK(reading.kind == Kind::capability);
            CHECK(reading.capability == row.id);
            CHECK(reading.why.empty());
        }
        CHECK(read_word(engine, "Net_Raw").capability == Capability::NET_RAW);
        CHECK(read_word(engine, "aLL").kind == Kind::all);
    }
}

TEST_CASE(
    "a word no one knows is refused or ignored, with a reason that shows what the engine looked for",
    "[engine_test]") {
    struct Row {
        Engine engine;
        std::string_view word;
        Kind kind;
        std::string_view why;
    };
    const Row rows[] = {
        {Engine::docker, "foo", Kind::refused,
         "Docker refuses to create the container: unknown capability \"CAP_FOO\""},
        {Engine::docker, "", Kind::refused,
         "Docker refuses to create the container: unknown capability \"CAP_\""},
        {Engine::swarm, " foo ", Kind::refused,
         "Docker Swarm refuses to start the task: unknown capability \"CAP_FOO\""},
        {Engine::podman, "CAP_ALL", Kind::refused,
         "Podman refuses to create the container: unknown capability \"CAP_ALL\""},
        {Engine::nerdctl, "NET RAW", Kind::ignored,
         "nerdctl prints a warning and ignores it: unknown capability \"CAP_NET RAW\""},
        {Engine::containerd, "CAP_KILL", Kind::ignored,
         "containerd ignores it without an error: unknown capability \"CAP_CAP_KILL\""},
        {Engine::crio, "KILL,CHOWN", Kind::refused,
         "CRI-O refuses to create the container: unknown capability \"CAP_KILL,CHOWN\""},
    };
    for (const Row& row : rows) {
        const auto reading = read_word(row.engine, row.word);
        CHECK(reading.kind == row.kind);
        CHECK(reading.why == row.why);
    }
}

TEST_CASE("a word is shown in capitals, without blanks around it and without one CAP_",
          "[engine_test]") {
    CHECK(normalise_word("cap_net_raw") == "NET_RAW");
    CHECK(normalise_word("\t Net_Raw \n") == "NET_RAW");
    CHECK(normalise_word("CAP_CAP_KILL") == "CAP_KILL");
    CHECK(normalise_word("   ").empty());
    CHECK(normalise_word("").empty());
    CHECK(normalise_word("\u017Fys_adm\u0131n") == "SYS_ADMIN");
    CHECK(normalise_word("caf\u00E9") == "CAF\u00E9");
}
