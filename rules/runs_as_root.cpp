#include "model/user.hpp"
#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

constexpr std::string_view root_owns_all =
    "an intruder owns every file in the container and starts with all its capabilities";
constexpr std::string_view facet = "user";

/// Completes a flag with what all cases share.
Flag with_words(Flag flag, std::string_view label, std::string_view note, std::string_view help) {
    flag.label = label;
    flag.notes.emplace_back(note);
    flag.help = help;
    flag.facet = facet;
    return flag;
}

Flag flag_root(const Container& container) {
    const Fact<std::string>& user = *container.user;
    const std::string_view help = container.format.remedies().non_root_user;
    std::string title = title_of_owner(container, user.origin, "runs as root");
    if (user.origin != Origin::image)
        return with_words(flag_shared(container, user, std::move(title)), "this user is root",
                          root_owns_all, help);
    Flag flag = with_words(flag_absent(container, std::move(title)), "its image runs as root",
                           root_owns_all, help);
    const bool changed = container.image_recipe->becomes.has_value();
    flag.related.push_back(
        {user.at, changed ? "its entry point changes to this user" : "the image's last USER"});
    return flag;
}

constexpr std::string_view image_decides = "the image decides, and most images start as root";

/// The file sets no user.
Flag flag_unsaid(const Container& container) {
    const std::string_view help = container.format.remedies().non_root_user;
    // It is false: true rules root out, and an unresolved value decides nothing.
    if (const auto& check = container.run_as_non_root)
        return with_words(flag_shared(container, *check,
                                      title_of_owner(container, check->origin, "may run as root")),
                          "allows root", image_decides, help);
    if (!container.image_recipe)
        return with_words(flag_absent(container, title_of(container, "may run as root")),
                          "no user is set", image_decides, help);
    const bool is_certain = container.image_recipe->base_image == "scratch";
    Flag flag = with_words(
        flag_absent(container,
                    title_of(container, is_certain ? "runs as root" : "may run as root")),
        "no user is set",
        is_certain ? "neither the service nor its Dockerfile sets a user"
                   : "neither the service nor its Dockerfile sets a user, the base image decides",
        help);
    flag.related.push_back({container.image_recipe->stage, "the image's last stage has no USER"});
    return flag;
}

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container)) return;
    const RunsAs runs = runs_as(scene.document, container);
    if (runs != RunsAs::root && (runs != RunsAs::unsaid || container.partial)) return;
    // A command in a LABEL that names no user starts what its Dockerfile says: check_document
    // reports it once, at the USER.
    const bool by_recipe = !container.user || container.user->origin == Origin::image;
    if (container.format->starts_own_image && by_recipe) return;
    Flag flag = runs == RunsAs::root ? flag_root(container) : flag_unsaid(container);
    if (container.pod && container.pod->host_users && container.pod->host_users->is(false)) {
        flag.severity = Severity::note;
        flag.notes.emplace_back("`hostUsers: false` makes this root an ordinary user of the node");
    }
    flags.push_back(std::move(flag));
}

/// What makes the image's process root: its last USER, or the program that it starts with.
const Fact<std::string>& root_of(const ImageRecipe& recipe) {
    return recipe.becomes ? *recipe.becomes : *recipe.user;
}

constexpr std::string_view end_with_user =
    "write a USER that is not root at the end of the stage, such as `USER 1000:1000`";

Flag flag_image(const ImageRecipe& recipe, RunsAs runs) {
    Flag flag{.at = runs == RunsAs::root ? root_of(recipe).at : recipe.stage,
              .title = "the image starts as root"};
    if (runs != RunsAs::root) {
        const bool is_certain = recipe.base_image == "scratch";
        if (!is_certain) flag.title = "the image may start as root";
        return with_words(std::move(flag), "this stage sets no user",
                          is_certain ? "its final stage sets no user"
                                     : "its final stage sets no user, the base image decides",
                          end_with_user);
    }
    if (!recipe.becomes)
        return with_words(std::move(flag),
                          recipe.user->known()->empty() ? "an empty USER is root"
                                                        : "this user is root",
                          root_owns_all, end_with_user);
    flag.title = fmt::format("the image's start command becomes root through `{}`",
                             shortened(recipe.changed_by, 30));
    return with_words(std::move(flag), "becomes root", "its USER has no effect on that",
                      "run the program itself, and write `USER 1000:1000` at the end of the stage");
}

void check_document(const Document& document, std::vector<Flag>& flags) {
    if (!document.recipe) return;
    const RunsAs runs = runs_as(*document.recipe);
    if (runs == RunsAs::root || runs == RunsAs::unsaid)
        flags.push_back(flag_image(*document.recipe, runs));
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
granted, owns every file in the image and on the volumes, and it is user 0 for every bug in the kernel or the runtime.
A process of an ordinary user starts with *no* capability at all: the granted set is only the limit of what a setuid
program could give it.

The user is the container's own setting, or else the image's last `USER`, or else root. dropcap reports
what sets root, and what sets no user: a Compose service, pod or command without a user, unless the image is built here
with a `USER`, or its name promises it (`:nonroot`, `-unprivileged`, `-rootless`). In Kubernetes only the manifest counts:
`runAsNonRoot: true` makes the kubelet check the image. An ENTRYPOINT or CMD that begins with `gosu`, `su-exec` or `setpriv`
counts as the user it changes to, one that begins with `sudo` as root.

**Who needs it all the same:** entry points that fix the ownership of a volume and then drop to a service user (`gosu`,
`su-exec`, `setpriv`), supervisors, agents of the host. Port 80 is not a reason: see `root-for-low-port`.

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
