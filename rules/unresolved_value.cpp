#include "model/concat.hpp"
#include "rules/kit/facet.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {

/// A setting that may be unresolved: its name in titles, and its identity.
struct Setting {
    std::string_view name;
    std::string_view facet;
    bool is_list = false;
};

/// The words of a flag about an unresolved value. `then`: when the value matters, and what follows.
Flag with_words(Flag flag, const Unresolved& value, std::string_view facet, std::string_view then) {
    flag.label = "not known from the files";
    flag.notes.push_back(value.why);
    flag.notes.emplace_back(then);
    flag.help = "write the value, or give the variable a safe default";
    flag.facet = facet;
    return flag;
}

/// One container's unresolved values on their way to flags.
class Reporter {
  public:
    Reporter(const Scene& scene, std::vector<Flag>& flags) : scene_(scene), flags_(flags) {}

    template <class T>
    void look(const MaybeFact<T>& fact, const Setting& setting, std::string_view then) {
        if (fact) look(*fact, setting, then);
    }
    template <class T>
    void look(const Fact<T>& fact, const Setting& setting, std::string_view then) {
        const Unresolved* const value = fact.unresolved();
        if (value == nullptr || is_reported(fact.at)) return;
        const Container& container = scene_.container();
        auto title = title_of_owner(container, fact.origin,
                                    fmt::format("leaves {} unresolved", setting.name));
        flags_.push_back(with_words(flag_shared(container, fact, std::move(title)), *value,
                                    facets_.next(facet_of(setting, *value)), then));
    }

  private:
    /// A setting that is a list has several values, which their text distinguishes.
    static std::string facet_of(const Setting& setting, const Unresolved& value) {
        return setting.is_list ? concat({setting.facet, ":", value.text})
                               : std::string(setting.facet);
    }

    // A placeholder for a whole securityContext is a placeholder for each of its settings; its
    // gravest consequence is reported.
    [[nodiscard]] bool is_reported(const Place& at) const {
        return std::ranges::any_of(flags_, [&](const Flag& flag) { return flag.at == at; });
    }

    const Scene& scene_;
    std::vector<Flag>& flags_;
    Facets facets_;
};

constexpr Setting privileged{"`privileged`", "privileged"};

void check_capabilities(const Scene& scene, Reporter& report) {
    const Container& container = scene.container();
    report.look(
        container.privileged, privileged,
        "if it is true, the container has all 41 capabilities without seccomp, AppArmor and SELinux");
    if (scene.posture().privileged == true) return;
    for (const auto& word : container.add.words) {
        report.look(
            word, {"an added capability", "add", true},
            "if it is ALL, SYS_ADMIN or another capability of that kind, the container has a way to root on the host");
    }
    if (scene.posture().drops_all) return;
    for (const auto& word : container.drop.words)
        report.look(word, {"a dropped capability", "drop", true},
                    "unless it is ALL, the container keeps capabilities that no one asked for");
}

void check_identity(const Scene& scene, Reporter& report) {
    const Container& container = scene.container();
    report.look(container.user, {"its user", "user"},
                "if it is root, 0 or empty, the container may run as root");
    report.look(container.run_as_non_root, {"`runAsNonRoot`", "run-as-non-root"},
                "unless it is true, nothing keeps the container from running as root");
    if (scene.posture().privileged == true) return;
    const bool inverse = container.format->allows_escalation;
    report.look(
        container.no_new_privileges,
        {inverse ? "`allowPrivilegeEscalation`" : "no-new-privileges", "no-new-privileges"},
        inverse ? "unless it is false, its processes may gain privileges through setuid programs"
                : "unless it is true, its processes may gain privileges through setuid programs");
}

void check_confinement(const Scene& scene, Reporter& report) {
    const Container& container = scene.container();
    report.look(container.seccomp, {"its seccomp profile", "seccomp"},
                "if it is unconfined, no system call is filtered");
    report.look(container.apparmor, {"its AppArmor profile", "apparmor"},
                "if it is unconfined, AppArmor does not restrict the container");
    report.look(container.selinux, {"its SELinux label", "selinux"},
                "if it is disable, SELinux does not restrict the container");
    report.look(container.read_only_root, {"its read-only root filesystem", "read-only-root"},
                "unless it is true, the container can write to its root filesystem");
    report.look(container.host_pid, {"its PID namespace", "hostPID"},
                "if it is the host's, the container sees and signals the host's processes");
    report.look(container.host_ipc, {"its IPC namespace", "hostIPC"},
                "if it is the host's, the container shares the host's memory segments");
    report.look(container.host_network, {"its network", "hostNetwork"},
                "if it is the host's, the container shares the node's network");
    report.look(container.host_user, {"its user namespace", "hostUsers"},
                "if it is the host's, root in the container is root on the host");
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    Reporter report(scene, flags);
    if (!runs_on_linux(container)) {
        report.look(container.privileged, privileged,
                    "if it is true, the step has all 41 capabilities");
        return;
    }
    check_capabilities(scene, report);
    check_identity(scene, report);
    check_confinement(scene, report);
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    if (!document.recipe) return;
    const ImageRecipe& recipe = *document.recipe;
    const auto& user = recipe.becomes ? recipe.becomes : recipe.user;
    const Unresolved* const value = user ? user->unresolved() : nullptr;
    if (value == nullptr) return;
    flags.push_back(with_words({.at = user->at, .title = "the image leaves its user unresolved"},
                               *value, "user",
                               "if it is root, 0 or empty, the image starts as root"));
}

} // namespace

extern constinit const Rule unresolved_value;
constinit const Rule unresolved_value{
    .id = "unresolved-value",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "A value that decides a verdict cannot be known from the files",
    .help =
        R"(A variable without a value and without a default, or a template's placeholder, decides something here: which
capability is added, whether the container is privileged, who its user is. dropcap does not guess. It checks what is true
for every value, and reports here which value would make a difference.

With `--strict` these findings count as errors, so a pipeline can insist that everything was checked.

**Who needs it all the same:** files that serve several environments on purpose. Give the variable a default that is safe, so
that forgetting it cannot open anything: `${CAPS:-NET_BIND_SERVICE}`.

**Write instead**

- Compose: the word itself, `${NAME:-default}`, or the value in `.env` next to the file
- Kubernetes: render first (`helm template`, `kustomize build`, `envsubst`) and check the result: `helm template . | dropcap -`
- Dockerfile: `ARG NAME=default` before the line that uses it
- scripts: the option written out instead of `$OPTS`)",
    .example = {.file = "compose.yaml",
                .bad = R"(services:
  vpn:
    image: example/vpn:1
    cap_drop: [ALL]
    privileged: ${VPN_PRIVILEGED}
)",
                .good = R"(services:
  vpn:
    image: example/vpn:1
    cap_drop: [ALL]
    privileged: ${VPN_PRIVILEGED:-false}
)"},
    .references = {"https://docs.docker.com/reference/compose-file/interpolation/",
                   "https://docs.docker.com/reference/dockerfile/#arg",
                   "https://helm.sh/docs/helm/helm_template/"},
    .security_severity = "2.0",
    .strict = true,
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
