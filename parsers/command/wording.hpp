#pragma once
// How docker, podman and nerdctl command lines spell what rules ask for.

#include "model/format.hpp"
#include "parsers/command/harden.hpp"

namespace dropcap::command {

/// The flags of `run` and `create`, wherever the command is written.
inline constexpr Remedies flags{
    .drop_all = "--cap-drop=ALL",
    .no_new_privileges = "write `--security-opt no-new-privileges`",
    .non_root_user = "write `--user 1000:1000`, or a USER in its Dockerfile",
    .read_only_root = "write `--read-only`, with `--tmpfs /tmp` for scratch files",
    .confine_seccomp = "leave the option out, or name a profile of your own",
    .confine_apparmor = "leave the option out, or name a loaded profile",
    .label_selinux = "leave the option out, and label the shared folder with `:z` or `:Z`"};

inline constexpr FormatInfo command_format{.name = "command",
                                           .remedies = flags,
                                           .is_command = true,
                                           .harden = harden,
                                           .remove_word = remove_flag};

} // namespace dropcap::command
