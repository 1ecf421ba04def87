#include "model/posture.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using dropcap::all_engines;
using dropcap::Capability;
using dropcap::CapabilityList;
using dropcap::CapabilitySet;
using dropcap::Container;
using dropcap::default_capabilities;
using dropcap::effective;
using dropcap::Engine;
using dropcap::engine_count;
using dropcap::engine_name;
using dropcap::Fact;
using dropcap::normalised_words;
using dropcap::Place;
using dropcap::Posture;
using dropcap::Unresolved;

namespace {

using Words = std::vector<std::string>;

constexpr std::string_view yes = "true";
constexpr std::string_view no = "false";
constexpr std::string_view open = "${PRIVILEGED}";

/// A word that begins with `$` is unresolved. The place of word number n is [n, n + 1) in source
/// `source`.
CapabilityList list(const Words& words, std::uint32_t source) {
    CapabilityList result;
    for (const std::string& word : words) {
        const auto index = static_cast<std::uint32_t>(result.words.size());
        Fact<std::string> fact;
        fact.at = {source, {index, index + 1}};
        if (word.starts_with('$'))
            fact.value = Unresolved{word, "nobody knows it"};
        else
            fact.value = word;
        result.words.push_back(std::move(fact));
    }
    return result;
}

constexpr std::uint32_t add_source = 1;
constexpr std::uint32_t drop_source = 2;

Container container(const Words& add, const Words& drop, std::string_view privileged = no) {
    Container result;
    result.add = list(add, add_source);
    result.drop = list(drop, drop_source);
    if (privileged == no) return result;
    result.privileged.emplace();
    if (privileged == open)
        result.privileged->value = Unresolved{std::string(open), "nobody knows it"};
    else
        result.privileged->value = true;
    return result;
}

CapabilitySet one(std::string_view name) {
    const auto capability = dropcap::find_capability(name);
    REQUIRE(capability);
    return {*capability};
}

/// Reads "everything -NET_RAW", "defaults +SYS_TIME -CHOWN", "nothing" or "nothing +SETUID
/// +SETGID".
CapabilitySet outcome(Engine engine, std::string_view text) {
    std::istringstream words{std::string(text)};
    CapabilitySet set;
    for (std::string word; words >> word;) {
        if (word == "everything") set = CapabilitySet::all();
        if (word == "defaults") set = default_capabilities(engine);
        if (word.starts_with('+')) set = set | one(word.substr(1));
        if (word.starts_with('-')) set = set - one(word.substr(1));
    }
    return set;
}

struct Case {
    std::string_view what;
    Words add;
    Words drop;
    std::string_view privileged;
    std::array<std::string_view, engine_count>
        outcomes; ///< Docker, Swarm, Podman, nerdctl, containerd, CRI-O
};

constexpr std::string_view D = "defaults";
constexpr std::string_view E = "everything";
constexpr std::string_view N = "nothing";
constexpr std::string_view R = "refused";
constexpr std::string_view plus = "defaults +SYS_TIME";
constexpr std::string_view less = "defaults -CHOWN";
constexpr std::string_view time_only = "nothing +SYS_TIME";
constexpr std::string_view no_raw = "everything -NET_RAW";
constexpr std::string_view no_time = "everything -SYS_TIME";

std::vector<std::size_t> indices(const std::vector<dropcap::WordVerdict>& verdicts) {
    std::vector<std::size_t> result;
    for (const auto& verdict : verdicts) result.push_back(verdict.index);
    return result;
}

} // namespace

