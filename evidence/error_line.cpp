#include "evidence/error_line.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>

namespace dropcap::evidence {
namespace {

using enum Capability;

/// Up to four things that must all be in a line, in lower case; "a|b" is either.
struct Phrase {
    std::array<std::string_view, 3> words;
    std::array<Capability, 3> likely;
    std::size_t count;
    std::string_view because;
};

/// What is no capability's fault, although it may look like it.
struct Excuse {
    std::array<std::string_view, 2> words;
    std::string_view because;
    std::string_view instead;
};

constexpr std::string_view refused =
    "not permitted|permission denied|permission|fail|cannot|can't|couldn't|"
    "unable|eperm|eacces|lacking|must be|requires|fatal|error|oops|denied|[!]";

constexpr std::array excuses = {
    Excuse{{"read-only file system|erofs", ""},
           "the file system is read-only",
           "give the path a volume or a tmpfs, or remove `read_only`"},
    Excuse{{"no new privileges|no_new_privs|nonewprivs", ""},
           "no-new-privileges keeps setuid programs and file capabilities from working",
           "start the program as the user that it needs, or remove no-new-privileges"},
    Excuse{{"exec format error", ""},
           "the image is for another architecture",
           "choose the image for this machine"},
    Excuse{{"address already in use|eaddrinuse", ""},
           "another process has the port",
           "free the port, or choose another one"},
    Excuse{{"no space left|enospc", ""}, "the disk is full", "free some space"},
    Excuse{{"connection refused|econnrefused|no route to host|network is unreachable", ""},
           "nothing answers at the other end",
           "check the network and whether the other service runs"},
    Excuse{{"name resolution|no such host|could not resolve|nxdomain", ""},
           "the name is not known",
           "check the name and the network"},
    Excuse{{"bad system call|sigsys|seccomp", ""},
           "the seccomp profile refuses the call",
           "use a seccomp profile that allows it"},
    Excuse{{"function not implemented|enosys", ""},
           "the kernel or the seccomp profile does not offer the call",
           "check the seccomp profile and the kernel"},
    Excuse{{"authentication failed|access denied for user|invalid password|incorrect password|"
            "password authentication|no pg_hba.conf entry|unauthorized|forbidden",
            ""},
           "a login was refused",
           "check the user and the password"},
    Excuse{{"no such file or directory|enoent|not found", ""},
           "a file is missing",
           "check the path and the mounts"},
    Excuse{{"no such device|enodev|/dev/net/tun: no such|enxio", ""},
           "the device is not in the container",
           "pass the device through with `devices`"},
    Excuse{{"out of memory|cannot allocate memory|oom", ""},
           "memory ran out",
           "raise the memory limit"},
    Excuse{{"too many open files|emfile", ""},
           "the limit of open files is reached",
           "raise the limit with `ulimits`"},
};

constexpr std::array phrases = {
    Phrase{{"setcap|cap_setfcap|security.capability|capabilities on file", refused, ""},
           {SETFCAP},
           1,
           "it sets a capability on a file"},
    Phrase{{"audit_write|audit_log|audit_open|audit message", refused, ""},
           {AUDIT_WRITE},
           1,
           "it writes to the kernel's audit log"},
    Phrase{{"required capability net_admin|cap_net_admin", "", ""},
           {NET_ADMIN},
           1,
           "the program names it"},
    Phrase{
        {"required capability net_raw|cap_net_raw", "", ""}, {NET_RAW}, 1, "the program names it"},
    Phrase{{"required capability net_bind|cap_net_bind_service", "", ""},
           {NET_BIND_SERVICE},
           1,
           "the program names it"},
    Phrase{{"cap_sys_admin", "", ""}, {SYS_ADMIN}, 1, "the program names it"},
    Phrase{{"cap_sys_ptrace", "", ""}, {SYS_PTRACE}, 1, "the program names it"},
    Phrase{{"cap_ipc_lock|mlock|memlock|lock memory", "", ""}, {IPC_LOCK}, 1, "it locks memory"},
    Phrase{
        {"cap_sys_nice|setpriority|set niceness|sched_set|ioprio|set_mempolicy|mbind|renice|nice:",
         refused, ""},
        {SYS_NICE},
        1,
        "it raises its priority"},
    Phrase{{"cap_sys_resource|setrlimit|modify limit|rlimit|ulimit|resource limit", refused, ""},
           {SYS_RESOURCE},
           1,
           "it raises a limit"},
    Phrase{{"chroot|change root", refused, ""}, {SYS_CHROOT}, 1, "it changes its root directory"},
    Phrase{
        {"tunsetiff|/dev/net/tun|rtnetlink|iptables|ip6tables|nftables|nf_tables|netfilter|siocsif|"
         "siocsdev|ip_tables|netlink_route|network interface|tun/tap|wireguard",
         refused, ""},
        {NET_ADMIN},
        1,
        "it changes the network"},
    Phrase{
        {"raw socket|packet socket|af_packet|raw_socket|capture on that device|pcap|icmp socket|sock_raw|"
         "socket type sock_raw|(socket: operation",
         "", ""},
        {NET_RAW},
        1,
        "it opens a raw socket"},
    Phrase{{"ping:|ping6:|: ping|arping|fping|mtr-packet|traceroute", refused, ""},
           {NET_RAW},
           1,
           "it opens a raw socket"},
    Phrase{{"failed switching to \"", "not permitted", ""},
           {SETUID, SETGID},
           2,
           "gosu becomes another user"},
    Phrase{
        {"couldn't change to '", "uid=", "gid="}, {SETGID, SETUID}, 2, "it becomes another user"},
    Phrase{
        {"setgroups|initgroups|setgid|setegid|setresgid|setregid|set groups|set gid|setting gid|set group|"
         "group-id|group id|supplementary group|supplemental group|setting groups|change group",
         "", refused},
        {SETGID, SETUID},
        2,
        "it changes its group"},
    Phrase{
        {"setuid|seteuid|setresuid|setreuid|set user|set uid|user-id|user id|setting uid|configured uid|"
         "switching to uid|assume identity|change user|change to uid|switch user|drop privileges|"
         "dropping privileges|uid privileges|new user ids|become user",
         "", refused},
        {SETUID, SETGID},
        2,
        "it changes its user"},
    Phrase{{"setting capabilities|capset|set capabilities", refused, ""},
           {SETUID, SETPCAP},
           2,
           "it keeps capabilities over a change of its user"},
    Phrase{
        {"chown|change ownership|changing ownership|preserve ownership|owner of|set owner|ownership",
         refused, ""},
        {CHOWN},
        1,
        "it changes the owner of a file"},
    Phrase{{"useradd: failure|usermod: failure|groupadd: failure", "", ""},
           {CHOWN},
           1,
           "it changes the owner of a file"},
    Phrase{{"mknod", refused, ""}, {MKNOD}, 1, "it makes a device file"},
    Phrase{
        {"chmod|change mode|changing permissions|change permissions|preserving permissions|preserve permissions|"
         "preserving times|set permissions|setting permissions|utime|change timestamp",
         refused, ""},
        {FOWNER},
        1,
        "it changes the mode or the times of a file that another user owns"},
    Phrase{{"bind|listen|make_sock|command channel|privileged port", "permission denied|eacces|(13",
            ""},
           {NET_BIND_SERVICE},
           1,
           "it listens on a port below 1024"},
    Phrase{{"kill|signal", "not permitted|eperm", ""},
           {KILL},
           1,
           "it signals a process of another user"},
    Phrase{{"ptrace|process_vm|attach to process|could not attach", "", refused},
           {SYS_PTRACE},
           1,
           "it looks into another process"},
    Phrase{{"/proc/", "/environ|/exe|/mem|/fd|/maps|/cwd|/root", "permission denied"},
           {SYS_PTRACE, DAC_OVERRIDE},
           2,
           "it looks into another process"},
    Phrase{
        {"settimeofday|clock_settime|adjtimex|set date|set the date|hwclock|clock_adjtime|adjust clock",
         refused, ""},
        {SYS_TIME},
        1,
        "it sets the clock"},
    Phrase{{"insmod|modprobe|insert module|could not insert|load module|init_module", refused, ""},
           {SYS_MODULE},
           1,
           "it loads a module into the kernel"},
    Phrase{{"dmesg|klogctl|kernel buffer|syslog(", refused, ""},
           {SYSLOG},
           1,
           "it reads the kernel's log"},
    Phrase{{"bpf", "not permitted|permission", ""},
           {BPF, SYS_ADMIN},
           2,
           "it loads a program into the kernel"},
    Phrase{{"perf_event", refused, ""}, {PERFMON, SYS_ADMIN}, 2, "it measures other processes"},
    Phrase{{"reboot", "not permitted", ""}, {SYS_BOOT}, 1, "it restarts the machine"},
    Phrase{{"chattr|immutable|setting flags", refused, ""},
           {LINUX_IMMUTABLE},
           1,
           "it protects a file from changes"},
    Phrase{
        {"mount|unshare|namespace|setns|pivot_root|sethostname|host name|hostname|swapon|bwrap|quota",
         refused, ""},
        {SYS_ADMIN},
        1,
        "it mounts, makes namespaces or changes the system"},
    Phrase{{"exec", "not permitted", ""},
           {NET_BIND_SERVICE, NET_RAW, IPC_LOCK},
           3,
           "the program has a file capability that the container does not"},
    Phrase{
        {"permission denied|eacces|access denied|not writable|not readable|can't write|cannot write",
         "", ""},
        {DAC_OVERRIDE},
        1,
        "it opens a file or directory of another user"},
};

/// Whether one of the alternatives "a|b" is in `line`; an empty list always is.
bool has_any(std::string_view line, std::string_view alternatives) {
    if (alternatives.empty()) return true;
    while (!alternatives.empty()) {
        const std::size_t bar = std::min(alternatives.find('|'), alternatives.size());
        if (line.find(alternatives.substr(0, bar)) != std::string_view::npos) return true;
        alternatives.remove_prefix(std::min(bar + 1, alternatives.size()));
    }
    return false;
}

template <std::size_t size>
bool has_all(std::string_view line, const std::array<std::string_view, size>& words) {
    return std::ranges::all_of(words, [&](std::string_view one) { return has_any(line, one); });
}

/// The words of a line that are no path, number or quoted name.
std::set<std::string> telling_words(std::string_view line) {
    std::set<std::string> words;
    std::string word;
    bool plain = true;
    const auto end_word = [&] {
        if (plain && word.size() > 2) words.insert(lowercase(word));
        word.clear();
        plain = true;
    };
    for (const char c : line) {
        if (is_letter(c) || c == '_')
            word += c;
        else if (is_digit(c) || c == '/')
            plain = false;
        else
            end_word();
    }
    end_word();
    return words;
}

/// How much two sets of words have in common, 0 to 100.
std::size_t likeness(const std::set<std::string>& a, const std::set<std::string>& b) {
    std::size_t common = 0;
    for (const std::string& word : a) common += b.count(word);
    const std::size_t all = a.size() + b.size() - common;
    return all == 0 ? 0 : 100 * common / all;
}

/// The experiment that printed the line most like it; of equal ones one for `capability`.
void find_shown(std::string_view line, LineVerdict& verdict) {
    constexpr std::size_t least = 60;
    constexpr std::size_t fewest = 4; // words that say something
    const auto words = telling_words(line);
    if (words.size() < fewest && verdict.likely.empty()) return;
    std::size_t best = least - 1;
    for (const Program& program : programs()) {
        for (const ErrorLine& error : program.errors) {
            const bool fits = verdict.likely.empty() || error.capability == verdict.likely.front();
            const std::size_t like = fits ? likeness(words, telling_words(error.text)) : 0;
            if (like <= best) continue;
            best = like;
            verdict.shown = &error;
            verdict.program = &program;
        }
    }
}

} // namespace

LineVerdict read_error_line(std::string_view line) {
    constexpr std::size_t longest = 4096;
    line = line.substr(0, longest);
    const std::string lower = lowercase(std::string(line));
    LineVerdict verdict;
    for (const Excuse& excuse : excuses) {
        if (!has_all(lower, excuse.words)) continue;
        verdict.because = excuse.because;
        verdict.instead = excuse.instead;
        return verdict;
    }
    for (const Phrase& phrase : phrases) {
        if (!has_all(lower, phrase.words)) continue;
        verdict.likely.assign(phrase.likely.begin(),
                              phrase.likely.begin() + static_cast<std::ptrdiff_t>(phrase.count));
        verdict.because = phrase.because;
        find_shown(line, verdict);
        return verdict;
    }
    find_shown(line, verdict);
    if (verdict.shown != nullptr) {
        verdict.likely = {verdict.shown->capability};
        verdict.because = "an experiment printed such a line";
    } else if (has_any(lower, "not permitted|eperm")) {
        verdict.likely = {SETUID, SETGID, CHOWN, SYS_ADMIN};
        verdict.because = "the kernel refused a call, and the line does not say which";
    }
    return verdict;
}

} // namespace dropcap::evidence
