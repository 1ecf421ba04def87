// Pod Security Standards, version latest. Source: kubernetes/pod-security-admission
// policy/check_*.go (v0.37); all comparisons are exact there.

#include "parsers/kubernetes/controls.hpp"
#include "parsers/kubernetes/pod.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dropcap::kubernetes {
namespace {

using namespace control;

/// true, false, not said, or said and not known.
enum class Said : unsigned char { yes, no, nothing, open };

/// One pod under admission.
class Admission {
  public:
    Admission(const Reading& reading, const PodView& pod)
        : reading_(reading), pod_(pod), windows_(pod.is_windows()),
          own_users_(said(first(pod.spec, "hostUsers")) == Said::no) {}

    Violations judge() {
        check_namespaces();
        check_volumes();
        check_sysctls();
        check_annotations();
        const Layers& context = pod_.security;
        check_context(context);
        check_pod_non_root();
        Violations all;
        all.pod = std::move(told_);
        for (const ContainerView& view : pod_.containers) {
            told_.clear();
            check_context(view.security);
            check_container(view);
            all.containers.push_back(std::move(told_));
        }
        return all;
    }

  private:
    void say(Place at, const Control& control, std::string message) {
        told_.push_back({.at = at,
                         .control = control.name,
                         .message = std::move(message),
                         .remedy = control.remedy,
                         .baseline = control.baseline});
    }

    /// Not known is not safe and not a violation: it is told for what it is.
    void say_open(const Value& value, const Control& control) {
        const auto open = unresolved(reading_, value);
        say(value.node->at, control,
            fmt::format("leaves `{}` unresolved", open ? open->text : std::string()));
        told_.back().unresolved = true;
    }

    [[nodiscard]] Said said(const Value& value) const {
        if (!value) return Said::nothing;
        if (unresolved(reading_, value)) return Said::open;
        const auto known = value.node->is_scalar()
                               ? yaml::as_bool(*value.node, yaml::Reader::kubernetes)
                               : std::nullopt;
        return !known ? Said::nothing : *known ? Said::yes : Said::no;
    }

    void forbid_true(const Value& value, const Control& control, std::string message) {
        const Said word = said(value);
        if (word == Said::yes) say(value.node->at, control, std::move(message));
        if (word == Said::open) say_open(value, control);
    }

    void check_namespaces() {
        constexpr std::array<std::pair<std::string_view, std::string_view>, 3> fields = {
            {{"hostNetwork", "network"}, {"hostPID", "process"}, {"hostIPC", "IPC"}}};
        std::vector<std::string_view> shared;
        Place at;
        for (const auto& [field, called] : fields) {
            const Value value = first(pod_.spec, field);
            const Said word = said(value);
            if (word == Said::open) say_open(value, host_namespaces);
            if (word != Said::yes) continue;
            if (shared.empty()) at = value.node->at;
            shared.push_back(called);
        }
        if (!shared.empty())
            say(at, host_namespaces,
                fmt::format("shares the host's {} namespace{}", fmt::join(shared, " and "),
                            shared.size() > 1 ? "s" : ""));
    }

    /// restrictedVolumes and hostPathVolumes; a volume without any source becomes an emptyDir
    /// before admission sees it.
    void check_volumes() {
        std::vector<std::string> mounted;
        std::vector<std::string> restricted;
        std::optional<Place> mounted_at;
        std::optional<Place> restricted_at;
        for (const Value& volume : items(reading_, first(pod_.spec, "volumes"))) {
            const std::string name(string_of(get(volume, "name")));
            if (const Value path = get(volume, "hostPath")) {
                mounted.push_back(name);
                if (!mounted_at) mounted_at = path.key;
                continue;
            }
            if (std::ranges::any_of(allowed_volumes, [&](std::string_view type) {
                    return static_cast<bool>(get(volume, type));
                }))
                continue;
            for (const std::string_view type : other_volumes) {
                const Value source = get(volume, type);
                if (!source) continue;
                restricted.push_back(fmt::format("{} ({})", name, type));
                if (!restricted_at) restricted_at = source.key;
            }
        }
        if (mounted_at)
            say(*mounted_at, host_path,
                fmt::format("mounts a path of the host as volume {}", fmt::join(mounted, ", ")));
        if (restricted_at)
            say(*restricted_at, volume_types,
                fmt::format("uses volume {}", fmt::join(restricted, ", ")));
    }

    void check_sysctls() {
        std::vector<std::string_view> unsafe;
        std::optional<Place> at;
        for (const Value& sysctl : items(reading_, first(pod_.security, "sysctls"))) {
            const Value name = get(sysctl, "name");
            if (holds(safe_sysctls, string_of(name))) continue;
            if (unresolved(reading_, name)) {
                say_open(name, sysctls);
                continue;
            }
            if (!at) at = name ? name.node->at : sysctl.key;
            unsafe.push_back(string_of(name));
        }
        if (at) say(*at, sysctls, fmt::format("sets {}", fmt::join(unsafe, ", ")));
    }