TEST_CASE("each engine combines defaults, add, drop, ALL and privileged in its own way",
          "[posture_test]") {
    const std::vector<Case> cases = {
        {"nothing said", {}, {}, no, {D, D, D, D, D, D}},
        {"one added", {"SYS_TIME"}, {}, no, {plus, plus, plus, plus, plus, plus}},
        {"three defaults dropped",
         {},
         {"setfcap", "audit_write", "mknod"},
         no,
         {"defaults -SETFCAP -AUDIT_WRITE -MKNOD", "defaults -SETFCAP -AUDIT_WRITE -MKNOD",
          "defaults -SETFCAP", "defaults -SETFCAP -AUDIT_WRITE -MKNOD",
          "defaults -SETFCAP -AUDIT_WRITE -MKNOD", D}},
        {"one added twice", {"SYS_TIME", "SYS_TIME"}, {}, no, {plus, plus, plus, plus, plus, plus}},
        {"a default added", {"CHOWN"}, {}, no, {D, D, D, D, D, D}},
        {"one dropped", {}, {"CHOWN"}, no, {less, less, less, less, less, less}},
        {"one dropped that is not held", {}, {"SYS_TIME"}, no, {D, D, D, D, D, D}},
        {"ALL dropped", {}, {"ALL"}, no, {N, N, N, N, N, N}},
        {"ALL added", {"ALL"}, {}, no, {E, E, E, E, E, E}},
        {"the same name in both", {"SYS_TIME"}, {"SYS_TIME"}, no, {plus, plus, R, D, D, D}},
        {"the same default in both", {"CHOWN"}, {"CHOWN"}, no, {D, D, R, less, less, less}},
        {"ALL in both", {"ALL"}, {"ALL"}, no, {E, E, R, E, N, N}},
        {"ALL in both, a name dropped", {"ALL"}, {"ALL", "NET_RAW"}, no, {no_raw, E, R, E, N, N}},
        {"ALL and names in both",
         {"ALL", "SYS_TIME"},
         {"ALL", "SYS_TIME"},
         no,
         {no_time, E, R, E, N, N}},
        {"ALL added, a name dropped",
         {"ALL"},
         {"NET_RAW"},
         no,
         {no_raw, no_raw, no_raw, no_raw, no_raw, no_raw}},
        {"ALL and a name added, that name dropped",
         {"ALL", "SYS_TIME"},
         {"SYS_TIME"},
         no,
         {no_time, no_time, no_time, no_time, no_time, no_time}},
        {"ALL dropped, a name added",
         {"SYS_TIME"},
         {"ALL"},
         no,
         {time_only, time_only, time_only, time_only, time_only, time_only}},
        {"ALL and a name dropped, that name added",
         {"SYS_TIME"},
         {"ALL", "SYS_TIME"},
         no,
         {time_only, time_only, time_only, time_only, N, N}},
        {"privileged", {}, {}, yes, {E, D, E, E, E, E}},
        {"privileged, ALL dropped", {}, {"ALL"}, yes, {E, N, E, E, E, E}},
        {"privileged, an unknown name", {"FOO"}, {}, yes, {R, R, E, E, E, E}},
        {"privileged, the same name in both",
         {"SYS_TIME"},
         {"SYS_TIME"},
         yes,
         {E, plus, E, E, E, E}},
        {"an unknown name added", {"FOO"}, {}, no, {R, R, R, D, D, R}},
        {"an unknown name dropped", {}, {"FOO"}, no, {R, R, R, D, D, R}},
        {"an unknown name beside a known one",
         {"FOO", "SYS_TIME"},
         {},
         no,
         {R, R, R, plus, plus, R}},
        {"CAP_ before the name", {"CAP_SYS_TIME"}, {}, no, {plus, plus, plus, plus, D, plus}},
        {"cap_ before the name, dropped", {}, {"cap_chown"}, no, {less, less, less, less, D, less}},
        {"CAP_ twice", {"CAP_CAP_SYS_TIME"}, {}, no, {R, R, R, D, D, R}},
        {"CAP_ALL", {"CAP_ALL"}, {}, no, {R, R, R, D, D, R}},
        {"CAP_ALL dropped", {}, {"CAP_ALL"}, no, {R, R, R, D, D, R}},
        {"lower case", {"sys_time"}, {}, no, {plus, plus, plus, plus, plus, plus}},
        {"all in mixed case", {}, {"All"}, no, {N, N, N, N, N, N}},
        {"a letter whose capital is ASCII",
         {"\u017Fys_t\u0131me"},
         {},
         no,
         {plus, plus, plus, plus, plus, plus}},
        {"two names in one word", {}, {"NET_RAW,CHOWN"}, no, {R, R, R, D, D, R}},
        {"blanks around a name", {}, {" CHOWN "}, no, {R, less, R, D, D, R}},
        {"blanks around ALL", {}, {" all\t"}, no, {R, N, R, D, D, R}},
        {"an empty word", {}, {""}, no, {R, R, R, D, D, R}},
        {"only the prefix", {}, {"CAP_"}, no, {R, R, R, D, D, R}},
        {"a number", {"12"}, {}, no, {R, R, R, D, D, R}},
        {"a dash for an underscore", {"sys-time"}, {}, no, {R, R, R, D, D, R}},
    };
    for (const Case& row : cases) {
        for (std::size_t i = 0; i < engine_count; ++i) {
            const Engine engine = all_engines()[i];
            INFO(row.what << " under " << engine_name(engine));
            const Posture posture = effective(container(row.add, row.drop, row.privileged), engine);
            CHECK(posture.engine == engine);
            CHECK(posture.unresolved.empty());
            CHECK(posture.held == posture.possible);
            CHECK(posture.refusals.empty() == (row.outcomes[i] != R));
            CHECK(posture.effective.has_value() == (row.outcomes[i] != R));
            if (posture.effective)
                CHECK(posture.effective->mask() == outcome(engine, row.outcomes[i]).mask());
        }
    }
}

