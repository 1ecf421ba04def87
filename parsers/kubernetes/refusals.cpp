// What the API server's validation refuses beyond wrong types. Source: kubernetes/kubernetes
// pkg/apis/core/validation/validation.go.

#include "parsers/kubernetes/refusals.hpp"

#include "parsers/kubernetes/pod.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace dropcap::kubernetes {
namespace {

bool says(const Value& value, bool wanted) {
    if (!value || !value.node->is_scalar()) return false;
    return yaml::as_bool(*value.node, yaml::Reader::kubernetes) == wanted;
}

bool has_word(const ManifestContext& reading, const Value& list, std::string_view word) {
    return std::ranges::any_of(items(reading, list),
                               [&](const Value& item) { return string_of(item) == word; });
}

/// validateWindows: fields that are Linux's alone, by the securityContext they are in.
constexpr std::array container_linux_fields = {
    std::string_view{"appArmorProfile"},
    std::string_view{"seLinuxOptions"},
    std::string_view{"seccompProfile"},
    std::string_view{"capabilities"},
    std::string_view{"readOnlyRootFilesystem"},
    std::string_view{"privileged"},
    std::string_view{"procMount"},
    std::string_view{"allowPrivilegeEscalation"},
    std::string_view{"runAsUser"},
    std::string_view{"runAsGroup"},
};
constexpr std::array pod_linux_fields = {
    std::string_view{"appArmorProfile"},
    std::string_view{"seLinuxOptions"},
    std::string_view{"seccompProfile"},
    std::string_view{"fsGroup"},
    std::string_view{"sysctls"},
    std::string_view{"fsGroupChangePolicy"},
    std::string_view{"supplementalGroupsPolicy"},
    std::string_view{"runAsUser"},
    std::string_view{"runAsGroup"},
    std::string_view{"supplementalGroups"},
};
constexpr std::array windows_namespaces = {std::string_view{"hostPID"}, std::string_view{"hostIPC"},
                                           std::string_view{"hostUsers"},
                                           std::string_view{"shareProcessNamespace"}};

class Refusals {
  public:
    Refusals(const ManifestContext& reading, const PodView& pod, std::vector<Problem>& problems)
        : reading_(reading), pod_(pod), problems_(problems) {}

    void container(const ContainerView& view) {
        escalation(view);
        knative(view);
        proc_mount(view);
        user(first(view.security, "runAsUser"), "runAsUser");
        user(first(view.security, "runAsGroup"), "runAsGroup");
        profile(first(view.security, "seccompProfile"), "seccompProfile");
        profile(first(view.security, "appArmorProfile"), "appArmorProfile");
        if (pod_.is_windows()) forbid_on_windows(view.security, container_linux_fields);
        if (is_linux()) forbid_windows_options(view.security);
    }

    void whole_pod() {
        user_namespace();
        user(first(pod_.security, "runAsUser"), "runAsUser");
        user(first(pod_.security, "runAsGroup"), "runAsGroup");
        profile(first(pod_.security, "seccompProfile"), "seccompProfile");
        profile(first(pod_.security, "appArmorProfile"), "appArmorProfile");
        if (is_linux()) forbid_windows_options(pod_.security);
        if (!pod_.is_windows()) return;
        forbid_on_windows(pod_.security, pod_linux_fields);
        for (const std::string_view field : windows_namespaces) {
            const Value said = first(pod_.spec, field);
            const bool counts_when_false = field == "hostUsers" || field == "shareProcessNamespace";
            if (said && (counts_when_false || says(said, true)))
                refuse(said.key, fmt::format("`{}` cannot be set for a Windows pod", field));
        }
    }

  private:
    void refuse(Place at, std::string what) {
        problems_.push_back({.at = at,
                             .message = std::move(what) + ": Kubernetes refuses the object",
                             .code = "conflict"});
    }

    [[nodiscard]] bool is_linux() const {
        return string_of(get(first(pod_.spec, "os"), "name")) == "linux";
    }

