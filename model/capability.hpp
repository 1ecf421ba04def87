#pragma once
// The 41 Linux capabilities: what they are called, what each allows and costs, and a set of them.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dropcap {

// clang-format off
/// The kernel's capabilities in its own numbering (include/uapi/linux/capability.h), spelt without CAP_.
enum class Capability : std::uint8_t {
    CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP, LINUX_IMMUTABLE,
    NET_BIND_SERVICE, NET_BROADCAST, NET_ADMIN, NET_RAW, IPC_LOCK, IPC_OWNER, SYS_MODULE, SYS_RAWIO, SYS_CHROOT, SYS_PTRACE,
    SYS_PACCT, SYS_ADMIN, SYS_BOOT, SYS_NICE, SYS_RESOURCE, SYS_TIME, SYS_TTY_CONFIG, MKNOD, LEASE, AUDIT_WRITE,
    AUDIT_CONTROL, SETFCAP, MAC_OVERRIDE, MAC_ADMIN, SYSLOG, WAKE_ALARM, BLOCK_SUSPEND, AUDIT_READ, PERFMON, BPF,
    CHECKPOINT_RESTORE,
};
// clang-format on

/// How many capabilities the kernel has: CAP_LAST_CAP (40) + 1.
inline constexpr std::size_t capability_count = 41;

/// A set of capabilities: one bit each, iterated by kernel number.
class CapabilitySet {
  public:
    /// Goes through the members by kernel number.
    class Iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Capability;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Capability;

        constexpr Iterator() = default;
        constexpr explicit Iterator(std::uint64_t rest) : rest_(rest) {}
        constexpr Capability operator*() const {
            return static_cast<Capability>(std::countr_zero(rest_));
        }
        constexpr Iterator& operator++() {
            rest_ &= rest_ - 1;
            return *this;
        }
        constexpr Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(const Iterator&, const Iterator&) = default;

      private:
        std::uint64_t rest_ = 0;
    };

    constexpr CapabilitySet() = default;
    constexpr CapabilitySet(std::initializer_list<Capability> members) {
        for (const Capability member : members) insert(member);
    }
    /// Every capability the kernel has.
    [[nodiscard]] static constexpr CapabilitySet all() {
        return CapabilitySet{(std::uint64_t{1} << capability_count) - 1};
    }

    constexpr void insert(Capability member) { bits_ |= bit(member); }
    constexpr void erase(Capability member) { bits_ &= ~bit(member); }
    [[nodiscard]] constexpr bool contains(Capability member) const {
        return (bits_ & bit(member)) != 0;
    }
    [[nodiscard]] constexpr bool contains(CapabilitySet other) const {
        return (other.bits_ & ~bits_) == 0;
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr std::size_t size() const {
        return static_cast<std::size_t>(std::popcount(bits_));
    }
    [[nodiscard]] constexpr std::uint64_t mask() const { return bits_; }
    [[nodiscard]] constexpr Iterator begin() const { return Iterator{bits_}; }
    [[nodiscard]] constexpr Iterator end() const { return Iterator{0}; }

    friend constexpr CapabilitySet operator|(CapabilitySet a, CapabilitySet b) {
        return CapabilitySet{a.bits_ | b.bits_};
    }
    friend constexpr CapabilitySet operator&(CapabilitySet a, CapabilitySet b) {
        return CapabilitySet{a.bits_ & b.bits_};
    }
    friend constexpr CapabilitySet operator-(CapabilitySet a, CapabilitySet b) {
        return CapabilitySet{a.bits_ & ~b.bits_};
    }
    friend constexpr bool operator==(CapabilitySet, CapabilitySet) = default;

  private:
    constexpr explicit CapabilitySet(std::uint64_t bits) : bits_(bits) {}
    static constexpr std::uint64_t bit(Capability member) {
        return std::uint64_t{1} << static_cast<unsigned>(member);
    }

    std::uint64_t bits_ = 0;
};

/// What the single capability buys root inside an otherwise default container.
enum class Tier : std::uint8_t {
    low,    ///< nuisance or resource use, no known escalation
    medium, ///< escalation aid, or an attack surface with a history
    high, ///< a way out with a common companion (host PID, host network, a device), or control over
          ///< host-wide state
    critical, ///< a documented direct way to the host's root or kernel
};

[[nodiscard]] std::string_view tier_name(Tier tier);

/// What dropcap knows of one capability. Sources: capabilities(7), uapi/linux/capability.h; tiers
/// are dropcap's own judgement.
struct CapabilityInfo {
    Capability id;
    std::string_view name;  ///< kernel name without CAP_, e.g. "NET_RAW"
    std::string_view since; ///< Linux version that introduced it, e.g. "2.2"
    Tier tier;
    std::string_view allows; ///< what the kernel lets its holder do; a phrase, no full stop
    std::string_view
        risk; ///< the label of a finding, at most 40 columns: "sniffs and spoofs the network"
    std::string_view
        abuse; ///< what an attacker with code execution in the container does with it; a sentence
    std::string_view needed_by; ///< who really needs it; a sentence
    std::string_view breaks;    ///< what a program that needs it shows without it: the call and its
                                ///< error; a sentence
    std::string_view instead;   ///< what to do instead, in the imperative; may be empty
    std::string_view syscalls;  ///< calls that the default seccomp profile unlocks when it is
                                ///< granted; may be empty
};

/// The table, in kernel order.
[[nodiscard]] std::span<const CapabilityInfo, capability_count> capabilities();
[[nodiscard]] const CapabilityInfo& info(Capability capability);
[[nodiscard]] std::string_view name(Capability capability);

/// The capability called exactly `name` (upper case, no CAP_).
[[nodiscard]] std::optional<Capability> find_capability(std::string_view name);
/// What a person may have meant by `word` (any case, prefix and blanks allowed): a kernel name or
/// "ALL", close enough to suggest.
[[nodiscard]] std::optional<std::string_view> suggest_capability(std::string_view word);
/// The names of `set`, sorted by danger (worst first, then kernel order), joined by ", ".
[[nodiscard]] std::string list_worst_first(CapabilitySet set);

} // namespace dropcap