TEST_CASE("Docker's well-known sums", "[posture_test]") {
    CHECK(effective(container({}, {}), Engine::docker).effective->size() == 14);
    CHECK(effective(container({}, {"setfcap", "audit_write", "mknod"}), Engine::docker)
              .effective->size() == 11);
    CHECK(*effective(container({"setuid", "setgid"}, {"all"}), Engine::docker).effective ==
          CapabilitySet{Capability::SETUID, Capability::SETGID});
}

namespace {

struct OpenCase {
    Engine engine;
    Words add;
    Words drop;
    std::string_view privileged;
    std::string_view held;
    std::string_view possible;
};

} // namespace

TEST_CASE("unresolved words leave the set between what is held and what is possible",
          "[posture_test]") {
    const std::vector<OpenCase> cases = {
        {Engine::docker, {"$X"}, {}, no, D, E},
        {Engine::docker, {"$X"}, {"ALL"}, no, N, E},
        {Engine::docker, {"SYS_TIME", "$X"}, {"ALL"}, no, time_only, E},
        {Engine::docker, {}, {"$X"}, no, N, D},
        {Engine::docker, {"$X"}, {"$Y"}, no, N, E},
        {Engine::docker, {"ALL"}, {"$X"}, no, N, E},
        {Engine::docker, {"ALL", "$X"}, {}, no, E, E},
        {Engine::docker, {"ALL", "$X"}, {"NET_RAW"}, no, no_raw, no_raw},
        {Engine::docker, {"SYS_TIME"}, {"ALL", "$X"}, no, time_only, time_only},
        {Engine::docker, {"SYS_TIME", "$X"}, {"SYS_TIME"}, no, D, E}, // X may be ALL, and then the
                                                                      // drop counts
        {Engine::swarm, {"ALL"}, {"$X"}, no, N, E},
        {Engine::swarm, {"SYS_TIME"}, {"$X"}, no, time_only, plus},
        {Engine::podman, {"ALL", "SYS_TIME"}, {"$X"}, no, N, E},
        {Engine::nerdctl, {"SYS_TIME"}, {"$X"}, no, N, plus},
        {Engine::nerdctl, {"SYS_TIME"}, {"ALL", "$X"}, no, time_only, time_only},
        {Engine::containerd, {"SYS_TIME"}, {"ALL", "$X"}, no, N, time_only},
        {Engine::containerd, {"$X"}, {"NET_RAW"}, no, "defaults -NET_RAW", no_raw},
        {Engine::containerd, {"ALL"}, {"ALL", "$X"}, no, N, N},
        {Engine::crio, {"$X"}, {"CHOWN"}, no, less, "everything -CHOWN"},
        {Engine::docker, {}, {"ALL"}, open, N, E},
        {Engine::docker, {"ALL"}, {}, open, E, E},
        {Engine::containerd, {"SYS_TIME"}, {"ALL"}, open, time_only, E},
        {Engine::swarm, {}, {}, open, D, D}, // Swarm does not look at it
        {Engine::docker, {"$X"}, {"$Y"}, yes, E, E},
    };
    for (const OpenCase& row : cases) {
        const Posture posture = effective(container(row.add, row.drop, row.privileged), row.engine);
        INFO(engine_name(row.engine)
             << ": add " << Catch::StringMaker<Words>::convert(row.add) << ", drop "
             << Catch::StringMaker<Words>::convert(row.drop) << ", privileged " << row.privileged);
        CHECK(posture.held.mask() == outcome(row.engine, row.held).mask());
        CHECK(posture.possible.mask() == outcome(row.engine, row.possible).mask());
        CHECK(posture.effective.has_value() == (row.held == row.possible));
        CHECK(posture.unresolved.empty() == (row.held == row.possible));
    }
}

