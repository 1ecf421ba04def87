#include "model/capability.hpp"

#include "model/engine.hpp"
#include "model/suggest.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace dropcap {
namespace {

using enum Capability;

// Numbers: linux/capability.h. Versions and meanings: capabilities(7). Unlocked calls:
// moby/profiles:seccomp/default.json. Tiers are dropcap's own judgement: what the single capability
// buys root inside an otherwise default container.
constexpr std::array<CapabilityInfo, capability_count> table = {{
    {CHOWN, "CHOWN", "2.2", Tier::medium, "change the owner and group of any file",
     "takes over files on mounted volumes",
     "Makes itself the owner of files on writable mounts: keys, configuration, other services' data.",
     "Entrypoints that chown a data folder at start, and package installs; hardly anything once it runs.",
     "chown(2) fails with EPERM: \"chown: changing ownership of '/data': Operation not permitted\".",
     "chown in the image build, or run as the user that owns the volume", ""},
    {DAC_OVERRIDE, "DAC_OVERRIDE", "2.2", Tier::medium,
     "ignore read, write and execute permission bits", "reads and writes every mounted file",
     "Opens every file in the container and on its mounts, whoever owns it: the Docker socket as well.",
     "Hardly anything: a program that wants it usually has files with the wrong owner.",
     "open(2) fails with EACCES: \"Permission denied\" for root on a file of another user.",
     "give the files to the user that the process runs as", ""},
    {DAC_READ_SEARCH, "DAC_READ_SEARCH", "2.2", Tier::critical,
     "ignore read and search permission and open files by handle",
     "opens any file of the host's disk",
     "Guesses file handles and opens them with open_by_handle_at(2): any file of the host's disk that backs a mount can be read (the "
     "\"shocker\" escape).",
     "Backup agents that read every user's files, and some file servers on the host.",
     "open(2) fails with EACCES; open_by_handle_at(2) with EPERM.",
     "mount what must be read, and run as its owner", "open_by_handle_at"},
    {FOWNER, "FOWNER", "2.2", Tier::medium,
     "act as the owner of any file: chmod, times, ACLs, attributes, sticky folders",
     "changes modes of files it does not own",
     "Opens up permissions of other users' files on mounts and removes files from sticky folders.",
     "Installers and image builds; not at run time.",
     "chmod(2) or utimensat(2) fails with EPERM: \"Operation not permitted\".",
     "run as the owner of the files", ""},
    {FSETID, "FSETID", "2.2", Tier::low,
     "keep set-user-ID and set-group-ID bits when a file changes",
     "plants set-user-ID programs on mounts",
     "Leaves behind programs with the set-user-ID bit on shared volumes for somebody else to run.",
     "Installers and image builds.",
     "write(2) and chown(2) clear the set-user-ID bit and chmod(2) the set-group-ID bit, without an error.",
     "set the bits in the image build", ""},
    {KILL, "KILL", "2.2", Tier::low, "signal processes of any user", "stops other users' processes",
     "Stops or reconfigures other processes that it can see; SIGUSR1 opens a Node.js debugger.",
     "A root supervisor over processes of other users, such as systemd or s6 as PID 1.",
     "kill(2) fails with EPERM: \"kill: (42) - Operation not permitted\"; a supervisor cannot stop its children.",
     "run the supervisor as the same user as its children", ""},
    {SETGID, "SETGID", "2.2", Tier::medium, "take any group id and set supplementary groups",
     "joins any group of the container",
     "Becomes a member of whatever group owns what it wants, also towards services that trust a Unix socket's peer group.",
     "Programs that start as root and change to a service user: web servers, gosu, su-exec.",
     "setgid(2) or setgroups(2) fails with EPERM: \"setgroups: Operation not permitted\".",
     "start as the service user (USER, user:, runAsUser)", ""},
    {SETUID, "SETUID", "2.2", Tier::medium, "take any user id", "becomes any user, root included",
     "Becomes root or any other user of the container and so owner of their files.",
     "Programs that start as root and change to a service user: web servers, gosu, su-exec.",
     "setuid(2) fails with EPERM: \"failed switching to user: operation not permitted\".",
     "start as the service user (USER, user:, runAsUser)", ""},
    {SETPCAP, "SETPCAP", "2.2", Tier::low,
     "move capabilities between the sets and drop them from the bounding set",
     "moves the capabilities it already holds",
     "Passes capabilities on to its children; it can win nothing beyond the bounding set.",
     "Launchers that handle capabilities themselves (capsh, setpriv, systemd).",
     "prctl(PR_CAPBSET_DROP) and prctl(PR_SET_SECUREBITS) fail with EPERM: \"Operation not permitted\".",
     "let the engine drop capabilities", ""},
    {LINUX_IMMUTABLE, "LINUX_IMMUTABLE", "2.2", Tier::low,
     "set and clear the immutable and append-only attributes", "unlocks immutable files and logs",
     "Clears append-only from logs on mounts and tampers with them.",
     "Tools that manage chattr attributes.",
     "ioctl(FS_IOC_SETFLAGS) fails with EPERM: \"chattr: Operation not permitted while setting flags\".",
     "set the attributes from the host", ""},
    {NET_BIND_SERVICE, "NET_BIND_SERVICE", "2.2", Tier::low, "bind ports below 1024",
     "takes a well-known port",
     "Listens in a real service's place and collects what clients send it.",
     "Servers on 80, 443, 53 and the like where the engine does not already allow low ports to everybody: Podman, CRI-O, the host's "
     "network.",
     "bind(2) fails with EACCES: \"bind() to 0.0.0.0:80 failed (13: Permission denied)\".",
     "listen on 8080 and publish it as 80", ""},
    {NET_BROADCAST, "NET_BROADCAST", "2.2", Tier::low, "nothing: the kernel does not check it",
     "nothing, the kernel does not use it", "Nothing: no kernel code asks for it.", "Nothing.",
     "Nothing: broadcast and multicast sockets work without it.", "", ""},
    {NET_ADMIN, "NET_ADMIN", "2.2", Tier::high,
     "configure interfaces, routes, firewall and traffic control",
     "reroutes and filters the network",
     "Redirects and intercepts the container's traffic, opens its firewall, and reaches nftables, tc and xfrm code with a long record of "
     "kernel bugs; with the host's network it controls the node.",
     "VPNs, CNI plug-ins, service-mesh init containers.",
     "ioctl or netlink calls fail with EPERM: \"RTNETLINK answers: Operation not permitted\".",
     "set sysctls and interfaces through the engine, or in an init container that ends", ""},
    {NET_RAW, "NET_RAW", "2.2", Tier::medium,
     "open raw and packet sockets and use any source address", "sniffs and spoofs the network",
     "Forges ARP and DNS answers to its neighbours, reads their traffic, and reaches packet-socket code that has let containers escape "
     "(CVE-2020-14386).",
     "Old ping, traceroute, DHCP and packet capture; modern ping works without it.",
     "socket(2) fails with EPERM: \"ping: socket: Operation not permitted\".",
     "allow ping with the sysctl net.ipv4.ping_group_range (Docker sets it)", ""},
    {IPC_LOCK, "IPC_LOCK", "2.2", Tier::low, "lock memory beyond the limit and use huge pages",
     "holds memory that the host needs",
     "Locks pages beyond its limit and keeps the host short of memory.",
     "Secret stores and databases that keep pages out of swap (Vault, Elasticsearch), RDMA and DPDK programs.",
     "mlock(2) fails with ENOMEM, or EPERM where the limit is 0: \"Failed to lock memory: Cannot allocate memory\".",
     "raise the memlock limit (ulimits)", ""},
    {IPC_OWNER, "IPC_OWNER", "2.2", Tier::medium, "ignore permissions of System V IPC objects",
     "reads other users' shared memory",
     "Reads and changes shared memory, semaphores and queues of other users in the same IPC namespace.",
     "Programs that share System V memory across users; hardly anything else.",
     "shmat(2), semop(2) and msgrcv(2) fail with EACCES: \"Permission denied\".",
     "run both sides as the same user or group", ""},
    {SYS_MODULE, "SYS_MODULE", "2.2", Tier::critical, "load and unload kernel modules",
     "runs code in the host's kernel",
     "Loads a module of its own: the host's kernel is the attacker's.",
     "Host agents that install drivers.",
     "init_module(2) fails with EPERM: \"could not insert module: Operation not permitted\".",
     "load the module on the host", "init_module finit_module delete_module"},
    {SYS_RAWIO, "SYS_RAWIO", "2.2", Tier::critical,
     "raw access to I/O ports, memory devices and disks", "reads and writes the host's memory",
     "Reaches physical memory and hardware registers through iopl(2), /dev/mem, MSRs or SCSI commands where a device lets it.",
     "Hardware tools on the host (SMART, flash programmers).",
     "iopl(2) and ioperm(2) fail with EPERM, open(2) of /dev/mem with EPERM: \"Operation not permitted\".",
     "pass the one device through", "iopl ioperm"},
    {SYS_CHROOT, "SYS_CHROOT", "2.2", Tier::low, "call chroot(2)", "helps to leave a chroot jail",
     "Leaves programs' own chroot jails; weak on its own in a container.",
     "Programs that jail themselves: sshd, vsftpd, postfix, BIND.",
     "chroot(2) fails with EPERM: \"chroot: Operation not permitted\".",
     "switch the program's own chroot off: the container is one", "chroot"},
    {SYS_PTRACE, "SYS_PTRACE", "2.2", Tier::high, "trace and read any process",
     "reads the memory of other processes",
     "Reads secrets from the memory of every process it can see and injects code; with the host's PID namespace into the host's processes.",
     "Debuggers and profilers, for as long as they are used.",
     "ptrace(2) fails with EPERM: \"ptrace: Operation not permitted\".",
     "debug from an ephemeral container",
     "kcmp pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace"},
    {SYS_PACCT, "SYS_PACCT", "2.2", Tier::low, "switch process accounting on and off",
     "switches process accounting off",
     "Stops the accounting of its PID namespace, or points it at a file and fills a disk; with the host's PID namespace it is the host's.",
     "Accounting daemons of the host.",
     "acct(2) fails with EPERM: \"accton: Operation not permitted\".", "", "acct"},
    {SYS_ADMIN, "SYS_ADMIN", "2.2", Tier::critical, "mount, namespaces, quotas, BPF and much more",
     "is close to root on the host",
     "Mounts the host's disks and cgroup files, enters namespaces and reopens most of what the defaults had closed.",
     "Hardly anything: look for a narrower capability (SYS_PTRACE, BPF, PERFMON, SYSLOG, CHECKPOINT_RESTORE) or another design first.",
     "mount(2), unshare(2), setns(2) fail with EPERM: \"mount: permission denied\".",
     "use a volume instead of a mount, a device instead of a file system, or a narrower capability",
     "bpf clone (with namespaces) clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie lsm_get_self_attr lsm_set_self_attr "
     "mount mount_setattr move_mount open_tree perf_event_open quotactl quotactl_fd setdomainname sethostname setns syslog umount umount2 "
     "unshare"},
    {SYS_BOOT, "SYS_BOOT", "2.2", Tier::high, "reboot and load another kernel",
     "reboots the host, replaces its kernel",
     "Reboots the machine from the host's PID namespace (in its own, reboot(2) only ends the container), and loads a kernel of its own "
     "with kexec_load(2) where seccomp is off.",
     "Nothing in a container; reboot agents of a cluster, on the host.",
     "reboot(2) fails with EPERM: \"Operation not permitted\".", "", "reboot"},
    {SYS_NICE, "SYS_NICE", "2.2", Tier::low,
     "raise priorities and set scheduling and affinity of any process", "starves other workloads",
     "Takes the CPU from its neighbours and helps side channels.",
     "Databases and real-time programs that set priorities or NUMA policy (MySQL, Ceph).",
     "setpriority(2) fails with EACCES, sched_setscheduler(2) with EPERM, mbind(2) with EPERM: \"mbind: Operation not permitted\".",
     "set CPU shares and sets through the engine",
     "get_mempolicy mbind set_mempolicy set_mempolicy_home_node"},
    {SYS_RESOURCE, "SYS_RESOURCE", "2.2", Tier::medium,
     "exceed resource limits, quotas and reserved disk space", "uses up the node",
     "Lifts its own limits, hides from the out-of-memory killer and fills the space that is kept for root.",
     "Programs that raise their own limits, and some BPF loaders on kernels before 5.11 (memlock).",
     "setrlimit(2) fails with EPERM: \"ulimit: open files: cannot modify limit: Operation not permitted\".",
     "set ulimits through the engine", ""},
    {SYS_TIME, "SYS_TIME", "2.2", Tier::medium, "set the clock", "sets the host's clock",
     "Changes the clock of the whole host, for it has no namespace: certificates, tickets and logs stop being right.",
     "NTP daemons (chrony, ntpd).",
     "clock_settime(2) and adjtimex(2) fail with EPERM: \"date: cannot set date: Operation not permitted\".",
     "run the time daemon on the host", "settimeofday stime clock_settime clock_settime64"},
    {SYS_TTY_CONFIG, "SYS_TTY_CONFIG", "2.2", Tier::medium, "configure terminals and hang them up",
     "remaps an administrator's keyboard",
     "Remaps the keys of a terminal device that it was given, so that an administrator types the attacker's commands.",
     "Display servers and getty, with a terminal device.",
     "vhangup(2) and ioctl(KDSKBENT) fail with EPERM: \"Operation not permitted\".", "", "vhangup"},
    {MKNOD, "MKNOD", "2.4", Tier::medium, "create device nodes",
     "makes device nodes for the host's disks",
     "Makes a node for the host's disk; whoever shares the file and may open the device reads the raw disk.",
     "Nothing in a running service; image builds at most.",
     "mknod(2) fails with EPERM: \"mknod: Operation not permitted\".",
     "pass the one device through that is needed (`devices:`, `--device`)", ""},
    {LEASE, "LEASE", "2.4", Tier::low, "take leases on files of other users",
     "delays other processes' access to files", "Holds up others that open its files.",
     "File servers that serve files of many users (Samba, NFS).",
     "fcntl(F_SETLEASE) on another user's file fails with EACCES: \"Permission denied\".",
     "run as the owner of the files, or switch leases (oplocks) off", ""},
    {AUDIT_WRITE, "AUDIT_WRITE", "2.6.11", Tier::low, "write records to the kernel's audit log",
     "forges and floods the host's audit log",
     "Writes misleading records into the audit log, which all containers share with the host.",
     "Programs that log people in: sshd with PAM, su, sudo, login.",
     "sendto(2) on the audit socket fails with EPERM; sshd ends the session, sudo prints \"unable to send audit message\".",
     "switch audit logging off in the program", ""},
    {AUDIT_CONTROL, "AUDIT_CONTROL", "2.6.11", Tier::high, "switch auditing and change its rules",
     "switches the host's auditing off", "Blinds the host's audit before doing the rest.",
     "auditd and its tools.",
     "netlink requests to the audit system fail with EPERM: \"You must be root to run this program\" from auditctl.",
     "run auditd on the host", ""},
    {SETFCAP, "SETFCAP", "2.6.24", Tier::medium, "give capabilities to files",
     "gives capabilities to files on volumes",
     "Gives files on shared volumes capabilities, useful up to what whoever runs them may hold.",
     "Image builds and package installs.",
     "setxattr(2) fails with EPERM: \"Failed to set capabilities on file\".",
     "setcap in the image build", ""},
    {MAC_OVERRIDE, "MAC_OVERRIDE", "2.6.25", Tier::high,
     "override Smack's mandatory access control", "ignores the Smack policy",
     "Ignores the policy on hosts that use Smack; AppArmor and SELinux do not look at it.",
     "Nothing in a container.",
     "access to an object with another Smack label fails with EACCES: \"Permission denied\".", "",
     ""},
    {MAC_ADMIN, "MAC_ADMIN", "2.6.25", Tier::high,
     "load and change mandatory access control policy", "replaces AppArmor or Smack policy",
     "Loads a policy that confines nothing, for itself and for the host, where it reaches securityfs.",
     "Policy loaders on the host (apparmor_parser, Smack tools).",
     "apparmor_parser fails with EPERM or EACCES: \"Access denied. You need policy admin privileges to manage profiles.\".",
     "load profiles on the host", ""},
    {SYSLOG, "SYSLOG", "2.6.37", Tier::medium, "read the kernel log and kernel addresses",
     "reads the host's kernel log",
     "Reads the host's kernel log and the addresses that kernel exploits need.",
     "Log collectors that read the kernel's log.",
     "syslog(2) fails with EPERM: \"dmesg: read kernel buffer failed: Operation not permitted\".",
     "collect the kernel log on the host", "syslog"},
    {WAKE_ALARM, "WAKE_ALARM", "3.0", Tier::low, "set timers that wake the machine",
     "keeps the machine awake", "Keeps a sleeping machine waking up.",
     "Alarm clocks of mobile systems.",
     "timer_create(2) and timerfd_create(2) with CLOCK_REALTIME_ALARM or CLOCK_BOOTTIME_ALARM fail with EPERM.",
     "", ""},
    {BLOCK_SUSPEND, "BLOCK_SUSPEND", "3.5", Tier::low, "keep the machine from suspending",
     "keeps the machine awake", "Keeps the machine from sleeping.", "Mobile systems.",
     "epoll_ctl(2) ignores EPOLLWAKEUP without an error; writing /proc/sys/wake_lock fails with EPERM.",
     "", ""},
    {AUDIT_READ, "AUDIT_READ", "3.16", Tier::medium, "read the host's audit log",
     "reads the host's audit stream", "Follows what everybody on the host does.",
     "Log collectors that read the audit stream (journald, auditbeat).",
     "bind(2) of a netlink socket to the audit group fails with EPERM: \"Operation not permitted\".",
     "collect the audit log on the host", ""},
    {PERFMON, "PERFMON", "5.8", Tier::high, "watch the performance of the whole system",
     "observes the kernel and every process",
     "Observes other processes and the kernel closely enough to find secrets and addresses.",
     "Profilers and observability agents.",
     "perf_event_open(2) fails with EACCES: \"access to performance monitoring is limited\".",
     "run the profiler on the host", "perf_event_open"},
    {BPF, "BPF", "5.8", Tier::high, "load privileged BPF programs and make maps",
     "runs BPF programs in the host's kernel",
     "Loads BPF programs; together with PERFMON or NET_ADMIN they read and change kernel memory.",
     "Network and observability agents (Cilium, Falco).",
     "bpf(2) fails with EPERM: \"Operation not permitted\".", "run the agent on the host", "bpf"},
    {CHECKPOINT_RESTORE, "CHECKPOINT_RESTORE", "5.9", Tier::medium,
     "checkpoint and restore processes", "reads other processes' memory maps",
     "Chooses process ids and opens the files that other processes have mapped.", "CRIU.",
     "clone3(2) with set_tid and writing /proc/sys/kernel/ns_last_pid fail with EPERM.",
     "checkpoint through the engine", ""},
}};

constexpr bool in_kernel_order() {
    for (std::size_t number = 0; number < table.size(); ++number)
        if (static_cast<std::size_t>(table[number].id) != number) return false;
    return true;
}
static_assert(in_kernel_order());

std::string without_underscores(std::string_view word) {
    std::string letters(word);
    std::erase(letters, '_');
    return letters;
}

/// The one name for which `matches` holds, if it is only one.
template <class Matches>
std::optional<std::string_view> only_name(Matches matches) {
    std::optional<std::string_view> found;
    for (const CapabilityInfo& row : table) {
        if (!matches(row.name)) continue;
        if (found) return std::nullopt;
        found = row.name;
    }
    return found;
}

/// The worst tier first; within a tier by kernel number.
constexpr auto worst_first = [] {
    std::array<const CapabilityInfo*, capability_count> order{};
    std::ranges::transform(table, order.begin(), [](const CapabilityInfo& row) { return &row; });
    std::ranges::sort(order, {}, [](const CapabilityInfo* row) {
        return std::pair(-static_cast<int>(row->tier), row->id);
    });
    return order;
}();

/// Half a name: NETBIND begins NET_BIND_SERVICE, PTRACE ends SYS_PTRACE; RAW ends one, ADMIN three.
/// Too short a beginning begins too many.
std::optional<std::string_view> part_of_one_name(std::string_view wanted) {
    constexpr std::size_t shortest = 5;
    const std::string letters = without_underscores(wanted);
    const std::string ending = "_" + std::string(wanted);
    if (const auto ends = only_name([&](std::string_view name) { return name.ends_with(ending); }))
        return ends;
    if (letters.size() < shortest) return std::nullopt;
    return only_name(
        [&](std::string_view name) { return without_underscores(name).starts_with(letters); });
}

/// A name with more behind it: SYS_ADMIN_CAPABILITY. No name with another word behind it is a name,
/// so the first found is the only one.
std::optional<std::string_view> name_before_more(std::string_view wanted) {
    return only_name(
        [&](std::string_view name) { return wanted.starts_with(std::string(name) + "_"); });
}

/// The word in capitals, with underscores for what else people put between words, and without what
/// they put before it.
std::string tidied(std::string_view word) {
    std::string wanted = normalise_word(word);
    std::ranges::replace_if(
        wanted, [](char letter) { return letter == '-' || letter == ' ' || letter == '.'; }, '_');
    while (wanted.starts_with("CAP_")) wanted.erase(0, 4);
    if (wanted.starts_with("CAP")) wanted.erase(0, 3);
    return wanted;
}

} // namespace

