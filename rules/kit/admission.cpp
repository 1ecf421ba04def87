#include "rules/kit/admission.hpp"

#include "rules/kit/pod_security_controls.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dropcap::rules {
namespace {

using namespace control;

/// What a pod or one of its containers does against one level.
class Admission {
  public:
    Admission(const PodAdmission& pod, PodSecurityLevel level) : pod_(pod), level_(level) {}

    std::vector<Violation> of_pod() && {
        check_namespaces();
        check_volumes();
        check_sysctls();
        check_annotations();
        check_context(pod_.context);
        const auto& non_root_word = pod_.context.run_as_non_root;
        if (!pod_.has_user_namespace && non_root_word && non_root_word->is(false))
            add(non_root_word->at, non_root, "sets `runAsNonRoot` to false");
        return std::move(found_);
    }

    std::vector<Violation> of_container(const ContainerAdmission& container, Place name_at) && {
        check_context(container.context);
        forbid_true(container.privileged, privileged, "runs privileged");
        check_added(container.add);
        check_ports(container);
        check_hosts(container);
        check_proc_mount(container.proc_mount);
        if (!pod_.has_user_namespace) check_non_root(container, name_at);
        if (pod_.is_windows) return std::move(found_);
        check_escalation(container.allow_privilege_escalation, name_at);
        if (!container.context.seccomp_profile && !pod_.context.seccomp_profile)
            add(name_at, seccomp_restricted, "has no seccomp profile, and neither has its pod");
        check_restricted_capabilities(container, name_at);
        return std::move(found_);
    }

  private:
    [[nodiscard]] bool is_of_level(const Control& control) const {
        return control.baseline == (level_ == PodSecurityLevel::baseline);
    }

    void add(Place at, const Control& control, std::string message) {
        if (!is_of_level(control)) return;
        found_.push_back({.at = at,
                          .control = control.name,
                          .message = std::move(message),
                          .remedy = control.remedy});
    }

    /// An unresolved value is neither safe nor a violation: it is reported as what it is.
    template <class T>
    void add_unresolved(const Fact<T>& fact, const Control& control) {
        if (!is_of_level(control)) return;
        add(fact.at, control, fmt::format("leaves `{}` unresolved", fact.unresolved()->text));
        found_.back().unresolved = true;
    }

    void forbid_true(const MaybeFact<bool>& fact, const Control& control, std::string message) {
        if (!fact) return;
        if (fact->unresolved() != nullptr) return add_unresolved(*fact, control);
        if (fact->is(true)) add(fact->at, control, std::move(message));
    }

    void check_namespaces() {
        const std::array<std::pair<const MaybeFact<bool>*, std::string_view>, 3> namespaces = {
            {{&pod_.host_network, "network"},
             {&pod_.host_pid, "process"},
             {&pod_.host_ipc, "IPC"}}};
        std::vector<std::string_view> shared;
        Place at;
        for (const auto& [fact, called] : namespaces) {
            if (!*fact) continue;
            if ((*fact)->unresolved() != nullptr) add_unresolved(**fact, host_namespaces);
            if (!(*fact)->is(true)) continue;
            if (shared.empty()) at = (*fact)->at;
            shared.push_back(called);
        }
        if (!shared.empty())
            add(at, host_namespaces,
                fmt::format("shares the host's {} namespace{}", fmt::join(shared, " and "),
                            shared.size() > 1 ? "s" : ""));
    }

    /// hostPathVolumes and restrictedVolumes. A host path decides whatever else the volume says,
    /// then an allowed source does.
    void check_volumes() {
        std::vector<std::string> mounted;
        std::vector<std::string> restricted;
        std::optional<Place> mounted_at;
        std::optional<Place> restricted_at;
        for (const PodAdmission::Volume& volume : pod_.volumes) {
            const auto& sources = volume.sources;
            const auto path = std::ranges::find(sources, std::string_view("hostPath"),
                                                &PodAdmission::Volume::Source::field);
            if (path != sources.end()) {
                mounted.push_back(volume.name);
                if (!mounted_at) mounted_at = path->at;
                continue;
            }
            if (std::ranges::any_of(
                    sources, [](const auto& one) { return holds(allowed_volumes, one.field); }))
                continue;
            for (const auto& source : sources) {
                restricted.push_back(fmt::format("{} ({})", volume.name, source.field));
                if (!restricted_at) restricted_at = source.at;
            }
        }
        if (mounted_at)
            add(*mounted_at, host_path,
                fmt::format("mounts a path of the host as volume {}", fmt::join(mounted, ", ")));
        if (restricted_at)
            add(*restricted_at, volume_types,
                fmt::format("uses volume {}", fmt::join(restricted, ", ")));
    }

