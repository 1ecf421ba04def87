// What Podman's label and a container that is only partly written here make of the set.

#include "model/posture.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dropcap;

namespace {

Fact<std::string> fact(std::string text) {
    Fact<std::string> result;
    result.value = std::move(text);
    return result;
}

Container labelled(std::string label) {
    Container container;
    container.capability_label = fact(std::move(label));
    return container;
}

CapabilitySet set(std::vector<Capability> capabilities) {
    CapabilitySet result;
    for (const Capability capability : capabilities) result.insert(capability);
    return result;
}

} // namespace

TEST_CASE("Podman narrows the set to its label where it holds all of it", "[posture_label_test]") {
    using C = Capability;
    CHECK(effective(labelled("CHOWN,cap_setuid"), Engine::podman).effective ==
          set({C::CHOWN, C::SETUID}));
    CHECK(effective(labelled(""), Engine::podman).effective == CapabilitySet{});
    CHECK(effective(labelled("CHOWN"), Engine::podman).kept_defaults.empty());
    // One that is not held, or that no one knows: an error in the log, and the set as it was.
    const CapabilitySet defaults = default_capabilities(Engine::podman);
    CHECK(effective(labelled("CHOWN,SYS_ADMIN"), Engine::podman).effective == defaults);
    CHECK(effective(labelled("CHOWN,NOPE"), Engine::podman).effective == defaults);
    CHECK(effective(labelled("CHOWN, SETUID"), Engine::podman).effective == defaults);
    CHECK(effective(labelled("CHOWN,SYS_ADMIN"), Engine::podman).kept_defaults == defaults);
    // No one else reads it.
    CHECK(effective(labelled("CHOWN"), Engine::docker).effective ==
          default_capabilities(Engine::docker));

    Container added = labelled("SYS_ADMIN");
    added.add.words.push_back(fact("SYS_ADMIN"));
    CHECK(effective(added, Engine::podman).effective == set({C::SYS_ADMIN}));
    Container privileged = labelled("CHOWN");
    privileged.privileged = Fact<bool>{.value = true, .at = {}, .entry = {}};
    CHECK(effective(privileged, Engine::podman).effective == CapabilitySet::all());
    Container open;
    open.capability_label =
        Fact<std::string>{.value = Unresolved{"$X", "X is open"}, .at = {}, .entry = {}};
    const Posture posture = effective(open, Engine::podman);
    CHECK_FALSE(posture.effective);
    CHECK(posture.held.empty());
    CHECK(posture.possible == defaults);
    CHECK(posture.unresolved == std::vector<std::string>{"$X"});
}

TEST_CASE("of a container that is only partly written here no default counts as kept",
          "[posture_label_test]") {
    Container container;
    container.partial = true;
    const Posture posture = effective(container, Engine::docker);
    CHECK(posture.kept_defaults.empty());
    CHECK(posture.effective == default_capabilities(Engine::docker));
}
