// What Pod Security admission looks at, read from a pod and its containers.

#include "parsers/kubernetes/admission.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dropcap::kubernetes {
namespace {

/// Every source that a volume can have (core/v1 VolumeSource).
constexpr std::array<std::string_view, 30> volume_sources = {"hostPath",
                                                             "configMap",
                                                             "csi",
                                                             "downwardAPI",
                                                             "emptyDir",
                                                             "ephemeral",
                                                             "image",
                                                             "persistentVolumeClaim",
                                                             "projected",
                                                             "secret",
                                                             "awsElasticBlockStore",
                                                             "azureDisk",
                                                             "azureFile",
                                                             "cephfs",
                                                             "cinder",
                                                             "fc",
                                                             "flexVolume",
                                                             "flocker",
                                                             "gcePersistentDisk",
                                                             "gitRepo",
                                                             "glusterfs",
                                                             "iscsi",
                                                             "nfs",
                                                             "photonPersistentDisk",
                                                             "portworxVolume",
                                                             "quobyte",
                                                             "rbd",
                                                             "scaleIO",
                                                             "storageos",
                                                             "vsphereVolume"};

class AdmissionReader {
  public:
    AdmissionReader(const ManifestContext& reading, const PodView& pod)
        : reading_(reading), pod_(pod) {}

    [[nodiscard]] PodAdmission pod() const {
        PodAdmission admission;
        admission.context = context(pod_.security);
        admission.host_network = boolean(first(pod_.spec, "hostNetwork"));
        admission.host_pid = boolean(first(pod_.spec, "hostPID"));
        admission.host_ipc = boolean(first(pod_.spec, "hostIPC"));
        const auto host_users = boolean(first(pod_.spec, "hostUsers"));
        admission.has_user_namespace = host_users && host_users->is(false);
        admission.is_windows = pod_.is_windows();
        read_volumes(admission);
        read_sysctls(admission);
        read_annotations(admission);
        return admission;
    }

    [[nodiscard]] ContainerAdmission container(const ContainerView& view) const {
        ContainerAdmission admission;
        admission.context = context(view.security);
        admission.privileged = boolean(first(view.security, "privileged"));
        admission.allow_privilege_escalation =
            boolean(first(view.security, "allowPrivilegeEscalation"));
        const Layers capabilities = get(view.security, "capabilities");
        admission.add = words(first(capabilities, "add"), "add");
        admission.drop = words(first(capabilities, "drop"), "drop");
        for (const Value& item : items(reading_, first(view.layers, "ports")))
            if (auto port = integer(get(item, "hostPort"), "hostPort"))
                admission.host_ports.push_back(*std::move(port));
        read_hosts(view, admission);
        if (const Value mount = first(view.security, "procMount"))
            admission.proc_mount = text(mount);
        return admission;
    }

  private:
    /// What the decoder refuses is reported by others; here it is not said.
    [[nodiscard]] MaybeFact<bool> boolean(const Value& value) const {
        if (!value) return std::nullopt;
        if (auto open = unresolved(reading_, value))
            return open_fact<bool>(value, *std::move(open));
        const auto known = value.node->is_scalar()
                               ? yaml::as_bool(*value.node, yaml::Reader::kubernetes)
                               : std::nullopt;
        return known ? MaybeFact<bool>(fact(value, *known)) : std::nullopt;
    }

    [[nodiscard]] MaybeFact<std::int64_t> integer(const Value& value,
                                                  std::string_view field) const {
        std::vector<Problem> reported_elsewhere;
        return Fields(reading_, reported_elsewhere).integer(value, field);
    }

    [[nodiscard]] CapabilityList words(const Value& list, std::string_view field) const {
        std::vector<Problem> reported_elsewhere;
        return Fields(reading_, reported_elsewhere).words(list, field);
    }

    template <class T>
    [[nodiscard]] static Fact<T> open_fact(const Value& value, Unresolved open) {
        Fact<T> result = fact(value, T{});
        result.value = std::move(open);
        return result;
    }

    /// A scalar's text; empty for what is no string.
    [[nodiscard]] Fact<std::string> text(const Value& value) const {
        if (auto open = unresolved(reading_, value))
            return open_fact<std::string>(value, *std::move(open));
        return fact(value, std::string(string_of(value)));
    }