std::string_view tier_name(Tier tier) {
    constexpr std::array<std::string_view, 4> names = {"low", "medium", "high", "critical"};
    return names[static_cast<std::size_t>(tier)];
}

std::span<const CapabilityInfo, capability_count> capabilities() { return table; }
const CapabilityInfo& info(Capability capability) {
    return table[static_cast<std::size_t>(capability)];
}
std::string_view name(Capability capability) { return info(capability).name; }

std::optional<Capability> find_capability(std::string_view name) {
    const auto* const found = std::ranges::find(table, name, &CapabilityInfo::name);
    return found == table.end() ? std::nullopt : std::optional(found->id);
}

std::optional<std::string_view> suggest_capability(std::string_view word) {
    const std::string wanted = tidied(word);
    if (wanted == "ALL") return "ALL";
    if (const auto whole = part_of_one_name(wanted)) return whole;
    if (const auto beginning = name_before_more(wanted)) return beginning;
    std::vector<std::string_view> names{"ALL"};
    for (const CapabilityInfo& row : table) names.push_back(row.name);
    const std::string_view found = nearest(wanted, names);
    return found.empty() ? std::nullopt : std::optional(found);
}

std::string list_worst_first(CapabilitySet set) {
    constexpr std::size_t bytes_a_name = 16;
    std::string text;
    text.reserve(set.size() * bytes_a_name);
    for (const CapabilityInfo* member : worst_first) {
        if (!set.contains(member->id)) continue;
        if (!text.empty()) text += ", ";
        text += member->name;
    }
    return text;
}

} // namespace dropcap
