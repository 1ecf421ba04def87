#pragma once
// What rules and reports know about a format: its name, how it spells remedies, and the few traits
// in which formats differ. Each parser defines the FormatInfo of what it reads.

#include <cstddef>
#include <string_view>
#include <vector>

namespace dropcap {

struct CapabilityList;
struct Container;
struct Document;
struct Edit;
struct Hardening;

/// What to write, in the format's own spelling. Except for `drop_all` each is an instruction that
/// begins with a verb.
struct Remedies {
    std::string_view drop_all; ///< the setting alone: "cap_drop: [ALL]", "--cap-drop=ALL"
    std::string_view no_new_privileges;
    std::string_view non_root_user;
    std::string_view read_only_root;
    std::string_view confine_seccomp;  ///< instead of an unconfined profile
    std::string_view confine_apparmor; ///< the same for AppArmor
    std::string_view label_selinux;    ///< instead of labels that are switched off
};

/// One format as plain data.
struct FormatInfo {
    std::string_view name; ///< in JSON: "compose", "dockerfile", "kubernetes", "command", …
    Remedies remedies;
    /// The word for the runtime's own seccomp or AppArmor profile, where leaving the setting out
    /// does not mean the same; empty: it does.
    std::string_view runtime_profile{};
    /// The same word where it is written in an annotation.
    std::string_view runtime_profile_in_annotation{};
    /// The key that a list of added capabilities is nested in; comments there explain the list.
    std::string_view list_parent{};
    bool starts_without_seccomp = false; ///< unless the file names a profile
    bool services_of_one_file = false;   ///< the containers of a file are written and run together
    bool decides_user = false; ///< the file alone decides who runs: what the image says is checked
                               ///< against it at the start
    bool allows_escalation = false; ///< no-new-privileges is written as its inverse,
                                    ///< allowPrivilegeEscalation
    bool exact_names = false;       ///< some reader compares capability names letter by letter
    bool is_command = false;        ///< a container is one command: no comment fits inside it
    bool starts_own_image = false;  ///< its commands start the image that the same file builds
    bool nested_keys = false;       ///< a comment at a key counts for what is indented under it
    bool is_literal = false; ///< a runtime wrote it: there are no variables in it, so nothing is
                             ///< ever unresolved
    /// The edits that make a container say what a Hardening wants; none where the file has no place
    /// for it that an edit can reach. nullptr: the format cannot be edited.
    std::vector<Edit> (*harden)(const Document&, const Container&, const Hardening&) = nullptr;
    /// The edits that remove one word of a list; none and nullptr mean the same as above.
    std::vector<Edit> (*remove_word)(const Document&, const CapabilityList&,
                                     std::size_t index) = nullptr;
};

/// Of what has no format yet.
inline constexpr FormatInfo no_format{};

/// The format that something is written in.
class Format {
  public:
    constexpr Format() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a FormatInfo is the format
    constexpr Format(const FormatInfo& info) : info_(&info) {}
    Format(const FormatInfo&&) = delete; // it must be of static storage

    [[nodiscard]] constexpr std::string_view name() const { return info_->name; }
    [[nodiscard]] constexpr const Remedies& remedies() const { return info_->remedies; }
    /// The traits.
    constexpr const FormatInfo* operator->() const { return info_; }
    friend constexpr bool operator==(Format, Format) = default;

  private:
    const FormatInfo* info_ = &no_format;
};

/// The format's name.
[[nodiscard]] constexpr std::string_view format_name(Format format) { return format.name(); }

} // namespace dropcap
