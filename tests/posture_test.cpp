// What each engine makes of the same lists. The expectations are semantics, worked out by hand from each engine's source.

#include "model/posture.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;
using enum Capability;

namespace {

using Words = std::vector<std::string>;

/// Words in `${…}` stand for open values.
CapabilityList list_of(const Words& words) {
    CapabilityList list;
    if (!words.empty()) list.at = Place{};
    for (const std::string& word : words) {
        Fact<std::string> fact;
        if (word.starts_with("${"))
            fact.value = Unresolved{word, "not set"};
        else
            fact.value = word;
        list.words.push_back(fact);
    }
    return list;
}

Container container_of(const Words& add, const Words& drop) {
    Container container;
    container.add = list_of(add);
    container.drop = list_of(drop);
    return container;
}

constexpr CapabilitySet everything = CapabilitySet::all();
constexpr CapabilitySet nothing;

/// What one engine ends up with: a set, or a refusal.
struct Outcome {
    bool refused = false;
    CapabilitySet set;
};
constexpr Outcome refused{true, {}};
constexpr Outcome gets(CapabilitySet set) { return {false, set}; }

std::string shown(const Posture& posture) {
    if (!posture.refusals.empty()) return "refused";
    return posture.effective ? list_worst_first(*posture.effective) : "open";
}

} // namespace

TEST_CASE("every engine combines the lists by its own rules", "[posture_test]") {
    const CapabilitySet docker = default_capabilities(Engine::docker);
    const CapabilitySet podman = default_capabilities(Engine::podman);
    const CapabilitySet crio = default_capabilities(Engine::crio);
    struct Row {
        const char* what;
        Words add, drop;
        Outcome docker, swarm, podman, nerdctl, containerd, crio;
    };
    const Row rows[] = {
        {"nothing said", {}, {}, gets(docker), gets(docker), gets(podman), gets(docker), gets(docker), gets(crio)},
        {"drop ALL", {}, {"ALL"}, gets(nothing), gets(nothing), gets(nothing), gets(nothing), gets(nothing), gets(nothing)},
        {"drop all, lower case", {}, {"all"}, gets(nothing), gets(nothing), gets(nothing), gets(nothing), gets(nothing), gets(nothing)},
        {"add ALL",
         {"ALL"},
         {},
         gets(everything),
         gets(everything),
         gets(everything),
         gets(everything),
         gets(everything),
         gets(everything)},
        {"both ALL", {"ALL"}, {"ALL"}, gets(everything), gets(everything), refused, gets(everything), gets(nothing), gets(nothing)},
        {"add ALL, drop one",
         {"ALL"},
         {"CHOWN"},
         gets(everything - CapabilitySet{CHOWN}),
         gets(everything - CapabilitySet{CHOWN}),
         gets(everything - CapabilitySet{CHOWN}),
         gets(everything - CapabilitySet{CHOWN}),
         gets(everything - CapabilitySet{CHOWN}),
         gets(everything - CapabilitySet{CHOWN})},
        {"drop ALL, add two",
         {"SETUID", "SETGID"},
         {"ALL"},
         gets({SETUID, SETGID}),
         gets({SETUID, SETGID}),
         gets({SETUID, SETGID}),
         gets({SETUID, SETGID}),
         gets({SETUID, SETGID}),
         gets({SETUID, SETGID})},
        {"the same added and dropped",
         {"KILL"},
         {"KILL"},
         gets(docker),
         gets(docker),
         refused,
         gets(docker - CapabilitySet{KILL}),
         gets(docker - CapabilitySet{KILL}),
         gets(crio - CapabilitySet{KILL})},
        {"drop ALL and one by name, add it",
         {"KILL"},
         {"ALL", "KILL"},
         gets({KILL}),
         gets({KILL}),
         gets({KILL}),
         gets({KILL}),
         gets(nothing),
         gets(nothing)},
        {"unknown name", {"FOO"}, {}, refused, refused, refused, gets(docker), gets(docker), refused},
        {"CAP_ prefix",
         {"CAP_SYS_TIME"},
         {"ALL"},
         gets({SYS_TIME}),
         gets({SYS_TIME}),
         gets({SYS_TIME}),
         gets({SYS_TIME}),
         gets(nothing),
         gets({SYS_TIME})},
        {"CAP_ALL", {}, {"CAP_ALL"}, refused, refused, refused, gets(docker), gets(docker), refused},
        {"lower case",
         {"sys_time"},
         {"ALL"},
         gets({SYS_TIME}),
         gets({SYS_TIME}),
         gets({SYS_TIME}),
         gets({SYS_TIME}),
         gets({SYS_TIME}),
         gets({SYS_TIME})},
        {"blanks", {" SYS_TIME "}, {"ALL"}, refused, gets({SYS_TIME}), refused, gets(nothing), gets(nothing), refused},
        {"several in one word", {"KILL,CHOWN"}, {"ALL"}, refused, refused, refused, gets(nothing), gets(nothing), refused},
        {"empty word", {""}, {"ALL"}, refused, refused, refused, gets(nothing), gets(nothing), refused},
        {"the three seeds",
         {},
         {"setfcap", "audit_write", "mknod"},
         gets(docker - CapabilitySet{SETFCAP, AUDIT_WRITE, MKNOD}),
         gets(docker - CapabilitySet{SETFCAP, AUDIT_WRITE, MKNOD}),
         gets(podman - CapabilitySet{SETFCAP}),
         gets(docker - CapabilitySet{SETFCAP, AUDIT_WRITE, MKNOD}),
         gets(docker - CapabilitySet{SETFCAP, AUDIT_WRITE, MKNOD}),
         gets(crio)},
    };
    for (const Row& row : rows) {
        const Outcome* const expected[] = {&row.docker, &row.swarm, &row.podman, &row.nerdctl, &row.containerd, &row.crio};
        for (const Engine engine : engines) {
            const Posture posture = effective(container_of(row.add, row.drop), engine);
            const Outcome& wanted = *expected[static_cast<std::size_t>(engine)];
            INFO(row.what << " on " << engine_name(engine) << ": " << shown(posture));
            CHECK(posture.refusals.empty() != wanted.refused);
            CHECK(posture.effective.has_value() != wanted.refused);
            if (posture.effective) CHECK(*posture.effective == wanted.set);
        }
    }
}