    void check_sysctls() {
        std::vector<std::string_view> unsafe;
        std::optional<Place> at;
        for (const Fact<std::string>& name : pod_.sysctls) {
            if (name.unresolved() != nullptr) {
                add_unresolved(name, sysctls);
                continue;
            }
            if (holds(safe_sysctls, *name.known())) continue;
            if (!at) at = name.at;
            unsafe.push_back(*name.known());
        }
        if (at) add(*at, sysctls, fmt::format("sets {}", fmt::join(unsafe, ", ")));
    }

    void check_annotations() {
        for (const auto& [container, profile] : pod_.apparmor_annotations) {
            if (profile.unresolved() != nullptr) {
                add_unresolved(profile, apparmor);
                continue;
            }
            const std::string& word = *profile.known();
            if (word == "runtime/default" || word.starts_with("localhost/")) continue;
            add(profile.at, apparmor,
                fmt::format("sets the AppArmor profile of container {} to `{}`", container, word));
        }
    }

    /// What a pod's and a container's securityContext have in common.
    void check_context(const AdmissionContext& context) {
        forbid_true(context.host_process, host_process,
                    "runs as a HostProcess container, which is the Windows host itself");
        check_profile(context.apparmor_profile, apparmor, "AppArmor");
        // seccompProfile_restricted replaces the baseline's check and lets Windows pods pass; a
        // profile there is refused by validation anyway.
        check_profile(context.seccomp_profile, seccomp_baseline, "seccomp");
        check_selinux(context);
        if (!pod_.has_user_namespace) check_user(context.run_as_user);
    }

    void check_profile(const MaybeFact<std::string>& type, const Control& control,
                       std::string_view called) {
        if (!type) return;
        if (type->unresolved() != nullptr) return add_unresolved(*type, control);
        if (type->is("RuntimeDefault") || type->is("Localhost")) return;
        add(type->at, control, fmt::format("sets its {} profile to `{}`", called, *type->known()));
    }

    void check_selinux(const AdmissionContext& context) {
        const std::array<std::pair<const MaybeFact<std::string>*, std::string_view>, 3> fields = {
            {{&context.selinux_type, "type"},
             {&context.selinux_user, "user"},
             {&context.selinux_role, "role"}}};
        std::vector<std::string> set;
        std::optional<Place> at;
        for (const auto& [fact, called] : fields) {
            if (!*fact) continue;
            if ((*fact)->unresolved() != nullptr) {
                add_unresolved(**fact, selinux);
                continue;
            }
            const std::string& word = *(*fact)->known();
            if (called == "type" && holds(selinux_types, word)) continue;
            if (!at) at = (*fact)->at;
            set.push_back(fmt::format("the SELinux {} `{}`", called, word));
        }
        if (at) add(*at, selinux, fmt::format("sets {}", fmt::join(set, " and ")));
    }

    void check_user(const MaybeFact<std::int64_t>& user) {
        if (!user) return;
        if (user->unresolved() != nullptr) return add_unresolved(*user, non_root_user);
        if (user->is(0)) add(user->at, non_root_user, "sets `runAsUser` to 0, which is root");
    }

    /// One violation for all added words that are not `allowed`.
    template <class Allowed>
    void check_words(const CapabilityList& list, const Control& control, Allowed allowed) {
        std::vector<std::string_view> bad;
        std::optional<Place> at;
        for (const Fact<std::string>& word : list.words) {
            if (word.known() == nullptr) {
                if (control.baseline) add_unresolved(word, control);
                continue;
            }
            if (allowed(*word.known())) continue;
            if (!at) at = word.at;
            bad.push_back(*word.known());
        }
        if (at) add(*at, control, fmt::format("adds {}", fmt::join(bad, ", ")));
    }

