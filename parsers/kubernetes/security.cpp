// A container's securityContext, and what it inherits from the pod's, as facts.

#include "parsers/kubernetes/security.hpp"

#include "parsers/kubernetes/pod.hpp"
#include "parsers/kubernetes/refusals.hpp"

#include <fmt/format.h>

#include <utility>

namespace dropcap::kubernetes {
namespace {

/// One container's securityContext with the pod's behind it.
class ContextReader {
  public:
    ContextReader(const ManifestContext& reading, const PodView& pod, const ContainerView& view,
                  Container& container)
        : reading_(reading), pod_(pod), view_(view), container_(container),
          fields_(reading, container.problems), path_(view.path + ".securityContext") {}

    void read() {
        for (const Value& context : view_.security) fields_.want_mapping(context, path(""));
        note_written();
        read_own();
        read_inherited();
        read_profiles();
    }

  private:
    [[nodiscard]] FieldPath path(std::string_view field) const { return {path_, field}; }

    /// Where a field that may be the pod's was read: one mistake in the pod is reported in the same
    /// words for each container.
    [[nodiscard]] FieldPath path_of(const Value& value, std::string_view field) const {
        return value.origin == Origin::inherited && !own(field)
                   ? FieldPath{"spec.securityContext", field}
                   : path(field);
    }

    [[nodiscard]] Value own(std::string_view key) const { return first(view_.security, key); }

    /// What the container says, else what the pod says (docs of SecurityContext: the container's
    /// value takes precedence).
    [[nodiscard]] Value effective(std::string_view key) const {
        if (Value said = own(key)) return said;
        const Value from_pod = first(pod_.security, key);
        return from_pod ? inherited(from_pod, view_.name_at) : Value{};
    }

    /// A securityContext or its capabilities that a template fills in: whatever it would say is not
    /// known.
    [[nodiscard]] Value open_context(const Layers& contexts) const {
        for (const Value& context : contexts) {
            if (unresolved(reading_, context)) return context;
        }
        return {};
    }

    /// Where a setting can be added: not where it comes from a template or an alias, nor to a
    /// mapping that is written as something else.
    void note_written() {
        if (view_.layers.size() != 1 || view_.layers.front().origin != Origin::written) return;
        WrittenAt written{.settings = view_.layers.front().node->at};
        const Value& container = view_.layers.front();
        if (!note_level(container, "securityContext", written.context)) return;
        if (written.context &&
            !note_level(get(container, "securityContext"), "capabilities", written.capabilities))
            return;
        container_.written = written;
    }

    /// Whether `key` of `holder` is not there or a mapping of its own.
    static bool note_level(const Value& holder, std::string_view key, std::optional<Place>& at) {
        const yaml::Entry* const entry = holder.node->find(key);
        if (entry == nullptr) return true;
        if (entry->value.origin != Origin::written || !entry->value.node->is_mapping())
            return false;
        at = entry->value.node->at;
        return true;
    }

    void read_own() {
        const Value open = open_context(view_.security);
        const Value privileged = own("privileged");
        container_.privileged = fields_.boolean(privileged ? privileged : open, path("privileged"));
        read_host_process();
        container_.read_only_root =
            fields_.boolean(own("readOnlyRootFilesystem"), path("readOnlyRootFilesystem"));
        container_.no_new_privileges =
            fields_.boolean(own("allowPrivilegeEscalation"), path("allowPrivilegeEscalation"));
        if (container_.no_new_privileges) invert(*container_.no_new_privileges);
        read_capabilities(open);
    }

    /// Of windowsOptions each field is inherited by itself.
    void read_host_process() {
        const Value own_word = first(get(view_.security, "windowsOptions"), "hostProcess");
        const Value pods = first(get(pod_.security, "windowsOptions"), "hostProcess");
        if (own_word)
            container_.host_process = fields_.boolean(own_word, path("windowsOptions.hostProcess"));
        else if (pods)
            container_.host_process = fields_.boolean(
                inherited(pods, view_.name_at), "spec.securityContext.windowsOptions.hostProcess");
    }

    static void invert(Fact<bool>& fact) {
        if (const bool* const known = fact.known()) fact.value = !*known;
    }

    void read_capabilities(const Value& open) {
        const Layers capabilities = get(view_.security, "capabilities");
        for (const Value& layer : capabilities) fields_.want_mapping(layer, path("capabilities"));
        const Value open_here = open ? open : open_context(capabilities);
        const Value add = first(capabilities, "add");
        const Value drop = first(capabilities, "drop");
        container_.add = fields_.words(add ? add : open_here, path("capabilities.add"));
        container_.drop = fields_.words(drop ? drop : open_here, path("capabilities.drop"));
    }

