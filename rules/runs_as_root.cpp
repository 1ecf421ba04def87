#include "rules/kit/scope.hpp"
#include "rules/kit/user.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

std::string_view cure(const Container& container) {
    return container.format.remedies().non_root_user;
}

std::string said_root(const Container& container, const Fact<std::string>& user) {
    return fmt::format(
        "{} runs as root (user `{}`): whoever breaks in owns every file in the container and starts with all its capabilities; {}",
        concerns(container, user.origin), *user.known(), cure(container));
}

std::string said_nothing_by_dockerfile(const Container& container) {
    const auto* const unless = container.image_recipe->base_image == "scratch"
                                   ? ""
                                   : " unless its base image says otherwise";
    return fmt::format("{} runs as root{}: neither the service nor its Dockerfile sets a user; {}",
                       called(container), unless, cure(container));
}

std::string said_nothing(const Container& container, const std::string& whom) {
    return fmt::format(
        "nothing keeps {} from running as root: the image decides, and most images start as root; {}",
        whom, cure(container));
}

/// The flag without the context's severity.
Flag flag_for(const Container& container, RunsAs runs) {
    if (runs == RunsAs::root) {
        if (container.user->origin != Origin::image)
            return flag_shared(container, *container.user, said_root(container, *container.user));
        Flag flag = flag_absent(container, said_root(container, *container.user));
        const bool changed = container.image_recipe->becomes.has_value();
        flag.related.push_back({container.user->at, changed ? "whom its entry point changes to"
                                                            : "the image's last USER"});
        return flag;
    }
    if (const auto& check = container.run_as_non_root) { // it is false: true rules root out, and
                                                         // what is open decides nothing
        return flag_shared(container, *check,
                           said_nothing(container, concerns(container, check->origin)));
    }
    if (container.image_recipe) {
        Flag flag = flag_absent(container, said_nothing_by_dockerfile(container));
        flag.related.push_back(
            {container.image_recipe->stage, "the stage that its image ends with: it has no USER"});
        return flag;
    }
    return flag_absent(container, said_nothing(container, called(container)));
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    const RunsAs runs = runs_as(scene.document, container);
    if (runs != RunsAs::root && (runs != RunsAs::unsaid || container.partial)) return;
    // A command in a LABEL that names no user starts what its Dockerfile says: check_document tells
    // it once, at the USER.
    const bool by_recipe = !container.user || container.user->origin == Origin::image;
    if (container.format->starts_own_image && by_recipe) return;
    Flag flag = flag_for(container, runs);
    if (container.pod && container.pod->host_users && container.pod->host_users->is(false)) {
        flag.severity = Severity::note;
        flag.title += "; `hostUsers: false` makes this root an ordinary user of the node";
    }
    flags.push_back(std::move(flag));
}

/// What makes the image's process root: its last USER, or the program that it starts with.
const Fact<std::string>& root_of(const ImageRecipe& recipe) {
    return recipe.becomes ? *recipe.becomes : *recipe.user;
}

std::string said_by(const ImageRecipe& recipe, RunsAs runs) {
    if (runs == RunsAs::root && recipe.becomes) {
        return fmt::format(
            "the image's start command becomes root through `{}`, whatever its USER is: start the program itself and end the "
            "stage with a USER such as `USER 1000:1000`",
            recipe.changed_by);
    }
    if (runs == RunsAs::root && recipe.user->known()->empty()) {
        return "the image starts as root: its last USER comes to nothing; write a USER that is not root, such as `USER 1000:1000`";
    }
    if (runs == RunsAs::root) {
        return fmt::format(
            "the image starts as root: its last USER is `{}`; end the stage with a USER that is not root, such as `USER 1000:1000`",
            *recipe.user->known());
    }
    const auto* const unless =
        recipe.base_image == "scratch" ? "" : " unless its base image says otherwise";
    return fmt::format(
        "the image starts as root{}: its final stage sets no user; end it with a USER, such as `USER 1000:1000`",
        unless);
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    if (!document.recipe) return;
    const ImageRecipe& recipe = *document.recipe;
    const RunsAs runs = runs_as(recipe);
    if (runs != RunsAs::root && runs != RunsAs::unsaid) return;
    flags.push_back({.at = runs == RunsAs::root ? root_of(recipe).at : recipe.stage,
                     .title = said_by(recipe, runs)});
}

} // namespace

extern constinit const Rule runs_as_root;
constinit const Rule runs_as_root{
    .id = "runs-as-root",
    .group = Group::pedantic,
    .severity = Severity::warning,
    .summary = "The container runs, or may run, as root",
    .help =
        R"(Root in a container is root of the host's kernel with fewer capabilities. It starts with everything the container is
granted, owns every file in the image and on the volumes, and a mistake in the kernel or the runtime meets it as user 0.
A process of an ordinary user starts with *no* capability at all: the granted set is only the limit of what a setuid
program could give it.

Who the user is, is decided by the container's own setting, else by the image's last `USER`, else it is root. dropcap flags
what says root, and what leaves it open: a Compose service, pod or command without a user, unless the image is built here
with a `USER`, or its name promises it (`:nonroot`, `-unprivileged`, `-rootless`). In Kubernetes only the manifest counts:
`runAsNonRoot: true` makes the kubelet check the image. An ENTRYPOINT or CMD that begins with `gosu`, `su-exec` or `setpriv`
counts as the user it changes to, one that begins with `sudo` as root.

**Who needs it all the same:** entry points that fix the ownership of a volume and then drop to a service user (`gosu`,
`su-exec`, `setpriv`), supervisors, agents of the host. Port 80 is no reason: see `root-for-low-port`.

**Write instead**

- Dockerfile: `USER 1000:1000` in the final stage. A number lets Kubernetes check it, a name does not
- Compose: `user: "1000:1000"`
- Kubernetes: `securityContext: {runAsNonRoot: true, runAsUser: 1000}` for the pod
- `docker run`: `--user 1000:1000`)",
    .example = {.file = "Dockerfile",
                .bad = R"(FROM debian:12
COPY server /usr/local/bin/server
USER root
ENTRYPOINT ["server"]
)",
                .good = R"(FROM debian:12
COPY server /usr/local/bin/server
USER 1000:1000
ENTRYPOINT ["server"]
)"},
    .references =
        {"https://docs.docker.com/reference/dockerfile/#user",
         "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
         "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://www.cisecurity.org/benchmark/docker",
         "https://cwe.mitre.org/data/definitions/250.html",
         "https://attack.mitre.org/techniques/T1611/"},
    .security_severity = "5.3",
    .check = check,
    .check_document = check_document,
};

} // namespace dropcap::rules