TEST_CASE("privileged gives everything, except to Swarm, which does not know it", "[posture_test]") {
    Container container = container_of({}, {"ALL"});
    container.privileged = Fact<bool>{.value = true, .at = {}, .entry = {}};
    for (const Engine engine : engines) {
        INFO(engine_name(engine));
        const Posture posture = effective(container, engine);
        CHECK(posture.effective == (engine == Engine::swarm ? nothing : everything));
        CHECK(posture.privileged == (engine != Engine::swarm));
        CHECK(posture.drops_all);
        CHECK_FALSE(posture.grants_all);
        CHECK(posture.kept_defaults.empty());
    }
}

TEST_CASE("Docker reads the names of a privileged container, Podman does not", "[posture_test]") {
    Container container = container_of({"FOO"}, {});
    container.privileged = Fact<bool>{.value = true, .at = {}, .entry = {}};
    CHECK_FALSE(effective(container, Engine::docker).effective.has_value());
    CHECK(effective(container, Engine::docker).held == everything);
    CHECK(effective(container, Engine::podman).effective == everything);
}

TEST_CASE("an open value leaves what is certain and what is possible", "[posture_test]") {
    struct Row {
        const char* what;
        Words add, drop;
        CapabilitySet held, possible;
    };
    const CapabilitySet defaults = default_capabilities(Engine::docker);
    const Row rows[] = {
        {"an open add may be anything", {"KILL", "${X}"}, {"ALL"}, {KILL}, everything},
        {"an open drop may take everything", {}, {"${X}"}, nothing, defaults},
        {"what is added stays on Docker whatever is dropped", {"SYS_TIME"}, {"${X}"}, {SYS_TIME}, defaults | CapabilitySet{SYS_TIME}},
        {"an open drop cannot matter beside ALL", {"KILL"}, {"ALL", "${X}"}, {KILL}, {KILL}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        const Posture posture = effective(container_of(row.add, row.drop), Engine::docker);
        CHECK(posture.held == row.held);
        CHECK(posture.possible == row.possible);
        CHECK(posture.effective.has_value() == (row.held == row.possible));
        CHECK(posture.unresolved.empty() == posture.effective.has_value());
    }
    Container open = container_of({}, {"ALL"});
    open.privileged = Fact<bool>{.value = Unresolved{"${P}", "not set"}, .at = {}, .entry = {}};
    const Posture posture = effective(open, Engine::docker);
    CHECK(posture.held == nothing);
    CHECK(posture.possible == everything);
    CHECK_FALSE(posture.privileged.has_value());
    CHECK(posture.unresolved == Words{"${P}"});
}

TEST_CASE("kept defaults are those that nobody named", "[posture_test]") {
    CHECK(effective(container_of({}, {}), Engine::docker).kept_defaults == default_capabilities(Engine::docker));
    CHECK(effective(container_of({"CHOWN"}, {}), Engine::docker).kept_defaults ==
          default_capabilities(Engine::docker) - CapabilitySet{CHOWN});
    CHECK(effective(container_of({"CHOWN"}, {"ALL"}), Engine::docker).kept_defaults.empty());
    CHECK(effective(container_of({"ALL"}, {}), Engine::docker).kept_defaults.empty());
    CHECK(effective(container_of({"ALL"}, {}), Engine::docker).grants_all);
    CHECK_FALSE(effective(container_of({"ALL"}, {"ALL"}), Engine::containerd).grants_all);
}

TEST_CASE("the word that adds a capability is its name, else ALL", "[posture_test]") {
    const Posture posture = effective(container_of({"ALL", "SYS_TIME", "cap_sys_time"}, {}), Engine::docker);
    CHECK(posture.added_by(SYS_TIME) == 2U);
    CHECK(posture.added_by(KILL) == 0U);
    CHECK_FALSE(effective(container_of({}, {}), Engine::docker).added_by(KILL).has_value());
}

TEST_CASE("words are shown in upper case, without prefix, once, and without those the engine ignores", "[posture_test]") {
    const Container container = container_of({"sys_time", "CAP_SYS_TIME", "${X}", "KILL"}, {});
    CHECK(normalised_words(container.add, effective(container, Engine::docker).add) == Words{"SYS_TIME", "KILL"});
    const Container prefixed = container_of({"CAP_SYS_ADMIN"}, {});
    CHECK(normalised_words(prefixed.add, effective(prefixed, Engine::containerd).add).empty());
    CHECK(normalised_words(prefixed.add, effective(prefixed, Engine::crio).add) == Words{"SYS_ADMIN"});
}
