#pragma once
// How a Compose file spells what rules ask for.

#include "model/format.hpp"
#include "parsers/compose/harden.hpp"
#include "parsers/format/list_edits.hpp"

namespace dropcap::compose {

inline constexpr FormatInfo compose_format{
    .name = "compose",
    .remedies = {.drop_all = "cap_drop: [ALL]",
                 .no_new_privileges = "write `security_opt: [\"no-new-privileges:true\"]`",
                 .non_root_user = "write `user: \"1000:1000\"`, or a USER in its Dockerfile",
                 .read_only_root = "write `read_only: true`, with a `tmpfs` for scratch files",
                 .confine_seccomp = "remove it, or name a profile of your own",
                 .confine_apparmor = "remove it, or name a loaded profile",
                 .label_selinux = "remove it, and label the shared folder with `:z` or `:Z`"},
    .services_of_one_file = true,
    .nested_keys = true,
    .harden = harden,
    .remove_word = format::remove_word};

} // namespace dropcap::compose