TEST_CASE("whatever an unresolved word turns out to be, the set is within the bounds",
          "[posture_test]") {
    const std::vector<std::pair<Words, Words>> lists = {
        {{"$X"}, {}},
        {{}, {"$X"}},
        {{"$X"}, {"ALL"}},
        {{"ALL"}, {"$X"}},
        {{"SYS_TIME", "$X"}, {"SYS_TIME"}},
        {{"$X"}, {"CHOWN"}},
        {{"CHOWN"}, {"$X"}},
        {{"SYS_TIME"}, {"$X"}},
        {{"SYS_TIME"}, {"$X", "ALL"}},
        {{"ALL", "SYS_TIME"}, {"$X"}},
        {{"$X", "ALL"}, {"ALL"}},
        {{"$X"}, {"$X"}},
        {{"$X", "ALL"}, {"$X"}},
        {{"$X"}, {"$X", "ALL"}},
        {{"SYS_TIME", "ALL"}, {"ALL", "$X"}},
    };
    Words meanings = {"ALL", "FOO", ""};
    for (const auto& row : dropcap::capabilities()) meanings.emplace_back(row.name);
    const auto with = [](Words words, const std::string& meaning) {
        for (std::string& word : words)
            if (word == "$X") word = meaning;
        return words;
    };
    for (const Engine engine : all_engines()) {
        for (const auto& [add, drop] : lists) {
            const Posture unknown = effective(container(add, drop), engine);
            for (const std::string& meaning : meanings) {
                const Posture known =
                    effective(container(with(add, meaning), with(drop, meaning)), engine);
                if (!known.effective) continue;
                INFO(engine_name(engine)
                     << ": add " << Catch::StringMaker<Words>::convert(add) << ", drop "
                     << Catch::StringMaker<Words>::convert(drop) << ", $X is " << meaning);
                CHECK(known.effective->contains(unknown.held));
                CHECK(unknown.possible.contains(*known.effective));
            }
        }
    }
}

TEST_CASE("a refusal names the word, is at it and leaves the rest of the container to be checked",
          "[posture_test]") {
    const Posture docker =
        effective(container({"NET_ADMIN", "FOO"}, {"ALL", " CHOWN"}), Engine::docker);
    REQUIRE(docker.refusals.size() == 2);
    CHECK(docker.refusals[0].message ==
          "Docker refuses to create the container: unknown capability \"CAP_FOO\"");
    CHECK(docker.refusals[0].at == Place{add_source, {1, 2}});
    CHECK(docker.refusals[1].message ==
          "Docker refuses to create the container: unknown capability \"CAP_ CHOWN\"");
    CHECK(docker.refusals[1].at == Place{drop_source, {1, 2}});
    CHECK(docker.held == CapabilitySet{Capability::NET_ADMIN});

    const Posture whole = effective(container({"FOO"}, {}, yes), Engine::docker);
    CHECK(whole.refusals.size() == 1);
    CHECK(whole.held == CapabilitySet::all());

    const Posture podman =
        effective(container({"MKNOD", "SYS_TIME"}, {"SETFCAP", "SYS_TIME"}), Engine::podman);
    REQUIRE(podman.refusals.size() == 1);
    CHECK(podman.refusals[0].message ==
          "Podman refuses to create the container: SYS_TIME cannot be both added and dropped");
    CHECK(podman.refusals[0].at == Place{drop_source, {1, 2}});

    CHECK(effective(container({"CHOWN"}, {"FOO"}), Engine::podman).refusals.size() == 1);

    const Posture both = effective(container({"ALL"}, {"NET_RAW", "all"}), Engine::podman);
    REQUIRE(both.refusals.size() == 1);
    CHECK(both.refusals[0].message ==
          "Podman refuses to create the container: ALL cannot be both added and dropped");
    CHECK(both.refusals[0].at == Place{drop_source, {1, 2}});
}

