#pragma once
// One `--security-opt` or Compose `security_opt` item: what it means to the program that reads it.

#include "model/container.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dropcap::format {

/// Who reads the item. They differ in separators, keys and in what they do with what they do not
/// know.
enum class SecurityOptReader : std::uint8_t { docker, compose, podman, nerdctl };

/// One item, taken apart.
struct SecurityOpt {
    enum class Kind : std::uint8_t {
        no_new_privileges, ///< `on` says which way
        seccomp, ///< `value` in the model's words: "unconfined", "runtime/default" or the profile's
                 ///< name
        apparmor, ///< the same
        label,    ///< SELinux: "disable", "type:spc_t" …
        other,    ///< a key that is known and says nothing about what dropcap checks
        refused,  ///< the container is not created; `why` is the sentence
        ignored, ///< no effect, whatever the author hoped; `why` is a clause with the reader as its
                 ///< subject
    };
    Kind kind = Kind::other;
    std::string value{};
    bool on = false;
    std::size_t value_begin =
        0; ///< where the value begins in the item; 0 when the whole item is the value
    std::string why{};
};

/// Takes one decoded item apart.
[[nodiscard]] SecurityOpt read_security_opt(SecurityOptReader reader, std::string_view item);

/// The place of an item's bytes from `begin` to its end.
using ItemTail = std::function<Place(std::size_t begin)>;

/// Reads `item` and writes what it says into `container`: the later item wins, a refusal becomes a
/// problem of the container. An item with an unresolved part counts for its key when the key is
/// readable. Returns what the reader ignores.
std::optional<Misplaced> apply_security_opt(Container& container, SecurityOptReader reader,
                                            const Fact<std::string>& item, const ItemTail& tail);

} // namespace dropcap::format