    void check_added(const CapabilityList& list) {
        check_words(list, capabilities_baseline,
                    [](std::string_view word) { return holds(baseline_words, word); });
    }

    void check_restricted_capabilities(const ContainerAdmission& container, Place name_at) {
        const CapabilityList& drop = container.drop;
        const auto is_all = [](const Fact<std::string>& word) { return word.is("ALL"); };
        const auto is_open = [](const Fact<std::string>& word) { return word.known() == nullptr; };
        if (std::ranges::none_of(drop.words, is_all)) {
            const auto open = std::ranges::find_if(drop.words, is_open);
            if (open != drop.words.end())
                add_unresolved(*open, capabilities_restricted);
            else
                add(drop.at.value_or(name_at), capabilities_restricted, "does not drop ALL");
        }
        // Words that the baseline forbids are reported there.
        check_words(container.add, capabilities_restricted, [](std::string_view word) {
            return word == "NET_BIND_SERVICE" || !holds(baseline_words, word);
        });
    }

    void check_ports(const ContainerAdmission& container) {
        std::vector<std::int64_t> ports;
        std::optional<Place> at;
        for (const Fact<std::int64_t>& port : container.host_ports) {
            if (port.is(0)) continue;
            if (port.known() == nullptr) {
                add_unresolved(port, host_ports);
                continue;
            }
            if (!at) at = port.at;
            ports.push_back(*port.known());
        }
        if (at)
            add(*at, host_ports,
                fmt::format("uses the host's port{} {}", ports.size() > 1 ? "s" : "",
                            fmt::join(ports, ", ")));
    }

    void check_hosts(const ContainerAdmission& container) {
        if (container.probe_hosts.empty()) return;
        std::vector<std::string_view> hosts;
        for (const Fact<std::string>& host : container.probe_hosts) hosts.push_back(*host.known());
        add(container.probe_hosts.front().at, host_probes,
            fmt::format("sends probes or hooks to the host {}", fmt::join(hosts, ", ")));
    }

    void check_proc_mount(const MaybeFact<std::string>& mount) {
        if (!mount || mount->is("Default")) return;
        const Control& control = pod_.has_user_namespace ? proc_mount_restricted : proc_mount;
        if (mount->unresolved() != nullptr) return add_unresolved(*mount, control);
        add(mount->at, control, fmt::format("mounts /proc as `{}`", *mount->known()));
    }

    void check_non_root(const ContainerAdmission& container, Place name_at) {
        const auto& own = container.context.run_as_non_root;
        const auto& pods = pod_.context.run_as_non_root;
        if (own && own->unresolved() != nullptr) return add_unresolved(*own, non_root);
        if (own && own->is(false)) return add(own->at, non_root, "sets `runAsNonRoot` to false");
        if (own) return;
        if (pods && pods->unresolved() != nullptr) return add_unresolved(*pods, non_root);
        // A pod that says false is reported once, at the pod.
        if (!pods)
            add(name_at, non_root, "does not set `runAsNonRoot` to true, and neither does its pod");
    }

    void check_escalation(const MaybeFact<bool>& allowed, Place name_at) {
        if (!allowed)
            return add(name_at, escalation, "does not set `allowPrivilegeEscalation` to false");
        forbid_true(allowed, escalation, "allows privilege escalation");
    }

    const PodAdmission& pod_;
    PodSecurityLevel level_;
    std::vector<Violation> found_;
};

} // namespace

std::vector<Violation> violations_of(const Pod& pod, PodSecurityLevel level) {
    if (!pod.admission) return {};
    return Admission(*pod.admission, level).of_pod();
}

std::vector<Violation> violations_of(const Container& container, PodSecurityLevel level) {
    if (!container.admission || !container.pod || !container.pod->admission) return {};
    return Admission(*container.pod->admission, level)
        .of_container(*container.admission, container.name_at);
}

} // namespace dropcap::rules
