#include "rules/kit/scope.hpp"
#include "rules/kit/wording.hpp"

#include <fmt/format.h>

namespace dropcap::rules {
namespace {

void check(const Scene& scene, std::vector<Flag>& flags) {
    const Container& container = scene.container();
    if (!runs_on_linux(container) || container.partial) return;
    const auto& fact = container.read_only_root;
    if (fact && !fact->is(false)) return;
    const auto cure = container.format.remedies().read_only_root;
    auto message = fmt::format(
        "{} can write to its root filesystem: an intruder can replace programs and keep tools there; {}",
        called(container), cure);
    flags.push_back(fact ? flag_at(container, *fact, std::move(message))
                         : flag_absent(container, std::move(message)));
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
read-only, an intruder cannot swap a binary, drop a tool or plant a web shell that lives as long as the container. It also
takes the ground from several capabilities: without a place to write, FSETID, SETFCAP and CHOWN leave nothing behind.

**Who needs it all the same:** images that write configuration at the start, package managers, databases without a volume of
their own. Most of them are content with a temporary filesystem on `/tmp`, `/run` and a cache folder.

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
