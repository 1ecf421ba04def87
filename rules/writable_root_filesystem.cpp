#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container) || container.partial) return;
    const auto& fact = container.read_only_root;
    if (fact && !fact->is(false)) return;
    auto title = title_of(container, "can write to its root filesystem");
    Flag flag = fact ? flag_at(container, *fact, std::move(title))
                     : flag_absent(container, std::move(title));
    flag.label = fact ? "writable" : "not set to read-only";
    flag.notes.emplace_back("an intruder can replace programs and keep tools there");
    flag.help = container.format.remedies().read_only_root;
    flag.facet = "read-only-root";
    flags.push_back(std::move(flag));
}

} // namespace

extern constinit const Rule writable_root_filesystem;
constinit const Rule writable_root_filesystem{
    .id = "writable-root-filesystem",
    .group = Group::pedantic,
    .severity = Severity::note,
    .summary = "The root filesystem is writable",
    .help =
        R"(A program that only serves requests has no reason to change the files it was shipped with. When the root filesystem is
read-only, an intruder cannot replace a binary, or leave a tool or a web shell in the container. It also
makes several capabilities useless: without a place to write, FSETID, SETFCAP and CHOWN have no lasting effect.

**Who needs it all the same:** images that write configuration at the start, package managers, databases without a volume of
their own. A temporary filesystem on `/tmp`, `/run` and a cache folder is enough for most of them.

**Write instead**

- Compose: `read_only: true` with `tmpfs: [/tmp, /run]`
- Kubernetes: `securityContext.readOnlyRootFilesystem: true` with an `emptyDir` volume on `/tmp`
- `docker run`: `--read-only --tmpfs /tmp`)",
    .example =
        {.file = "run.sh",
         .bad =
             R"(docker run --cap-drop=ALL --user 1000 --security-opt no-new-privileges example/web:1
)",
         .good =
             R"(docker run --cap-drop=ALL --user 1000 --security-opt no-new-privileges --read-only --tmpfs /tmp example/web:1
)"},
    .references =
        {"https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
         "https://docs.docker.com/reference/cli/docker/container/run/#read-only",
         "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
         "https://www.cisecurity.org/benchmark/docker"},
    .security_severity = "3.1",
    .check = check,
};

} // namespace dropcap::rules