    /// The type of a profile that is written; a profile without one has the empty type, at its key.
    [[nodiscard]] MaybeFact<std::string> profile(const Value& profile) const {
        if (!profile) return std::nullopt;
        if (const Value type = get(profile, "type"))
            if (!unresolved(reading_, profile)) return text(type);
        Fact<std::string> result = text(profile);
        if (result.known() == nullptr) return result;
        result.value = std::string();
        result.at = profile.key;
        return result;
    }

    /// A word of seLinuxOptions; the empty word is not said.
    [[nodiscard]] MaybeFact<std::string> word(const Value& value) const {
        if (string_of(value).empty()) return std::nullopt;
        return text(value);
    }

    [[nodiscard]] AdmissionContext context(const Layers& layers) const {
        AdmissionContext found;
        found.host_process = boolean(get(first(layers, "windowsOptions"), "hostProcess"));
        found.apparmor_profile = profile(first(layers, "appArmorProfile"));
        found.seccomp_profile = profile(first(layers, "seccompProfile"));
        const Value selinux = first(layers, "seLinuxOptions");
        found.selinux_type = word(get(selinux, "type"));
        found.selinux_user = word(get(selinux, "user"));
        found.selinux_role = word(get(selinux, "role"));
        found.run_as_user = integer(first(layers, "runAsUser"), "runAsUser");
        found.run_as_non_root = boolean(first(layers, "runAsNonRoot"));
        return found;
    }

    void read_volumes(PodAdmission& admission) const {
        for (const Value& volume : items(reading_, first(pod_.spec, "volumes"))) {
            PodAdmission::Volume& found = admission.volumes.emplace_back();
            found.name = string_of(get(volume, "name"));
            for (const std::string_view field : volume_sources)
                if (const Value source = get(volume, field))
                    found.sources.push_back({field, source.key});
        }
    }

    void read_sysctls(PodAdmission& admission) const {
        for (const Value& sysctl : items(reading_, first(pod_.security, "sysctls"))) {
            const Value name = get(sysctl, "name");
            if (name)
                admission.sysctls.push_back(text(name));
            else
                admission.sysctls.push_back(
                    {.value = std::string(), .at = sysctl.key, .entry = sysctl.entry});
        }
    }

    /// AppArmor's annotations, whatever container they name.
    void read_annotations(PodAdmission& admission) const {
        constexpr std::string_view prefix = "container.apparmor.security.beta.kubernetes.io/";
        if (!pod_.annotations || !pod_.annotations.node->is_mapping()) return;
        for (const yaml::Entry& entry : pod_.annotations.node->entries) {
            if (!entry.key->is_scalar() || !entry.key->text.starts_with(prefix)) continue;
            const Value value = entry_value(pod_.annotations, entry);
            if (string_of(value).empty()) continue;
            admission.apparmor_annotations.push_back(
                {std::string(entry.key->text.substr(prefix.size())), text(value)});
        }
    }

    void read_hosts(const ContainerView& view, ContainerAdmission& admission) const {
        const auto look = [&](const Value& handler) {
            for (const std::string_view action : {"httpGet", "tcpSocket"}) {
                const Value host = get(get(handler, action), "host");
                if (!string_of(host).empty())
                    admission.probe_hosts.push_back(fact(host, std::string(string_of(host))));
            }
        };
        for (const std::string_view probe : {"livenessProbe", "readinessProbe", "startupProbe"})
            look(first(view.layers, probe));
        for (const std::string_view hook : {"postStart", "preStop"})
            look(get(first(view.layers, "lifecycle"), hook));
    }

    const ManifestContext& reading_;
    const PodView& pod_;
};

} // namespace

PodAdmission pod_admission(const ManifestContext& reading, const PodView& pod) {
    return AdmissionReader(reading, pod).pod();
}

ContainerAdmission container_admission(const ManifestContext& reading, const PodView& pod,
                                       const ContainerView& view) {
    return AdmissionReader(reading, pod).container(view);
}

} // namespace dropcap::kubernetes
