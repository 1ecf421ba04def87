#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dropcap::rules {
namespace {

/// One container's unresolved values on their way to flags.
class Reporter {
  public:
    Reporter(const Scene& scene, std::vector<Flag>& flags) : scene_(scene), flags_(flags) {}

    /// `then`: what follows if the value turns out badly, and when that is.
    template <class T>
    void look(const MaybeFact<T>& fact, std::string_view then) {
        if (fact) look(*fact, then);
    }
    template <class T>
    void look(const Fact<T>& fact, std::string_view then) {
        const Unresolved* open = fact.unresolved();
        if (open == nullptr || is_told(fact.at)) return;
        const Container& container = scene_.container();
        flags_.push_back(
            flag_shared(container, fact,
                        fmt::format("`{}` in {} cannot be known ({}): {}", open->text,
                                    concerns(container, fact.origin), open->why, then)));
    }

  private:
    // A placeholder for a whole securityContext stands for each of its settings; its gravest
    // consequence is told.
    [[nodiscard]] bool is_told(const Place& at) const {
        return std::ranges::any_of(flags_, [&](const Flag& flag) { return flag.at == at; });
    }

    const Scene& scene_;
    std::vector<Flag>& flags_;
};

void check_capabilities(const Scene& scene, Reporter& report) {
    const Container& container = scene.container();
    report.look(
        container.privileged,
        "if it makes the container privileged, that is all 41 capabilities without seccomp, AppArmor and SELinux");
    if (scene.posture().privileged == true) return;
    for (const auto& word : container.add.words) {
        report.look(
            word,
            "if it is ALL, SYS_ADMIN or another capability of that kind, the container has a way to root on the host");
    }
    if (scene.posture().drops_all) return;
    for (const auto& word : container.drop.words)
        report.look(word,
                    "unless it is ALL, the container keeps capabilities that nobody asked for");
}

void check_identity(const Scene& scene, Reporter& report) {
    const Container& container = scene.container();
    report.look(container.user, "if it is root, 0 or empty, the container may run as root");
    report.look(container.run_as_non_root,
                "unless it is true, nothing keeps the container from running as root");
    if (scene.posture().privileged == true) return;
    const bool inverse = container.format->allows_escalation;
    report.look(
        container.no_new_privileges,
        inverse ? "unless it is false, its processes may gain privileges through setuid programs"
                : "unless it is true, its processes may gain privileges through setuid programs");
}

void check_confinement(const Scene& scene, Reporter& report) {
    const Container& container = scene.container();
    report.look(container.seccomp, "if it is unconfined, no system call is filtered");
    report.look(container.apparmor, "if it is unconfined, AppArmor does not hold the container");
    report.look(container.selinux, "if it is disable, SELinux does not hold the container");
    report.look(container.read_only_root,
                "unless it is true, the container can write to its root filesystem");
    report.look(container.host_pid,
                "if it is the host's, the container sees and signals the host's processes");
    report.look(container.host_ipc,
                "if it is the host's, the container shares the host's memory segments");
    report.look(container.host_network,
                "if it is the host's, the container shares the node's network");
    report.look(container.host_user,
                "if it is the host's, root in the container is root on the host");
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    Reporter report(scene, flags);
    if (!runs_on_linux(container)) {
        report.look(container.privileged, "if it is true, the step holds all 41 capabilities");
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
    const Unresolved* const open = user ? user->unresolved() : nullptr;
    if (open == nullptr) return;
    flags.push_back(
        {.at = user->at,
         .title = fmt::format(
             "`{}` in the image's build file cannot be known ({}): if it is root, 0 or empty, the image starts as root",
             open->text, open->why)});
}

} // namespace

extern constinit const Rule unresolved_value;
constinit const Rule unresolved_value{
    .id = "unresolved-value",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "A value that decides a verdict cannot be known from the files",
    .help =
        R"(A variable without a value and without a default, or a template's placeholder, stands where something is decided: which
capability is added, whether the container is privileged, who its user is. dropcap does not guess. It judges what holds
either way, and says here what would have to be true for the rest.

With `--strict` these findings count as errors, so a pipeline can insist that everything was judged.

**Who needs it all the same:** files that serve several environments on purpose. Give the variable a default that is safe, so
that forgetting it cannot open anything: `${CAPS:-NET_BIND_SERVICE}`.

**Write instead**

- Compose: the word itself, `${NAME:-default}`, or the value in `.env` beside the file
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
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
