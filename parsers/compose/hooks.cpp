// Where a service grants power outside its own container. `post_start`, `pre_stop` and
// `develop.watch[].exec` run inside the container; with `privileged` they hold every capability
// whatever the service dropped. `pre_start` (Compose 5.3) is a container of its own: up to
// compose-go 2.15 it took over nothing from the service but volumes and network, so it is checked
// by what it says itself.

#include "parsers/compose/hooks.hpp"

#include "parsers/compose/service.hpp"
#include "parsers/compose/wording.hpp"

#include <fmt/format.h>

#include <utility>

namespace dropcap::compose {

namespace {

class Hooks {
  public:
    Hooks(ProjectContext& reading, const format::ParseOptions& options, const Service& service,
          std::vector<Container>& containers)
        : reading_(reading), options_(options), service_(service), containers_(containers) {}

    void run() {
        const MaybeFact<bool>& said = containers_.front().privileged;
        const bool privileged = said && said->is(true);
        for (const std::string_view key : {"post_start", "pre_stop"})
            each(key, privileged, &Hooks::exec);
        each("pre_start", false, &Hooks::own_container);
        const Value watch = get(get(service_.value, "develop"), "watch");
        std::size_t index = 0;
        for (const Value& item : items(reading_.document, watch)) {
            const Value hook = get(item, "exec");
            if (hook && hook.node->is_mapping() && !privileged && pays(hook))
                exec(hook, fmt::format("develop.watch[{}].exec", index));
            ++index;
        }
    }

  private:
    /// In a privileged container every hook holds everything: the container's own finding says so.
    void each(std::string_view key, bool skip,
              void (Hooks::*add)(const Value&, const std::string&)) {
        std::size_t index = 0;
        for (const Value& hook : items(reading_.document, get(service_.value, key))) {
            if (!skip && hook.node->is_mapping() && pays(hook))
                (this->*add)(hook, fmt::format("{}[{}]", key, index));
            ++index;
        }
    }

    /// A hook is checked like a container, and says again what the service says.
    [[nodiscard]] bool pays(const Value& hook) {
        const Container& app = containers_.front();
        constexpr std::size_t own_settings = 4;
        return reading_.spend(hook, own_settings) &&
               reading_.spend_copies(hook.entry, app.add.words.size() + app.drop.words.size());
    }

    [[nodiscard]] Container start(const Value& hook, const std::string& name) const {
        const Container& app = containers_.front();
        Container container;
        container.name = fmt::format("{}.{}", service_.name, name);
        container.kind = ContainerKind::hook;
        container.format = compose_format;
        container.role = Role::hook;
        container.engine = app.engine;
        const Value command = get(hook, "command");
        container.name_at = command ? command.key : hook.node->at;
        container.extent = hook.entry;
        container.image = app.image;
        return container;
    }

    void exec(const Value& hook, const std::string& name) {
        const Container& app = containers_.front();
        Container container = start(hook, name);
        container.add = app.add;
        container.drop = app.drop;
        container.no_new_privileges = app.no_new_privileges;
        container.seccomp = app.seccomp;
        container.apparmor = app.apparmor;
        container.read_only_root = app.read_only_root;
        SpecReader reader(reading_, options_, container);
        container.user = reader.user(get(hook, "user"));
        if (!container.user) container.user = app.user;
        container.privileged = reader.boolean(get(hook, "privileged"));
        containers_.push_back(std::move(container));
    }

    void own_container(const Value& hook, const std::string& name) {
        Container container = start(hook, name);
        container.kind = ContainerKind::pre_start;
        container.own_container = true;
        MaybeFact<std::string> image = std::move(container.image);
        SpecReader(reading_, options_, container).read(hook);
        if (!container.image) container.image = std::move(image);
        containers_.push_back(std::move(container));
    }

    ProjectContext& reading_;
    const format::ParseOptions& options_;
    const Service& service_;
    std::vector<Container>& containers_;
};

/// The entitlement that lifts every restriction from `RUN --security=insecure`.
MaybeFact<bool> insecure_entitlement(ProjectContext& reading, SpecReader& reader,
                                     const Value& list) {
    for (const Value& item : items(reading.document, list)) {
        if (!reading.spend(item)) break;
        const MaybeFact<std::string> word = reader.text(item);
        if (!word) continue;
        Fact<bool> made = fact(reading, item, true);
        if (word->unresolved() != nullptr) made.value = *word->unresolved();
        if (word->unresolved() != nullptr || word->is("security.insecure")) return made;
    }
    return std::nullopt;
}

/// `RUN --security=insecure` in a Dockerfile that is in the Compose file; a Dockerfile of its
/// own is checked where it lies.
MaybeFact<bool> insecure_step(const Value& build, const Container& service) {
    if (!get(build, "dockerfile_inline") || !service.image_recipe ||
        service.image_recipe->insecure_runs.empty())
        return std::nullopt;
    const Fact<std::string>& step = service.image_recipe->insecure_runs.front();
    return Fact<bool>{.value = true, .at = step.at, .entry = step.entry};
}

} // namespace

void add_hooks(ProjectContext& reading, const format::ParseOptions& options, const Service& service,
               std::vector<Container>& containers) {
    if (options.engine == Engine::swarm) return;
    Hooks(reading, options, service, containers).run();
}

void add_build(ProjectContext& reading, const format::ParseOptions& options, const Service& service,
               std::vector<Container>& containers) {
    const Value build = get(service.value, "build");
    if (!build || !build.node->is_mapping() || options.engine == Engine::swarm) return;
    Container container;
    container.name = fmt::format("{}.build", service.name);
    container.kind = ContainerKind::build;
    container.format = compose_format;
    container.role = Role::build;
    container.engine = containers.front().engine;
    container.name_at = build.key;
    container.extent = build.entry;
    SpecReader reader(reading, options, container);
    container.privileged = reader.boolean(get(build, "privileged"));
    const bool decided = container.privileged && !container.privileged->is(false);
    if (auto insecure = insecure_entitlement(reading, reader, get(build, "entitlements"));
        insecure && !decided)
        container.privileged = std::move(insecure);
    if (!container.privileged || container.privileged->is(false)) {
        if (auto step = insecure_step(build, containers.front()))
            container.privileged = std::move(step);
    }
    const MaybeFact<std::string> network = reader.text(get(build, "network"));
    if (network && (network->is("host") || network->unresolved() != nullptr))
        container.host_network = reread(network, read_namespace_owner);
    if (container.privileged || container.host_network) containers.push_back(std::move(container));
}

} // namespace dropcap::compose