    void escalation(const ContainerView& view) {
        const Value escalation = first(view.security, "allowPrivilegeEscalation");
        if (!says(escalation, false)) return;
        if (says(first(view.security, "privileged"), true)) {
            refuse(escalation.node->at,
                   "`allowPrivilegeEscalation` cannot be false in a privileged container");
        }
        // Only this very spelling is looked for, though containerd gives nothing for it and
        // everything for SYS_ADMIN.
        const Value add = first(get(view.security, "capabilities"), "add");
        if (has_word(reading_, add, "CAP_SYS_ADMIN")) {
            refuse(
                escalation.node->at,
                "`allowPrivilegeEscalation` cannot be false where `CAP_SYS_ADMIN` is added under this very name");
        }
    }

    /// knative/serving pkg/apis/serving/fieldmask.go; added capabilities hang on a feature flag and
    /// are taken as they stand.
    void knative(const ContainerView& view) {
        const Value word = first(view.security, "privileged");
        if (pod_.object.group == "serving.knative.dev" && says(word, true))
            problems_.push_back({word.node->at, "Knative Serving refuses a true `privileged`"});
    }

    void proc_mount(const ContainerView& view) {
        const Value mount = first(view.security, "procMount");
        static_cast<void>(
            Fields(reading_, problems_).string(mount, {view.path, "securityContext.procMount"}));
        const std::string_view word = string_of(mount);
        if (word.empty() || word == "Default" || unresolved(reading_, mount)) return;
        if (word != "Unmasked")
            return refuse(mount.node->at,
                          fmt::format("`procMount` must be Default or Unmasked, not `{}`", word));
        const Value users = first(pod_.spec, "hostUsers");
        if (!says(users, false) && !unresolved(reading_, users))
            refuse(mount.node->at, "`procMount` Unmasked needs a false `hostUsers` in the pod");
    }

    void user(const Value& number, std::string_view field) {
        std::vector<Problem> read_elsewhere;
        const auto fact = Fields(reading_, read_elsewhere).integer(number, field);
        if (!fact || fact->known() == nullptr) return;
        if (*fact->known() < 0 || *fact->known() > std::numeric_limits<std::int32_t>::max()) {
            refuse(fact->at, fmt::format("`{}` must be between 0 and 2147483647", field));
        }
    }

    void profile(const Value& said, std::string_view field) {
        static constexpr std::array<std::string_view, 3> types = {"RuntimeDefault", "Localhost",
                                                                  "Unconfined"};
        const Value type = get(said, "type");
        const std::string_view word = string_of(type);
        if (word.empty() || unresolved(reading_, type) ||
            std::ranges::find(types, word) != types.end())
            return;
        refuse(type.node->at,
               fmt::format("`{}.type` must be RuntimeDefault, Localhost or Unconfined, not `{}`",
                           field, word));
    }

    void user_namespace() {
        if (!says(first(pod_.spec, "hostUsers"), false)) return;
        // hostNetwork together with a user namespace is an alpha feature of 1.35 (KEP-5607), off by
        // default.
        for (const std::string_view field : {"hostNetwork", "hostPID", "hostIPC"}) {
            const Value said = first(pod_.spec, field);
            if (says(said, true))
                refuse(
                    said.node->at,
                    fmt::format("`{}` cannot be true in a pod whose `hostUsers` is false", field));
        }
    }

    void forbid_on_windows(const Layers& security, std::span<const std::string_view> fields) {
        for (const std::string_view field : fields) {
            if (const Value said = first(security, field))
                refuse(said.key, fmt::format("`{}` cannot be set for a Windows pod", field));
        }
    }

    void forbid_windows_options(const Layers& security) {
        if (const Value said = first(security, "windowsOptions"))
            refuse(said.key, "`windowsOptions` cannot be set for a Linux pod");
    }

    const ManifestContext& reading_;
    const PodView& pod_;
    std::vector<Problem>& problems_;
};

} // namespace

void add_refusals(const ManifestContext& reading, const PodView& pod, const ContainerView& view,
                  Container& container) {
    Refusals(reading, pod, container.problems).container(view);
}

void add_pod_refusals(const ManifestContext& reading, const PodView& pod,
                      std::vector<Problem>& problems) {
    Refusals(reading, pod, problems).whole_pod();
}

} // namespace dropcap::kubernetes