    /// AppArmor's annotations, whatever container they name.
    void check_annotations() {
        constexpr std::string_view prefix = "container.apparmor.security.beta.kubernetes.io/";
        if (!pod_.annotations || !pod_.annotations.node->is_mapping()) return;
        for (const yaml::Entry& entry : pod_.annotations.node->entries) {
            if (!entry.key->is_scalar() || !entry.key->text.starts_with(prefix)) continue;
            const Value value = entry_value(pod_.annotations, entry);
            const std::string_view profile = string_of(value);
            if (profile.empty() || profile == "runtime/default" ||
                profile.starts_with("localhost/"))
                continue;
            if (unresolved(reading_, value)) {
                say_open(value, apparmor);
            } else {
                say(value.node->at, apparmor,
                    fmt::format("sets the AppArmor profile of container {} to `{}`",
                                entry.key->text.substr(prefix.size()), profile));
            }
        }
    }

    /// What a pod's and a container's securityContext have in common.
    void check_context(const Layers& context) {
        forbid_true(get(first(context, "windowsOptions"), "hostProcess"), host_process,
                    "runs as a HostProcess container, which is the Windows host itself");
        check_profile(first(context, "appArmorProfile"), apparmor, "AppArmor");
        // seccompProfile_restricted replaces the baseline's check and lets Windows pods pass; a
        // profile there is refused by validation anyway.
        check_profile(first(context, "seccompProfile"), seccomp_baseline, "seccomp");
        check_selinux(first(context, "seLinuxOptions"));
        if (!own_users_) check_user(first(context, "runAsUser"));
    }

    void check_profile(const Value& profile, const Control& control, std::string_view called) {
        if (!profile) return;
        const Value type = get(profile, "type");
        const std::string_view word = string_of(type);
        if (word == "RuntimeDefault" || word == "Localhost") return;
        if (unresolved(reading_, profile)) return say_open(profile, control);
        if (unresolved(reading_, type)) return say_open(type, control);
        say(type ? type.node->at : profile.key, control,
            fmt::format("sets its {} profile to `{}`", called, word));
    }

    void check_selinux(const Value& options) {
        std::vector<std::string> set;
        std::optional<Place> at;
        for (const std::string_view field : {"type", "user", "role"}) {
            const Value value = get(options, field);
            const std::string_view word = string_of(value);
            if (word.empty() || (field == "type" && holds(selinux_types, word))) continue;
            if (unresolved(reading_, value)) {
                say_open(value, selinux);
                continue;
            }
            if (!at) at = value.node->at;
            set.push_back(fmt::format("the SELinux {} `{}`", field, word));
        }
        if (at) say(*at, selinux, fmt::format("sets {}", fmt::join(set, " and ")));
    }

    void check_user(const Value& user) {
        std::vector<Problem> told_elsewhere;
        const auto number = Fields(reading_, told_elsewhere).integer(user, "runAsUser");
        if (!number) return;
        if (number->unresolved() != nullptr) return say_open(user, non_root_user);
        if (number->is(0))
            say(user.node->at, non_root_user, "sets `runAsUser` to 0, which is root");
    }

    void check_pod_non_root() {
        if (own_users_) return;
        const Value value = first(pod_.security, "runAsNonRoot");
        if (said(value) == Said::no) say(value.node->at, non_root, "sets `runAsNonRoot` to false");
    }

    void check_container(const ContainerView& view) {
        forbid_true(first(view.security, "privileged"), privileged, "runs privileged");
        check_added(view);
        check_ports(view);
        check_hosts(view);
        check_proc_mount(view);
        if (!own_users_) check_non_root(view);
        if (windows_) return;
        check_escalation(view);
        check_seccomp_set(view);
        check_restricted_capabilities(view);
    }

    [[nodiscard]] CapabilityList words(const ContainerView& view, std::string_view list) const {
        std::vector<Problem> told_elsewhere;
        const Layers capabilities = get(view.security, "capabilities");
        const Value written = first(capabilities, list);
        return Fields(reading_, told_elsewhere).words(written, list);
    }

    void say_open_word(const Fact<std::string>& word, const Control& control) {
        say(word.at, control, fmt::format("leaves `{}` unresolved", word.unresolved()->text));
        told_.back().unresolved = true;
    }

    /// One violation for all added words that are not `allowed`.
    template <class Allowed>
    void check_words(const CapabilityList& list, const Control& control, Allowed allowed) {
        std::vector<std::string_view> bad;
        std::optional<Place> at;
        for (const Fact<std::string>& word : list.words) {
            if (word.known() == nullptr) {
                if (control.baseline) say_open_word(word, control);
                continue;
            }
            if (allowed(*word.known())) continue;
            if (!at) at = word.at;
            bad.push_back(*word.known());
        }
        if (at) say(*at, control, fmt::format("adds {}", fmt::join(bad, ", ")));
    }

