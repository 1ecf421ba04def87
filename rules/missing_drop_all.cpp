#include "evidence/needs.hpp"
#include "model/capability_list.hpp"
#include "model/concat.hpp"
#include "rules/kit/held.hpp"
#include "rules/kit/page.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <algorithm>
#include <iterator>

namespace dropcap::rules {
namespace {
/// Whether a container of the same pod drops ALL. A pod's containers follow one another in the
/// document; in a pod of thousands only the nearest are looked at, or each would cost what all of
/// them cost.
bool shares_pod_with_hardened(const Scene& scene) {
    constexpr std::size_t nearest = 100;
    const std::size_t first = scene.index - std::min(scene.index, nearest);
    const std::size_t last = std::min(scene.index + nearest + 1, scene.all.size());
    return std::ranges::any_of(scene.all.subspan(first, last - first), [&](const Case& other) {
        return other.container != &scene.container() &&
               other.container->pod == scene.container().pod && other.posture.drops_all;
    });
}

/// Whether this is the one service that was forgotten. In a file of hundreds that is no sign of
/// anything.
bool every_other_service_is_hardened(const Scene& scene) {
    constexpr std::size_t many = 100;
    if (scene.all.size() < 2 || scene.all.size() > many) return false;
    return std::ranges::all_of(scene.all, [&](const Case& other) {
        return other.container == &scene.container() || !runs_on_linux(*other.container) ||
               other.posture.drops_all;
    });
}

/// A container without a drop list next to hardened ones: often a third-party sidecar, with the
/// same network and secrets. In a pod one hardened container makes the trap; services of a Compose
/// file share less, so there all the others must be hardened. Empty: no such trap.
std::string_view sidecar_trap(const Scene& scene) {
    const Container& container = scene.container();
    if (container.drop.at) return {};
    if (container.pod && shares_pod_with_hardened(scene))
        return "another container of the pod drops ALL, so this one is the way in";
    if (container.format->services_of_one_file && every_other_service_is_hardened(scene))
        return "every other service of this file drops ALL";
    return {};
}

/// What the context makes of a kept default, or empty.
std::string_view made_worse(const Container& container, CapabilitySet kept) {
    const auto shares_host = [](const MaybeFact<NamespaceOwner>& space) {
        return space && space->is(NamespaceOwner::host);
    };
    if (kept.contains(Capability::KILL) && shares_host(container.host_pid))
        return "with the host's PID namespace KILL reaches every process of the host";
    if (kept.contains(Capability::NET_RAW) && shares_host(container.host_network))
        return "with the host's network NET_RAW sniffs and spoofs the host's traffic";
    return {};
}

/// Whether the list is written at the container itself: what it shares is then not at fault.
bool has_own_list(const CapabilityList& list) {
    return list.at && (list.words.empty() || list.words.front().origin == Origin::written);
}

/// "keeps all 14 default capabilities".
std::string says_kept(const Posture& posture) {
    const std::size_t defaults = default_capabilities(posture.engine).size();
    const std::size_t kept = posture.kept_defaults.size();
    const std::string count = kept == defaults ? "all" : concat({std::to_string(kept), " of"});
    return concat({"keeps ", count, " ", std::to_string(defaults), " default capabilities"});
}

/// "SETGID, SETUID".
std::string names_of(const std::vector<Grant>& grants) {
    std::string names;
    for (const Grant& grant : grants)
        names += concat({names.empty() ? "" : ", ", name(grant.capability)});
    return names;
}

/// A note for each reason: "SETGID, SETUID: the entrypoint becomes the redis user".
void add_reasons(const std::vector<Grant>& grants, std::vector<std::string>& notes) {
    for (std::size_t at = 0; at < grants.size(); ++at) {
        const auto same = [&](const Grant& other) { return other.reason == grants[at].reason; };
        if (std::any_of(grants.begin(), grants.begin() + static_cast<std::ptrdiff_t>(at), same))
            continue;
        std::vector<Grant> together;
        std::ranges::copy_if(grants, std::back_inserter(together), same);
        notes.push_back(concat({names_of(together), ": ", grants[at].reason}));
    }
}

/// Says what the container needs, and how to write it.
void add_cure(const Scene& scene, Flag& flag) {
    const Container& container = scene.container();
    const Needs needs = evidence::needs_of(scene.document, container, scene.posture());
    flag.notes.push_back(needs.why);
    if (needs.applicability == Applicability::display) {
        flag.notes.emplace_back("most programs never use default capabilities, an intruder does");
        return;
    }
    add_reasons(needs.grants, flag.notes);
    flag.help = needs.grants.empty() ? concat({"write `", drop_all_for(container), "`"})
                                     : concat({"write `", drop_all_for(container),
                                               "` and add back ", names_of(needs.grants)});
    if (flag.fix || container.format->harden == nullptr) return;
    std::vector<Edit> edits = container.format->harden(scene.document, container,
                                                       {.drop_all = true, .add = needs.grants});
    if (edits.empty()) return;
    flag.fix =
        Fix{.message = needs.grants.empty() ? std::string("Drop ALL")
                                            : concat({"Drop ALL and add ", names_of(needs.grants)}),
            .edits = std::move(edits),
            .safe = needs.applicability == Applicability::safe};
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    const Posture& posture = scene.posture();
    if (!runs_on_linux(container) || posture.kept_defaults.empty()) return;
    if (meant_to_drop_all(scene)) return;
    Flag flag = flag_absent(container, title_of(container, says_kept(posture)));
    flag.label = container.drop.at ? "does not drop ALL" : "drops nothing";
    flag.help = drop_all_help(container);
    flag.facet = "drop:ALL";
    flag.about = posture.kept_defaults;
    if (container.drop.at) flag.at = *container.drop.at;
    if (container.takes_from && !has_own_list(container.drop))
        flag.shared = SharedSettings(*container.takes_from);
    if (const WordVerdict* const failed = failed_drop_all(scene)) {
        const Fact<std::string>& word = container.drop.words[failed->index];
        flag.at = word.at;
        flag.label = "is not read as ALL";
        flag.notes.push_back(failed->reading.why);
        flag.fix = write_instead(scene.document, word, "ALL", false);
    }
    flag.notes.push_back(concat({"kept from ", engine_title(posture.engine), "'s defaults: ",
                                 list_worst_first(posture.kept_defaults, most_names)}));
    add_cure(scene, flag);
    for (const std::string_view context :
         {made_worse(container, posture.kept_defaults), sidecar_trap(scene)})
        if (!context.empty()) flag.notes.emplace_back(context);
    flags.push_back(std::move(flag));
}

constexpr std::string_view why =
    R"(An engine gives every container a set of capabilities whether it needs them or not; `dropcap caps` prints what each container holds. Most
programs use none of them. An intruder uses what is there: DAC_OVERRIDE and CHOWN on mounted files, NET_RAW on the neighbours' traffic,
SETUID and SETGID to become another user.

Dropping ALL removes them from the bounding set, so no set-user-ID program can give them back. That is why it also matters for a process that
does not run as root. Dropping every default by name counts as well, until the engine's defaults change.

**How to find what is needed:** drop ALL, start, do the real work, and add back the one capability that an error names ("operation not
permitted", "permission denied"); repeat until it runs. A list that starts from nothing is shorter than one that starts from the defaults. Verify
with `docker inspect --format '{{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}' NAME` or `grep Cap /proc/PID/status`.

Combine it with a user that is not root, `no-new-privileges` and a read-only root filesystem: each covers what the others do not. When
something breaks, add back the one capability, not all the defaults.

One finding stands for all defaults that are kept, those in `cap_add` included. Who accepts it accepts them all: no other rule reports them.

**Sidecars count too:** a logging agent or proxy with the defaults has the same network, and often the same secrets, as the hardened
container next to it.)";

constexpr std::string_view more_formats = R"(
- Podman Quadlet: `DropCapability=all`, then `AddCapability=...`
- devcontainer.json: `"runArgs": ["--cap-drop=ALL"]`, then `"capAdd": [...]`
- GitHub Actions, for a job's container or service: `options: --cap-drop=ALL --cap-add=...`)";

} // namespace

extern constinit const Rule missing_drop_all;
constinit const Rule missing_drop_all{
    .id = "missing-drop-all",
    .severity = Severity::warning,
    .summary = "The container does not drop ALL and keeps default capabilities",
    .help = joined<why, page::drop_all_and_add, more_formats>,
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
)",
                .good = R"(services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
    cap_drop: [ALL]
)"},
    .references = {reference::owasp_docker, reference::pod_security, reference::cis_docker,
                   reference::capabilities, reference::cwe_250},
    .security_severity = "6.5",
    .topic = Topic::capabilities,
    .covers = Topic::kept_default,
    .check = check,
};

} // namespace dropcap::rules
