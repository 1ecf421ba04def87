#pragma once
// How a Kubernetes manifest spells what rules ask for.

#include "model/format.hpp"
#include "parsers/format/list_edits.hpp"
#include "parsers/kubernetes/harden.hpp"

namespace dropcap::kubernetes {

inline constexpr FormatInfo kubernetes_format{
    .name = "kubernetes",
    .remedies =
        {.drop_all = "securityContext.capabilities.drop: [\"ALL\"]",
         .no_new_privileges = "write `securityContext.allowPrivilegeEscalation: false`",
         .non_root_user = "set `runAsNonRoot: true` and a `runAsUser` above 0",
         .read_only_root =
             "write `securityContext.readOnlyRootFilesystem: true`, with an `emptyDir` for scratch files",
         .confine_seccomp = "set `seccompProfile.type: RuntimeDefault`",
         .confine_apparmor = "set `appArmorProfile.type: RuntimeDefault`",
         .label_selinux = "leave the type to the runtime, or name one that your policy knows"},
    .runtime_profile = "RuntimeDefault",
    .runtime_profile_in_annotation = "runtime/default",
    .list_parent = "capabilities",
    .starts_without_seccomp = true,
    .decides_user = true,
    .allows_escalation = true,
    .exact_names = true,
    .nested_keys = true,
    .harden = harden,
    .remove_word = format::remove_word};

} // namespace dropcap::kubernetes
