#pragma once
// What Kubernetes' Pod Security admission looks at in a pod and in each of its containers, as the
// manifest says it. Absent: not said. Which of it violates the standards is decided in rules/kit/.

#include "model/fact.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap {

/// What the securityContext of a pod and that of a container have in common.
struct AdmissionContext {
    MaybeFact<bool> host_process;            ///< windowsOptions.hostProcess
    MaybeFact<std::string> apparmor_profile; ///< appArmorProfile.type
    MaybeFact<std::string> seccomp_profile;  ///< seccompProfile.type
    MaybeFact<std::string> selinux_type, selinux_user, selinux_role;
    MaybeFact<std::int64_t> run_as_user;
    MaybeFact<bool> run_as_non_root;
};

/// What a pod says for all its containers.
struct PodAdmission {
    /// A volume with every field that says what it is made from: one in a valid manifest.
    struct Volume {
        struct Source {
            std::string_view field; ///< of static storage: "hostPath"
            Place at;               ///< the field's key
        };
        std::string name;
        std::vector<Source> sources{}; ///< without one it becomes an emptyDir
    };
    /// The AppArmor profile that an annotation gives a container.
    struct Annotation {
        std::string container;
        Fact<std::string> profile;
    };

    AdmissionContext context;
    MaybeFact<bool> host_network, host_pid, host_ipc;
    bool has_user_namespace = false; ///< `hostUsers: false`
    bool is_windows = false;         ///< `os.name: windows`
    std::vector<Volume> volumes;
    std::vector<Fact<std::string>> sysctls;
    std::vector<Annotation> apparmor_annotations;
};

/// What a container says for itself.
struct ContainerAdmission {
    AdmissionContext context;
    MaybeFact<bool> privileged, allow_privilege_escalation;
    CapabilityList add, drop;
    std::vector<Fact<std::int64_t>> host_ports; ///< in the order of its ports
    std::vector<Fact<std::string>> probe_hosts; ///< hosts that probes and hooks are sent to
    MaybeFact<std::string> proc_mount;
};

} // namespace dropcap
