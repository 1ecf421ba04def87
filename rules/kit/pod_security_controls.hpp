#pragma once
// Pod Security Standards as data: the controls, what each allows, and the words they compare with.
// Version latest (v1.37).

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace dropcap::rules::control {

/// A control by its name in the standard, and what it allows.
struct Control {
    std::string_view name;
    std::string_view allowed;
    bool baseline;
};

inline constexpr Control host_process{"HostProcess",
                                      "`windowsOptions.hostProcess` must be false or absent", true};
inline constexpr Control host_namespaces{
    "Host Namespaces", "`hostNetwork`, `hostPID` and `hostIPC` must be false or absent", true};
inline constexpr Control privileged{"Privileged Containers", "`privileged` must be false or absent",
                                    true};
inline constexpr Control capabilities_baseline{
    "Capabilities",
    "only AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, "
    "SETUID and SYS_CHROOT may be added, in exactly this spelling",
    true};
inline constexpr Control host_path{"HostPath Volumes", "`hostPath` must be absent", true};
inline constexpr Control host_ports{"Host Ports", "`hostPort` must be 0 or absent", true};
inline constexpr Control host_probes{"Host Probes / Lifecycle Hooks",
                                     "`host` must be empty or absent", true};
inline constexpr Control apparmor{
    "AppArmor", "the profile must be RuntimeDefault or Localhost, or absent", true};
inline constexpr Control selinux{
    "SELinux",
    "`type` must be container_t, container_init_t, container_kvm_t or container_engine_t, or absent; `user` and `role` must be absent",
    true};
inline constexpr Control proc_mount{
    "/proc Mount Type",
    "`procMount` must be Default or absent, unless the pod has `hostUsers: false`", true};
inline constexpr Control proc_mount_restricted{"/proc Mount Type",
                                               "`procMount` must be Default or absent", false};
inline constexpr Control seccomp_baseline{
    "Seccomp", "the profile must be RuntimeDefault or Localhost, or absent", true};
inline constexpr Control sysctls{"Sysctls",
                                 "only the sysctls that the standard calls safe may be set", true};
inline constexpr Control volume_types{
    "Volume Types",
    "only configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected and secret volumes may be used",
    false};
inline constexpr Control escalation{"Privilege Escalation",
                                    "`allowPrivilegeEscalation` must be false", false};
inline constexpr Control non_root{
    "Running as Non-root",
    "`runAsNonRoot` must be true for the pod or each of its containers, and nowhere false", false};
inline constexpr Control non_root_user{"Running as Non-root user", "`runAsUser` must not be 0",
                                       false};
inline constexpr Control seccomp_restricted{
    "Seccomp",
    "the profile must be RuntimeDefault or Localhost, set for the pod or each of its containers",
    false};
inline constexpr Control capabilities_restricted{
    "Capabilities",
    "`capabilities.drop` must hold ALL in exactly this spelling, and only NET_BIND_SERVICE may be added",
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