    void read_inherited() {
        const Value non_root = effective("runAsNonRoot");
        container_.run_as_non_root = fields_.boolean(non_root, path_of(non_root, "runAsNonRoot"));
        const Value user = effective("runAsUser");
        read_user(fields_.integer(user, path_of(user, "runAsUser")));
        const Value type = get(effective("seLinuxOptions"), "type");
        // container-selinux: spc_t is the type that nothing confines.
        if (string_of(type) == "spc_t") container_.selinux = fact(type, SelinuxLabel::disabled);
        read_sysctls();
        const PodView& pod = pod_;
        container_.host_pid = namespace_of(first(pod.spec, "hostPID"), "hostPID");
        container_.host_ipc = namespace_of(first(pod.spec, "hostIPC"), "hostIPC");
        container_.host_network = namespace_of(first(pod.spec, "hostNetwork"), "hostNetwork");
        container_.host_user = namespace_of(first(pod.spec, "hostUsers"), "hostUsers");
    }

    void read_user(const MaybeFact<std::int64_t>& number) {
        if (!number) return;
        Fact<std::string> user{
            .at = number->at, .entry = number->entry, .origin = number->origin, .via = number->via};
        if (const std::int64_t* const known = number->known()) {
            user.value = std::to_string(*known);
        } else {
            user.value = *number->unresolved();
        }
        container_.user = std::move(user);
    }

    /// "host" where the pod says so; a pod-level field counts for each of its containers. Its type
    /// is the pod's to check.
    [[nodiscard]] MaybeFact<NamespaceOwner> namespace_of(Value said, std::string_view field) const {
        if (!said) return std::nullopt;
        said = inherited(said, view_.name_at);
        std::vector<Problem> pods_own;
        const auto host = Fields(reading_, pods_own).boolean(said, field);
        if (!host || host->is(false)) return std::nullopt;
        Fact<NamespaceOwner> found = fact(said, NamespaceOwner::host);
        if (host->unresolved() != nullptr) found.value = *host->unresolved();
        return found;
    }

    void read_sysctls() {
        for (const Value& sysctl : items(reading_, first(pod_.security, "sysctls"))) {
            if (string_of(get(sysctl, "name")) == "net.ipv4.ip_unprivileged_port_start")
                container_.sets_low_port_sysctl = true;
        }
    }

    void read_profiles() {
        container_.seccomp = profile(effective("seccompProfile"), "seccompProfile");
        const Value apparmor = own("appArmorProfile");
        if (!apparmor && pod_.annotations) {
            // Superseded by the field in 1.30 and still honoured: it is at the pod and names
            // the container.
            const Value annotation =
                get(pod_.annotations,
                    fmt::format("container.apparmor.security.beta.kubernetes.io/{}", view_.name));
            if (annotation) return read_annotation(annotation);
        }
        container_.apparmor =
            profile(apparmor ? apparmor : effective("appArmorProfile"), "appArmorProfile");
    }

    void read_annotation(const Value& annotation) {
        container_.apparmor =
            reread(fields_.string(inherited(annotation, view_.name_at), "metadata.annotations"),
                   read_profile);
    }

    MaybeFact<Profile> profile(const Value& said, std::string_view field) {
        const FieldPath where = path_of(said, field);
        if (!said || !fields_.want_mapping(said, where)) return std::nullopt;
        return reread(fields_.string(get(said, "type"), where.text() + ".type"), read_type);
    }

    static Profile read_type(std::string_view word) {
        if (word == "Unconfined") return Profile::unconfined;
        return word == "RuntimeDefault" ? Profile::runtime_default : Profile::custom;
    }

    const ManifestContext& reading_;
    const PodView& pod_;
    const ContainerView& view_;
    Container& container_;
    Fields fields_;
    std::string path_;
};

} // namespace

void read_security(const ManifestContext& reading, const PodView& pod, const ContainerView& view,
                   Container& container) {
    ContextReader(reading, pod, view, container).read();
}

std::shared_ptr<Pod> pod_facts(const ManifestContext& reading, const PodView& pod,
                               std::vector<Problem>& problems) {
    auto facts = std::make_shared<Pod>();
    facts->object = pod.label;
    facts->space = pod.object.space;
    facts->at = pod.object.name_at;
    const Fields fields(reading, problems);
    for (const Value& context : pod.security) fields.want_mapping(context, "spec.securityContext");
    // Any sign of a Windows node means that Linux capabilities do not exist there; only os.name
    // makes the API server refuse them.
    const Value selector = first(pod.spec, "nodeSelector");
    facts->windows = pod.is_windows() ||
                     string_of(get(selector, "kubernetes.io/os")) == "windows" ||
                     string_of(get(selector, "beta.kubernetes.io/os")) == "windows";
    facts->host_users = fields.boolean(first(pod.spec, "hostUsers"), "spec.hostUsers");
    facts->host_network = fields.boolean(first(pod.spec, "hostNetwork"), "spec.hostNetwork");
    facts->host_pid = fields.boolean(first(pod.spec, "hostPID"), "spec.hostPID");
    facts->host_ipc = fields.boolean(first(pod.spec, "hostIPC"), "spec.hostIPC");
    add_pod_refusals(reading, pod, problems);
    return facts;
}

} // namespace dropcap::kubernetes