TEST_CASE("every word gets a verdict at its own index", "[posture_test]") {
    using Kind = dropcap::WordReading::Kind;
    const Posture posture =
        effective(container({"ALL", "$X", "CAP_KILL", "KILL"}, {}), Engine::containerd);
    CHECK(indices(posture.add) == std::vector<std::size_t>{0, 1, 2, 3});
    CHECK(posture.add[0].reading.kind == Kind::all);
    CHECK(posture.add[1].unresolved);
    CHECK(posture.add[2].reading.kind == Kind::ignored);
    CHECK(posture.add[3].reading.kind == Kind::capability);
    CHECK(posture.add[3].reading.capability == Capability::KILL);
}

TEST_CASE("kept defaults are those that no one drops and ALL does not bring", "[posture_test]") {
    struct Row {
        Words add, drop;
        std::string_view privileged, kept;
    };
    const std::vector<Row> rows = {
        {{}, {}, no, D},
        {{"CHOWN"}, {}, no, D},
        {{"CHOWN"}, {"CHOWN"}, no, less},
        {{"CHOWN"}, {"$X"}, no, N},
        {{"SYS_TIME"}, {"CHOWN"}, no, less},
        {{}, {"ALL"}, no, N},
        {{"CHOWN"}, {"ALL"}, no, N},
        {{"ALL"}, {}, no, N},
        {{}, {}, yes, N},
        {{}, {}, open, D},
        {{}, {"$X"}, no, N},
        {{"$X"}, {"CHOWN"}, no, less},
    };
    for (const Row& row : rows) {
        const Posture posture =
            effective(container(row.add, row.drop, row.privileged), Engine::docker);
        INFO("add " << Catch::StringMaker<Words>::convert(row.add) << ", drop "
                    << Catch::StringMaker<Words>::convert(row.drop) << ", privileged "
                    << row.privileged);
        CHECK(posture.kept_defaults.mask() == outcome(Engine::docker, row.kept).mask());
    }
}

TEST_CASE("ALL counts where the engine understands and grants it", "[posture_test]") {
    CHECK(effective(container({}, {"all"}), Engine::containerd).drops_all);
    CHECK(effective(container({}, {"ALL"}, yes), Engine::docker).drops_all);
    CHECK_FALSE(effective(container({}, {"CAP_ALL"}), Engine::nerdctl).drops_all);
    CHECK_FALSE(effective(container({}, {"$X"}), Engine::docker).drops_all);
    CHECK(effective(container({"ALL"}, {"CHOWN"}), Engine::docker).grants_all);
    CHECK(effective(container({"ALL"}, {"ALL"}), Engine::docker).grants_all);
    CHECK_FALSE(effective(container({"ALL"}, {"ALL"}), Engine::containerd).grants_all);
    CHECK_FALSE(effective(container({"CAP_ALL"}, {}), Engine::containerd).grants_all);
}

TEST_CASE("privileged is yes, no or open, and nothing to Swarm", "[posture_test]") {
    CHECK(effective(container({}, {}, yes), Engine::podman).privileged == true);
    CHECK(effective(container({}, {}, no), Engine::podman).privileged == false);
    CHECK(effective(container({}, {}, open), Engine::podman).privileged == std::nullopt);
    CHECK(effective(container({}, {}, yes), Engine::swarm).privileged == false);
}