    void check_added(const ContainerView& view) {
        check_words(words(view, "add"), capabilities_baseline,
                    [](std::string_view word) { return holds(baseline_words, word); });
    }

    void check_restricted_capabilities(const ContainerView& view) {
        const CapabilityList drop = words(view, "drop");
        const auto is_all = [](const Fact<std::string>& word) { return word.is("ALL"); };
        const auto is_open = [](const Fact<std::string>& word) { return word.known() == nullptr; };
        if (std::ranges::none_of(drop.words, is_all)) {
            const auto open = std::ranges::find_if(drop.words, is_open);
            if (open != drop.words.end()) {
                say_open_word(*open, capabilities_restricted);
            } else {
                say(drop.at.value_or(view.name_at), capabilities_restricted, "does not drop ALL");
            }
        }
        // Words that the baseline forbids are told there.
        check_words(words(view, "add"), capabilities_restricted, [](std::string_view word) {
            return word == "NET_BIND_SERVICE" || !holds(baseline_words, word);
        });
    }

    void check_ports(const ContainerView& view) {
        std::vector<std::int64_t> ports;
        std::optional<Place> at;
        std::vector<Problem> told_elsewhere;
        for (const Value& item : items(reading_, first(view.layers, "ports"))) {
            const Value value = get(item, "hostPort");
            const auto port = Fields(reading_, told_elsewhere).integer(value, "hostPort");
            if (!port || port->is(0)) continue;
            if (port->known() == nullptr) {
                say_open(value, host_ports);
                continue;
            }
            if (!at) at = port->at;
            ports.push_back(*port->known());
        }
        if (at)
            say(*at, host_ports,
                fmt::format("uses the host's port{} {}", ports.size() > 1 ? "s" : "",
                            fmt::join(ports, ", ")));
    }

    void check_hosts(const ContainerView& view) {
        std::vector<std::string_view> hosts;
        std::optional<Place> at;
        const auto look = [&](const Value& handler) {
            for (const std::string_view action : {"httpGet", "tcpSocket"}) {
                const Value host = get(get(handler, action), "host");
                if (string_of(host).empty()) continue;
                if (!at) at = host.node->at;
                hosts.push_back(string_of(host));
            }
        };
        for (const std::string_view probe : {"livenessProbe", "readinessProbe", "startupProbe"})
            look(first(view.layers, probe));
        for (const std::string_view hook : {"postStart", "preStop"})
            look(get(first(view.layers, "lifecycle"), hook));
        if (at)
            say(*at, host_probes,
                fmt::format("sends probes or hooks to the host {}", fmt::join(hosts, ", ")));
    }

    void check_proc_mount(const ContainerView& view) {
        const Value mount = first(view.security, "procMount");
        if (!mount || string_of(mount) == "Default") return;
        const Control& control = own_users_ ? proc_mount_restricted : proc_mount;
        if (unresolved(reading_, mount)) return say_open(mount, control);
        say(mount.node->at, control, fmt::format("mounts /proc as `{}`", string_of(mount)));
    }

    void check_non_root(const ContainerView& view) {
        const Value own = first(view.security, "runAsNonRoot");
        const Value pods = first(pod_.security, "runAsNonRoot");
        const Said here = said(own);
        if (here == Said::open) return say_open(own, non_root);
        if (here == Said::no) return say(own.node->at, non_root, "sets `runAsNonRoot` to false");
        if (here == Said::yes) return;
        const Said there = said(pods);
        if (there == Said::open) return say_open(pods, non_root);
        // A pod that says false is told once, at the pod.
        if (there == Said::nothing)
            say(view.name_at, non_root,
                "does not set `runAsNonRoot` to true, and neither does its pod");
    }

    void check_escalation(const ContainerView& view) {
        const Value value = first(view.security, "allowPrivilegeEscalation");
        switch (said(value)) {
        case Said::no: return;
        case Said::open: return say_open(value, escalation);
        case Said::yes: return say(value.node->at, escalation, "allows privilege escalation");
        case Said::nothing:
            return say(view.name_at, escalation,
                       "does not set `allowPrivilegeEscalation` to false");
        }
    }

    void check_seccomp_set(const ContainerView& view) {
        if (first(view.security, "seccompProfile") || first(pod_.security, "seccompProfile"))
            return;
        say(view.name_at, seccomp_restricted, "has no seccomp profile, and neither has its pod");
    }

    const Reading& reading_;
    const PodView& pod_;
    bool windows_;
    bool own_users_; ///< hostUsers: false relaxes what a user namespace takes the sting out of
                     ///< (1.35)
    std::vector<Pod::Violation> told_; ///< of the pod, then of the container that is looked at
};

} // namespace

Violations pod_security_violations(const Reading& reading, const PodView& pod) {
    return Admission(reading, pod).judge();
}

} // namespace dropcap::kubernetes
