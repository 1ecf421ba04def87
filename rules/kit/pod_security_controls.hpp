#pragma once
// Pod Security Standards as data: the controls, what each allows, and the words they compare with.
// Version latest (v1.37).

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace dropcap::rules::control {

/// A control by its name in the standard.
struct Control {
    std::string_view name;
    std::string_view remedy; ///< what to do, in the imperative
    bool baseline;
};

inline constexpr Control host_process{
    "HostProcess", "remove `windowsOptions.hostProcess`, or set it to false", true};
inline constexpr Control host_namespaces{
    "Host Namespaces", "remove `hostNetwork`, `hostPID` and `hostIPC`, or set them to false", true};
inline constexpr Control privileged{"Privileged Containers",
                                    "remove `privileged`, or set it to false", true};
inline constexpr Control capabilities_baseline{
    "Capabilities",
    "add only AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, "
    "SETPCAP, SETUID and SYS_CHROOT, in exactly this spelling",
    true};
inline constexpr Control host_path{"HostPath Volumes", "remove the `hostPath` volume", true};
inline constexpr Control host_ports{"Host Ports", "remove `hostPort`", true};
inline constexpr Control host_probes{"Host Probes / Lifecycle Hooks", "remove `host`", true};
inline constexpr Control apparmor{"AppArmor",
                                  "use the profile RuntimeDefault or Localhost, or none", true};
inline constexpr Control selinux{
    "SELinux",
    "use the `type` container_t, container_init_t, container_kvm_t, container_engine_t or none, and no `user` or `role`",
    true};
inline constexpr Control proc_mount{
    "/proc Mount Type",
    "remove `procMount`, or give the pod a user namespace with `hostUsers: false`", true};
inline constexpr Control proc_mount_restricted{"/proc Mount Type", "remove `procMount`", false};
inline constexpr Control seccomp_baseline{
    "Seccomp", "use the profile RuntimeDefault or Localhost, or none", true};
inline constexpr Control sysctls{"Sysctls", "set only the sysctls that the standard calls safe",
                                 true};
inline constexpr Control volume_types{
    "Volume Types",
    "use only configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected and secret volumes",
    false};
inline constexpr Control escalation{"Privilege Escalation",
                                    "set `allowPrivilegeEscalation` to false", false};
inline constexpr Control non_root{
    "Running as Non-root", "set `runAsNonRoot` to true for the pod or for each of its containers",
    false};
inline constexpr Control non_root_user{"Running as Non-root user",
                                       "set `runAsUser` to a number above 0, or remove it", false};
inline constexpr Control seccomp_restricted{
    "Seccomp",
    "set the profile RuntimeDefault or Localhost for the pod or for each of its containers", false};
inline constexpr Control capabilities_restricted{
    "Capabilities", "drop ALL in exactly this spelling, and add nothing but NET_BIND_SERVICE",
    false};

/// Whether `word` is one of `words`, exactly.
template <std::size_t size>
bool holds(const std::array<std::string_view, size>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

inline constexpr std::array<std::string_view, 13> baseline_words = {
    "AUDIT_WRITE",      "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",      "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT"};
inline constexpr std::array<std::string_view, 4> selinux_types = {
    "container_t", "container_init_t", "container_kvm_t", "container_engine_t"};
inline constexpr std::array<std::string_view, 14> safe_sysctls = {
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_wmem",
    "net.ipv4.tcp_slow_start_after_idle",
    "net.ipv4.tcp_notsent_lowat"};
inline constexpr std::array<std::string_view, 9> allowed_volumes = {
    "configMap", "csi",   "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim",
    "projected", "secret"};

} // namespace dropcap::rules::control