TEST_CASE("on Windows there are no capabilities, whatever the lists say", "[posture_test]") {
    auto pod = std::make_shared<dropcap::Pod>();
    pod->windows = true;
    for (const Words& add : {Words{}, Words{"SYS_ADMIN"}, Words{"ALL"}, Words{"$X"}}) {
        Container windows = container(add, {});
        windows.pod = pod;
        const Posture posture = effective(windows, Engine::containerd);
        CHECK(posture.effective == CapabilitySet{});
        CHECK(posture.held.empty());
        CHECK(posture.possible.empty());
        CHECK(posture.kept_defaults.empty());
        CHECK_FALSE(posture.grants_all);
        CHECK(posture.unresolved.empty());
    }
    Container refused = container({"FOO"}, {});
    refused.pod = pod;
    CHECK_FALSE(effective(refused, Engine::crio).effective);
    CHECK(effective(refused, Engine::crio).held.empty());
}

TEST_CASE(
    "what added a capability is the first word with its name, else ALL, and never a word that is not understood",
    "[posture_test]") {
    const Posture posture = effective(
        container({"ALL", "SYS_TIME", "$X", "sys_time", "CAP_KILL"}, {}), Engine::containerd);
    CHECK(posture.added_by(Capability::SYS_TIME) == 1);
    CHECK(posture.added_by(Capability::KILL) == 0);
    CHECK(effective(container({"SYS_TIME"}, {}), Engine::docker).added_by(Capability::CHOWN) ==
          std::nullopt);
    CHECK(effective(container({"SYS_TIME", "ALL", "all"}, {}), Engine::docker)
              .added_by(Capability::CHOWN) == 1);
}

TEST_CASE("unresolved texts are reported once, and only where they matter", "[posture_test]") {
    CHECK(effective(container({"$A"}, {"$B", "$A"}, open), Engine::docker).unresolved ==
          Words{"${PRIVILEGED}", "$A", "$B"});
    CHECK(effective(container({"ALL", "$A"}, {}, open), Engine::docker).unresolved.empty());
}

TEST_CASE("lists are shown in capitals, without prefix, blanks and repetitions", "[posture_test]") {
    const Container asks =
        container({"cap_sys_time", "SYS_TIME", "$X", " kill ", "FOO", "all"}, {});
    CHECK(normalised_words(asks.add, effective(asks, Engine::docker).add) ==
          Words{"SYS_TIME", "KILL", "FOO", "ALL"});
    CHECK(normalised_words(asks.add, effective(asks, Engine::containerd).add) ==
          Words{"SYS_TIME", "ALL"});
}

TEST_CASE("a list that is the whole set has nothing next to it", "[posture_test]") {
    const auto whole = [](const Words& add, std::string_view privileged = no) {
        Container result = container(add, {}, privileged);
        result.add_is_all = true;
        return effective(result, Engine::docker);
    };
    using enum Capability;
    CHECK(whole({}).effective == CapabilitySet{});
    CHECK(whole({}).drops_all);
    const Posture few = whole({"CAP_CHOWN", "CAP_SYS_ADMIN"});
    CHECK(few.effective == CapabilitySet{CHOWN, SYS_ADMIN});
    CHECK(few.kept_defaults.empty());
    CHECK(few.drops_all);
    Words names;
    for (const Capability capability : default_capabilities(Engine::docker))
        names.push_back("CAP_" + std::string(dropcap::name(capability)));
    names.emplace_back("CAP_BPF");
    const Posture defaults = whole(names);
    CHECK(defaults.effective == (default_capabilities(Engine::docker) | CapabilitySet{BPF}));
    CHECK(defaults.kept_defaults == default_capabilities(Engine::docker));
    CHECK_FALSE(defaults.drops_all);
    CHECK(whole({"CAP_CHOWN"}, yes).effective == CapabilitySet::all());
    CHECK_FALSE(whole({"ALL"}).drops_all);
    CHECK(whole({"ALL"}).effective == CapabilitySet::all());
    CHECK(whole(names, yes).kept_defaults.empty());
    const Posture open_word = whole({"$X", "CAP_CHOWN"});
    CHECK_FALSE(open_word.effective);
    CHECK(open_word.held == CapabilitySet{CHOWN});
}
